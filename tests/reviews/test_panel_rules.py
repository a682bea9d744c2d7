"""The order of a panel's cases, its rapporteurs, quorum and consensus: against brute force on small meetings."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.policy import UNRULED, Panel, parse_policy
from reviews.permissions import ItemSight, item_sight
from reviews.rules import (
    Disputed,
    Room,
    agenda,
    consensus_bp,
    consensus_violations,
    count,
    moves_of,
    rapporteurs,
    recount,
    room_violations,
)
from tests.programs.policies import full_with

RULE = replace(UNRULED, alike_bp=1_000, together_bp=300)
POINTS = {"fit": 4, "readiness": 4, "capacity": 4, "cooperation": 4}


@st.composite
def disputes(draw: st.DrawFn) -> list[Disputed]:
    def one(case: int) -> Disputed:
        barred = draw(st.frozensets(st.integers(1, 4), max_size=3))
        return Disputed(case, f"{case:03}", draw(st.integers(0, 4_000)), draw(st.booleans()), barred)

    return [one(case) for case in range(draw(st.integers(0, 6)))]


def groups(cases: list[Disputed]) -> list[list[Disputed]]:
    """Alike cases under one another, the most urgent first."""
    talked = [one for one in cases if one.by_chance or one.apart_bp > 300]
    keys = sorted({(not one.by_chance, -(one.apart_bp // 1_000)) for one in talked})
    return [[one for one in talked if (not one.by_chance, -(one.apart_bp // 1_000)) == key] for key in keys]


@given(disputes())
def test_the_agenda_keeps_the_order_of_disagreement_and_moves_the_fewest(cases: list[Disputed]) -> None:
    found = agenda(cases, RULE)
    by_id = {one.case: one for one in cases}
    assert sorted(found.order) == sorted(by_id), "each case once"
    assert found.together == {one.case for one in cases if not one.by_chance and one.apart_bp <= 300}
    talked = [by_id[case] for case in found.order if case not in found.together]
    assert set(found.order[len(talked) :]) == found.together, "what is taken together comes last"
    assert [{one.case for one in group} for group in groups(cases)] == [
        {one.case for one in talked[start : start + size]}
        for start, size in _spans([len(group) for group in groups(cases)])
    ]
    least = min(
        moves_of(one.barred for group in way for one in group)
        for way in product(*(permutations(group) for group in groups(cases)))
    )
    assert found.moves == least == moves_of(one.barred for one in talked)


def _spans(sizes: list[int]) -> list[tuple[int, int]]:
    return [(sum(sizes[:place]), size) for place, size in enumerate(sizes)]


def test_a_long_agenda_is_ordered_too_and_moves_fewer_than_its_numbers_would() -> None:
    cases = [Disputed(case, f"{case:03}", 500, barred=frozenset({case % 13, case % 7})) for case in range(60)]
    found = agenda(cases, RULE)
    plain = moves_of(one.barred for one in cases)
    assert sorted(found.order) == list(range(60))
    assert found.moves == moves_of(cases[case].barred for case in found.order) < plain
    assert agenda(reversed(cases), RULE) == found, "the same cases, the same order"


@given(
    st.dictionaries(
        st.integers(1, 5), st.dictionaries(st.integers(1, 4), st.integers(0, 1_000), max_size=3), max_size=5
    )
)
def test_rapporteurs_share_the_load_and_fit_best(fits: dict[int, dict[int, int]]) -> None:
    found = rapporteurs(fits)
    asked = {case: experts for case, experts in fits.items() if experts}
    assert found.keys() == asked.keys()
    ways = [dict(zip(asked, way, strict=True)) for way in product(*asked.values())]

    def load(way: dict[int, int]) -> int:
        return max((list(way.values()).count(expert) for expert in set(way.values())), default=0)

    least = min(map(load, ways))
    floor = max(least, -(-len(asked) // len({expert for experts in asked.values() for expert in experts} or {0})))
    best = max(sum(fits[case][expert] for case, expert in way.items()) for way in ways if load(way) <= floor)
    assert load(found) <= floor
    assert sum(fits[case][expert] for case, expert in found.items()) == best


@pytest.mark.parametrize(
    ("above_bp", "least", "entitled", "needed"),
    [(5_000, 1, 6, 4), (5_000, 1, 7, 4), (6_666, 1, 6, 4), (6_666, 1, 9, 6), (5_000, 5, 6, 5), (5_000, 2, 0, 2)],
)
def test_a_quorum_is_more_than_its_share_of_those_free_of_conflict(
    above_bp: int, least: int, entitled: int, needed: int
) -> None:
    assert replace(UNRULED, quorum_above_bp=above_bp, least_present=least).quorum(entitled) == needed


def test_a_room_that_is_too_empty_or_holds_somebody_in_conflict_concludes_nothing() -> None:
    assert list(room_violations(Room(5, 3), UNRULED, "1")) == []
    found = list(room_violations(Room(5, 2, ("김평가",)), UNRULED, "1"))
    assert [one.code for one in found] == ["panel.no_quorum", "panel.conflicted_inside"]
    assert (found[0].values["present"], found[0].values["needed"]) == (2, 3)


@pytest.mark.parametrize(
    ("points", "reason", "codes"),
    [
        (POINTS, "근거를 함께 확인했습니다.", []),
        ({**POINTS, "fit": 9}, "근거", ["review.points_off_scale"]),
        ({**POINTS, "fit": None}, "근거", ["review.points_missing"]),
        ({**POINTS, "beauty": 1}, "근거", ["review.criterion_unknown"]),
        (POINTS, "  ", ["panel.reason_missing"]),
        (dict.fromkeys(POINTS, 1), "근거", ["panel.moved_too_far"]),
        (POINTS, "긴 " * 2_001, ["review.comment_too_long"]),
    ],
)
def test_a_consensus_keeps_the_scales_has_a_reason_and_does_not_stray(
    points: dict[str, int | None], reason: str, codes: list[str]
) -> None:
    policy = parse_policy(full_with())
    assert policy.panel is not None
    assert [one.code for one in consensus_violations(points, reason, 8_000, policy, policy.panel)] == codes


@pytest.mark.parametrize(("worth", "counted_bp"), [("counted", 6_000), ("recorded", 8_000)])
def test_a_consensus_counts_only_where_the_rules_say_so_and_changes_no_review(worth: str, counted_bp: int) -> None:
    policy = parse_policy(full_with("panel.consensus", worth))
    reviews: dict[int, Any] = {1: [(1, Fraction(8_000)), (2, Fraction(8_000))], 2: [(1, Fraction(5_000))]}
    found = count(reviews, policy, {1: 6_000})
    one = found.cases[1]
    assert (one.raw_bp, one.trimmed_bp, one.consensus_bp, one.counts_bp) == (8_000, 8_000, 6_000, counted_bp)
    assert found.cases[2].consensus_bp is None
    assert recount(reviews, policy, found)[1] == counted_bp


def test_points_come_to_a_score_as_those_of_a_review_do() -> None:
    assert consensus_bp(POINTS, parse_policy(full_with())) == 8_000


def test_a_rule_set_without_the_group_has_a_quorum_all_the_same() -> None:
    assert isinstance(UNRULED, Panel)
    assert UNRULED.quorum(9) == 5


@pytest.mark.parametrize(
    ("facts", "meeting_state", "item_state", "expected"),
    [
        ({"oversees": True, "seated": False}, "called", "waiting", ItemSight.OPEN),
        ({"barred": True}, "running", "on", ItemSight.NOTHING),
        ({"seated": False}, "running", "on", ItemSight.NOTHING),
        ({}, "called", "waiting", ItemSight.NAMED),
        ({}, "running", "waiting", ItemSight.NAMED),
        ({}, "running", "on", ItemSight.OPEN),
        ({"is_inside": False}, "running", "on", ItemSight.NAMED),
        ({"is_inside": False}, "ended", "concluded", ItemSight.OPEN),
        ({"is_inside": False, "was_there": False}, "signed", "concluded", ItemSight.NAMED),
    ],
)
def test_one_function_says_what_is_seen_of_a_case(
    facts: dict[str, bool], meeting_state: str, item_state: str, expected: ItemSight
) -> None:
    known: dict[str, Any] = {
        "oversees": False,
        "seated": True,
        "barred": False,
        "was_there": True,
        "is_inside": True,
        **facts,
    }
    assert item_sight(**known, meeting_state=meeting_state, item_state=item_state) is expected
