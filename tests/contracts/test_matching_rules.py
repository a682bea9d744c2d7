"""When a deposit is due, when a region is reminded of it, what it may announce, and what is likely to be missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import rules
from contracts.rules import Match
from tests.programs.policies import policy_with, ris_policy

DEPOSIT = {"within_days": 30, "in_kind_proved": True}
SIGNED, JULY_1, NEXT_JULY = date(2004, 6, 21), date(2004, 7, 1), date(2005, 7, 1)


@pytest.mark.parametrize(
    ("starts_from", "index", "starts_on", "signed_on", "due"),
    [
        ("contract_signed", 1, JULY_1, SIGNED, date(2004, 7, 21)),
        ("contract_signed", 1, JULY_1, date(2004, 9, 1), date(2004, 10, 1)),
        ("contract_signed", 2, NEXT_JULY, SIGNED, date(2005, 7, 31)),
        ("year_started", 1, JULY_1, SIGNED, date(2004, 7, 31)),
        ("year_started", 1, JULY_1, date(2004, 9, 1), date(2004, 10, 1)),
        ("year_started", 3, date(2006, 7, 1), SIGNED, date(2006, 7, 31)),
    ],
)
def test_a_deposit_is_due_so_many_days_after_signing_or_the_years_start(
    starts_from: str, index: int, starts_on: date, signed_on: date, due: date
) -> None:
    policy = policy_with("deposit", {"starts_from": starts_from, **DEPOSIT})
    assert rules.due_on(policy, index=index, starts_on=starts_on, signed_on=signed_on) == due
    assert rules.asks_for_deposit(policy)


def test_a_rule_set_of_2004_asks_for_no_deposit() -> None:
    assert not rules.asks_for_deposit(ris_policy())
    assert rules.due_on(ris_policy(), index=1, starts_on=JULY_1, signed_on=SIGNED) is None
    assert rules.next_reminder(None, [7], after=SIGNED) is None


@pytest.mark.parametrize(
    ("after", "coming"),
    [
        (date(2004, 6, 1), date(2004, 7, 1)),
        (date(2004, 7, 1), date(2004, 7, 24)),
        (date(2004, 7, 24), date(2004, 8, 1)),
        (date(2004, 7, 31), date(2004, 8, 1)),
        (date(2004, 8, 1), date(2004, 8, 8)),
        (date(2004, 8, 7), date(2004, 8, 8)),
        (date(2004, 8, 8), date(2004, 8, 15)),
    ],
)
def test_a_region_is_reminded_ahead_and_then_every_week(after: date, coming: date) -> None:
    assert rules.next_reminder(date(2004, 7, 31), [30, 7], after=after) == coming


@given(st.dates(), st.lists(st.integers(1, 90), max_size=4), st.dates())
def test_the_next_reminder_is_always_still_to_come(due: date, lead_days: list[int], after: date) -> None:
    try:
        coming = rules.next_reminder(due, lead_days, after=after)
    except OverflowError:
        return
    assert coming is not None
    assert coming > after


@pytest.mark.parametrize(
    ("match", "shortfall_krw"),
    [
        (Match(100, 0), 0),
        (Match(100, 0, is_overdue=True), 100),
        (Match(100, 0, deposited_krw=40, announced_krw=10, is_overdue=True), 50),
        (Match(100, 0, council_krw=60), 40),
        (Match(100, 20, council_krw=60), 40),
        (Match(100, 0, council_krw=60, deposited_krw=80), 20),
        (Match(100, 0, council_krw=150), 0),
        (Match(100, 0, council_krw=0), 100),
    ],
)
def test_what_is_likely_to_be_missing(match: Match, shortfall_krw: int) -> None:
    assert match.shortfall_krw == shortfall_krw


def test_only_cash_counts_towards_the_cash() -> None:
    match = Match(100, 50, deposited_krw=120, cash_deposited_krw=70)
    assert (match.pledged_krw, match.cash_missing_krw) == (150, 30)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"amount_krw": 101}, ["deposit.above_pledge"]),
        ({"form": "in_kind", "amount_krw": 1}, ["deposit.above_pledge"]),
        ({"amount_krw": 0}, ["deposit.amount_not_positive"]),
        ({"amount_krw": -1}, ["deposit.amount_not_positive"]),
        ({"amount_krw": 10**15 + 1}, ["deposit.amount_not_positive"]),
        ({"deposited_on": date(2004, 7, 2)}, ["deposit.day_not_come"]),
        ({"proof_missing": True}, ["deposit.proof_missing"]),
    ],
)
def test_what_is_wrong_with_a_deposit(given: dict[str, object], codes: list[str]) -> None:
    fine: dict[str, object] = {
        "form": "cash",
        "amount_krw": 100,
        "deposited_on": JULY_1,
        "today": JULY_1,
        "left_krw": {"cash": 100, "in_kind": 0},
        "proof_missing": False,
    }
    found = rules.deposit_violations(**{**fine, **given})  # type: ignore[arg-type]  # one table of all kinds
    assert [one.code for one in found] == codes


def test_a_commitment_is_the_same_text_for_the_same_match() -> None:
    years = [(1, Match(100, 20), JULY_1), (2, Match(100, 0), None)]
    first, again = (rules.commitment_of(number="C-1", region="daejeon", sha256="0" * 64, years=years) for _ in range(2))
    assert rules.hash_of(first) == rules.hash_of(again)
    other = rules.commitment_of(number="C-1", region="daejeon", sha256="1" * 64, years=years)
    assert rules.hash_of(other) != rules.hash_of(first)
