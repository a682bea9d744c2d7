"""What waits for somebody in this room: to draw up, name, confirm, sign, approve, pay. One query, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from accounts.actors import Actor
from accounts.roles import Role
from contracts import permissions
from contracts.models import Approval, Contract, MatchDeposit, PaymentBatch, StatementLine
from contracts.queries.bank import silent_on
from contracts.queries.contracts import payable
from contracts.queries.listing import run_by, undrawn
from contracts.queries.matching import to_deposit, to_sign_match
from core.calendar import seoul_date
from core.duties import Rows, duty, items_of
from core.work import WorkItem

SHOWN = 50
"""Contracts that are named one by one; nobody's queue gets longer by more."""
PAGES = {
    "draw": "contracts:draw",
    "confirm_account": "contracts:confirm-account",
    "batch": "contracts:payments",
    "mark_paid": "contracts:pay-batch",
    "silent_bank": "contracts:batch",
    "explain_line": "contracts:explain-line",
    "sign": "contracts:sign",
    "approve": "contracts:approve-batch",
    "name_account": "contracts:account",
    "sign_match": "contracts:sign-match",
    "deposit": "contracts:match",
    "confirm_deposit": "contracts:deposit",
}
"""Where each thing is done."""
END_OF_SEOULS_DAY = timedelta(hours=15)
"""From midnight in UTC, which is what PostgreSQL makes of a date, to the midnight in Seoul at its end."""
OF_A_DEPOSIT = {
    "uid": F("contract__uid"),
    "number": F("contract__number"),
    "title_ko": F("contract__title_ko"),
    "title_en": F("contract__title_en"),
}
OF_A_CONTRACT = {"uid": F("uid"), "number": F("number"), "title_ko": F("title_ko"), "title_en": F("title_en")}
OF_A_BATCH = {"uid": F("uid"), "number": F("number"), "total_krw": F("total_krw")}


def work_for(actor: Actor, at: datetime) -> list[WorkItem]:
    """Everything in contracts and payments that the actor can do now."""
    return items_of(_duties(actor, at), "contracts", PAGES) if actor.is_known else []


def _duties(actor: Actor, at: datetime) -> Iterator[Rows]:
    """The rows that wait for each office that the actor holds."""
    if actor.holds(Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER):
        yield _to_draw(actor)
        yield _to_confirm(actor)
        yield _announced(Q(contract__in=Contract.objects.filter(run_by(actor)).order_by().values("pk")))
        ministries = permissions.ministries_paid_for(actor)
        if ministries:
            yield _to_batch(ministries)
            yield _to_pay(ministries)
            yield _silent(ministries, at)
            yield _to_explain(ministries)
    if actor.holds(Role.MINISTRY_APPROVER):
        ministries = frozenset(
            one for held in actor.offices if held.role is Role.MINISTRY_APPROVER for one in held.ministry_ids
        )
        yield _to_sign_for_ministry(ministries)
        yield _to_approve(ministries, actor.user_id or 0)
    if actor.holds(Role.INSTITUTION_OFFICER):
        own = {held.organization_id for held in actor.offices if held.role is Role.INSTITUTION_OFFICER}
        drawn = Contract.objects.filter(lead_organization__in=own, state="drawn")
        yield _oldest("name_account", drawn.filter(payee__isnull=True), **OF_A_CONTRACT, since=F("drawn_at"))
        yield _oldest("sign", drawn.filter(payee__isnull=False), **OF_A_CONTRACT, since=F("payee__named_at"))
        yield _announced(Q(contract__lead_organization__in=own))
    if actor.holds(Role.REGION_OFFICER):
        regions = [held.region_id for held in actor.offices if held.role is Role.REGION_OFFICER]
        yield _oldest("sign_match", to_sign_match(regions), **OF_A_CONTRACT, since=F("drawn_at"))
        yield _to_deposit(regions)


def _announced(whose: Q) -> Rows:
    """Deposits that a region announced and nobody confirmed yet."""
    found = MatchDeposit.objects.filter(whose, state="announced")
    return _oldest("confirm_deposit", found, **{**OF_A_DEPOSIT, "uid": F("uid")}, since=F("announced_at"))


def _to_deposit(regions: list[int | None]) -> Rows:
    """Years of which cash is missing, the one that is due first at the top."""
    last_moment = Cast(F("due_on"), DateTimeField()) + Value(END_OF_SEOULS_DAY)
    return duty("deposit", to_deposit(regions).order_by("due_on", "id"), **OF_A_DEPOSIT, due_at=last_moment)[:SHOWN]


def _to_draw(actor: Actor) -> Rows:
    """One row for each call, with how many of its selected proposals have no contract yet."""
    return duty(
        "draw",
        undrawn(actor).order_by().values("call"),
        uid=F("call__uid"),
        title_ko=F("call__title_ko"),
        title_en=F("call__title_en"),
        count=Count("id", distinct=True),
        since=Max("decisions__selection__published_at"),
    )


def _to_confirm(actor: Actor) -> Rows:
    rows = Contract.objects.filter(run_by(actor), payee__confirmed_at__isnull=True, payee__isnull=False)
    found = rows.exclude(state="cancelled")
    return _oldest("confirm_account", found, **OF_A_CONTRACT, since=F("payee__named_at"))


def _to_batch(ministries: frozenset[int]) -> Rows:
    """One row for all released tranches together."""
    waiting = payable().filter(ministry__in=ministries).order_by().values("state")
    return duty("batch", waiting, count=Count("id"), since=Min("released_at"))


def _to_pay(ministries: frozenset[int]) -> Rows:
    approved = PaymentBatch.objects.filter(ministry__in=ministries, state="approved")
    return _oldest("mark_paid", approved, **OF_A_BATCH, since=Min("approvals__approved_at"))


def _silent(ministries: frozenset[int], at: datetime) -> Rows:
    """Ordered batches for which the bank's days have passed."""
    rows = silent_on(seoul_date(at)).filter(ministry__in=ministries)
    return _oldest("silent_bank", rows, **OF_A_BATCH, since=F("ordered_at"))


def _to_explain(ministries: frozenset[int]) -> Rows:
    """Lines of statements that match no payment."""
    rows = StatementLine.objects.filter(ministry__in=ministries, state="unmatched")
    named = {"uid": F("uid"), "number": F("file__number"), "total_krw": F("amount_krw")}
    return _oldest("explain_line", rows, **named, since=F("file__read_at"))


def _to_sign_for_ministry(ministries: frozenset[int]) -> Rows:
    rows = Contract.objects.filter(ministry__in=ministries, state="institution_signed")
    signed_at = Max("signatures__signed_at", filter=Q(signatures__side="institution"))
    return _oldest("sign", rows, **OF_A_CONTRACT, since=Coalesce(signed_at, "drawn_at"))


def _to_approve(ministries: frozenset[int], user_id: int) -> Rows:
    """Batches that the actor neither drew up nor approved yet."""
    given = Approval.objects.filter(batch=OuterRef("pk"), user_id=user_id)
    rows = PaymentBatch.objects.filter(
        ~Q(drawn_up_by=user_id), ~Exists(given), ministry__in=ministries, state__in=("drawn_up", "approved_once")
    )
    return _oldest("approve", rows, **OF_A_BATCH, since=F("drawn_up_at"))


def _oldest(code: str, found: QuerySet[Any], **columns: Any) -> Rows:
    return duty(code, found.order_by("id"), **columns)[:SHOWN]
