"""From released tranches to the bank's references: draw a batch up, approve it by two, mark it paid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.http import asked
from accounts.models import Organization
from accounts.roles import Role
from contracts import actions, permissions, queries
from contracts.forms import ApprovalForm, ChoiceOfRows, ReasonForm, ReferencesForm
from contracts.models import PaymentBatch
from contracts.permissions import require
from contracts.showing import TONES
from contracts.standing import masked
from contracts.states import BATCH
from contracts.views.doors import done, sent, who
from core.http import put_on_form
from core.refusals import NotFound, RuleBroken, WrongState
from core.wording import label

BATCHES_A_PAGE = 20
OPEN = ("instructed", "accepted")
READERS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)


@require_safe
@login_required
def payments(request: HttpRequest) -> HttpResponse:
    """Released tranches to choose from, and the batches with what each waits for."""
    actor = asked(request).actor
    require(actor.holds(*READERS) or actor.is_overseer, "view")
    page = Paginator(queries.batches_visible_to(actor), BATCHES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "desks": [
            {"ministry": ministry, "tranches": queries.awaiting_batch(actor, ministry)}
            for ministry in queries.ministries_paid_for(actor)
        ],
        "page": page,
        "batches": [_shown(batch) for batch in page],
    }
    return render(request, "contracts/payments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draw_up(request: HttpRequest, ministry_uid: UUID) -> HttpResponse:
    """The chosen tranches with their total, once more; then the batch."""
    ministry = Organization.objects.filter(uid=ministry_uid).first()
    if ministry is None:
        raise NotFound.because("http.not_found")
    tranches = queries.awaiting_batch(asked(request).actor, ministry)
    form = ChoiceOfRows(sent(request), tranches)
    context: dict[str, Any] = {"ministry": ministry, "form": form, "tranches": tranches}
    if not form.is_valid():
        return render(request, "contracts/draw_up_batch.html", context, status=422 if form.is_bound else 200)
    chosen = form.chosen()
    if form.cleaned_data["sure"]:
        try:
            batch = actions.draw_up_batch(
                ministry_id=ministry.pk, tranche_uids=[tranche.uid for tranche in chosen], **who(request)
            )
        except (RuleBroken, WrongState) as refused:
            put_on_form(form, refused)
            return render(request, "contracts/draw_up_batch.html", context, status=422)
        messages.success(
            request, _("The batch %(number)s is drawn up. Two approvers decide.") % {"number": batch.number}
        )
        return redirect("contracts:batch", batch.uid)
    total_krw = sum(tranche.amount_krw for tranche in chosen)
    return render(request, "contracts/draw_up_confirm.html", {**context, "chosen": chosen, "total_krw": total_krw})


@require_safe
@login_required
def batch(request: HttpRequest, batch_uid: UUID) -> HttpResponse:
    """A batch with its payments, its approvals and what is next; when paid, the receipt of it."""
    actor = asked(request).actor
    found = queries.batch_page(batch_uid, actor)
    verbs = [move.verb for move in BATCH.open_from(found.state) if _may(actor, found, move.verb)]
    own = {approval.user_id for approval in found.approvals.all()} | {found.drawn_up_by}
    approves = any(verb.startswith("approve") for verb in verbs)
    context = {
        **_shown(found),
        **_paid_to(found, actor),
        "steps": _steps(found),
        "approves": approves and actor.user_id not in own,
        "approved_or_drew": approves and actor.user_id in own,
        "marks_paid": "mark_paid" in verbs,
        "discards": "discard" in verbs,
        "orders": "mark_paid" in verbs and found.state == "approved",
        "order": getattr(found, "bank_order", None),
        "takes_file": permissions.may_run_contracts(actor, found.ministry_id, None),
    }
    return render(request, "contracts/batch.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def approve(request: HttpRequest, batch_uid: UUID) -> HttpResponse:
    """Approve a batch of exactly the total that this page shows."""
    found = queries.batch_page(batch_uid, asked(request).actor)
    require(permissions.may_approve(asked(request).actor, found), "approve")
    form = ApprovalForm(sent(request), initial={"total_krw": found.total_krw})
    if done(request, form, lambda: actions.approve_batch(batch_uid=batch_uid, **form.cleaned_data, **who(request))):
        messages.success(request, _("You have approved the batch %(number)s.") % {"number": found.number})
        return redirect("contracts:batch", batch_uid)
    return _form(request, "contracts/approve_batch.html", found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mark_paid(request: HttpRequest, batch_uid: UUID) -> HttpResponse:
    """The bank has paid: write its reference beside each payment."""
    actor = asked(request).actor
    found = queries.batch_page(batch_uid, actor)
    require(_may(actor, found, "mark_paid"), "mark_paid")
    BATCH.require("mark_paid", found.state)
    form = ReferencesForm(sent(request), [one for one in found.payments.all() if one.state in OPEN])

    def pay() -> None:
        actions.mark_batch_paid(batch_uid=batch_uid, references=form.references(), **who(request))

    if done(request, form, pay):
        messages.success(request, _("The batch %(number)s is marked as paid.") % {"number": found.number})
        return redirect("contracts:batch", batch_uid)
    return _form(request, "contracts/mark_paid.html", found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def discard(request: HttpRequest, batch_uid: UUID) -> HttpResponse:
    """Give up a batch that is not approved twice; its tranches can be put into another."""
    actor = asked(request).actor
    found = queries.batch_page(batch_uid, actor)
    require(_may(actor, found, "discard"), "discard")
    BATCH.require("discard", found.state)
    form = ReasonForm(sent(request))
    if done(request, form, lambda: actions.discard_batch(batch_uid=batch_uid, **form.cleaned_data, **who(request))):
        messages.success(request, _("The batch is given up. Its tranches are released again."))
        return redirect("contracts:batch", batch_uid)
    return _form(request, "contracts/discard_batch.html", found, form)


def _may(actor: Actor, found: PaymentBatch, verb: str) -> bool:
    pays_out = permissions.may_run_contracts(actor, found.ministry_id, None)
    approves = permissions.may_approve(actor, found)
    by_desk = {"mark_paid": pays_out, "settle": False, "order": False, "discard": pays_out or approves}
    return by_desk.get(verb, approves)


def _shown(found: PaymentBatch) -> dict[str, Any]:
    return {"batch": found, "state": label(f"batch.{found.state}"), "tone": TONES[found.state]}


def _paid_to(found: PaymentBatch, actor: Actor) -> dict[str, Any]:
    """The payments, with the account numbers for those alone who pay or approve."""
    sees = permissions.may_run_contracts(actor, found.ministry_id, None) or permissions.may_approve(actor, found)
    lines = [
        {
            "payment": payment,
            "state": label(f"payment.{payment.state}"),
            "account": payment.account_number if sees else masked(payment.account_number),
        }
        for payment in found.payments.all()
    ]
    return {"lines": lines, "approvals": list(found.approvals.all())}


def _steps(found: PaymentBatch) -> list[dict[str, str]]:
    names = ("drawn_up", "approved_once", "approved", *(("ordered",) if found.ordered_at else ()), _end(found))
    if found.state not in names:
        return []
    now = names.index(found.state)
    return [
        {
            "label": label(f"batch.{name}"),
            "state": "done" if place <= now else "current" if place == now + 1 else "todo",
        }
        for place, name in enumerate(names)
    ]


def _end(found: PaymentBatch) -> str:
    """How a batch ends: by the bank's own word, or by hand."""
    return "settled" if found.ordered_at and found.state != "paid" else "paid"


def _form(request: HttpRequest, template: str, found: PaymentBatch, form: Form, **more: Any) -> HttpResponse:
    context = {**_shown(found), **_paid_to(found, asked(request).actor), "form": form, **more}
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)
