"""What judgement and contracts add to the deadlines of a sample clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.calendar import SEOUL
from scenarios import queries
from tests.build_contracts import JULY, a_contract_in_force, a_desk, a_released_tranche
from tests.build_reviews import DUE_AT, OPENED_AT, a_panel

pytestmark = pytest.mark.django_db


def due(after: datetime) -> list[tuple[datetime, str]]:
    return [(one.at, one.code) for one in queries.deadlines(after)]


def test_a_round_at_scoring_is_due_and_its_experts_are_reminded_before() -> None:
    panel = a_panel()
    assert due(OPENED_AT) == []
    panel.start()
    assert due(OPENED_AT) == [
        (DUE_AT - timedelta(days=3), "deadline.reviews_reminder_due_at"),
        (DUE_AT, "deadline.reviews_due_at"),
    ]
    assert due(DUE_AT) == []


def test_each_year_of_contracts_in_force_has_one_day_from_which_its_money_may_be_paid() -> None:
    desk = a_desk()
    a_contract_in_force(desk)
    days = [(datetime(year, 7, 1, tzinfo=SEOUL), "deadline.tranche_due_at") for year in (2004, 2005, 2006)]
    assert due(desk.at) == days


def test_money_that_was_released_is_no_deadline_any_more() -> None:
    a_released_tranche(a_desk())
    assert [at.year for at, _ in due(JULY - timedelta(days=10))] == [2005, 2006]
