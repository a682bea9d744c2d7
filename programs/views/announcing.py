"""Check and announce a call, now or later, move its dates, cancel it: each asks once more and shows what follows."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import Asked
from core.refusals import RuleBroken
from core.wording import moment as say_moment
from programs import actions, queries, rules
from programs.forms import DatesForm, ReasonForm, ScheduleForm
from programs.models import Call
from programs.showing import dates_of, key_figures
from programs.states import CALL
from programs.views.doors import call_at_desk, done, said, signed_in, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: Asked, call_uid: UUID) -> HttpResponse:
    """What is still missing, or what will bind; then announce, now or by itself at a moment."""
    call = call_at_desk(call_uid, request.actor, "announce")
    CALL.require("announce", call.state)
    if request.method == "POST":
        try:
            actions.announce_call(call_uid=call_uid, **who(request))
        except RuleBroken:
            return _checked(request, call, _schedule_form(call), 422)
        messages.success(request, _("The call is announced."))
        return redirect("programs:call", call_uid)
    return _checked(request, call, _schedule_form(call), 200)


@signed_in
@require_POST
def schedule(request: Asked, call_uid: UUID) -> HttpResponse:
    """Have the checked call announced by itself; what stands against it is said on the page that was checked."""
    call = call_at_desk(call_uid, request.actor, "schedule")
    CALL.require("schedule", call.state)
    form = ScheduleForm(request.POST)
    if done(request, form, lambda: actions.schedule_call(call_uid=call_uid, **form.cleaned_data, **who(request))):
        moment = {"moment": say_moment(form.cleaned_data["announces_at"])}
        messages.success(request, _("The call will be announced by itself on %(moment)s.") % moment)
        return redirect("programs:call", call_uid)
    return _checked(request, call, form, 422)


@signed_in
@require_POST
def unschedule(request: Asked, call_uid: UUID) -> HttpResponse:
    """Take back that the call is announced by itself."""
    actions.unschedule_call(call_uid=call_uid, **who(request))
    messages.success(request, _("The call is a draft again."))
    return redirect("programs:call", call_uid)


def _schedule_form(call: Call) -> ScheduleForm:
    return ScheduleForm(initial={"announces_at": call.announces_at})


def _checked(request: Asked, call: Call, form: ScheduleForm, status: int) -> HttpResponse:
    policy = queries.policy_of(call.rule_set)
    context = {
        "call": call,
        "form": form,
        "faults": said(queries.readiness(call, request.at), _where_mended(call)),
        "figures": key_figures(policy, call.budget_krw),
        "dates": dates_of(call, policy, request.at),
        "institutions": len(queries.institution_desks(policy, request.at)),
        "regions": len(queries.region_ids(policy, request.at)),
        "may_schedule": call.state == "draft" and request.at < call.opens_at,
        "asked": len(queries.asked_regions(call, policy, request.at)),
    }
    return render(request, "programs/announce.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def move_dates(request: Asked, call_uid: UUID) -> HttpResponse:
    """Move the closing or the regions' time to later."""
    call = call_at_desk(call_uid, request.actor, "move_dates")
    CALL.require("move_dates", call.state)
    initial = {name: getattr(call, name) for name in DatesForm.base_fields if name != "reason"}
    form = DatesForm(request.POST or None, initial=initial)
    if done(request, form, lambda: actions.move_call_dates(call_uid=call_uid, **form.cleaned_data, **who(request))):
        messages.success(request, _("The dates are moved. Everybody concerned is told."))
        return redirect("programs:call", call_uid)
    return render(request, "programs/move_dates.html", {"call": call, "form": form}, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Asked, call_uid: UUID) -> HttpResponse:
    """End a call for good."""
    call = call_at_desk(call_uid, request.actor, "cancel")
    CALL.require("cancel", call.state)
    form = ReasonForm(request.POST or None)
    if done(request, form, lambda: actions.cancel_call(call_uid=call_uid, **form.cleaned_data, **who(request))):
        messages.success(request, _("The call is cancelled."))
        return redirect("programs:call", call_uid)
    return render(request, "programs/cancel.html", {"call": call, "form": form}, status=422 if form.errors else 200)


def _where_mended(call: Call) -> dict[str, str]:
    """For each field of a violation the page and field where it is put right."""
    form = reverse("programs:edit-call", args=[call.uid])
    links = {name: f"{form}#id_{name}" for name in ("title_en", "summary_en", "contact", "budget_krw", "rule_set")}
    links |= {name: f"{form}#id_{name}" for name in ("announces_at", "project_starts_on", *rules.MOVABLE)}
    links["form"] = reverse("programs:form", args=[call.uid])
    links["guidelines"] = reverse("programs:guidelines", args=[call.uid])
    return links
