"""What a merged team may be asked to carry, and how long everybody has to answer the offer."""

from dataclasses import dataclass

from programs.policy.clause import Bp, Days, strict


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class MergingTerms:
    """``overload_bp``: by how much a target may rise for each won, above what the originals promised for theirs.

    An offer above it is sent only on the signature of somebody else, and only if ``override`` allows that.
    """

    overload_bp: Bp
    override: bool
    answer_days: Days
