"""The balance index and what follows from it: figures of regions in, bands, shares of the money and their bounds out.

Pure. The larger a figure, the stronger its region; the weakest band counts most. Nothing is rounded before money is
split, and a split loses no won.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.money import WHOLE_BP, split_krw
from core.refusals import Violation
from programs.policy.dividing import BandCut, Division
from programs.policy.regional import Balance


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a region, and whether no source gives it."""

    value: Decimal
    is_assumed: bool = False


Figures = Mapping[str, Mapping[str, Figure]]
"""By region's code, then by the code of the measure."""


@dataclass(frozen=True, slots=True)
class Index:
    """The band of each figure of a region, from 1 (strongest), and their mean by weight, in basis points of a band."""

    bands: Mapping[str, int]
    mean_bp: int


@dataclass(frozen=True, slots=True)
class RegionShare:
    """What part of the money falls to a region and why; None where nothing bounds what it gets.

    `basis` is what the part by basis was divided by; without a balance index there are no bands.
    """

    region: str
    bands: Mapping[str, int]
    mean_bp: int
    basis: int
    basis_krw: int
    index_krw: int
    least_krw: int | None
    most_krw: int | None

    @property
    def share_krw(self) -> int:
        return self.basis_krw + self.index_krw


def missing_figures(figures: Figures, balance: Balance, regions: Iterable[str]) -> list[Violation]:
    """Every figure that the index of these regions needs and that is not there."""
    return [
        Violation(
            "figures.missing",
            {
                "region": region,
                "measure_ko": measure.name_ko,
                "measure_en": measure.name_en or measure.name_ko,
            },
            f"{region}.{measure.code}",
        )
        for region in regions
        for measure in balance.measures
        if measure.code not in figures.get(region, {})
    ]


def bands_of(values: Mapping[str, Decimal], bands: int, cut: BandCut) -> dict[str, int]:
    """The band of each region for one figure: 1 for the strongest to `bands` for the weakest; equal ones share it."""
    if cut is BandCut.BY_WIDTH:
        least, most = min(values.values()), max(values.values())
        width = Fraction(most - least) / bands
        below = {region: Fraction(most - value) for region, value in values.items()}
        return {region: min(bands, 1 + int(gap / width)) if width else 1 for region, gap in below.items()}
    times = Counter(values.values())
    stronger, place = {}, 0
    for value in sorted(times, reverse=True):
        stronger[value] = place
        place += times[value]
    return {region: 1 + stronger[value] * bands // len(values) for region, value in values.items()}


def indices_of(figures: Figures, balance: Balance, cut: BandCut) -> dict[str, Index]:
    """The index of each region, its figures cut into bands among all of them. Every figure has to be there."""
    found: dict[str, dict[str, int]] = {region: {} for region in figures}
    for measure in balance.measures:
        values = {region: row[measure.code].value for region, row in figures.items()}
        for region, band in bands_of(values, balance.bands, cut).items() if values else ():
            found[region][measure.code] = band
    weights = {measure.code: measure.weight_bp for measure in balance.measures}
    return {
        region: Index(bands, sum(weights[code] * band for code, band in bands.items()))
        for region, bands in found.items()
    }


def shares_of(
    money_krw: int,
    basis: Mapping[str, int],
    indices: Mapping[str, Index],
    balance: Balance | None,
    division: Division,
) -> tuple[RegionShare, ...]:
    """The money divided between the regions of `basis`: the index's weight by the index, the rest by the basis.

    Both parts are split by largest remainder. Raises ValueError where no region has a basis.
    """
    regions = list(basis)
    index_krw = money_krw * balance.weight_bp // WHOLE_BP if balance else 0
    by_basis = split_krw(money_krw - index_krw, [basis[region] for region in regions])
    weights = [indices[region].mean_bp for region in regions] if index_krw else [1] * len(regions)
    by_index = split_krw(index_krw, weights)
    return tuple(
        RegionShare(
            region=region,
            bands=indices[region].bands if balance else {},
            mean_bp=indices[region].mean_bp if balance else 0,
            basis=basis[region],
            basis_krw=part_krw,
            index_krw=more_krw,
            least_krw=_bound(part_krw + more_krw, division.least_below_bp, -1),
            most_krw=_bound(part_krw + more_krw, division.most_above_bp, 1),
        )
        for region, part_krw, more_krw in zip(regions, by_basis, by_index, strict=True)
    )


def _bound(share_krw: int, room_bp: int | None, sign: int) -> int | None:
    """The share with the room around it, rounded down to the won: no bound is wider than the rule says."""
    return None if room_bp is None else share_krw + sign * (share_krw * room_bp // WHOLE_BP)


def index_text(mean_bp: int) -> str:
    """An index as people read it, in bands: 4.25."""
    return f"{Decimal(mean_bp) / WHOLE_BP:.2f}"
