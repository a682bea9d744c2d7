"""Time itself draws a batch up each Korean working day, once, where the rule set asks for it."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.actors import Actor
from contracts import actions
from contracts.models import PaymentBatch
from contracts.tasks import SWEEPS
from core import sweeps
from core.refusals import NotAllowed, WrongState
from tests.build_contracts import JULY, Desk, a_desk, a_released_tranche, rules_of_money

(RUN,) = [sweep for sweep in SWEEPS if sweep.name == "contracts.payment_run"]


def desk_that_pays(daily: str = "true") -> Desk:
    rules = rules_of_money(
        gate="contract_signed", share_bp=0, floor_bp=0, deposit=False, more=f"[paying]\ndrawn_up_daily = {daily}"
    ).replace(', "contract_signed"]', "]")
    desk = a_desk(rules=rules)
    a_released_tranche(desk)
    return desk


def drawn(at: datetime) -> int:
    return sweeps.run(RUN, at=at).done


@pytest.mark.django_db
def test_a_batch_is_drawn_up_on_working_days_once(db: None) -> None:
    desk = desk_that_pays()
    saturday = JULY + timedelta(days=1)
    assert (drawn(saturday), drawn(saturday + timedelta(days=1))) == (0, 0)
    monday = JULY + timedelta(days=3)
    assert (drawn(monday), drawn(monday)) == (1, 0)
    batch = PaymentBatch.objects.get()
    assert (batch.drawn_up_by, batch.state, batch.payments.count()) == (None, "drawn_up", 1)
    for number in (0, 1):
        actions.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=desk.approver(number), at=monday)
    batch.refresh_from_db()
    assert batch.state == "approved"


@pytest.mark.django_db
def test_a_given_up_batch_waits_for_the_next_day_and_nobody_else_runs_it(db: None) -> None:
    desk = desk_that_pays()
    assert drawn(JULY) == 1
    actions.discard_batch(batch_uid=PaymentBatch.objects.get().uid, reason="확인", by=desk.officer, at=JULY)
    assert (drawn(JULY), drawn(JULY + timedelta(days=3))) == (0, 1)
    with pytest.raises(NotAllowed):
        actions.draw_up_daily(ministry_id=desk.ministry.pk, by=desk.officer, at=JULY)
    with pytest.raises(WrongState, match="not_today"):
        actions.draw_up_daily(ministry_id=desk.ministry.pk, by=Actor.system(), at=JULY)


@pytest.mark.django_db
def test_where_no_rule_asks_officers_draw_up(db: None) -> None:
    desk_that_pays("false")
    assert drawn(JULY) == 0


def test_two_schedulers_at_once_make_one_batch(committed_db: str) -> None:
    desk = desk_that_pays()
    start = threading.Barrier(4)
    refused: list[str] = []

    def run() -> None:
        try:
            start.wait(10)
            actions.draw_up_daily(ministry_id=desk.ministry.pk, by=Actor.system(), at=JULY)
        except WrongState as problem:
            refused.append(str(problem))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (PaymentBatch.objects.count(), len(refused)) == (1, 3)
