"""What waits for somebody in this room: to draw up, name, confirm, sign, approve, pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q

from accounts.actors import Actor
from accounts.roles import Role
from contracts import permissions
from contracts.models import Approval, Contract, PaymentBatch, Signature, Tranche
from contracts.queries.listing import run_by, undrawn
from core.refusals import Values
from core.work import WorkItem
from reviews.models import Selection

SHOWN = 50
"""Contracts that are named one by one; nobody's queue gets longer by more."""


def work_for(actor: Actor, at: datetime) -> list[WorkItem]:
    """Everything in contracts and payments that the actor can do now."""
    if not actor.is_known:
        return []
    items: list[WorkItem] = []
    if actor.holds(Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER):
        items += [*_to_draw(actor), *_to_confirm(actor), *_to_pay(actor)]
    if actor.holds(Role.MINISTRY_APPROVER):
        items += [*_to_sign_for_ministry(actor), *_to_approve(actor)]
    if actor.holds(Role.INSTITUTION_OFFICER):
        items += _for_institution(actor)
    return items


def _to_draw(actor: Actor) -> Iterator[WorkItem]:
    counts: dict[int, int] = defaultdict(int)
    calls = {}
    for proposal in undrawn(actor):
        counts[proposal.call_id] += 1
        calls[proposal.call_id] = proposal.call
    if not calls:
        return
    since = dict(Selection.objects.filter(call__in=calls, state="published").values_list("call_id", "published_at"))
    for pk, call in calls.items():
        values: Values = {"title_ko": call.title_ko, "title_en": call.title_en, "count": counts[pk]}
        yield WorkItem("work.contracts.draw", values, "contracts:draw", (str(call.uid),), since=since.get(pk))


def _to_confirm(actor: Actor) -> Iterator[WorkItem]:
    rows = Contract.objects.filter(run_by(actor), payee__confirmed_at__isnull=True, payee__isnull=False)
    for contract in rows.exclude(state="cancelled").select_related("payee").order_by("id")[:SHOWN]:
        yield _of("confirm_account", contract, "contracts:confirm-account", contract.payee.named_at)


def _to_pay(actor: Actor) -> Iterator[WorkItem]:
    ministries = permissions.ministries_paid_for(actor)
    if not ministries:
        return
    waiting = Tranche.objects.filter(ministry__in=ministries, state="released")
    found = waiting.aggregate(count=Count("id"), since=Min("released_at"))
    if found["count"]:
        yield WorkItem("work.contracts.batch", {"count": found["count"]}, "contracts:payments", since=found["since"])
    approved = PaymentBatch.objects.filter(ministry__in=ministries, state="approved")
    for batch in approved.annotate(since=Min("approvals__approved_at")).order_by("id")[:SHOWN]:
        values: Values = {"number": batch.number, "total_krw": batch.total_krw}
        yield WorkItem("work.contracts.mark_paid", values, "contracts:pay-batch", (str(batch.uid),), since=batch.since)


def _ministries_approved_for(actor: Actor) -> set[int]:
    return {one for held in actor.offices if held.role is Role.MINISTRY_APPROVER for one in held.ministry_ids}


def _to_sign_for_ministry(actor: Actor) -> Iterator[WorkItem]:
    rows = Contract.objects.filter(ministry__in=_ministries_approved_for(actor), state="institution_signed")
    signed = Prefetch("signatures", queryset=Signature.objects.filter(side="institution"))
    for contract in rows.prefetch_related(signed).order_by("id")[:SHOWN]:
        since = max((one.signed_at for one in contract.signatures.all()), default=contract.drawn_at)
        yield _of("sign", contract, "contracts:sign", since)


def _to_approve(actor: Actor) -> Iterator[WorkItem]:
    if actor.user_id is None:
        return
    given = Approval.objects.filter(batch=OuterRef("pk"), user_id=actor.user_id)
    rows = PaymentBatch.objects.filter(
        ~Q(drawn_up_by=actor.user_id),
        ~Exists(given),
        ministry__in=_ministries_approved_for(actor),
        state__in=("drawn_up", "approved_once"),
    )
    for batch in rows.order_by("id")[:SHOWN]:
        values: Values = {"number": batch.number, "total_krw": batch.total_krw}
        yield WorkItem(
            "work.contracts.approve", values, "contracts:approve-batch", (str(batch.uid),), since=batch.drawn_up_at
        )


def _for_institution(actor: Actor) -> Iterator[WorkItem]:
    own = {held.organization_id for held in actor.offices if held.role is Role.INSTITUTION_OFFICER}
    rows = Contract.objects.filter(lead_organization__in=own, state="drawn").select_related("payee")
    for contract in rows.order_by("id")[:SHOWN]:
        payee = getattr(contract, "payee", None)
        if payee is None:
            yield _of("name_account", contract, "contracts:account", contract.drawn_at)
        else:
            yield _of("sign", contract, "contracts:sign", payee.named_at)


def _of(code: str, contract: Contract, url_name: str, since: datetime) -> WorkItem:
    values = {"number": contract.number, "title_ko": contract.title_ko, "title_en": contract.title_en}
    return WorkItem(f"work.contracts.{code}", values, url_name, (str(contract.uid),), since=since)
