"""How money is first divided between the regions, so that weaker ones are given more: beside the balance index."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from programs.policy.clause import BpOrNone, strict
from programs.policy.faults import Fault


class DivideBy(StrEnum):
    """By what the money is divided that the balance index does not divide."""

    EQUAL = "equal"
    """The same for every region."""
    HANDED_IN = "handed_in"
    """By how many proposals stand for selection in each region."""
    ASKED = "asked"
    """By the won that they ask for."""


class BandCut(StrEnum):
    """How the figures of all regions are cut into bands."""

    BY_ORDER = "by_order"
    """As many regions in each band, as far as that goes; equal figures share a band."""
    BY_WIDTH = "by_width"
    """Bands of the same width between the least and the greatest figure."""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """How the shares of regions are found, and how far what a region gets may lie above or below its share.

    Shares are of the money of the first project year, where ``choosing`` rules the money of years, else of the call's.
    The weight of ``balance`` goes by the index, the rest by ``basis``; without ``balance`` all of it.
    """

    basis: DivideBy
    cut: BandCut
    most_above_bp: BpOrNone
    least_below_bp: BpOrNone

    def faults(self) -> Iterator[Fault]:
        """A division that nothing has to keep would only look like a rule."""
        if self.most_above_bp is None and self.least_below_bp is None:
            yield Fault("most_above_bp", "policy.division_binds_nothing")
