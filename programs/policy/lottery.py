"""Whether lots decide what is within chance of the line."""

from dataclasses import dataclass

from programs.policy.clause import Positive, strict


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """Lots decide among the cases that the group of severity and chance calls within chance of the line.

    ``seed`` is published with the rules, before anything is handed in. With what all reviewers gave it makes the seed
    of the lots: nobody knows that one before the last review is in, and nobody chooses it.
    """

    seed: Positive
