"""To the bank: the file of an approved batch, written once."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions import require_step_up
from accounts.actors import Actor
from contracts import permissions, queries, rules
from contracts.actions.telling import record_batch
from contracts.models import BankOrder, PayingAccount, Payment, PaymentBatch
from contracts.permissions import require
from contracts.states import BATCH
from core.calendar import add_business_days, seoul_date
from core.refusals import WrongState


def order_batch(*, batch_uid: UUID, by: Actor, at: datetime) -> PaymentBatch:
    """Write the bank's file of a batch that was approved before its ministry named an account; once.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState (also `bank.no_account`), RuleBroken (`bank.order_not_valid`).
    """
    with transaction.atomic():
        batch = queries.locked_batch(batch_uid, by)
        require(permissions.may_run_contracts(by, batch.ministry_id, None), "order")
        require_step_up(by)
        BATCH.require("order", batch.state)
        if not order(batch, by, at):
            raise WrongState.because("bank.no_account")
    return batch


def order(batch: PaymentBatch, by: Actor, at: datetime) -> bool:
    """Write the bank's file of an approved batch whose row the caller holds. Whether the ministry has an account."""
    account = PayingAccount.objects.filter(ministry_id=batch.ministry_id).first()
    if account is None:
        return False
    payments = batch.payments.select_related("tranche__contract").order_by("id")
    content = rules.FORMATS[account.format].write(
        rules.Order(
            number=batch.number,
            made_at=at,
            pay_on=add_business_days(seoul_date(at), 0),
            bank=account.bank,
            account=account.number,
            holder=account.holder,
            instructions=tuple(_instruction(payment) for payment in payments),
        )
    )
    made = BankOrder.objects.create(
        batch=batch,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        count=len(payments),
        total_krw=sum(payment.amount_krw for payment in payments),
        made_at=at,
    )
    move = BATCH.require("order", batch.state)
    due_on = add_business_days(seoul_date(at), account.answer_days)
    queries.move_to(batch, move, ordered_at=at, answer_due_on=due_on)
    tell = queries.payers_of(batch.ministry_id, at)
    record_batch(move.event, batch, by, at, tell=tell, more={"sha256": made.sha256})
    return True


def _instruction(payment: Payment) -> rules.Instruction:
    return rules.Instruction(
        end_to_end_id=payment.end_to_end_id,
        amount_krw=payment.amount_krw,
        bank=payment.bank,
        account=payment.account_number,
        holder=payment.account_holder,
        purpose=payment.tranche.contract.number,
    )
