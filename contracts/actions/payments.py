"""Release what is due, put it into a batch, approve it by two, and mark it paid with the bank's references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions import require_step_up
from accounts.actors import Actor
from accounts.models import Organization
from contracts import permissions, queries, rules
from contracts.actions.ledger import account_of, move_won
from contracts.actions.ordering import order
from contracts.actions.telling import record_batch, record_tranche
from contracts.models import Account, Approval, Contract, Payment, PaymentBatch, Tranche
from contracts.permissions import require
from contracts.states import BATCH, PAYMENT, TRANCHE
from core.calendar import seoul_date
from core.refusals import NotAllowed, RuleBroken, WrongState, refuse_if


def release_tranche(*, tranche_id: int, by: Actor, at: datetime) -> Tranche:
    """Release a tranche whose day has come and whose gates are open. Time itself does this, by a sweep.

    While a gate is shut, the part that it does not keep back is split off and released; the rest waits. Raises
    NotAllowed for anybody but the system, WrongState, RuleBroken (`tranche.not_due`, `tranche.stopped`,
    `tranche.ended`, `tranche.gate_shut`).
    """
    with transaction.atomic():
        tranche = Tranche.objects.select_for_update(of=("self",)).get(pk=tranche_id)
        contract = Contract.objects.select_related("call__program", "lead_organization").get(pk=tranche.contract_id)
        require(by.is_system, "release")
        move = TRANCHE.require("release", tranche.state)
        if seoul_date(at) < tranche.due_on or contract.state != "in_force":
            raise RuleBroken.because("tranche.not_due", due_on=tranche.due_on.isoformat())
        if tranche.stops.filter(lifted_at__isnull=True).exists():
            raise RuleBroken.because("tranche.stopped")
        if contract.recoveries.exists():
            raise RuleBroken.because("tranche.ended")
        tranche.gates.filter(code="year_started", opened_at__isnull=True).update(opened_at=at)
        shut = list(tranche.gates.filter(opened_at__isnull=True).order_by("id").values_list("code", flat=True))
        now_krw = rules.releasable_krw(
            amount_krw=tranche.amount_krw,
            shut=shut,
            floor_krw=tranche.floor_krw,
            covered_krw=tranche.covered_krw,
        )
        if not now_krw:
            raise RuleBroken.because("tranche.gate_shut", gates=", ".join(shut))
        rest_krw = tranche.amount_krw - now_krw
        if rest_krw:
            queries.split_off(tranche, now_krw)
        queries.move_to(tranche, move, released_at=at)
        name = "contracts.tranche_part_released" if rest_krw else move.event
        record_tranche(name, contract, tranche, by, at, tell=queries.desks_of(contract, at), rest_krw=rest_krw)
    return tranche


def draw_up_batch(*, ministry_id: int, tranche_uids: Iterable[UUID], by: Actor, at: datetime) -> PaymentBatch:
    """Put released tranches of one ministry into a new batch, one payment each, to the account that is confirmed now.

    Raises NotAllowed, RuleBroken (`batch.empty`), WrongState (`batch.tranche_not_released` for each that is not,
    `batch.account_not_confirmed`, `batch.contract_ended` where money was recovered).
    """
    wanted = sorted(set(tranche_uids))
    with transaction.atomic():
        ministry = Organization.objects.select_for_update().get(pk=ministry_id)
        rows = Tranche.objects.select_for_update(of=("self",)).filter(uid__in=wanted, ministry=ministry).order_by("id")
        tranches = list(
            rows.select_related("contract__call__program", "contract__lead_organization", "contract__payee")
        )
        require(permissions.may_run_contracts(by, ministry_id, None), "draw_up_batch")
        if not wanted:
            raise RuleBroken.because("batch.empty", field="tranches")
        if len(tranches) != len(wanted) or any(tranche.state != "released" for tranche in tranches):
            late = [tranche.contract.number for tranche in tranches if tranche.state != "released"]
            raise WrongState.because("batch.tranche_not_released", contracts=", ".join(late) or "-")
        ended = queries.recovered_from(tranche.contract_id for tranche in tranches)
        if ended:
            raise WrongState.because("batch.contract_ended", contracts=", ".join(ended))
        open_ones = [one.contract.number for one in tranches if one.contract.payee.confirmed_at is None]
        if open_ones:
            raise WrongState.because("batch.account_not_confirmed", contracts=", ".join(open_ones))
        batch = PaymentBatch.objects.create(
            number=queries.next_batch_number(ministry, seoul_date(at)),
            ministry=ministry,
            total_krw=sum(tranche.amount_krw for tranche in tranches),
            drawn_up_at=at,
            drawn_up_by=by.user_id,
        )
        for tranche in tranches:
            _order(batch, tranche)
        record_batch("contracts.batch_drawn_up", batch, by, at, tell=queries.approvers_of(ministry_id, at))
    return batch


def draw_up_daily(*, ministry_id: int, by: Actor, at: datetime) -> PaymentBatch:
    """Put the released tranches of a ministry, where their rule sets ask for it, into one batch of the day. Time itself
    does this, by a sweep; two schedulers at once make one batch.

    Raises NotAllowed for anybody but the system, WrongState (`batch.not_today`) on a holiday, where the day has its
    batch or nothing is to be paid.
    """
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=ministry_id)
        require(by.is_system, "draw_up_daily")
        uids = queries.payable_daily(ministry_id, at)
        if not uids:
            raise WrongState.because("batch.not_today")
        return draw_up_batch(ministry_id=ministry_id, tranche_uids=uids, by=by, at=at)


def approve_batch(*, batch_uid: UUID, total_krw: int, by: Actor, at: datetime) -> PaymentBatch:
    """Approve a batch of the total that was seen; the second approval, by another officer, makes it payable, and
    orders it where the ministry has named the account that it pays from.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState, RuleBroken (`batch.own_work`, `batch.approved_before`,
    `batch.total_changed`, `batch.above_limit`, `bank.order_not_valid`).
    """
    with transaction.atomic():
        batch = queries.locked_batch(batch_uid, by)
        require(permissions.may_approve(by, batch), "approve")
        require_step_up(by)
        if by.user_id is None:
            raise NotAllowed.because("http.not_allowed", verb="approve")
        given = set(batch.approvals.values_list("user_id", flat=True))
        move = BATCH.require("approve_second" if given else "approve_first", batch.state)
        refuse_if(
            rules.approval_violations(
                user_id=by.user_id,
                drawn_up_by=batch.drawn_up_by,
                approvers=given,
                total_krw=batch.total_krw,
                seen_krw=total_krw,
            )
            + rules.limit_violations(batch.total_krw, queries.limit_of(by, batch.ministry_id))
        )
        Approval.objects.create(
            batch=batch,
            user_id=by.user_id,
            office_id=by.office_id,
            name=by.name,
            total_krw=batch.total_krw,
            approved_at=at,
        )
        queries.move_to(batch, move)
        users = queries.approvers_of(batch.ministry_id, at) if not given else [batch.drawn_up_by]
        record_batch(move.event, batch, by, at, tell=[user for user in users if user is not None])
        if given:
            order(batch, by, at)
    return batch


def mark_batch_paid(*, batch_uid: UUID, references: Mapping[str, str], by: Actor, at: datetime) -> PaymentBatch:
    """Mark a batch paid by hand: each payment that has no end yet (by its end-to-end id) with the bank's reference; the
    won move.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState, RuleBroken (`batch.reference_missing`,
    `batch.payment_unknown`, `batch.reference_twice`).
    """
    with transaction.atomic():
        batch = queries.locked_batch(batch_uid, by)
        require(_may_pay_out(by, batch), "mark_paid")
        require_step_up(by)
        move = BATCH.require("mark_paid", batch.state)
        payments = list(
            batch.payments.filter(state__in=("instructed", "accepted"))
            .select_for_update(of=("self",))
            .select_related("tranche__contract__call__program", "tranche__contract__lead_organization", "tranche__year")
            .order_by("id")
        )
        refuse_if(rules.reference_violations(references, {payment.end_to_end_id for payment in payments}))
        used = Payment.objects.filter(bank_reference__in=[text.strip() for text in references.values()])
        if used.exists():
            raise RuleBroken.because("batch.reference_twice", reference=used[0].bank_reference)
        queries.move_to(batch, move, paid_at=at)
        record_batch(move.event, batch, by, at, tell=queries.approvers_of(batch.ministry_id, at))
        for payment in payments:
            pay_out(payment, references[payment.end_to_end_id].strip(), by, at)
    return batch


def discard_batch(*, batch_uid: UUID, reason: str, by: Actor, at: datetime) -> PaymentBatch:
    """Give up a batch that is not approved yet, for a written reason; its tranches are released again.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`contract.reason_missing`).
    """
    with transaction.atomic():
        batch = queries.locked_batch(batch_uid, by)
        require(_may_pay_out(by, batch) or permissions.may_approve(by, batch), "discard")
        move = BATCH.require("discard", batch.state)
        if not reason.strip():
            raise RuleBroken.because("contract.reason_missing", field="reason")
        for payment in batch.payments.select_for_update(of=("self",)).select_related("tranche").order_by("id"):
            queries.move_to(payment, PAYMENT.require("drop", payment.state))
            queries.move_to(payment.tranche, TRANCHE.require("unbatch", payment.tranche.state))
        queries.move_to(batch, move)
        tell = [] if batch.drawn_up_by is None else [batch.drawn_up_by]
        record_batch(move.event, batch, by, at, tell=tell, reason=reason.strip())
    return batch


def _may_pay_out(by: Actor, batch: PaymentBatch) -> bool:
    return permissions.may_run_contracts(by, batch.ministry_id, None)


def _order(batch: PaymentBatch, tranche: Tranche) -> None:
    account = tranche.contract.payee
    attempt = tranche.payments.count() + 1
    Payment.objects.create(
        batch=batch,
        tranche=tranche,
        amount_krw=tranche.amount_krw,
        end_to_end_id=f"B{tranche.pk:012}-{attempt:03}",
        bank=account.bank,
        account_number=account.number,
        account_holder=account.holder,
    )
    queries.move_to(tranche, TRANCHE.require("batch", tranche.state))


def pay_out(payment: Payment, reference: str, by: Actor, at: datetime) -> None:
    """Mark a payment, whose row the caller holds, and its tranche paid; the won move with it."""
    tranche, contract = payment.tranche, payment.tranche.contract
    queries.move_to(payment, PAYMENT.require("mark_paid", payment.state), bank_reference=reference, paid_at=at)
    queries.move_to(tranche, TRANCHE.require("pay", tranche.state), paid_at=at)
    event = record_tranche(
        "contracts.tranche_paid",
        contract,
        tranche,
        by,
        at,
        tell=queries.institution_of(contract, at),
        reference=reference,
    )
    reserved, paid = (
        account_of(kind, call=contract.call, contract=contract, year=tranche.year)
        for kind in (Account.Kind.RESERVED, Account.Kind.PAID)
    )
    move_won(
        key=f"pay/{payment.end_to_end_id}",
        debit=reserved,
        credit=paid,
        amount_krw=payment.amount_krw,
        at=at,
        event=event,
    )
