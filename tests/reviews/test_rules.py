"""Scores, conflicts, assignment and selection, against tables and against brute force."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.refusals import RuleBroken
from programs.policy import parse_policy
from reviews.rules import (
    Candidate,
    Fixed,
    Judge,
    Known,
    Marks,
    Matter,
    Party,
    Quotas,
    assign,
    barred,
    choose,
    conflicts_of,
    counted,
    mean_bp,
    merit_of,
    review_violations,
    score_bp,
)
from reviews.rules.assignment import affinity
from tests.programs.policies import full_with, ris_policy

RIS = ris_policy()
CODES = [criterion.code for criterion in RIS.review.criteria]


def marks(points: int | None = 4, comment: str = "good") -> Marks:
    return Marks(dict.fromkeys(CODES, points), dict.fromkeys(CODES, comment))


def test_full_marks_are_ten_thousand_and_the_least_a_fifth() -> None:
    assert score_bp(dict.fromkeys(CODES, 5), RIS) == 10_000
    assert score_bp(dict.fromkeys(CODES, 1), RIS) == 2_000


def test_weights_count() -> None:
    fit_only = score_bp({**dict.fromkeys(CODES, 1), "fit": 5}, RIS)
    assert fit_only == 2_000 + 3_000 * Fraction(4, 5)


@pytest.mark.parametrize(
    ("scores", "mean"), [([], None), ([Fraction(1, 3)] * 3, 0), ([Fraction(5), Fraction(6)], 6), ([Fraction(7)], 7)]
)
def test_a_mean_is_whole_with_halves_to_the_even(scores: list[Fraction], mean: int | None) -> None:
    assert mean_bp(scores) == mean


def test_the_first_of_a_region_gains_over_the_last_and_over_the_unranked() -> None:
    merits = [merit_of(score=7_000, position=place, ranked=6, rank_weight_bp=2_000) for place in (1, 6, None)]
    assert merits == sorted(merits, reverse=True)
    assert merits[0] == 7_000 * 8_000 + 10_000 * 2_000
    assert merits[2] == 7_000 * 8_000


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (marks(), set()),
        (marks(points=None), {"review.points_missing"}),
        (marks(points=6), {"review.points_off_scale"}),
        (marks(points=0), {"review.points_off_scale"}),
        (marks(comment="  "), {"review.comment_missing"}),
        (Marks({}, {}), {"review.points_missing", "review.comment_missing"}),
    ],
)
def test_a_review_wants_points_on_the_scale_and_comments(given: Marks, codes: set[str]) -> None:
    found = review_violations(given, RIS)
    assert {violation.code for violation in found} == codes
    assert len(found) == len(codes) * len(CODES)


def test_an_unknown_criterion_is_named() -> None:
    found = review_violations(Marks({**marks().points, "charm": 5}, marks().comments), RIS)
    assert [violation.field for violation in found] == ["points.charm"]


def test_conflicts_are_found_from_data_each_with_its_ground() -> None:
    party = Party(1, organization_ids=frozenset({10, 11}), person_ids=frozenset({100}), region_id=5)
    experts = [
        Known(1, person_id=100, organization_ids=frozenset({99})),
        Known(2, person_id=200, organization_ids=frozenset({11})),
        Known(3, person_id=300, organization_ids=frozenset({99}), colleague_ids=frozenset({100})),
        Known(4, person_id=400, organization_ids=frozenset({99}), office_region_ids=frozenset({5})),
        Known(5, person_id=500, organization_ids=frozenset({99})),
    ]
    assert [(one.expert_id, one.ground) for one in conflicts_of([party], experts)] == [
        (1, "own_proposal"),
        (2, "same_institution"),
        (3, "shared_project"),
        (4, "office_of_region"),
    ]


small_rounds = st.integers(2, 4).flatmap(
    lambda judges: st.tuples(
        st.lists(st.frozensets(st.integers(0, judges - 1), max_size=1), min_size=1, max_size=4),
        st.lists(
            st.tuples(st.sampled_from(["it", "bio", "both"]), st.integers(1, 3)), min_size=judges, max_size=judges
        ),
    )
)


def brute_force(matters: list[Matter], judges: list[Judge], per_case: int) -> int | None:
    loads = {judge.id: judge.max_cases for judge in judges}

    def best(rest: list[Matter], loads: dict[int, int]) -> int | None:
        if not rest:
            return 0
        values = []
        for team in combinations(judges, per_case):
            if any(judge.id in rest[0].barred or not loads[judge.id] for judge in team):
                continue
            left = {**loads, **{judge.id: loads[judge.id] - 1 for judge in team}}
            below = best(rest[1:], left)
            if below is not None:
                values.append(below + sum(affinity(rest[0], judge) for judge in team))
        return max(values, default=None)

    return best(matters, loads)


@settings(max_examples=60, deadline=None)
@given(small_rounds, st.integers(1, 2))
def test_an_assignment_is_the_optimum_or_truly_impossible(
    drawn: tuple[list[frozenset[int]], list[tuple[str, int]]], per_case: int
) -> None:
    conflicts, experts = drawn
    sectors = ("it", "bio")
    matters = [Matter(number, sectors[number % 2], f"case {number}", barred) for number, barred in enumerate(conflicts)]
    fields = {"it": frozenset({"it"}), "bio": frozenset({"bio"}), "both": frozenset(sectors)}
    judges = [Judge(number, fields[field], load) for number, (field, load) in enumerate(experts)]
    expected = brute_force(matters, judges, per_case)
    if expected is None:
        with pytest.raises(RuleBroken):
            assign(matters, judges, per_case=per_case)
        return
    found = assign(matters, judges, per_case=per_case)
    assert found.value == found.bound == expected
    for matter in matters:
        team = [judge for case, judge in found.pairs if case == matter.id]
        assert len(set(team)) == per_case
        assert not set(team) & matter.barred
    for judge in judges:
        assert sum(1 for _, one in found.pairs if one == judge.id) <= judge.max_cases


def test_what_makes_an_assignment_impossible_is_named() -> None:
    matters = [Matter(1, "it", "", frozenset({1, 2})), Matter(2, "it", "")]
    judges = [Judge(1, frozenset(), 1), Judge(2, frozenset(), 1), Judge(3, frozenset(), 1)]
    with pytest.raises(RuleBroken) as refused:
        assign(matters, judges, per_case=2)
    assert {violation.code for violation in refused.value.violations} == {
        "assignment.too_few_experts",
        "assignment.too_little_room",
    }


def test_pairs_that_stand_are_kept() -> None:
    matters = [Matter(1, "it", ""), Matter(2, "bio", "")]
    judges = [Judge(1, frozenset({"it"}), 1), Judge(2, frozenset({"bio"}), 1)]
    assert assign(matters, judges, per_case=1).pairs == ((1, 1), (2, 2))
    assert assign(matters, judges, per_case=1, fixed=Fixed(kept=frozenset({(1, 2)}))).pairs == ((1, 2), (2, 1))


def test_forty_experts_for_a_hundred_and_ten_cases() -> None:
    sectors = ["it", "bio", "mechatronics", "materials", "logistics"]
    matters = [Matter(n, sectors[n % 5], f"project {n} of {sectors[n % 5]}", frozenset({n % 40})) for n in range(110)]
    judges = [Judge(n, frozenset({sectors[n % 5], sectors[(n + 1) % 5]}), 12) for n in range(40)]
    found = assign(matters, judges, per_case=3)
    assert found.value == found.bound
    assert len(found.pairs) == 330
    assert found == assign(matters, judges, per_case=3)


candidates = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 10_000),
        region_id=st.integers(1, 3),
        score_bp=st.one_of(st.none(), st.integers(4_000, 10_000)),
        merit=st.integers(0, 100_000_000),
        grant_krw=st.integers(1, 5).map(lambda n: n * 1_000_000_000),
        teams=st.integers(1, 2),
        pledged=st.booleans(),
    ),
    max_size=9,
    unique_by=lambda one: one.id,
)


@settings(max_examples=80, deadline=None)
@given(candidates, st.integers(1, 3), st.integers(1, 20))
def test_a_selection_is_the_optimum_under_its_quotas(drawn: list[Candidate], per_region: int, billions: int) -> None:
    quotas = Quotas(per_region, billions * 1_000_000_000, 6_000)
    found = choose(drawn, quotas)
    eligible = [one for one in drawn if not barred(one, quotas)]

    def fits(group: tuple[Candidate, ...]) -> bool:
        regions = {one.region_id for one in group}
        return sum(one.grant_krw for one in group) <= quotas.budget_krw and all(
            sum(one.teams for one in group if one.region_id == region) <= per_region for region in regions
        )

    groups = [group for size in range(len(eligible) + 1) for group in combinations(eligible, size) if fits(group)]
    assert found.value == found.bound == max(sum(one.merit for one in group) for group in groups)
    inside = tuple(one for one in eligible if one.id in found.selected)
    assert len(inside) == len(found.selected)
    assert fits(inside)
    assert {*found.selected, *found.waiting} == {one.id for one in eligible}
    assert not set(found.selected) & set(found.waiting)


@pytest.mark.parametrize(
    ("change", "ground"),
    [
        ({}, ""),
        ({"score_bp": None}, "not_judged"),
        ({"score_bp": 5_999}, "below_minimum"),
        ({"pledged": False}, "no_pledge"),
    ],
)
def test_who_can_not_be_chosen_is_told_why(change: dict[str, int | None], ground: str) -> None:
    base = {"id": 1, "region_id": 1, "score_bp": 6_000, "merit": 1, "grant_krw": 1}
    assert barred(Candidate(**{**base, **change}), Quotas(2, 10, 6_000)) == ground  # type: ignore[arg-type]  # a table


def test_of_daejeons_six_two_are_in() -> None:
    six = [Candidate(n, 6, 9_000 - n, 100 - n, 1_300_000_000) for n in range(1, 7)]
    found = choose(six, Quotas(2, 100_000_000_000, 6_000))
    assert found.selected == (1, 2)
    assert found.waiting == (3, 4, 5, 6)


def test_a_region_and_a_tier_keep_quotas_of_their_own() -> None:
    six = [
        Candidate(n, 6 if n < 5 else 7, 9_000 - n, 100 - n, 10, tier="large" if n % 2 else "small") for n in range(1, 7)
    ]
    assert choose(six, Quotas(2, 1_000, 6_000, by_region={6: 3})).selected == (1, 2, 3, 5, 6)
    assert choose(six, Quotas(None, 1_000, 6_000, by_tier={"large": 1})).selected == (1, 2, 4, 6)
    assert choose(six, Quotas(2, 1_000, 6_000, most_waiting=1)).waiting == (3,)


@pytest.mark.parametrize(("scores", "kept"), [([50, 90, 70, 60], [60, 70]), ([90, 50], [50, 90])])
def test_scores_that_the_rules_leave_out_do_not_count(scores: list[int], kept: list[int]) -> None:
    dropping = parse_policy(full_with())
    assert counted((Fraction(one) for one in scores), dropping) == [Fraction(one) for one in kept]
    assert len(counted((Fraction(one) for one in scores), ris_policy())) == len(scores)
