"""Find what went to a bank and came back; lock what an answer or a statement changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Office, Organization
from accounts.queries import holders, overseen_rows
from accounts.roles import Power, Role
from contracts.models import (
    ApprovalLimit,
    BankFile,
    BankOrder,
    Contract,
    PayingAccount,
    Payment,
    PaymentBatch,
    StatementLine,
    Tranche,
)
from contracts.queries.contracts import batch_page, payable
from contracts.rules import Known
from core.calendar import is_business_day, seoul_date, seoul_midnight
from core.refusals import NotFound
from programs.models import RuleSet
from programs.queries import policy_of

BATCH_OF_A_DAY = 1_000
"""Payments of one batch; what is more waits for the next working day or an officer."""


def payers_of(ministry_id: int, at: datetime) -> list[int]:
    """Users at the ministry who draw batches up and read what the bank sends."""
    return holders(Role.MINISTRY_OFFICER, at=at, organization_id=ministry_id)


def limit_of(actor: Actor, ministry_id: int) -> int | None:
    """The largest batch, in won, that the actor may approve for a ministry: the largest limit of his offices; None
    where one of them has none."""
    offices = {
        held.office_id
        for held in actor.offices
        if held.role is Role.MINISTRY_APPROVER and ministry_id in held.ministry_ids
    }
    limits = list(ApprovalLimit.objects.filter(office_id__in=offices).values_list("limit_krw", flat=True))
    return max(limits) if limits and len(limits) == len(offices) else None


def approving_office(office_uid: UUID) -> Office:
    """An approver's office with its ministry. Raises NotFound."""
    found = Office.objects.select_related("organization").filter(uid=office_uid, role=Role.MINISTRY_APPROVER).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def approving_offices(ministry_id: int) -> list[Office]:
    """The offices that approve for a ministry, each with its limit where it has one."""
    rows = Office.objects.filter(organization_id=ministry_id, role=Role.MINISTRY_APPROVER, closed_at__isnull=True)
    return list(rows.select_related("approval_limit").order_by("id"))


def bank_order(batch_uid: UUID, by: Actor) -> BankOrder:
    """The bank's file of a batch that the actor may see. Raises NotFound."""
    found = BankOrder.objects.filter(batch=batch_page(batch_uid, by)).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def ordered_batch(number: str, ministry_id: int) -> PaymentBatch | None:
    """The batch that a bank knows by this number, its row locked; None where nothing was ordered so."""
    rows = PaymentBatch.objects.filter(number=number, ministry_id=ministry_id, ordered_at__isnull=False)
    return rows.select_for_update(of=("self",)).first()


def payments_to_answer(batch: PaymentBatch) -> list[Payment]:
    """A batch's payments with all that an answer touches, their rows locked."""
    return list(_whole(Payment.objects.filter(batch=batch)))


def payments_named(ids: Iterable[str], ministry_id: int) -> tuple[list[PaymentBatch], dict[str, Payment]]:
    """A ministry's payments that a statement names, and their batches; all rows locked, batches first.

    Only what was ordered, or marked paid by hand, is known: no statement pays what two have not approved.
    """
    sent = Q(batch__ordered_at__isnull=False) | Q(batch__state="paid")
    named = Payment.objects.filter(sent, end_to_end_id__in=list(ids), batch__ministry_id=ministry_id)
    wanted = named.order_by().values("batch_id")
    batches = list(PaymentBatch.objects.filter(pk__in=wanted).select_for_update(of=("self",)).order_by("id"))
    return batches, {payment.end_to_end_id: payment for payment in _whole(named)}


def known_payment(payment: Payment) -> Known:
    """How a payment stands now, and which ways a line of it was booked before."""
    ways = set(payment.lines.values_list("direction", flat=True))
    return Known(payment.amount_krw, payment.state, "out" in ways, "in" in ways)


def last_statement(account: PayingAccount) -> BankFile | None:
    """The statement that was read last of an account as it is named now."""
    rows = BankFile.objects.filter(ministry_id=account.ministry_id, kind="statement", read_at__gte=account.named_at)
    return rows.order_by("-id").first()


def lines_visible_to(actor: Actor) -> QuerySet[StatementLine]:
    """Lines of statements that match no payment, of the actor's ministries, those to explain first."""
    rows = StatementLine.objects.exclude(state="matched").select_related("file", "ministry")
    return rows.filter(overseen_rows(actor, Power.CONTRACTS, program=None)).order_by("-state", "-id")


def bank_files_visible_to(actor: Actor) -> QuerySet[BankFile]:
    """What banks sent to the actor's ministries, newest first; without the bytes."""
    rows = BankFile.objects.defer("content").select_related("ministry").order_by("-id")
    return rows.filter(overseen_rows(actor, Power.CONTRACTS, program=None))


def line_for(line_uid: UUID, by: Actor) -> StatementLine:
    """A line that the actor may see. Raises NotFound."""
    found = lines_visible_to(by).filter(uid=line_uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def locked_line(line_uid: UUID, by: Actor) -> StatementLine:
    """A line that the actor may see, its row locked. Raises NotFound."""
    found = line_for(line_uid, by)
    return StatementLine.objects.select_related("file").select_for_update(of=("self",)).get(pk=found.pk)


def silent_on(on: date) -> QuerySet[PaymentBatch]:
    """Ordered batches for which the bank's days have passed and some payment has no end yet."""
    open_ones = Payment.objects.filter(batch=OuterRef("pk"), state__in=("instructed", "accepted"))
    return PaymentBatch.objects.filter(Q(Exists(open_ones)), state="ordered", answer_due_on__lt=on)


def ministries_to_pay(at: datetime) -> QuerySet[Organization]:
    """Ministries for which a batch is to be drawn up by time itself on a working day, none of this day there yet."""
    today = seoul_date(at)
    if not is_business_day(today):
        return Organization.objects.none()
    done = PaymentBatch.objects.filter(
        ministry=OuterRef("pk"), drawn_up_by__isnull=True, drawn_up_at__gte=seoul_midnight(today)
    )
    waiting = _daily().filter(ministry=OuterRef("pk"))
    return Organization.objects.filter(~Exists(done), Exists(waiting))


def payable_daily(ministry_id: int, at: datetime) -> list[UUID]:
    """The tranches of the day's batch of a ministry, oldest first; none where it has had one."""
    if not ministries_to_pay(at).filter(pk=ministry_id).exists():
        return []
    rows = _daily().filter(ministry_id=ministry_id).order_by("released_at", "id")
    return list(rows.values_list("uid", flat=True)[:BATCH_OF_A_DAY])


def _daily() -> QuerySet[Tranche]:
    """Released tranches with a confirmed account whose rule set has them paid daily."""
    released = payable()
    pinned = RuleSet.objects.filter(pk__in=released.order_by().values("contract__rule_set_id"))
    asks = []
    for rule_set in pinned:
        paying = policy_of(rule_set).paying
        if paying is not None and paying.drawn_up_daily:
            asks.append(rule_set.pk)
    return released.filter(contract__rule_set_id__in=asks, contract__payee__confirmed_at__isnull=False)


def is_account_in_use(contract: Contract) -> bool:
    """Whether money was ordered to a contract's account: on its way now, or made and none of it sent back since."""
    ordered = set(contract.tranches.values_list("state", flat=True))
    back = Payment.objects.filter(
        tranche__contract=contract, tranche__state="released", state__in=("rejected", "returned")
    )
    return "batched" in ordered or ("paid" in ordered and not back.exists())


def _whole(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    related = ("batch", "tranche__contract__call__program", "tranche__contract__lead_organization", "tranche__year")
    return rows.select_related(*related).select_for_update(of=("self",)).order_by("id")
