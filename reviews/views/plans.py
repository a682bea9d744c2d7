"""The ministry accepts or declines a region's plan, after reading what follows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import Asked
from core.refusals import require
from proposals.models import RegionalPlan
from proposals.queries.plans import accepted_krw, plan_page
from proposals.states import PLAN
from reviews import actions, permissions
from reviews.forms import ReasonForm
from reviews.views.doors import done, signed_in, who


class AcceptForm(Form):
    """Nothing is asked but the button; a refusal stands above it."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: Asked, plan_uid: UUID) -> HttpResponse:
    """What accepting binds, and what of the call's money is left; then accept."""
    plan = _to_decide(request, plan_uid, "accept")
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if done(request, form, lambda: actions.accept_plan(plan_uid=plan_uid, **who(request))):
        messages.success(request, _("The plan is accepted. Its contract can be drawn up."))
        return redirect("proposals:plan", plan_uid)
    return _page(request, "reviews/accept_plan.html", plan, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: Asked, plan_uid: UUID) -> HttpResponse:
    """Decline the plan for a reason that its region reads."""
    plan = _to_decide(request, plan_uid, "refuse")
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.refuse_plan(plan_uid=plan_uid, reason=form.cleaned_data["reason"], **who(request))

    if done(request, form, act):
        messages.success(request, _("The plan is declined. The region is told why."))
        return redirect("proposals:plan", plan_uid)
    return _page(request, "reviews/refuse_plan.html", plan, form)


def _to_decide(request: Asked, plan_uid: UUID, verb: str) -> RegionalPlan:
    plan = plan_page(plan_uid, request.actor)
    require(permissions.may_select(request.actor, plan.ministry_id), "decide")
    PLAN.require(verb, plan.state)
    return plan


def _page(request: Asked, template: str, plan: RegionalPlan, form: Form) -> HttpResponse:
    accepted = accepted_krw(plan.call)
    context: dict[str, Any] = {
        "plan": plan,
        "call": plan.call,
        "form": form,
        "submission": plan.proposal.submission if plan.proposal is not None else None,
        "accepted_krw": accepted,
        "left_krw": plan.call.budget_krw - accepted,
    }
    return render(request, template, context, status=422 if form.errors else 200)
