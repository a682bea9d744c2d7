"""What a selection keeps beyond quota, tiers and least score: least seats, order, institutions, years, lots."""

from dataclasses import dataclass
from enum import StrEnum

from programs.policy.clause import KrwOrNone, PositiveOrNone, strict


class RankVeto(StrEnum):
    """What a region's order forbids, beside its weight in the merit."""

    WEIGHT_ONLY = "weight_only"
    UNRANKED = "unranked"
    """What its region did not rank is not selected."""
    ORDER = "order"
    """Nor is one before those that its region ranked above it, as long as they can be selected."""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """`least_per_region` holds for every region from which something was handed in; the money of a year for the grants
    of that project year together; `lot_seed` draws lots between choices of equal merit and is published with the rules.
    """

    least_per_region: PositiveOrNone
    rank_veto: RankVeto
    max_per_lead: PositiveOrNone
    tiers_filled: bool
    first_year_krw: KrwOrNone
    later_years_krw: KrwOrNone
    lot_seed: PositiveOrNone

    def money_of_years(self, years: int, otherwise_krw: int) -> tuple[int, ...]:
        """The money of each project year, `otherwise_krw` where a year has none of its own; empty where none has."""
        if self.first_year_krw is None and self.later_years_krw is None:
            return ()
        first = otherwise_krw if self.first_year_krw is None else self.first_year_krw
        later = otherwise_krw if self.later_years_krw is None else self.later_years_krw
        return (first, *([later] * (years - 1)))
