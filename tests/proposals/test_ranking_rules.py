"""The law of a region's order: any permutation passes, any gap, tie, foreign or missing proposal is refused."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from proposals.rules.ranking import (
    NOTE_LENGTH,
    OPINION_LENGTH,
    Place,
    RegionalWindow,
    draft_violations,
    fingerprint,
    ranking_violations,
    window_violations,
)

CLOSES = datetime(2004, 4, 30, 9, tzinfo=UTC)
DUE = CLOSES + timedelta(days=21)
WINDOW = RegionalWindow(CLOSES, DUE)
UIDS = [UUID(int=number) for number in range(1, 31)]


def places(*positions: int) -> list[Place]:
    return [Place(uid, position) for uid, position in zip(UIDS, positions, strict=False)]


def codes(order: list[Place], count: int | None = None) -> list[str]:
    expected = UIDS[: len(order) if count is None else count]
    return [violation.code for violation in ranking_violations(order, expected)]


permutations = st.integers(1, 30).flatmap(lambda count: st.permutations(range(1, count + 1)))


@given(permutations)
def test_any_permutation_is_accepted(positions: list[int]) -> None:
    assert codes(places(*positions)) == []


@given(permutations, st.data())
def test_any_tie_is_refused_beside_each_that_shares(positions: list[int], data: st.DataObject) -> None:
    assume(len(positions) > 1)
    one, other = data.draw(st.permutations(range(len(positions))))[:2]
    positions = [*positions]
    positions[one] = positions[other]
    found = ranking_violations(places(*positions), UIDS[: len(positions)])
    tied = {violation.field for violation in found if violation.code == "ranking.tie"}
    assert tied == {f"places.{UIDS[one]}", f"places.{UIDS[other]}"}


@given(permutations, st.data())
def test_any_gap_is_refused(positions: list[int], data: st.DataObject) -> None:
    moved = data.draw(st.integers(0, len(positions) - 1))
    positions = [*positions]
    left = positions[moved]
    positions[moved] = data.draw(st.one_of(st.integers(len(positions) + 1, 10**12), st.integers(-(10**12), 0)))
    found = ranking_violations(places(*positions), UIDS[: len(positions)])
    assert [violation.code for violation in found] == ["ranking.gap"]
    assert found[0].values == {"position": left, "count": len(positions)}


@given(st.lists(st.integers(-3, 8), min_size=1, max_size=6))
def test_nothing_else_passes(positions: list[int]) -> None:
    assert (codes(places(*positions)) == []) == (sorted(positions) == list(range(1, len(positions) + 1)))


def test_a_missing_proposal_is_refused_when_submitted_only() -> None:
    order = places(1, 2)
    assert codes(order, count=3) == ["ranking.missing"]
    assert draft_violations(order, UIDS[:3]) == []


def test_a_foreign_proposal_is_refused_without_a_word_of_what_it_is() -> None:
    foreign = Place(uuid4(), 2)
    (found,) = ranking_violations([*places(1), foreign], UIDS[:1])
    assert (found.code, dict(found.values)) == ("ranking.foreign", {})
    assert found.field == f"places.{foreign.proposal_uid}"


def test_a_proposal_stands_once() -> None:
    order = [Place(UIDS[0], 1), Place(UIDS[0], 2)]
    assert codes(order, count=1) == ["ranking.repeated"]


def test_an_order_of_nothing_is_none() -> None:
    assert [violation.code for violation in ranking_violations([], [])] == ["ranking.nothing_to_rank"]


def test_words_have_a_limit() -> None:
    order = [Place(UIDS[0], 1, "가" * (OPINION_LENGTH + 1))]
    found = draft_violations(order, UIDS[:1], "나" * (NOTE_LENGTH + 1))
    assert [violation.code for violation in found] == ["ranking.opinion_too_long", "ranking.note_too_long"]
    assert found[0].field == f"opinions.{UIDS[0]}"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (CLOSES - timedelta(microseconds=1), ["ranking.call_not_closed"]),
        (CLOSES, []),
        (DUE - timedelta(microseconds=1), []),
        (DUE, ["ranking.late"]),
        (DUE + timedelta(seconds=1), ["ranking.late"]),
    ],
)
def test_regions_answer_between_closing_and_due(at: datetime, expected: list[str]) -> None:
    assert [violation.code for violation in window_violations(WINDOW, at, "ranking")] == expected


def test_without_a_due_moment_it_stays_open() -> None:
    assert window_violations(RegionalWindow(CLOSES, None), DUE + timedelta(days=900), "pledge") == []


def test_the_fingerprint_is_of_order_opinions_and_note() -> None:
    order = places(2, 1)
    same = [order[1], order[0]]
    assert fingerprint(order, "note") == fingerprint(same, "note")
    assert len({fingerprint(order, ""), fingerprint(order, "x"), fingerprint(places(1, 2), "")}) == 3
