"""The rules of appeals as tables: which verb in which state for whom, who may judge, votes, places."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from core.calendar import SEOUL
from programs.policy import APPEALS_UNRULED, Appeal, Appealing, DayCount, decided_by
from reviews.rules import (
    AppealStanding,
    Candidate,
    Filing,
    Known,
    Place,
    Quotas,
    Trail,
    bars,
    filing_violations,
    place_won,
    verbs_for,
    verdict_of,
)
from reviews.rules.appeals import LEAST_STATEMENT, STATEMENT_LENGTH
from reviews.rules.conflicts import Party
from reviews.states import APPEAL, OPEN_APPEALS

LEADER, OFFICER = AppealStanding(leads=True), AppealStanding(runs=True)
BODY, ANEW, NOBODY = AppealStanding(part="body"), AppealStanding(part="anew"), AppealStanding()
GRID = {
    ("draft", LEADER): {"file", "attach", "detach"},
    **{(state, LEADER): {"withdraw"} for state in OPEN_APPEALS},
    ("filed", LEADER): {"withdraw", "attach"},
    ("filed", OFFICER): {"admit", "turn_away"},
    ("admitted", OFFICER): {"conclude"},
    ("judged_anew", OFFICER): {"conclude"},
    ("admitted", BODY): {"vote"},
    ("judged_anew", ANEW): {"rejudge"},
}
"""What each may do once all have spoken; nothing in every other field."""
MOVES = {"conclude": ("uphold", "dismiss"), "vote": (), "rejudge": (), "attach": (), "detach": ()}
"""The moves of the lifecycle that a verb stands for, where it is not one itself."""
TOLD_AT = datetime(2004, 6, 16, 14, tzinfo=SEOUL)
TWO_WEEKS = Appeal(within_days=14, decision_service_days=20)
SOUND = Filing("procedure", "decision", "증" * LEAST_STATEMENT, ("decision", "criterion:fit"), selected=False)


@pytest.mark.parametrize("state", APPEAL.states)
@pytest.mark.parametrize("standing", [LEADER, OFFICER, BODY, ANEW, NOBODY])
def test_each_verb_has_its_states_and_its_people(state: str, standing: AppealStanding) -> None:
    found = verbs_for(state, standing, all_spoke=True)
    assert set(found) == GRID.get((state, standing), set())
    for verb in found:
        for move in MOVES.get(verb, (verb,)):
            APPEAL.require(move, state)
    awaited = {"replace" if verb == "conclude" else verb for verb in found}
    assert set(verbs_for(state, standing, all_spoke=False)) == awaited


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"disputed": "criterion:fit", "ground": "fact"}, []),
        ({"selected": True}, ["appeal.selected"]),
        ({"ground": ""}, ["appeal.ground_not_heard"]),
        ({"ground": "score"}, ["appeal.ground_not_heard"]),
        ({"disputed": "criterion:beauty"}, ["appeal.finding_unknown"]),
        ({"statement": "증" * (LEAST_STATEMENT - 1) + "  "}, ["appeal.statement_missing"]),
        ({"statement": "증" * STATEMENT_LENGTH}, []),
        ({"statement": "증" * (STATEMENT_LENGTH + 1)}, ["appeal.statement_too_long"]),
        (
            {"selected": True, "ground": "", "disputed": "", "statement": ""},
            ["appeal.selected", "appeal.ground_not_heard", "appeal.finding_unknown", "appeal.statement_missing"],
        ),
    ],
)
def test_what_is_filed_is_told_all_that_is_wrong_at_once(changes: dict[str, Any], codes: list[str]) -> None:
    found = filing_violations(replace(SOUND, **changes), APPEALS_UNRULED, TWO_WEEKS, TOLD_AT, TOLD_AT)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("terms", "appeal", "told_at", "code"),
    [
        (APPEALS_UNRULED, None, TOLD_AT, "appeal.not_ruled"),
        (replace(APPEALS_UNRULED, procedure=False, fact=False), TWO_WEEKS, TOLD_AT, "appeal.not_ruled"),
        (APPEALS_UNRULED, TWO_WEEKS, None, "appeal.nothing_decided"),
        (replace(APPEALS_UNRULED, procedure=False), TWO_WEEKS, TOLD_AT, "appeal.ground_not_heard"),
    ],
)
def test_rules_that_hear_no_such_appeal(
    terms: Appealing, appeal: Appeal | None, told_at: datetime | None, code: str
) -> None:
    assert code in [one.code for one in filing_violations(SOUND, terms, appeal, told_at, TOLD_AT)]


@pytest.mark.parametrize(
    ("days", "last"),
    [(DayCount.CALENDAR, datetime(2004, 7, 1, tzinfo=SEOUL)), (DayCount.BUSINESS, datetime(2004, 7, 7, tzinfo=SEOUL))],
)
def test_the_last_day_ends_at_midnight_in_seoul_whichever_days_count(days: DayCount, last: datetime) -> None:
    terms = replace(APPEALS_UNRULED, days=days)
    assert terms.ends_at(TOLD_AT, TWO_WEEKS) == last
    for told_at in (TOLD_AT.replace(hour=0), TOLD_AT.replace(hour=23, minute=59), TOLD_AT.astimezone(UTC)):
        assert terms.ends_at(told_at, TWO_WEEKS) == last, "the hour at which a team was told doesn't matter"
    before = list(filing_violations(SOUND, terms, TWO_WEEKS, TOLD_AT, last - timedelta(microseconds=1)))
    late = [one.code for one in filing_violations(SOUND, terms, TWO_WEEKS, TOLD_AT, last)]
    assert (before, late) == ([], ["appeal.late"])


def test_days_of_the_decision_are_business_days() -> None:
    assert decided_by(TOLD_AT, replace(TWO_WEEKS, decision_service_days=3)) == datetime(2004, 6, 22, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("trail", "known", "codes"),
    [
        ({}, {}, ()),
        ({"reviewers": {1}}, {}, ("judged",)),
        ({"panel": {1}}, {}, ("sat",)),
        ({"deciders": {1}}, {}, ()),
        ({"deciders": {2}}, {}, ("decided",)),
        ({"barred": {1}}, {}, ("conflict",)),
        ({"seated": {1}}, {}, ("seated",)),
        ({"away": {1}}, {}, ("away",)),
        ({"reviewers": {2}, "panel": {3}, "barred": {4}, "seated": {5}, "away": {6}}, {}, ()),
        ({}, {"organization_ids": frozenset({7})}, ("conflict",)),
        ({}, {"recent_organization_ids": frozenset({7})}, ("conflict",)),
        ({}, {"office_region_ids": frozenset({3})}, ("conflict",)),
        ({"reviewers": {1}, "panel": {1}, "away": {1}}, {}, ("judged", "sat", "away")),
    ],
)
def test_who_may_not_judge(trail: dict[str, set[int]], known: dict[str, Any], codes: tuple[str, ...]) -> None:
    expert = replace(Known(1, 2, frozenset({8})), **known)
    party = Party(0, frozenset({7}), frozenset({9}), 3)
    assert bars(expert, Trail(**{name: frozenset(ids) for name, ids in trail.items()}), party) == codes


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_votes_come_to_what_more_than_half_want(size: int) -> None:
    for votes in product(("uphold", "anew", "dismiss"), repeat=size):
        upheld, anew = votes.count("uphold"), votes.count("anew")
        if upheld * 2 > size:
            expected = "uphold"
        elif (upheld + anew) * 2 > size:
            expected = "anew"
        else:
            expected = "dismiss"
        assert verdict_of(votes) == expected, votes


def test_without_a_vote_the_decision_stands() -> None:
    assert verdict_of(()) == "dismiss"


@pytest.mark.parametrize(
    ("most", "held", "contracted", "place", "gives_way"),
    [
        (3, {2}, set(), Place.FREE, ()),
        (2, {2}, set(), Place.HELD, (2,)),
        (2, {1, 2}, set(), Place.HELD, (2,)),
        (2, {1, 2}, {2}, Place.HELD, (1,)),
        (2, {2}, {2}, Place.FIRST_TO_WAIT, ()),
        (2, set(), set(), Place.FIRST_TO_WAIT, ()),
    ],
)
def test_a_place_is_free_or_held_and_nobody_with_a_contract_leaves(
    most: int, held: set[int], contracted: set[int], place: Place, gives_way: tuple[int, ...]
) -> None:
    """Two are in, the second with less merit; the appellant has no score that would win anything."""
    selected = [Candidate(1, 1, 9_000, 9_000, 10), Candidate(2, 1, 8_000, 8_000, 10)]
    won = place_won(Candidate(3, 1, None, 0, 10, pledged=False), selected, held, contracted, Quotas(most, 100, 6_000))
    assert (won.place, won.gives_way) == (place, gives_way)


def test_as_many_give_way_as_it_takes() -> None:
    selected = [Candidate(number, 1, 9_000 - number, 9_000 - number, 10) for number in (1, 2, 3)]
    won = place_won(Candidate(4, 1, 5_000, 5_000, 20), selected, {2, 3}, (), Quotas(9, 30, 6_000))
    assert won.gives_way == (3, 2)
