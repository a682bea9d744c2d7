"""Back from the bank: read what it answers and books, explain what matches nothing; name the account to pay from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions import require_step_up
from accounts.actors import Actor
from accounts.models import Organization
from contracts import notices, permissions, queries, rules
from contracts.actions.ledger import reverse
from contracts.actions.payments import pay_out
from contracts.actions.telling import record_batch, record_payment
from contracts.models import (
    ApprovalLimit,
    BankFile,
    PayingAccount,
    Payment,
    PaymentBatch,
    StatementLine,
    Transfer,
)
from contracts.permissions import require
from contracts.states import BATCH, LINE, PAYMENT, TRANCHE
from core.calendar import seoul_date
from core.events import record
from core.money import MAX_KRW
from core.refusals import NotFound, RuleBroken, WrongState, refuse_if

ENDED = frozenset({"paid", "rejected", "returned", "dropped"})


def name_paying_account(
    *, ministry_uid: UUID, bank: str, number: str, holder: str, answer_days: int, by: Actor, at: datetime
) -> PayingAccount:
    """Name the account that a ministry's payments go out of, and how many working days its bank has to answer.

    Raises NotFound, NotAllowed, StepUpNeeded, RuleBroken (`account.*`, `bank.days_not_understood`,
    `bank.account_of_another`), WrongState (`bank.batch_on_its_way`).
    """
    with transaction.atomic():
        ministry = _ministry(ministry_uid, by, "name_paying_account")
        require_step_up(by)
        refuse_if(rules.account_violations(bank, number, holder))
        if not 1 <= answer_days <= 30:
            raise RuleBroken.because("bank.days_not_understood", field="answer_days")
        if PayingAccount.objects.filter(number=number).exclude(ministry=ministry).exists():
            raise RuleBroken.because("bank.account_of_another", field="number")
        if PaymentBatch.objects.filter(ministry=ministry, state="ordered").exists():
            raise WrongState.because("bank.batch_on_its_way")
        account, _ = PayingAccount.objects.update_or_create(
            ministry=ministry,
            defaults={
                "bank": bank.strip(),
                "number": number.strip(),
                "holder": holder.strip(),
                "format": "iso20022",
                "answer_days": answer_days,
                "named_at": at,
                "named_by": by.user_id or 0,
            },
        )
        record(
            "contracts.paying_account_named",
            subject=ministry,
            by=by,
            at=at,
            data={**notices.said_of_ministry(ministry), "bank": account.bank, "last_digits": account.number[-4:]},
            tell=notices.others(queries.approvers_of(ministry.pk, at), by),
        )
    return account


def limit_approvals(*, office_uid: UUID, limit_krw: int | None, by: Actor, at: datetime) -> None:
    """Set the largest batch, in won, that the holder of an approving office may approve; None takes the limit away.

    Raises NotFound, NotAllowed, StepUpNeeded, RuleBroken (`bank.limit_not_understood`).
    """
    with transaction.atomic():
        office = queries.approving_office(office_uid)
        ministry = _ministry(office.organization.uid, by, "limit_approvals")
        require_step_up(by)
        if limit_krw is not None and not 0 <= limit_krw <= MAX_KRW:
            raise RuleBroken.because("bank.limit_not_understood", field="limit_krw")
        if limit_krw is None:
            ApprovalLimit.objects.filter(office=office).delete()
        else:
            ApprovalLimit.objects.update_or_create(
                office=office,
                defaults={"ministry": ministry, "limit_krw": limit_krw, "set_at": at, "set_by": by.user_id or 0},
            )
        record(
            "contracts.approvals_limited" if limit_krw is not None else "contracts.approvals_unlimited",
            subject=office,
            by=by,
            at=at,
            data={
                "office_ko": office.title_ko,
                "office_en": office.title_en,
                **({} if limit_krw is None else {"limit_krw": limit_krw}),
            },
            tell=notices.others(queries.approvers_of(ministry.pk, at), by),
        )


def read_bank_file(*, ministry_uid: UUID, content: bytes, by: Actor, at: datetime) -> BankFile:
    """Read a bank's answer or statement, whole or not at all, once. Payments are accepted, rejected, paid or come back
    by it; a line of a statement that matches no payment stands for a person to explain.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState (`bank.no_account`, `bank.file_read_before`), RuleBroken
    (`bank.*`, each naming the row).
    """
    with transaction.atomic():
        ministry = _ministry(ministry_uid, by, "read_bank_file")
        require_step_up(by)
        account = PayingAccount.objects.select_for_update().filter(ministry=ministry).first()
        if account is None:
            raise WrongState.because("bank.no_account")
        sha256 = hashlib.sha256(content).hexdigest()
        _never_read(BankFile.objects.filter(sha256=sha256).first())
        heard = rules.FORMATS[account.format].read(content)
        kind = BankFile.Kind.ANSWER if isinstance(heard, rules.Answer) else BankFile.Kind.STATEMENT
        _never_read(BankFile.objects.filter(ministry=ministry, kind=kind, number=heard.number).first())
        file = BankFile(
            ministry=ministry,
            kind=kind,
            number=heard.number,
            content=content,
            sha256=sha256,
            read_at=at,
            read_by=by.user_id,
        )
        if isinstance(heard, rules.Answer):
            unmatched = _answered(file, heard, by, at)
        else:
            unmatched = _booked(file, heard, account, by, at)
        record(
            "contracts.bank_file_read",
            subject=file,
            by=by,
            at=at,
            data={**notices.said_of_ministry(ministry), "file": file.number, "count": file.count, "open": unmatched},
            tell=notices.others(queries.payers_of(ministry.pk, at) if unmatched or file.gap_krw else [], by),
        )
    return file


def explain_line(*, line_uid: UUID, note: str, by: Actor, at: datetime) -> StatementLine:
    """Say in writing what a line is that matches no payment. No won move by it.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState, RuleBroken (`contract.reason_missing`).
    """
    with transaction.atomic():
        line = queries.locked_line(line_uid, by)
        require(permissions.may_run_contracts(by, line.ministry_id, None), "explain")
        require_step_up(by)
        move = LINE.require("explain", line.state)
        if not note.strip():
            raise RuleBroken.because("contract.reason_missing", field="reason")
        queries.move_to(line, move, note=note.strip(), explained_at=at, explained_by=by.user_id)
        record(
            move.event,
            subject=line,
            by=by,
            at=at,
            reason=note.strip(),
            data={"file": line.file.number, "row": line.row, "amount_krw": line.amount_krw},
            tell=notices.others(queries.approvers_of(line.ministry_id, at), by),
        )
    return line


def tell_of_silence(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Tell the desk, once, that the bank has not answered for every payment of a batch in its days. Time does this.

    Raises NotAllowed for anybody but the system, WrongState (`batch.wrong_state`).
    """
    with transaction.atomic():
        batch = PaymentBatch.objects.select_for_update().get(pk=batch_id)
        require(by.is_system, "tell_of_silence")
        if batch.state != "ordered" or batch.silence_told_at is not None:
            raise WrongState.because("batch.wrong_state", verb="tell_of_silence", state=batch.state)
        PaymentBatch.objects.filter(pk=batch_id).update(silence_told_at=at)
        tell = queries.payers_of(batch.ministry_id, at)
        record_batch("contracts.bank_silent", batch, by, at, tell=tell)


def _ministry(ministry_uid: UUID, by: Actor, verb: str) -> Organization:
    ministry = Organization.objects.filter(uid=ministry_uid).first()
    if ministry is None:
        raise NotFound.because("http.not_found")
    require(permissions.may_run_contracts(by, ministry.pk, None), verb)
    return ministry


def _never_read(before: BankFile | None) -> None:
    if before is not None:
        raise WrongState.because(
            "bank.file_read_before", file=before.number, on=seoul_date(before.read_at).isoformat(), field="file"
        )


def _answered(file: BankFile, answer: rules.Answer, by: Actor, at: datetime) -> int:
    batch = queries.ordered_batch(answer.order, file.ministry_id)
    if batch is None:
        raise RuleBroken.because("bank.other_batch", order=answer.order[:35], field="file")
    payments = queries.payments_to_answer(batch)
    refuse_if(
        rules.answer_violations(
            answer,
            {payment.end_to_end_id: payment.amount_krw for payment in payments},
            {payment.end_to_end_id: payment.state for payment in payments},
        )
    )
    file.count = len(answer.said)
    BankFile.objects.bulk_create([file])
    words = {one.end_to_end_id: one for one in answer.said}
    for payment in payments:
        word = words.get(payment.end_to_end_id, answer.whole)
        if word is None:
            continue
        if word.verdict is rules.Verdict.ACCEPTED and payment.state == "instructed":
            queries.move_to(payment, PAYMENT.require("accept", payment.state), answered_at=at)
        elif word.verdict is rules.Verdict.REJECTED and payment.state != "rejected":
            _reject(payment, word.reason, by, at)
    _settle([batch], by, at)
    return 0


def _reject(payment: Payment, reason: str, by: Actor, at: datetime) -> None:
    move = PAYMENT.require("reject", payment.state)
    queries.move_to(payment, move, bank_reason=reason, answered_at=at)
    queries.move_to(payment.tranche, TRANCHE.require("unbatch", payment.tranche.state))
    record_payment(move.event, payment, by, at, reason=reason)


def _booked(file: BankFile, statement: rules.Statement, account: PayingAccount, by: Actor, at: datetime) -> int:
    """Keep a statement and book each of its lines, those that go out first. How many lines match nothing."""
    refuse_if(rules.statement_violations(statement, account.number))
    last = queries.last_statement(account)
    file.count = len(statement.lines)
    file.opening_krw, file.closing_krw = statement.opening_krw, statement.closing_krw
    file.gap_krw = 0 if last is None or last.closing_krw is None else statement.opening_krw - last.closing_krw
    BankFile.objects.bulk_create([file])
    batches, payments = queries.payments_named(
        {line.end_to_end_id for line in statement.lines if line.end_to_end_id}, file.ministry_id
    )
    unmatched = 0
    for line in sorted(statement.lines, key=lambda one: (not one.is_out, one.row)):
        payment = payments.get(line.end_to_end_id)
        why = _book(line, payment, f"{statement.number}/{line.row}", by, at)
        unmatched += bool(why)
        StatementLine.objects.create(
            ministry_id=file.ministry_id,
            file=file,
            row=line.row,
            direction=StatementLine.Direction.OUT if line.is_out else StatementLine.Direction.IN,
            amount_krw=line.amount_krw,
            booked_on=line.booked_on,
            end_to_end_id=line.end_to_end_id,
            reference=line.reference,
            reason=line.reason,
            state="unmatched" if why else "matched",
            payment=None if why else payment,
            why=why,
        )
    _settle(batches, by, at)
    return unmatched


def _book(line: rules.Line, payment: Payment | None, otherwise: str, by: Actor, at: datetime) -> str:
    """Do what a line says to the payment that it names; why it can't be, as a code, where it can't."""
    why = rules.why_unmatched(line, None if payment is None else queries.known_payment(payment))
    if why or payment is None:
        return why
    if not line.is_out:
        return _give_back(payment, line.reason, by, at)
    if payment.state == "paid":  # marked by hand before: the line says it again, once
        return ""
    reference = line.reference or otherwise
    if Payment.objects.filter(bank_reference=reference).exists():
        return "reference_used"
    pay_out(payment, reference, by, at)
    return ""


def _give_back(payment: Payment, reason: str, by: Actor, at: datetime) -> str:
    """The won came back: their transfer is reversed and the tranche is released again, unless they were spent."""
    made = Transfer.objects.select_related("debit", "credit").get(key=f"pay/{payment.end_to_end_id}")
    move = PAYMENT.require("give_back", payment.state)
    try:
        with transaction.atomic():
            queries.move_to(payment, move, bank_reason=reason, returned_at=at)
            queries.move_to(payment.tranche, TRANCHE.require("reopen", payment.tranche.state), paid_at=None)
            event = record_payment(move.event, payment, by, at, reason=reason)
            reverse(transfer=made, at=at, event=event)
    except RuleBroken:
        payment.refresh_from_db()
        payment.tranche.refresh_from_db()
        return "spent_before"
    return ""


def _settle(batches: Iterable[PaymentBatch], by: Actor, at: datetime) -> None:
    """A batch is settled when each of its payments was paid, rejected or came back."""
    for batch in batches:
        states = set(batch.payments.values_list("state", flat=True))
        if batch.state == "ordered" and states <= ENDED:
            move = BATCH.require("settle", batch.state)
            was_paid = not states.isdisjoint({"paid", "returned"})
            queries.move_to(batch, move, **({"paid_at": at} if was_paid else {}))
            record_batch(move.event, batch, by, at, tell=queries.payers_of(batch.ministry_id, at))
