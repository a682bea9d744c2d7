"""To the bank and back: ordered once, answered, booked, sent back; and every file that must not be read."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actors import Actor
from contracts import actions, queries
from contracts.models import Account, BankFile, BankOrder, Contract, Payment, PaymentBatch, StatementLine, Tranche
from contracts.queries import breaches
from contracts.tasks import SWEEPS
from core import sweeps
from core.calendar import seoul_midnight
from core.models import Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, StepUpNeeded, WrongState
from tests.build import actor_for
from tests.build_contracts import JULY, Desk, a_desk, a_released_tranche
from tests.contracts.banking import ACCOUNT, Booked, a_paying_account, answer, ids, ordered, read, statement

GRANT_KRW = 900_000_000


@dataclass
class Bank:
    """A batch of one payment that was approved by two and ordered."""

    desk: Desk
    batch: PaymentBatch

    @property
    def payment(self) -> Payment:
        return self.batch.payments.latest("id")

    @property
    def id(self) -> str:
        return self.payment.end_to_end_id

    def tranche(self) -> Tranche:
        return Tranche.objects.get(pk=self.payment.tranche_id)

    def state(self) -> str:
        self.batch.refresh_from_db()
        return self.batch.state

    def balance(self, kind: str) -> int:
        return Account.objects.get(kind=kind, contract__call=self.desk.call, year__index=1).balance_krw


@pytest.fixture(scope="module")
def first_bank(shared_db: None) -> Bank:
    desk = a_desk()
    a_paying_account(desk)
    a_released_tranche(desk)
    return Bank(desk, ordered(desk))


@pytest.fixture
def bank(first_bank: Bank, db: None) -> Bank:
    return deepcopy(first_bank)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {violation.code for violation in refused.value.violations}


def test_the_second_approval_orders_it_once(bank: Bank) -> None:
    order = BankOrder.objects.get(batch=bank.batch)
    content = bytes(order.content)
    assert (bank.batch.state, order.sha256) == ("ordered", hashlib.sha256(content).hexdigest())
    assert (order.count, order.total_krw) == (1, GRANT_KRW)
    assert f"<EndToEndId>{bank.id}</EndToEndId>".encode() in content
    assert str(bank.batch.answer_due_on) == "2004-07-06"
    with pytest.raises(WrongState):
        actions.order_batch(batch_uid=bank.batch.uid, by=bank.desk.officer, at=JULY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_bankorder SET sha256 = ''")
    assert breaches() == []


def test_what_the_bank_accepts_and_books_is_paid(bank: Bank) -> None:
    read(bank.desk, answer(bank.batch.number, [(bank.id, "ACCP")], count_of=1, total_krw=GRANT_KRW))
    assert bank.payment.state == "accepted"
    read(bank.desk, statement(Booked(GRANT_KRW, bank.id, reference="R-1")))
    assert (bank.payment.state, bank.payment.bank_reference, bank.tranche().state) == ("paid", "R-1", "paid")
    assert (bank.state(), bank.balance("paid"), bank.balance("reserved")) == ("settled", GRANT_KRW, 0)
    line = StatementLine.objects.get()
    assert (line.state, line.payment_id) == ("matched", bank.payment.pk)
    assert breaches() == []


def test_a_rejected_payment_reopens_its_tranche_and_another_follows_it(bank: Bank) -> None:
    first = bank.id
    read(bank.desk, answer(bank.batch.number, [(first, "RJCT")], reason="AC04"))
    assert (bank.payment.state, bank.payment.bank_reason) == ("rejected", "AC04")
    assert (bank.tranche().state, bank.state(), bank.batch.paid_at) == ("released", "settled", None)
    assert Event.objects.get(name="contracts.payment_rejected").reason == "AC04"
    second = ordered(bank.desk)
    assert ids(second) != [first]
    assert bank.tranche().state == "batched"
    read(bank.desk, statement(Booked(GRANT_KRW, first), Booked(GRANT_KRW, ids(second)[0])))
    assert bank.balance("paid") == GRANT_KRW
    assert StatementLine.objects.get(state="unmatched").why == "payment_ended"
    assert breaches() == []


def test_the_whole_file_can_be_rejected(bank: Bank) -> None:
    read(bank.desk, answer(bank.batch.number, group="RJCT"))
    assert bank.payment.state == "rejected"


def test_money_that_comes_back_reopens_its_tranche(bank: Bank) -> None:
    read(bank.desk, statement(Booked(GRANT_KRW, bank.id)))
    read(bank.desk, statement(Booked(GRANT_KRW, bank.id, back=True, reason="AC01"), opening_krw=4_100_000_000))
    assert (bank.payment.state, bank.payment.bank_reason, bank.tranche().state) == ("returned", "AC01", "released")
    assert (bank.balance("paid"), bank.balance("reserved"), bank.tranche().paid_at) == (0, GRANT_KRW, None)
    assert breaches() == []
    contract = Contract.objects.get(call=bank.desk.call)
    by = actor_for(bank.desk.team.office_user, JULY)
    actions.name_account(contract_uid=contract.uid, bank="나은행", number="999-999-9999", holder="대학", by=by, at=JULY)
    with pytest.raises(WrongState, match="account_not_confirmed"):
        ordered(bank.desk)
    actions.confirm_account(contract_uid=contract.uid, by=bank.desk.officer, at=JULY)
    second = ordered(bank.desk)
    assert b"9999999999" in bytes(BankOrder.objects.get(batch=second).content)
    read(bank.desk, statement(Booked(GRANT_KRW, ids(second)[0]), opening_krw=5_000_000_000))
    assert bank.balance("paid") == GRANT_KRW
    assert breaches() == []


def test_one_statement_may_book_and_bring_back(bank: Bank) -> None:
    back = Booked(GRANT_KRW, bank.id, back=True)
    read(bank.desk, statement(back, Booked(GRANT_KRW, bank.id)))
    assert (bank.payment.state, bank.balance("paid"), bank.state()) == ("returned", 0, "settled")
    assert breaches() == []


def test_every_line_is_matched_or_stands_for_a_person(bank: Bank) -> None:
    lines = (
        Booked(GRANT_KRW, bank.id),
        Booked(GRANT_KRW, bank.id),
        Booked(1, bank.id, back=True),
        Booked(50_000),
        Booked(7, "B999999999999-001"),
        Booked(GRANT_KRW, bank.id, back=True),
        Booked(GRANT_KRW, bank.id, back=True),
    )
    file = read(bank.desk, statement(*lines))
    found = {line.row: line.why for line in file.lines.order_by("row")}
    assert found == {
        1: "",
        2: "booked_twice",
        3: "amount_differs",
        4: "names_no_payment",
        5: "payment_unknown",
        6: "",
        7: "booked_twice",
    }
    assert breaches() == []
    assert queries.lines_visible_to(bank.desk.officer).filter(state="unmatched").count() == 5
    work = [item.code for item in queries.work_for(bank.desk.officer, JULY)]
    assert work.count("work.contracts.explain_line") == 5


def test_no_statement_pays_what_two_have_not_approved(bank: Bank) -> None:
    read(bank.desk, answer(bank.batch.number, group="RJCT"))
    batch = actions.draw_up_batch(
        ministry_id=bank.desk.ministry.pk, tranche_uids=[bank.tranche().uid], by=bank.desk.officer, at=JULY
    )
    read(bank.desk, statement(Booked(GRANT_KRW, ids(batch)[0])))
    assert (StatementLine.objects.get().why, batch.payments.get().state) == ("payment_unknown", "instructed")
    assert bank.balance("reserved") == GRANT_KRW
    assert breaches() == []


def test_a_line_is_explained_in_writing_once(bank: Bank) -> None:
    read(bank.desk, statement(Booked(50_000)))
    line = StatementLine.objects.get()
    with pytest.raises(NotAllowed):
        actions.explain_line(line_uid=line.uid, note="수수료", by=bank.desk.approver(), at=JULY)
    with pytest.raises(RuleBroken):
        actions.explain_line(line_uid=line.uid, note=" ", by=bank.desk.officer, at=JULY)
    explained = actions.explain_line(line_uid=line.uid, note="수수료", by=bank.desk.officer, at=JULY)
    assert (explained.state, explained.note) == ("explained", "수수료")
    with pytest.raises(WrongState):
        actions.explain_line(line_uid=line.uid, note="수수료", by=bank.desk.officer, at=JULY)


def test_a_hole_between_statements_is_shown(bank: Bank) -> None:
    read(bank.desk, statement(opening_krw=100))
    assert read(bank.desk, statement(opening_krw=40)).gap_krw == -60


def test_what_was_paid_by_hand_is_matched_and_not_paid_again(bank: Bank) -> None:
    actions.mark_batch_paid(batch_uid=bank.batch.uid, references={bank.id: "H-1"}, by=bank.desk.officer, at=JULY)
    read(bank.desk, statement(Booked(GRANT_KRW, bank.id), Booked(GRANT_KRW, bank.id)))
    assert (bank.payment.bank_reference, bank.balance("paid")) == ("H-1", GRANT_KRW)
    assert [line.why for line in StatementLine.objects.order_by("row")] == ["", "booked_twice"]
    assert breaches() == []


WHOLE = "whole"
WRONG: dict[str, tuple[str, str]] = {
    "an entity bomb": (
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Document>&b;</Document>',
        "bank.file_with_document_type",
    ),
    "an entity bomb in UTF-16": ("utf-16", "bank.file_with_document_type"),
    "nothing": ("", "file.empty"),
    "no XML": ("지급 결과", "bank.file_not_whole"),
    "another kind": ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>', "bank.file_of_other_kind"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_file_of_a_bank_is_refused(bank: Bank, name: str) -> None:
    text, code = WRONG[name]
    content = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16") if text == "utf-16" else None
    _nothing_done(bank, text.encode() if content is None else content, code)


def _nothing_done(bank: Bank, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(bank.desk, content)
    assert codes(refused) == {code}
    assert (bank.payment.state, BankFile.objects.count(), StatementLine.objects.count()) == ("instructed", 0, 0)


def test_answers_that_do_not_fit_are_refused_whole(bank: Bank) -> None:
    number, good = bank.batch.number, (bank.id, "ACCP")
    for content, code in (
        (answer(number, [good])[:-40], "bank.file_not_whole"),
        (answer("P0-2004-00009", [good]), "bank.other_batch"),
        (answer(number, [good], count_of=2), "bank.count_differs"),
        (answer(number, [good], total_krw=1), "bank.total_differs"),
        (answer(number, [good, ("B999999999999-001", "ACCP")]), "bank.payment_unknown"),
        (answer(number, [good, good]), "bank.payment_twice"),
        (answer(number, [(bank.id, "WHAT")]), "bank.status_unknown"),
    ):
        _nothing_done(bank, content, code)


def test_statements_that_do_not_fit_are_refused_whole(bank: Bank) -> None:
    good = Booked(GRANT_KRW, bank.id)
    for content, code in (
        (statement(good, account="1"), "bank.other_account"),
        (statement(good, closing_krw=1), "bank.statement_does_not_add_up"),
        (statement(good, currency="USD"), "bank.not_won"),
        (statement(good).replace(b">900000000<", b">900000000.5<", 1), "bank.amount_not_won"),
        (statement(good).replace(b"<BookgDt><Dt>2004-07-05", b"<BookgDt><Dt>2004-13-05"), "bank.part_missing"),
        (statement(good)[:-30], "bank.file_not_whole"),
    ):
        _nothing_done(bank, content, code)


def test_a_file_is_read_once(bank: Bank) -> None:
    content = statement(Booked(GRANT_KRW, bank.id), number="S-1")
    read(bank.desk, content)
    for again in (content, content.replace(b"<MsgId>M<", b"<MsgId>N<")):
        with pytest.raises(WrongState, match="read_before"):
            read(bank.desk, again)
    assert bank.balance("paid") == GRANT_KRW


def test_an_answer_cannot_turn_round_what_was_paid(bank: Bank) -> None:
    read(bank.desk, statement(Booked(GRANT_KRW, bank.id)))
    with pytest.raises(RuleBroken) as refused:
        read(bank.desk, answer(bank.batch.number, [(bank.id, "RJCT")]))
    assert codes(refused) == {"bank.payment_ended"}
    read(bank.desk, answer(bank.batch.number, [(bank.id, "ACSC")]))
    assert bank.payment.state == "paid"


def test_only_the_desk_reads_what_the_bank_sends(bank: Bank) -> None:
    content = statement(Booked(GRANT_KRW, bank.id))
    office = actor_for(bank.desk.team.office_user, JULY)
    with pytest.raises(NotAllowed):
        read(bank.desk, content, bank.desk.approver())
    with pytest.raises(NotAllowed):
        read(bank.desk, content, office)
    with pytest.raises(StepUpNeeded):
        read(bank.desk, content, actor_for(bank.desk.officer_user, JULY, stepped_up=False))
    with pytest.raises(NotFound):
        queries.bank_order(bank.batch.uid, office)


def test_an_office_approves_up_to_its_limit(bank: Bank) -> None:
    office = queries.approving_offices(bank.desk.ministry.pk)[0]
    read(bank.desk, answer(bank.batch.number, group="RJCT"))
    actions.limit_approvals(office_uid=office.uid, limit_krw=GRANT_KRW - 1, by=bank.desk.officer, at=JULY)
    with pytest.raises(RuleBroken) as refused:
        ordered(bank.desk)
    assert codes(refused) == {"batch.above_limit"}
    with pytest.raises(NotAllowed):
        actions.limit_approvals(office_uid=office.uid, limit_krw=None, by=bank.desk.approver(), at=JULY)


def test_a_silent_bank_becomes_work_and_is_told_once(bank: Bank) -> None:
    (sweep,) = [one for one in SWEEPS if one.name == "contracts.silent_banks"]
    due, late = (seoul_midnight(day) for day in (JULY.date().replace(day=6), JULY.date().replace(day=7)))
    assert sweeps.run(sweep, at=due).done == 0
    assert [sweeps.run(sweep, at=late).done for _ in range(2)] == [1, 0]
    assert "work.contracts.silent_bank" in [item.code for item in queries.work_for(bank.desk.officer, late)]
    read(bank.desk, statement(Booked(GRANT_KRW, bank.id)))
    assert "work.contracts.silent_bank" not in [item.code for item in queries.work_for(bank.desk.officer, late)]
    with pytest.raises(NotAllowed):
        actions.tell_of_silence(batch_id=bank.batch.pk, by=bank.desk.officer, at=late)


def test_an_account_stays_while_a_batch_is_on_its_way(bank: Bank) -> None:
    with pytest.raises(WrongState, match="on_its_way"):
        a_paying_account(bank.desk)
    assert ACCOUNT not in str(Event.objects.get(name="contracts.paying_account_named").data)


BROKEN = {
    "an_ordered_batch_is_its_file": "UPDATE contracts_paymentbatch SET ordered_at = NULL",
    "a_statement_is_its_lines": "UPDATE contracts_statementline SET amount_krw = amount_krw + 1",
    "a_matched_line_is_its_payment": "UPDATE contracts_statementline SET amount_krw = amount_krw + 1",
    "a_tranche_has_one_payment_that_stands": "UPDATE contracts_tranche SET state = 'released', paid_at = NULL",
    "a_returned_payment_was_moved_back": "UPDATE contracts_payment SET state = 'returned', returned_at = paid_at",
}


@pytest.mark.parametrize("check", BROKEN)
def test_the_proof_names_what_was_tampered_with(bank: Bank, check: str) -> None:
    read(bank.desk, statement(Booked(GRANT_KRW, bank.id)))
    with connection.cursor() as cursor:
        cursor.execute(BROKEN[check])
    assert check in {one.check for one in breaches()}


def test_the_system_may_read_too(bank: Bank) -> None:
    assert read(bank.desk, answer(bank.batch.number, [(bank.id, "PDNG")]), Actor.system()).count == 1
    assert bank.payment.state == "instructed"
