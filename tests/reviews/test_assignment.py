"""Assignment against brute force on small rounds, an own flow on tight ones, and what it says where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from core.refusals import RuleBroken
from reviews.rules import Fixed, Halted, Judge, Matter, Terms, assign
from reviews.rules.assignment import affinities, affinity
from reviews.rules.assignment.fairest import fairest
from reviews.rules.assignment.impossible import Closed, clash_of
from reviews.rules.assignment.master import Master
from reviews.rules.assignment.problem import Cap, Impossible, Ints, Need, Problem, bound_of, unwatched
from reviews.rules.assignment.whole import best_total

SEEDS = range(120)


def small_round(seed: int) -> Problem:
    """Two to four cases and three to five experts, with some of the rules that there are; often impossible."""
    rng = np.random.default_rng(seed)
    cases, experts, wanted = int(rng.integers(2, 5)), int(rng.integers(3, 6)), int(rng.integers(1, 3))
    open_ = rng.random((cases, experts)) > 0.2
    caps = (Cap("institution", rng.integers(-1, 3, experts), 1),) if rng.random() < 0.5 else ()
    fits = np.broadcast_to(rng.random(experts) < 0.5, (cases, experts))
    needs = (Need("own_sector", fits, 1),) if rng.random() < 0.4 else ()
    pinned: tuple[tuple[int, int], ...] = ()
    if rng.random() < 0.3 and open_.any():
        case, expert = rng.choice(np.argwhere(open_))
        pinned = ((int(case), int(expert)),)
    gains = rng.integers(0, int(rng.choice([3, 10, 1000])) + 1, (cases, experts))
    loads = rng.integers(1, cases + 1, experts)
    return Problem(gains, open_, np.full(cases, wanted), loads, caps, needs, pinned)


def every_assignment(problem: Problem) -> list[Ints]:
    """All that hold the rules, by trying every team of every case."""
    teams = list(combinations(range(problem.experts), int(problem.wanted[0])))
    found: list[list[tuple[int, int]]] = [[]]
    for case in range(problem.cases):
        found = [
            [*before, *((case, expert) for expert in team)]
            for before in found
            for team in teams
            if all(sum(1 for _, one in before if one == expert) < problem.loads[expert] for expert in team)
            and not _alone(problem, case).breaches(np.array([(0, expert) for expert in team]))
        ]
    return [np.array(pairs) for pairs in found]


def _alone(problem: Problem, case: int) -> Problem:
    """One case of a problem, the load of nobody asked."""
    return replace(
        problem,
        gains=problem.gains[case : case + 1],
        open=problem.open[case : case + 1],
        wanted=problem.wanted[case : case + 1],
        loads=np.full_like(problem.loads, 9),
        needs=tuple(replace(need, fits=need.fits[case : case + 1]) for need in problem.needs),
        pinned=tuple((0, expert) for one, expert in problem.pinned if one == case),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_total_and_fairest_are_the_optimum_or_truly_impossible(seed: int) -> None:
    problem = small_round(seed)
    able = every_assignment(problem)
    if not able:
        with pytest.raises(Impossible):
            best_total(problem, watch=unwatched, seconds=5)
        return
    best = best_total(problem, watch=unwatched, seconds=5)
    assert best.value == best.bound == max(problem.worth(pairs) for pairs in able)
    assert not problem.breaches(best.pairs)
    fair = fairest(problem, watch=unwatched, seconds=20)
    assert not problem.breaches(fair.found.pairs)
    served = max(sorted(problem.served(pairs).tolist()) for pairs in able)
    assert sorted(problem.served(fair.found.pairs).tolist()) == served
    assert (fair.worst, fair.worst_bound, fair.proved) == (served[0], served[0], problem.cases)
    assert fair.found.value == fair.found.bound == sum(served)


@pytest.mark.parametrize("seed", range(60))
def test_the_group_of_rules_that_is_named_clashes_and_no_smaller_one_does(seed: int) -> None:
    problem = small_round(seed)
    if every_assignment(problem):
        return
    conflicts = ~problem.open
    present: dict[str, Callable[[Problem], Problem]] = {
        "loads": lambda one: replace(one, loads=np.full_like(one.loads, one.cases)),
        "conflicts": lambda one: replace(one, open=np.ones_like(one.open)),
        "institution": lambda one: replace(one, caps=()),
        "own_sector": lambda one: replace(one, needs=()),
        "pins": lambda one: replace(one, pinned=()),
    }

    def clashes(rules: tuple[str, ...]) -> bool:
        bare = problem
        for rule, without in present.items():
            if rule not in rules:
                bare = without(bare)
        return not every_assignment(bare)

    clash = clash_of(problem, Closed(conflicts, np.zeros_like(conflicts)), watch=unwatched)
    assert clashes(clash.rules)
    fewer = [rules for size in range(len(clash.rules)) for rules in combinations(present, size) if clashes(rules)]
    assert not fewer


def test_tight_rounds_are_called_impossible_only_where_an_own_flow_says_so() -> None:
    said = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        open_ = rng.random((30, 14)) > 0.6
        loads = rng.integers(6, 8, 14)
        problem = Problem(rng.integers(0, 1001, (30, 14)), open_, np.full(30, 3), loads)
        try:
            found = best_total(problem, watch=unwatched, seconds=5)
        except Impossible:
            said.append(True)
        else:
            assert found.value == found.bound
            assert not problem.breaches(found.pairs)
            said.append(False)
        assert said[-1] == (most_reviews(open_, loads.tolist()) < 90)
    assert {True, False} == set(said)


def most_reviews(open_: np.ndarray[tuple[int, int], np.dtype[np.bool_]], loads: list[int]) -> int:
    """How many reviews can be given at the most, three a case, by paths that make room."""
    given: list[set[int]] = [set() for _ in loads]

    def place(case: int, seen: set[int]) -> bool:
        for expert in np.flatnonzero(open_[case]).tolist():
            if expert in seen or case in given[expert]:
                continue
            seen.add(expert)
            if len(given[expert]) < loads[expert]:
                given[expert].add(case)
                return True
            for other in sorted(given[expert]):
                given[expert].remove(other)
                if place(other, seen):
                    given[expert].add(case)
                    return True
                given[expert].add(other)
        return False

    return sum(place(case, set()) for case in range(len(open_)) for _ in range(3))


@pytest.mark.parametrize("seed", range(60))
def test_after_a_conflict_the_fewest_pairs_move_and_then_the_sum_is_the_greatest(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sectors = ("it", "bio", "energy")
    matters = [Matter(10 + one, sectors[one % 3], f"case {one}") for one in range(4)]
    judges = [Judge(20 + one, frozenset({sectors[int(rng.integers(3))]}), 2) for one in range(5)]
    before = assign(matters, judges, per_case=2)
    case, expert = before.pairs[int(rng.integers(8))]
    barred = [replace(one, barred=frozenset({expert})) if one.id == case else one for one in matters]
    kept = frozenset(before.pairs)
    ids = [one.id for one in judges]
    gains = affinities(matters, judges)
    open_ = np.array([[judge not in one.barred for judge in ids] for one in barred])
    problem = Problem(gains, open_, np.full(4, 2), np.full(5, 2))
    able = [[(10 + int(one), 20 + int(two)) for one, two in pairs] for pairs in every_assignment(problem)]
    best = max((len(kept & set(pairs)), sum(gains[one - 10, two - 20] for one, two in pairs)) for pairs in able)
    found = assign(barred, judges, per_case=2, fixed=Fixed(kept=kept))
    assert (8 - len(found.moved), found.value) == best
    assert found.proved
    assert (case, expert) in found.moved


def test_any_prices_bound_every_assignment() -> None:
    problem = small_round(1)
    best = max(problem.worth(pairs) for pairs in every_assignment(problem))
    master = Master(problem, unwatched)
    master.solve()
    duals = master.duals()
    rng = np.random.default_rng(5)
    for _ in range(20):
        shaken = replace(
            duals,
            cases=duals.cases + rng.normal(0, 50, problem.cases),
            experts=duals.experts + rng.normal(0, 50, problem.experts),
        )
        assert bound_of(problem, shaken) >= best
    assert bound_of(problem, duals) >= best


def panel(count: int = 6) -> tuple[list[Matter], list[Judge]]:
    sectors = ("it", "bio")
    matters = [Matter(one, sectors[one % 2], f"project {one}", number=f"N-{one}") for one in range(count)]
    judges = [
        Judge(one, frozenset({sectors[one % 2]}), 3, institution=one // 2, region=one // 4) for one in range(count + 2)
    ]
    return matters, judges


def test_the_terms_of_the_rule_set_hold() -> None:
    matters, judges = panel()
    terms = Terms(max_per_institution=1, max_per_region=2, own_sector=1, fields=(("bio", 1),))
    found = assign(matters, judges, per_case=3, terms=terms)
    assert found.proved
    for matter in matters:
        team = [judges[expert] for case, expert in found.pairs if case == matter.id]
        assert len({one.institution for one in team}) == 3
        assert max([one.region for one in team].count(region) for region in (0, 1)) <= 2
        assert any(matter.sector in one.fields for one in team)
        assert any("bio" in one.fields for one in team)


def test_pins_and_forbidden_pairs_hold_and_a_clash_says_so() -> None:
    matters, judges = panel()
    free = assign(matters, judges, per_case=2)
    gone, wanted = free.pairs[0], next((0, judge.id) for judge in judges if (0, judge.id) not in free.pairs)
    found = assign(matters, judges, per_case=2, fixed=Fixed(pinned=frozenset({wanted}), forbidden=frozenset({gone})))
    assert wanted in found.pairs
    assert gone not in found.pairs
    pins = frozenset((case, 0) for case in range(4))
    with pytest.raises(RuleBroken) as refused:
        assign(matters, judges, per_case=2, fixed=Fixed(pinned=pins))
    said, *rules = refused.value.violations
    assert said.code == "assignment.impossible"
    assert {one.code for one in rules} == {"assignment.clash_loads", "assignment.clash_pins"}
    with pytest.raises(RuleBroken, match=r"assignment\.pair_unknown"):
        assign(matters, judges, per_case=2, fixed=Fixed(pinned=frozenset({(0, 99)})))


def test_an_impossible_quota_names_its_cases_and_what_they_could_get() -> None:
    matters, judges = panel()
    judges = [replace(one, region=0) for one in judges]
    with pytest.raises(RuleBroken) as refused:
        assign(matters, judges, per_case=3, terms=Terms(max_per_region=2, max_per_institution=1))
    said, rule = refused.value.violations
    assert {**said.values, "cases": ""} == {"count": 1, "cases": "", "more": 0, "needed": 3, "room": 2}
    assert str(said.values["cases"]).startswith("N-")
    assert (rule.code, rule.values) == ("assignment.clash_region", {"most": 2})


def test_it_stops_when_told_and_says_how_far_it_is() -> None:
    matters, judges = panel(40)
    heard: list[int] = []

    def watch(percent: int, step: str) -> bool:
        heard.append(percent)
        return step == "levels"

    with pytest.raises(Halted):
        assign(matters, judges, per_case=2, terms=Terms(fairest=True), watch=watch)
    assert all(0 <= percent <= 100 for percent in heard)
    with pytest.raises(Halted):
        assign(matters, judges, per_case=2, watch=lambda _percent, _step: True)


def test_the_same_round_has_the_same_answer() -> None:
    matters, judges = panel(20)
    terms = Terms(fairest=True, max_per_region=1)
    assert assign(matters, judges, per_case=2, terms=terms) == assign(
        matters[::-1], judges[::-1], per_case=2, terms=terms
    )


def test_affinity_of_all_pairs_is_that_of_each_and_counts_what_an_expert_writes() -> None:
    matters = [
        Matter(1, "it", "자율주행 자동차의 영상 인식 반도체"),
        Matter(2, "bio", "Vaccines against avian influenza"),
        Matter(3, "sea", ""),
    ]
    judges = [
        Judge(1, frozenset({"it", "자동차 부품"}), 3),
        Judge(2, frozenset({"bio"}), 3),
        Judge(3, frozenset(), 3, words="조류 인플루엔자 avian influenza vaccine trials, vaccines for poultry"),
        Judge(4, frozenset(), 3, words="영상 인식과 자율주행, 반도체 설계"),
    ]
    found = affinities(matters, judges)
    assert found[:, :2].tolist() == [[affinity(matter, judge) for judge in judges[:2]] for matter in matters]
    assert found[1, 2] > 100 > found[0, 2]
    assert found[0, 3] > 100 > found[1, 3]
    assert found[2].tolist() == [0, 0, 0, 0]
