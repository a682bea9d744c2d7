"""Which proposals are in: the exact optimum of merit under the call's quotas and its budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviews.rules.solver import Row, best_choice


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal before the selection: what it scored, counts and costs; a quota counts it as `teams`."""

    id: int
    region_id: int
    score_bp: int | None
    merit: int
    grant_krw: int
    teams: int = 1
    pledged: bool = True
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Quotas:
    """Teams a region may have (None: no limit), the call's money, the least score; whether a pledge is needed.

    `by_region` are regions with a quota of their own, `by_tier` how many of a tier are selected at most; `most_waiting`
    is the length of the waiting list (None: no limit).
    """

    teams_per_region: int | None
    budget_krw: int
    min_score_bp: int
    pledge_needed: bool = True
    by_region: Mapping[int, int] = field(default_factory=dict)
    by_tier: Mapping[str, int] = field(default_factory=dict)
    most_waiting: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is in, in order of id; who waits, best first; the optimum's value and the bound that proves it."""

    selected: tuple[int, ...]
    waiting: tuple[int, ...]
    value: int
    bound: int


def barred(candidate: Candidate, quotas: Quotas) -> str:
    """Why a candidate can't be chosen at all: `not_judged`, `below_minimum`, `no_pledge`; "" where he can."""
    if candidate.score_bp is None:
        return "not_judged"
    if candidate.score_bp < quotas.min_score_bp:
        return "below_minimum"
    return "no_pledge" if quotas.pledge_needed and not candidate.pledged else ""


def choose(candidates: Sequence[Candidate], quotas: Quotas) -> Chosen:
    """The choice with the greatest sum of merit that keeps every quota; those eligible and not chosen wait,
    as far as the waiting list reaches.

    Among choices of equal merit the one found first for this order of ids stands: the same input gives the same answer.
    Every eligible candidate adds at least one to the sum, so that a seat is never left empty for want of merit.
    """
    eligible = [one for one in sorted(candidates, key=lambda one: one.id) if not barred(one, quotas)]
    gains = [one.merit + 1 for one in eligible]
    rows = [Row(range(len(eligible)), [one.grant_krw for one in eligible], 0, quotas.budget_krw)] if eligible else []
    rows += [*_region_rows(eligible, quotas), *_tier_rows(eligible, quotas)]
    best = best_choice(gains, rows)
    assert best is not None, "nobody in is always possible"
    selected = {eligible[column].id for column in best.chosen}
    waiting = sorted((one for one in eligible if one.id not in selected), key=lambda one: (-one.merit, one.id))
    return Chosen(
        selected=tuple(sorted(selected)),
        waiting=tuple(one.id for one in waiting[: quotas.most_waiting]),
        value=best.value,
        bound=best.bound,
    )


def outcome_of(candidate: Candidate, chosen: Chosen, quotas: Quotas) -> tuple[str, str, int | None]:
    """What a choice makes of a candidate: outcome, the code of its ground, and the place on the waiting list."""
    if candidate.id in chosen.selected:
        return "selected", "within_optimum", None
    if candidate.id in chosen.waiting:
        return "waiting", "quota_or_budget_full", chosen.waiting.index(candidate.id) + 1
    return "rejected", barred(candidate, quotas) or "waiting_list_full", None


def _region_rows(eligible: Sequence[Candidate], quotas: Quotas) -> Iterator[Row]:
    for region_id in sorted({one.region_id for one in eligible}):
        most = quotas.by_region.get(region_id, quotas.teams_per_region)
        if most is not None:
            columns = [column for column, one in enumerate(eligible) if one.region_id == region_id]
            yield Row(columns, [eligible[column].teams for column in columns], 0, most)


def _tier_rows(eligible: Sequence[Candidate], quotas: Quotas) -> Iterator[Row]:
    for tier, most in sorted(quotas.by_tier.items()):
        columns = [column for column, one in enumerate(eligible) if one.tier == tier]
        if columns:
            yield Row(columns, [1] * len(columns), 0, most)
