"""What an offer to merge would change: money asked beside the share, targets beside the money they stand on. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from core.money import share_bp, split_krw
from programs.policy import Policy, Source
from programs.policy.checks import Line
from proposals.rules.merging import KeptTarget, Original, grants_by_year

PER_POWER = 8
"""Targets are compared for each 100 million won of grant, ten to this power."""


@dataclass(frozen=True, slots=True)
class MoneyEffect:
    """One original: the grant it asked for and the share it would have, year by year and together."""

    number: str
    asked_by_year: tuple[int, ...]
    share_by_year: tuple[int, ...]

    @property
    def asked_krw(self) -> int:
        return sum(self.asked_by_year)

    @property
    def share_krw(self) -> int:
        return sum(self.share_by_year)

    @property
    def share_bp(self) -> int:
        """The share in parts of what was asked."""
        return share_bp(self.share_krw, self.asked_krw)

    @property
    def years(self) -> tuple[tuple[int, int], ...]:
        """Asked and share of each year."""
        return tuple(zip(self.asked_by_year, self.share_by_year, strict=True))


@dataclass(frozen=True, slots=True)
class Density:
    """A target summed over the years, and how much of it falls to each 100 million won of grant."""

    number: str
    value: Decimal
    per_unit: Decimal


@dataclass(frozen=True, slots=True)
class TargetEffect:
    """One indicator: as each original promised it, and as the merged team would."""

    indicator: str
    originals: tuple[Density, ...]
    merged: Density

    @property
    def promised(self) -> Decimal:
        return sum((one.value for one in self.originals), Decimal())


@dataclass(frozen=True, slots=True)
class Effect:
    """The whole comparison; `grant_krw` is the merged team's grant over all years."""

    money: tuple[MoneyEffect, ...]
    targets: tuple[TargetEffect, ...]
    grant_krw: int

    @property
    def asked_krw(self) -> int:
        return sum(one.asked_krw for one in self.money)

    @property
    def share_krw(self) -> int:
        return sum(one.share_krw for one in self.money)

    @property
    def keeps_all_for_less(self) -> bool:
        """Whether every target is kept whole while the money is only a part of what was asked for them."""
        whole = all(one.merged.value >= one.promised for one in self.targets)
        return bool(self.targets) and whole and self.grant_krw < self.asked_krw


def merge_effect(policy: Policy, originals: Sequence[Original], grant_krw: int, kept: Sequence[KeptTarget]) -> Effect:
    """Compare an offer with what its originals were handed in with."""
    money = tuple(
        MoneyEffect(one.number, grants_by_year(policy, one.content["lines"]), _padded(one.year_krw, policy))
        for one in originals
    )
    promised: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for original in originals:
        for target in original.content["targets"]:
            promised[target["indicator"]][original.number] += Decimal(target["value"])
    merged: dict[str, Decimal] = defaultdict(Decimal)
    for one in kept:
        merged[one.indicator] += one.value
    targets = tuple(
        TargetEffect(
            indicator,
            tuple(_density(one.number, sums[one.number], one.asked_krw) for one in money if one.number in sums),
            _density("", merged[indicator], grant_krw),
        )
        for indicator, sums in sorted(promised.items())
    )
    return Effect(money, targets, grant_krw)


def proportional_shares(
    policy: Policy, originals: Sequence[Original], lines: Sequence[Line]
) -> dict[str, tuple[int, ...]]:
    """Shares to start from: each year's grant in proportion to what each original asked for that year, to the won."""
    asked = [grants_by_year(policy, one.content["lines"]) for one in originals]
    by_year = []
    for year in range(1, policy.project_years.count + 1):
        grant_krw = sum(line.amount_krw for line in lines if line.year == year and line.source is Source.GRANT)
        weights = [years[year - 1] for years in asked]
        by_year.append(split_krw(grant_krw, weights) if any(weights) else (0,) * len(originals))
    return {one.number: tuple(year[place] for year in by_year) for place, one in enumerate(originals)}


def _density(number: str, value: Decimal, grant_krw: int) -> Density:
    units = Decimal(grant_krw).scaleb(-PER_POWER)  # exact: whole won counted in hundred millions
    per_unit = value / units if units else Decimal()
    return Density(number, value, per_unit.quantize(Decimal("0.01"), ROUND_HALF_EVEN))


def _padded(year_krw: Sequence[int], policy: Policy) -> tuple[int, ...]:
    count = policy.project_years.count
    return (*year_krw[:count], *(0,) * (count - len(year_krw)))
