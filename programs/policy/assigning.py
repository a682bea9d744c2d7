"""How experts are given their cases: what is sought, and who must or may not be together on a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from programs.policy.clause import Count, Positive, PositiveOrNone, Text, strict
from programs.policy.faults import Fault, repeated


class Objective(StrEnum):
    """What an assignment makes as great as it can be."""

    TOTAL = "total"
    FAIREST = "fairest"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class NeededField:
    """A field that at least so many of a case's experts know."""

    field: Text
    at_least: Positive

    @property
    def code(self) -> str:
        return self.field


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Assigning:
    """Beyond the experts a case and the cases an expert, which `Review` rules.

    `own_sector` is how many of a case's experts know the field that it was handed in under.
    """

    objective: Objective
    max_per_institution: PositiveOrNone
    max_per_region: PositiveOrNone
    own_sector: Count
    needed: tuple[NeededField, ...]

    def faults(self) -> Iterator[Fault]:
        yield from repeated("needed", (one.code for one in self.needed))
