"""A budget that the rules accept: whole won, the region's part at least its share, every category under its cap."""

from __future__ import annotations

from core.money import Rounding, bp_of
from programs.policy import Policy, Source
from programs.policy.checks import Line, required_match_krw
from scenarios.file import Generator, TierCount
from scenarios.plan.draws import Draw

UNIT_KRW = 1_000
"""Amounts of a drawn grid are multiples of this; what is left over goes where the rest goes."""
WHOLE_BP = 10_000


def grid(made: Generator, policy: Policy, draw: Draw, tier: TierCount | None = None) -> tuple[Line, ...]:
    """A line for each year, category and source; the grant is one of the tier's, if there are tiers."""
    of = tier or made
    steps = (of.grant_most_krw - of.grant_least_krw) // of.grant_step_krw
    grant_krw = of.grant_least_krw + draw.number(0, steps) * of.grant_step_krw
    match_bp = draw.number(made.match_bp.least_bp, made.match_bp.most_bp)
    shares = {one.code: draw.number(one.least_bp, one.most_bp) for one in made.categories}
    match_krw = match_of(policy, grant_krw, match_bp)
    lines = []
    for year in range(1, policy.project_years.count + 1):
        for source, amount_krw in ((Source.GRANT, grant_krw), (Source.REGIONAL, match_krw)):
            lines += split(year, source, amount_krw, shares, made.rest)
    return tuple(lines)


def match_of(policy: Policy, grant_krw: int, match_bp: int) -> int:
    """The region's part so that it makes `match_bp` of the whole, and never less than the rules require."""
    wanted = -(-grant_krw * match_bp // (WHOLE_BP - match_bp))
    return max(round_up(wanted), round_up(required_match_krw(policy, grant_krw)))


def split(year: int, source: Source, amount_krw: int, shares_bp: dict[str, int], rest: str) -> list[Line]:
    """An amount by categories, rounded down to the unit; `rest` takes what is left, so that no won is lost."""
    parts = {code: bp_of(amount_krw, share, Rounding.DOWN) // UNIT_KRW * UNIT_KRW for code, share in shares_bp.items()}
    parts[rest] = amount_krw - sum(parts.values())
    return [Line(year=year, category=code, source=source, amount_krw=won) for code, won in parts.items() if won]


def with_share(lines: tuple[Line, ...], category: str, rest: str, share_bp: int) -> tuple[Line, ...]:
    """The same sums, with one category taking `share_bp` of each amount, or a won more, at the cost of the rest."""
    found: list[Line] = []
    for year in sorted({line.year for line in lines}):
        for source in (Source.GRANT, Source.REGIONAL):
            amount_krw = sum(line.amount_krw for line in lines if line.year == year and line.source is source)
            won = bp_of(amount_krw, share_bp, Rounding.UP)
            found.append(Line(year=year, category=category, source=source, amount_krw=won))
            found.append(Line(year=year, category=rest, source=source, amount_krw=amount_krw - won))
    return tuple(found)


def by_source(lines: tuple[Line, ...], source: Source, years: int) -> tuple[int, ...]:
    """The won of one source in each project year."""
    return tuple(
        sum(line.amount_krw for line in lines if line.year == year and line.source is source)
        for year in range(1, years + 1)
    )


def round_up(amount_krw: int) -> int:
    return -(-amount_krw // UNIT_KRW) * UNIT_KRW
