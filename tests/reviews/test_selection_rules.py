"""The selection against brute force: every rule, every reason, every clash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.rules import Candidate, Quotas, Rule, RulesClash, Veto, choose, reasons_of
from reviews.rules.scores import merit_of
from reviews.rules.selection import (
    Reason,
    bars,
    cut,
    mended_of,
    moved,
    smallest_clash,
    ticket_of,
    within_reach,
)

BILLION = 1_000_000_000
RANKED = 8


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Candidate], Quotas]:
    """Up to eight proposals of three regions, two tiers and three institutions, and rules that may clash."""
    weight_bp = draw(st.sampled_from([0, 2_000]))
    count = draw(st.integers(1, 8))
    places = draw(st.permutations(range(1, RANKED + 1)))
    found = []
    for number in range(count):
        score_bp = draw(st.one_of(st.none(), st.integers(55, 70).map(lambda one: one * 100)))
        position = places[number] if draw(st.integers(0, 5)) else None
        grant = draw(st.integers(2, 6)) * BILLION
        found.append(
            Candidate(
                id=number + 1,
                region_id=draw(st.integers(1, 3)),
                score_bp=score_bp,
                merit=merit_of(score=score_bp or 0, position=position, ranked=RANKED, rank_weight_bp=weight_bp),
                grant_krw=grant,
                teams=draw(st.sampled_from([1, 1, 2])),
                pledged=draw(st.integers(0, 5)) > 0,
                tier=draw(st.sampled_from(["large", "small"])),
                lead_id=draw(st.integers(1, 3)),
                position=position,
                ranked=RANKED,
                grants_krw=(grant // 2, grant // 2),
                least_krw=BILLION,
            )
        )
    least_krw: dict[int, int] = draw(st.sampled_from([{}, {}, {1: 2 * BILLION}, {1: BILLION, 3: 2 * BILLION}]))
    quotas = Quotas(
        teams_per_region=draw(st.sampled_from([None, 2, 3])),
        budget_krw=draw(st.integers(4, 20)) * BILLION,
        min_score_bp=6_000,
        by_tier=draw(st.sampled_from([{}, {"large": 2}])),
        least_by_region=draw(st.sampled_from([{}, {}, {1: 1}, {1: 2, 2: 1}])),
        least_by_tier=draw(st.sampled_from([{}, {}, {"small": 1}])),
        most_per_lead=draw(st.sampled_from([None, 1])),
        budget_by_year_krw=draw(st.sampled_from([(), (5 * BILLION, 9 * BILLION)])),
        most_krw_by_region=draw(st.sampled_from([{}, {}, {1: 3 * BILLION}, {1: 6 * BILLION, 2: 4 * BILLION}])),
        least_krw_by_region=least_krw,
        veto=draw(st.sampled_from(list(Veto))),
        seed=draw(st.sampled_from(["", "2004"])),
        rank_weight_bp=weight_bp,
    )
    return found, within_reach(quotas, found)


def keeps(group: Sequence[Candidate], everybody: Sequence[Candidate], quotas: Quotas) -> bool:
    """Every rule, counted by hand and apart from the model."""
    ids = {one.id for one in group}
    regions = {one.region_id for one in everybody} | set(quotas.least_by_region)
    by_region = {region: sum(one.teams for one in group if one.region_id == region) for region in regions}
    per_region = quotas.teams_per_region
    tiers = {tier: sum(one.tier == tier for one in group) for tier in ("large", "small")}
    checks = [
        not any(bars(one, quotas) for one in group),
        sum(one.grant_krw for one in group) <= quotas.budget_krw,
        per_region is None or all(teams <= per_region for teams in by_region.values()),
        all(by_region[region] >= least for region, least in quotas.least_by_region.items()),
        all(tiers[tier] <= most for tier, most in quotas.by_tier.items()),
        all(tiers[tier] >= least for tier, least in quotas.least_by_tier.items()),
        all(sum(one.grants_krw[year] for one in group) <= most for year, most in enumerate(quotas.budget_by_year_krw)),
    ]
    won = dict.fromkeys(regions | {1, 2, 3}, 0)
    for one in group:
        won[one.region_id] += one.grants_krw[0] if quotas.budget_by_year_krw else one.grant_krw
    checks.append(all(won[region] <= most for region, most in quotas.most_krw_by_region.items()))
    checks.append(all(won[region] >= least for region, least in quotas.least_krw_by_region.items()))
    if quotas.most_per_lead is not None:
        leads = [one.lead_id for one in group]
        checks.append(all(leads.count(lead) <= quotas.most_per_lead for lead in leads))
    if quotas.veto is Veto.ORDER:
        checks += [
            other.id in ids
            for one in group
            for other in everybody
            if other.region_id == one.region_id
            and not bars(other, quotas)
            and (other.position or 0) < (one.position or 0)
        ]
    return all(checks)


def by_force(candidates: Sequence[Candidate], quotas: Quotas) -> list[tuple[int, frozenset[int]]]:
    """Every selection that keeps the rules, with its merit."""
    return [
        (sum(one.merit for one in group), frozenset(one.id for one in group))
        for size in range(len(candidates) + 1)
        for group in combinations(candidates, size)
        if keeps(group, candidates, quotas)
    ]


def optima(candidates: Sequence[Candidate], quotas: Quotas) -> list[frozenset[int]]:
    found = by_force(candidates, quotas)
    best = max(merit for merit, _ in found)
    return [group for merit, group in found if merit == best]


def raised(candidates: Sequence[Candidate], number: int, merit: int) -> list[Candidate]:
    return [replace(one, merit=one.merit + merit) if one.id == number else one for one in candidates]


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_a_selection_is_the_best_that_keeps_every_rule_or_truly_impossible(
    world: tuple[list[Candidate], Quotas],
) -> None:
    candidates, quotas = world
    possible = by_force(candidates, quotas)
    if not possible:
        with pytest.raises(RulesClash) as clash:
            choose(candidates, quotas)
        assert clash.value.rules
        return
    chosen = choose(candidates, quotas)
    assert chosen.value == chosen.bound == max(merit for merit, _ in possible)
    assert frozenset(chosen.selected) in optima(candidates, quotas)
    assert chosen == choose(list(reversed(candidates)), quotas), "the same answer in any order"
    if quotas.seed:
        lots = [sum(ticket_of(quotas.seed, str(one)) for one in group) for group in optima(candidates, quotas)]
        assert sum(ticket_of(quotas.seed, str(one)) for one in chosen.selected) == max(lots)


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_every_reason_is_true(world: tuple[list[Candidate], Quotas]) -> None:
    candidates, quotas = world
    if not by_force(candidates, quotas):
        return
    chosen = choose(candidates, quotas)
    reasons = dict(reasons_of(candidates, quotas, chosen))
    assert set(reasons) == {one.id for one in candidates}
    for one in candidates:
        reason = reasons[one.id]
        if one.id in chosen.selected:
            winner_holds(one, reason, candidates, quotas)
        elif reason.mends:
            barred_holds(one, reason, candidates, quotas)
        else:
            loser_holds(one, reason, candidates, quotas)


def winner_holds(one: Candidate, reason: Reason, candidates: Sequence[Candidate], quotas: Quotas) -> None:
    """With its margin less it ties; with one step less than that it is out of every best choice."""
    if reason.margin is None:
        assert all(one.id in group for _, group in by_force(candidates, quotas))
        return
    less = raised(candidates, one.id, -reason.margin)
    assert any(one.id in group for group in optima(less, quotas))
    assert not all(one.id in group for group in optima(less, quotas)), "without it is as good"
    assert not any(one.id in group for group in optima(raised(less, one.id, -1), quotas))


def loser_holds(one: Candidate, reason: Reason, candidates: Sequence[Candidate], quotas: Quotas) -> None:
    """Just over the need it is in every best choice, just under in none; so with the score, the place and the grant."""
    if reason.need is None:
        assert not any(one.id in group for _, group in by_force(candidates, quotas))
        return
    over = optima(raised(candidates, one.id, reason.need), quotas)
    assert all(one.id in group for group in over)
    if reason.need > 1:
        assert not any(one.id in group for group in optima(raised(candidates, one.id, reason.need - 2), quotas))
    gone = frozenset(choose(candidates, quotas).selected) - set(reason.displaced)
    assert gone | {one.id, *reason.drawn_in} in over, "who goes, and who comes with it"
    assert reason.binding or quotas.veto is Veto.ORDER or quotas.least_by_region or quotas.least_by_tier
    changes = reason.changes
    if changes.position is not None:
        assert all(one.id in group for group in optima(moved(one, changes.position, candidates, quotas), quotas))
        if changes.position + 1 < (one.position or 0):
            lower = optima(moved(one, changes.position + 1, candidates, quotas), quotas)
            assert not all(one.id in group for group in lower)
    if changes.grant_krw is not None:
        for grant_krw, wins in ((changes.grant_krw, True), (changes.grant_krw + 1_000_000, False)):
            smaller = [cut(other, grant_krw) if other.id == one.id else other for other in candidates]
            assert all(one.id in group for group in optima(smaller, quotas)) == wins


def barred_holds(one: Candidate, reason: Reason, candidates: Sequence[Candidate], quotas: Quotas) -> None:
    """What bars it put right, and the need on top, it is in."""
    if "not_judged" in reason.mends or reason.need is None:
        return
    mended = mended_of(one, reason.mends, quotas)
    others = [mended if other.id == one.id else other for other in candidates]
    assert all(one.id in group for group in optima(raised(others, one.id, reason.need), quotas))


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_a_clash_is_empty_exactly_where_the_rules_can_be_kept(world: tuple[list[Candidate], Quotas]) -> None:
    candidates, quotas = world
    assert bool(smallest_clash(candidates, quotas)) == (not by_force(candidates, quotas))


def test_the_smallest_rules_that_clash_are_named() -> None:
    two = [Candidate(1, 1, 7_000, 7_000, 10, lead_id=1), Candidate(2, 1, 5_000, 5_000, 10, lead_id=2)]
    quotas = Quotas(2, 100, 6_000, least_by_region={1: 2}, most_per_lead=1)
    with pytest.raises(RulesClash) as clash:
        choose(two, quotas)
    assert clash.value.rules == (Rule("below_minimum", "", 6_000), Rule("region_least", 1, 2))
    assert smallest_clash(two, replace(quotas, least_by_region={3: 1})) == (Rule("region_least", 3, 1),)
    poor = replace(quotas, min_score_bp=0, budget_krw=15)
    assert smallest_clash(two, poor) == (Rule("budget", "", 15), Rule("region_least", 1, 2))


def test_lots_decide_between_equals_alone_and_can_be_drawn_again() -> None:
    equals = [Candidate(number, 1, 8_000, 8_000, 1) for number in range(1, 7)]
    better = [*equals, Candidate(7, 1, 9_000, 9_000, 1)]
    drawn = {choose(better, Quotas(3, 10, 0, seed=str(seed))).selected for seed in range(20)}
    assert len(drawn) > 3
    assert all(7 in group and len(group) == 3 for group in drawn)
    quotas = Quotas(3, 10, 0, seed="2004-06-16")
    tickets = sorted(equals, key=lambda one: -ticket_of("2004-06-16", str(one.id)))
    assert choose(better, quotas).selected == tuple(sorted([7, tickets[0].id, tickets[1].id]))
