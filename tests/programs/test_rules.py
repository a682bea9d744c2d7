"""The rules of calls, one line of a table each, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import SEOUL
from core.money import MAX_KRW
from programs import rules
from programs.policy import PolicyInvalid, parse_policy
from tests.build_programs import BEFORE, CLOSES_AT, OPENS_AT, RANKING_DUE_AT, call_terms, guideline_part
from tests.programs.policies import policy_with, ris_policy

POLICY = ris_policy()
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def codes(terms: rules.CallTerms, **changes: Any) -> set[str]:
    asked: dict[str, Any] = {
        "parts": [guideline_part()],
        "policy": POLICY,
        "rule_set_state": "published",
        "at": BEFORE,
        **changes,
    }
    parts, policy = asked.pop("parts"), asked.pop("policy")
    return {one.code for one in rules.announcement_violations(terms, parts, policy, **asked)}


def test_a_whole_call_can_be_announced() -> None:
    assert codes(call_terms()) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title_ko": " "}, "program.text_missing"),
        ({"summary_ko": ""}, "program.text_missing"),
        ({"title_ko": "가" * 161}, "program.text_too_long"),
        ({"title_en": ""}, "call.english_missing"),
        ({"summary_en": "  "}, "call.english_missing"),
        ({"contact": ""}, "call.contact_missing"),
        ({"closes_at": OPENS_AT}, "call.closes_before_opening"),
        ({"ranking_due_at": CLOSES_AT}, "call.ranking_before_closing"),
        ({"ranking_due_at": RANKING_DUE_AT - SECOND}, "call.ranking_too_short"),
        ({"opens_at": BEFORE - DAY}, "call.opens_in_past"),
        ({"project_starts_on": date(2004, 7, 2)}, "call.start_not_of_rules"),
        ({"project_starts_on": date(2003, 7, 1)}, "call.starts_before_ranking"),
        ({"budget_krw": 0}, "call.budget_out_of_range"),
        ({"budget_krw": MAX_KRW + 1}, "call.budget_out_of_range"),
        ({"budget_krw": 299_999_999}, "call.budget_below_one_team"),
    ],
)
def test_what_stands_against_an_announcement(changes: dict[str, Any], code: str) -> None:
    assert code in codes(call_terms(**changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"parts": []}, "call.guideline_missing"),
        ({"parts": [guideline_part(text_en="")]}, "call.guideline_english_missing"),
        ({"rule_set_state": "draft"}, "call.rule_set_not_published"),
        ({"at": CLOSES_AT}, "call.closes_in_past"),
        ({"policy": policy_with("timeline.ranking_days", 15)}, "call.ranking_too_short"),
    ],
)
def test_what_stands_around_the_terms(changes: dict[str, Any], code: str) -> None:
    assert code in codes(call_terms(), **changes)


def test_limits_themselves_are_allowed() -> None:
    assert codes(call_terms(budget_krw=300_000_000)) == set()
    assert codes(call_terms(ranking_due_at=RANKING_DUE_AT)) == set()
    assert codes(call_terms(opens_at=BEFORE.replace(hour=0))) == set(), "a call may open on the day it is announced"
    assert "call.closes_in_past" not in codes(call_terms(), at=CLOSES_AT - SECOND)


def test_everything_wrong_is_said_at_once() -> None:
    found = codes(call_terms(title_ko="", title_en="", contact="", budget_krw=0), parts=[])
    assert found >= {
        "program.text_missing",
        "call.english_missing",
        "call.contact_missing",
        "call.budget_out_of_range",
        "call.guideline_missing",
    }


def test_a_clause_is_named_where_the_rules_ask_for_more() -> None:
    terms = call_terms(ranking_due_at=RANKING_DUE_AT - DAY)
    (found,) = rules.announcement_violations(terms, [guideline_part()], POLICY, rule_set_state="published", at=BEFORE)
    assert (found.field, found.clause) == ("ranking_due_at", "timeline.ranking_days")


@pytest.mark.parametrize(
    ("moved", "at", "expected"),
    [
        ({"closes_at": CLOSES_AT + DAY, "ranking_due_at": RANKING_DUE_AT + DAY}, OPENS_AT, set()),
        ({"ranking_due_at": RANKING_DUE_AT + DAY}, CLOSES_AT, set()),
        ({"opens_at": OPENS_AT + DAY}, BEFORE, set()),
        ({}, OPENS_AT, {"call.no_date_moved"}),
        ({"closes_at": CLOSES_AT - SECOND}, OPENS_AT, {"call.date_only_later"}),
        ({"ranking_due_at": RANKING_DUE_AT + DAY, "closes_at": CLOSES_AT + DAY}, CLOSES_AT, {"call.date_passed"}),
        ({"opens_at": OPENS_AT + DAY}, OPENS_AT, {"call.date_passed"}),
        ({"closes_at": CLOSES_AT + DAY}, OPENS_AT, {"call.ranking_too_short"}),
    ],
)
def test_announced_dates_move_only_to_later(moved: dict[str, datetime], at: datetime, expected: set[str]) -> None:
    before = call_terms()
    found = rules.move_violations(before, replace(before, **moved), POLICY, at=at)  # type: ignore[arg-type]  # dates
    assert {one.code for one in found} == expected


MOMENTS = st.integers(950_000_000, 1_900_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(due=MOMENTS, after=MOMENTS, leads=st.lists(st.integers(0, 90), max_size=5))
def test_the_next_reminder_is_the_first_later_than_now(due: datetime, after: datetime, leads: list[int]) -> None:
    found = rules.next_reminder(due, leads, after=after)
    moments = [due - timedelta(days=lead) for lead in leads]
    if found is None:
        assert all(moment <= after for moment in moments)
    else:
        assert found in moments
        assert found > after
        assert not any(after < moment < found for moment in moments)


@given(due=MOMENTS, start=MOMENTS, leads=st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True))
def test_reminders_end_and_none_comes_twice(due: datetime, start: datetime, leads: list[int]) -> None:
    sent, at = [], start
    while (at_next := rules.next_reminder(due, leads, after=at)) is not None:
        sent.append(at_next)
        at = at_next
    assert sent == sorted(set(sent))
    assert len(sent) <= len(leads)
    assert all(moment < due for moment in sent)


@given(MOMENTS)
def test_regions_have_their_whole_days(closes_at: datetime) -> None:
    due = rules.ranking_due(closes_at, POLICY)
    assert due - closes_at == timedelta(days=POLICY.timeline.ranking_days)
    assert due.tzinfo is SEOUL


def test_project_years_end_the_day_before_they_would_start_again() -> None:
    assert rules.years_end_on(date(2004, 7, 1), POLICY) == date(2007, 6, 30)


def test_every_fault_of_a_text_becomes_a_violation_with_its_path() -> None:
    with pytest.raises(PolicyInvalid) as invalid:
        parse_policy('schema = 1\nreference_ko = ""\nunknown = 1\n')
    found = rules.policy_violations(invalid.value)
    assert len(found) == len(invalid.value.faults) > 5
    assert {one.field for one in found} == {"text"}
    assert "unknown" in {one.clause for one in found}


@pytest.mark.parametrize("code", ["", "RIS", "ris_2004", "-ris", "ris-", "ris--2004", "r" * 41, "공고", "ris 2004"])
def test_codes_are_plain(code: str) -> None:
    assert [one.code for one in rules.code_violations(code)] == ["program.code_malformed"]


@pytest.mark.parametrize("code", ["ris", "ris-2004", "2004", "r" * 40])
def test_plain_codes_are_kept(code: str) -> None:
    assert rules.code_violations(code) == []
