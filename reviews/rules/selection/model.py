"""The rules of a selection as rows over yes-or-no columns, each row with the name of its rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import gcd
from typing import TypeVar

from reviews.rules.selection.facts import Candidate, Quotas, Rule, Veto
from reviews.rules.solver import Row

Named = tuple[Rule, Row]
K = TypeVar("K", int, str)


@dataclass(frozen=True, slots=True)
class Model:
    """Who can be chosen, what each adds, and the rows that hold.

    `gains` are merits divided by `scale`, what they have in common: small numbers, that a solver tells apart exactly.
    Where some have no merit at all the number chosen decides between choices of equal merit, so that a seat is never
    left empty for want of merit.
    """

    columns: tuple[Candidate, ...]
    gains: tuple[int, ...]
    named: tuple[Named, ...]
    scale: int
    counting: int

    @property
    def rows(self) -> list[Row]:
        return [row for _, row in self.named]

    def merit_of(self, gain: int) -> int:
        """A sum of gains as a sum of merits."""
        return gain // self.counting * self.scale

    def place_of(self, candidate_id: int) -> int:
        return next(place for place, one in enumerate(self.columns) if one.id == candidate_id)


def barred(candidate: Candidate, quotas: Quotas) -> str:
    """Why a candidate can't be chosen at all; "" where he can.

    `not_judged`, `below_minimum`, `no_pledge`, `not_ranked`.
    """
    return next(iter(bars(candidate, quotas)), "")


def bars(candidate: Candidate, quotas: Quotas) -> tuple[str, ...]:
    """Everything that keeps a candidate from being chosen at all."""
    if candidate.score_bp is None:
        return ("not_judged",)
    found = (
        ("below_minimum", candidate.score_bp < quotas.min_score_bp),
        ("no_pledge", quotas.pledge_needed and not candidate.pledged),
        ("not_ranked", quotas.veto is not Veto.NONE and candidate.position is None),
    )
    return tuple(code for code, holds in found if holds)


def model_of(candidates: Sequence[Candidate], quotas: Quotas) -> Model:
    """The model over those who can be chosen, in order of id."""
    columns = tuple(one for one in sorted(candidates, key=lambda one: one.id) if not bars(one, quotas))
    scale = gcd(*(one.merit for one in columns)) or 1
    counting = len(columns) + 1 if any(not one.merit for one in columns) else 1
    extra = 1 if counting > 1 else 0
    gains = tuple(one.merit // scale * counting + extra for one in columns)
    return Model(columns, gains, tuple(rows_of(columns, quotas)), scale, counting)


def rows_of(columns: Sequence[Candidate], quotas: Quotas) -> Iterator[Named]:
    """Every rule over these candidates."""
    yield from _money(columns, quotas)
    yield from _regions(columns, quotas)
    yield from _region_money(columns, quotas)
    yield from _tiers(columns, quotas)
    if quotas.most_per_lead is not None:
        for lead_id, places in sorted(_grouped(columns, lambda one: one.lead_id).items()):
            if len(places) > quotas.most_per_lead:
                rule = Rule("lead_most", lead_id, quotas.most_per_lead)
                yield rule, Row(places, [1] * len(places), 0, quotas.most_per_lead)
    if quotas.veto is Veto.ORDER:
        yield from regional_order(columns, range(len(columns)))


def _regions(columns: Sequence[Candidate], quotas: Quotas) -> Iterator[Named]:
    by_region = _grouped(columns, lambda one: one.region_id)
    for region_id, places in sorted(by_region.items()):
        most = quotas.by_region.get(region_id, quotas.teams_per_region)
        teams = [columns[place].teams for place in places]
        if most is not None and sum(teams) > most:
            yield Rule("region_most", region_id, most), Row(places, teams, 0, most)
    for region_id, least in sorted(quotas.least_by_region.items()):
        places = by_region.get(region_id, [])
        yield Rule("region_least", region_id, least), _at_least(places, [columns[one].teams for one in places], least)


def divided_krw(candidate: Candidate, quotas: Quotas) -> int:
    """What of a grant counts where money is divided between regions: the first year's, where money is ruled by year."""
    return candidate.grants_krw[0] if quotas.budget_by_year_krw and candidate.grants_krw else candidate.grant_krw


def within_reach(quotas: Quotas, candidates: Sequence[Candidate]) -> Quotas:
    """The same, a region getting at least no more than its best that its quota lets in ask for."""
    asked: dict[int, int] = defaultdict(int)
    teams: dict[int, int] = defaultdict(int)
    for one in sorted(candidates, key=lambda one: (-one.merit, one.id)):
        most = quotas.by_region.get(one.region_id, quotas.teams_per_region)
        if not bars(one, quotas) and (most is None or teams[one.region_id] + one.teams <= most):
            teams[one.region_id] += one.teams
            asked[one.region_id] += divided_krw(one, quotas)
    least = {pk: min(least_krw, asked[pk]) for pk, least_krw in quotas.least_krw_by_region.items()}
    return replace(quotas, least_krw_by_region={pk: won for pk, won in least.items() if won})


def _region_money(columns: Sequence[Candidate], quotas: Quotas) -> Iterator[Named]:
    """What each region gets at most, and at least."""
    by_region = _grouped(columns, lambda one: one.region_id)

    def won(places: Sequence[int]) -> list[int]:
        return [divided_krw(columns[place], quotas) for place in places]

    for region_id, most_krw in sorted(quotas.most_krw_by_region.items()):
        places = by_region.get(region_id, [])
        if sum(won(places)) > most_krw:
            yield Rule("region_krw_most", region_id, most_krw), Row(places, won(places), 0, most_krw)
    for region_id, least_krw in sorted(quotas.least_krw_by_region.items()):
        places = by_region.get(region_id, [])
        yield Rule("region_krw_least", region_id, least_krw), _at_least(places, won(places), least_krw)


def _tiers(columns: Sequence[Candidate], quotas: Quotas) -> Iterator[Named]:
    by_tier = _grouped(columns, lambda one: one.tier)
    for tier, most in sorted(quotas.by_tier.items()):
        places = by_tier.get(tier, [])
        if len(places) > most:
            yield Rule("tier_most", tier, most), Row(places, [1] * len(places), 0, most)
    for tier, least in sorted(quotas.least_by_tier.items()):
        places = by_tier.get(tier, [])
        yield Rule("tier_least", tier, least), _at_least(places, [1] * len(places), least)


def _money(columns: Sequence[Candidate], quotas: Quotas) -> Iterator[Named]:
    everybody = range(len(columns))
    if columns:
        grants = [one.grant_krw for one in columns]
        yield Rule("budget", "", quotas.budget_krw), Row(everybody, grants, 0, quotas.budget_krw)
        for year, budget_krw in enumerate(quotas.budget_by_year_krw):
            of_year = [one.grants_krw[year] if year < len(one.grants_krw) else 0 for one in columns]
            yield Rule("budget_year", year + 1, budget_krw), Row(everybody, of_year, 0, budget_krw)


def regional_order(columns: Sequence[Candidate], among: Sequence[int]) -> Iterator[Named]:
    """One that its region ranked lower is in only with the next higher one `among` those that can be chosen."""
    by_region: dict[int, list[int]] = defaultdict(list)
    for place in among:
        by_region[columns[place].region_id].append(place)
    for region_id, places in sorted(by_region.items()):
        ordered = sorted(places, key=lambda place: (columns[place].position or 0, place))
        for higher, lower in pairwise(ordered):
            yield Rule("regional_order", region_id), Row([lower, higher], [1, -1], -1, 0)


def _at_least(places: Sequence[int], numbers: Sequence[int], least: int) -> Row:
    return Row(places, numbers, least, max(sum(numbers), least))


def _grouped(columns: Sequence[Candidate], key: Callable[[Candidate], K]) -> dict[K, list[int]]:
    found: dict[K, list[int]] = defaultdict(list)
    for place, one in enumerate(columns):
        found[key(one)].append(place)
    return found
