"""More on who may apply: regions let in, what one person may take on, and tiers by the size of the grant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from programs.policy.clause import Bp, Code, Krw, OptionalText, PositiveOrNone, Text, strict
from programs.policy.faults import Fault, out_of_order, repeated


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """Only institutions of these regions may lead; where `partners_too`, only they may join. Codes, as ``daejeon``."""

    only: Annotated[tuple[Code, ...], Field(min_length=1)]
    partners_too: bool

    def faults(self) -> Iterator[Fault]:
        yield from repeated("only", self.only)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What one person may take on at a time, over all programmes. A share is of the person's whole working time."""

    max_running_led: PositiveOrNone
    max_running: PositiveOrNone
    max_total_share_bp: Bp

    def faults(self) -> Iterator[Fault]:
        if self.max_running_led is not None:
            yield from out_of_order("max_running_led", self.max_running_led, self.max_running)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A class of projects by the grant of each of their years; both bounds belong to the band."""

    code: Code
    name_ko: Text
    name_en: OptionalText = ""
    min_grant_krw: Krw
    max_grant_krw: Krw
    max_selected: PositiveOrNone

    @property
    def variant(self) -> str:
        return "unlimited" if self.max_selected is None else "limited"

    def holds(self, grant_krw: int) -> bool:
        """Whether a year's grant lies in the band."""
        return self.min_grant_krw <= grant_krw <= self.max_grant_krw


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The tiers of a programme, whose bands do not overlap. A project is of the tier that holds all its years."""

    levels: Annotated[tuple[Tier, ...], Field(min_length=1)]

    def of(self, grants_krw: Iterable[int]) -> Tier | None:
        """The tier that holds the grant of every year, if one does."""
        grants = tuple(grants_krw)
        return next((tier for tier in self.levels if all(tier.holds(grant) for grant in grants)), None)

    def faults(self) -> Iterator[Fault]:
        yield from repeated("levels", (tier.code for tier in self.levels))
        for place, tier in enumerate(self.levels):
            yield from out_of_order(f"levels[{place}].min_grant_krw", tier.min_grant_krw, tier.max_grant_krw)
        ordered = sorted(enumerate(self.levels), key=lambda pair: (pair[1].min_grant_krw, pair[0]))
        for (_, lower), (place, upper) in pairwise(ordered):
            if upper.min_grant_krw <= lower.max_grant_krw:
                values: dict[str, str | int] = {"code": lower.code, "other": upper.code}
                yield Fault(f"levels[{place}].min_grant_krw", "policy.bands_overlap", values)
