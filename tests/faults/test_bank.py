"""What a bank may do to a payment run, and a run that is cut off at any step: judged by the bank's own books too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction

from contracts import queries
from contracts.models import BankFile, BankOrder, Payment, PaymentBatch, StatementLine, Tranche
from contracts.queries import breaches
from core.calendar import seoul_midnight
from core.refusals import RuleBroken, WrongState
from tests.build_contracts import JULY, Desk, a_desk, a_released_tranche
from tests.contracts.banking import a_paying_account, ids, ordered, read
from tests.faults.bank import Bank, a_bank

GRANT_KRW = 900_000_000
ANSWER, STATEMENT = "pain.002.001.10", "camt.053.001.08"


@pytest.fixture(scope="module")
def first_desk(shared_db: None) -> Desk:
    desk = a_desk()
    a_paying_account(desk)
    a_released_tranche(desk)
    return desk


@pytest.fixture
def desk(first_desk: Desk, db: None) -> Desk:
    return deepcopy(first_desk)


@pytest.fixture
def bank() -> Iterator[Bank]:
    with a_bank() as opened:
        yield opened


def order_of(batch: PaymentBatch) -> bytes:
    return bytes(BankOrder.objects.get(batch=batch).content)


def read_all(desk: Desk, bank: Bank, kind: str) -> int:
    """Read what the bank sent of a kind; how many files."""
    return len([read(desk, content) for content in bank.sends(kind)])


def booked_krw() -> int:
    return sum(Payment.objects.filter(state="paid").values_list("amount_krw", flat=True))


def agree(bank: Bank) -> None:
    """Our books hold, and the bank has paid exactly what they say."""
    assert breaches() == []
    assert bank.paid_krw() == booked_krw()


def test_it_accepts_and_books(desk: Desk, bank: Bank) -> None:
    batch = ordered(desk)
    assert bank.hand_in(order_of(batch)) == "ACCP"
    assert read_all(desk, bank, ANSWER) == 1
    bank.goes_on(1)
    assert read_all(desk, bank, STATEMENT) == 1
    assert Payment.objects.get().state == "paid"
    agree(bank)


def test_an_answer_that_comes_after_the_statement_changes_nothing(desk: Desk, bank: Bank) -> None:
    bank.hand_in(order_of(ordered(desk)))
    bank.goes_on(1)
    late = bank.sends(ANSWER)
    assert read_all(desk, bank, STATEMENT) == 1
    assert [read(desk, content).count for content in late] == [1]
    assert Payment.objects.get().state == "paid"
    agree(bank)


def test_a_rejection_is_paid_by_another_order_once(desk: Desk, bank: Bank) -> None:
    bank.behaves("insufficient-funds")
    bank.call("PATCH", "/_mock/accounts/PAYER", {"balance": 1})
    first = ordered(desk)
    bank.hand_in(order_of(first))
    assert read_all(desk, bank, ANSWER) == 1
    assert Payment.objects.get().bank_reason.startswith("AM04")
    assert Tranche.objects.get(pk=Payment.objects.get().tranche_id).state == "released"
    bank.call("PATCH", "/_mock/accounts/PAYER", {"balance": 5_000_000_000, "behaviour": "accept"})
    second = ordered(desk)
    assert ids(first) != ids(second)
    bank.hand_in(order_of(second))
    bank.goes_on(1)
    assert read_all(desk, bank, STATEMENT) == 1
    agree(bank)


def test_a_late_return_reopens_the_tranche(desk: Desk, bank: Bank) -> None:
    bank.behaves("return-later", days=2, reason="AC04")
    bank.hand_in(order_of(ordered(desk)))
    bank.goes_on(1)
    assert read_all(desk, bank, STATEMENT) == 1
    assert booked_krw() == bank.paid_krw() == GRANT_KRW
    bank.goes_on(7)
    assert read_all(desk, bank, STATEMENT) > 0
    payment = Payment.objects.get()
    assert (payment.state, payment.bank_reason[:4], payment.tranche.state) == ("returned", "AC04", "released")
    agree(bank)


def test_a_silent_bank_is_work_until_its_statement_speaks(desk: Desk, bank: Bank) -> None:
    bank.behaves("silent")
    bank.hand_in(order_of(ordered(desk)))
    assert read_all(desk, bank, ANSWER) == 0
    late = seoul_midnight(JULY.date().replace(day=8))
    assert "work.contracts.silent_bank" in [item.code for item in queries.work_for(desk.officer, late)]
    bank.goes_on(1)
    assert read_all(desk, bank, STATEMENT) == 1
    assert "work.contracts.silent_bank" not in [item.code for item in queries.work_for(desk.officer, late)]
    agree(bank)


def test_a_hole_in_the_statement_is_refused_and_stays_work(desk: Desk, bank: Bank) -> None:
    bank.behaves("statement-gap")
    bank.hand_in(order_of(ordered(desk)))
    bank.goes_on(1)
    (content,) = bank.sends(STATEMENT)
    with pytest.raises(RuleBroken, match="does_not_add_up"):
        read(desk, content)
    assert (BankFile.objects.count(), Payment.objects.get().state) == (0, "instructed")
    late = seoul_midnight(JULY.date().replace(day=8))
    assert "work.contracts.silent_bank" in [item.code for item in queries.work_for(desk.officer, late)]
    assert breaches() == []


def test_the_same_file_read_twice_pays_once(desk: Desk, bank: Bank) -> None:
    bank.hand_in(order_of(ordered(desk)))
    bank.goes_on(1)
    (content,) = bank.sends(STATEMENT)
    read(desk, content)
    with pytest.raises(WrongState, match="read_before"):
        read(desk, content)
    agree(bank)


def test_an_order_handed_in_again_is_refused_by_its_key(desk: Desk, bank: Bank) -> None:
    order = order_of(ordered(desk))
    assert [bank.hand_in(order) for _ in range(3)] == ["ACCP", "RJCT", "RJCT"]
    bank.goes_on(1)
    assert read_all(desk, bank, STATEMENT) == 1
    agree(bank)


def test_without_the_key_the_doubles_are_seen(desk: Desk) -> None:
    """The control: a bank that keeps no key pays twice, and this way of looking finds it."""
    order = order_of(ordered(desk))
    with a_bank(forgets=True) as bank:
        for number in range(2):
            bank.hand_in(re.sub(rb"(<(?:MsgId|EndToEndId|PmtInfId)>)", rb"\g<1>%d" % number, order))
        assert bank.paid_krw() == 2 * GRANT_KRW
        bank.goes_on(1)
        assert read_all(desk, bank, STATEMENT) == 1
        assert breaches() == [], "our own books alone would not have told"
        assert bank.paid_krw() != booked_krw()
        assert StatementLine.objects.filter(state="unmatched").count() == 2


class CutOffError(Exception):
    """The process ends here."""


def cut_off_everywhere(act: Callable[[], Any], whole: Callable[[], bool], every: int) -> int:
    """End a deed at each statement (or each so many) that it sends to the database, until it comes through; how many
    times it was ended. Raises AssertionError where something of it stands afterwards."""
    for place in range(1, 2_000, every):
        left = place

        def ends(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal left
            if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):  # Django's own way back must stay open
                left -= 1
                if not left:
                    raise CutOffError
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(ends), transaction.atomic():
                act()
        except CutOffError:
            assert not whole(), f"something stood after statement {place}"
            assert breaches() == []
            continue
        return place // every
    raise AssertionError("it never came through")


def test_a_run_that_is_cut_off_at_any_step_pays_once(desk: Desk, bank: Bank, request: pytest.FixtureRequest) -> None:
    every = 1 if request.config.getoption("--full") else 4
    steps = cut_off_everywhere(lambda: ordered(desk), lambda: PaymentBatch.objects.exists(), every)
    bank.hand_in(order_of(PaymentBatch.objects.get()))
    (answer,) = bank.sends(ANSWER)
    steps += cut_off_everywhere(lambda: read(desk, answer), lambda: BankFile.objects.exists(), every)
    bank.goes_on(1)
    (statement,) = bank.sends(STATEMENT)
    steps += cut_off_everywhere(lambda: read(desk, statement), lambda: StatementLine.objects.exists(), every)
    print(f"\n{steps} times cut off")
    assert (steps > 15, Payment.objects.get().state) == (True, "paid")
    agree(bank)
