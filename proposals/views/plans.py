"""Regions' plans: which calls ask, what each region answered, one plan; begin, decline, endorse, send back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import asked
from accounts.middleware import Asked
from accounts.queries import institutions_of
from core.refusals import NotFound, require
from core.templatetags.baro import in_language
from core.wording import label, say_event
from programs.models import Call
from programs.queries import policy_of
from programs.routes import returns_left
from proposals import actions
from proposals.forms.plans import BeginPlanForm, EndorseForm, GiveBackForm, PlanReasonForm
from proposals.models import RegionalPlan
from proposals.permissions import plans as permissions
from proposals.permissions.regional import regions_ranked
from proposals.queries import plans as queries
from proposals.queries.plans import RegionAnswer
from proposals.views.door import CORRECTABLE, put_beside, signed_in

TONES = {
    "asked": "neutral",
    "writing": "information",
    "handed_in": "point",
    "returned": "warning",
    "accepted": "success",
    "refused": "danger",
    "declined": "neutral",
}


@signed_in
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """The calls that take plans of regions and concern the asker."""
    arrived = asked(request)
    lines = queries.calls_with_plans(arrived.actor, arrived.at)
    rows = [{"line": line, "call": line.call, "phase": line.call.phase(arrived.at)} for line in lines]
    return render(request, "proposals/plans/list.html", {"rows": rows, "at": arrived.at})


@signed_in
@require_GET
def of_call(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """What each region answered to a call; a region's officers see theirs and what they may do."""
    arrived = asked(request)
    call = queries.plan_call(call_uid)
    answers = queries.answers(call, arrived.actor)
    if not answers and not permissions.may_read_plans(arrived.actor, call.program.ministry_id, call.program.uid):
        raise NotFound.because("http.not_found")
    states = Counter(answer.state for answer in answers)
    context = {
        "call": call,
        "at": arrived.at,
        "rows": [_row(arrived, call, answer) for answer in answers],
        "bars": [
            {"label": label(f"plan.{state}"), "value": states[state], "text": str(states[state])}
            for state in TONES
            if states[state]
        ],
        "reads_all": permissions.may_read_plans(arrived.actor, call.program.ministry_id, call.program.uid),
        "trail": _trail(call),
    }
    return render(request, "proposals/plans/call.html", context)


def _row(request: Asked, call: Call, answer: RegionAnswer) -> dict[str, Any]:
    mine = answer.region.pk in regions_ranked(request.actor)
    begins = mine if call.program.traits.asked else _leads(request, answer)
    is_open = call.phase(request.at) == "open"
    free = answer.state in {"asked", "declined", "refused"}
    plan = answer.plan
    return {
        "region": answer.region,
        "plan": plan,
        "state": label(f"plan.{answer.state}"),
        "tone": TONES[answer.state],
        "begins": is_open and free and begins,
        "declines": is_open and mine and call.program.traits.asked and answer.state in {"asked", "writing"},
        "grant_krw": _grant(plan),
    }


def _leads(request: Asked, answer: RegionAnswer) -> bool:
    """Whether the asker belongs to an institution of the region; whether it may lead is told on the next page."""
    return any(one.region_id == answer.region.pk for one in institutions_of(request.actor))


def _grant(plan: RegionalPlan | None) -> int | None:
    submission = plan.proposal.submission if plan is not None and plan.proposal is not None else None
    return None if submission is None else submission.grant_krw


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """Name the leading institution of the region, and begin to write."""
    arrived = asked(request)
    call = queries.plan_call(call_uid)
    leads = _institutions(arrived, call)
    if not leads:
        raise NotFound.because("http.not_found")
    form = BeginPlanForm(
        request.POST or None,
        institutions=leads,
        initial={"lead_organization": leads[0][0]} if len(leads) == 1 else {},
    )

    def act() -> None:
        given = form.cleaned_data
        actions.begin_plan(
            call_uid=call_uid,
            lead_organization_uid=UUID(given["lead_organization"]),
            title_ko=given["title_ko"],
            title_en=given["title_en"],
            by=arrived.actor,
            at=arrived.at,
        )

    if _done(request, form, act):
        plan = queries.visible_to(arrived.actor).filter(call=call, state="writing").latest("id")
        assert plan.proposal is not None, "a plan that is written has its proposal"
        return redirect("proposals:detail", plan.proposal.uid)
    context = {"call": call, "form": form, "at": arrived.at, "trail": _trail(call, _("Begin the plan"))}
    return render(request, "proposals/plans/begin.html", context, status=422 if form.errors else 200)


def _institutions(request: Asked, call: Call) -> list[tuple[str, str]]:
    """Whom the asker may name: institutions of his region where it is asked, else his own."""
    if call.program.traits.asked:
        found = [one for region_id in regions_ranked(request.actor) for one in queries.leads_of(call, region_id)]
    else:
        found = institutions_of(request.actor)
    return [(str(one.uid), in_language(one, "name")) for one in found]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, call_uid: UUID, region: str) -> HttpResponse:
    """The region makes no plan, and says why."""
    arrived = asked(request)
    call = queries.plan_call(call_uid)
    answer = next((one for one in queries.answers(call, arrived.actor) if one.region.code == region), None)
    if answer is None:
        raise NotFound.because("http.not_found")
    require(permissions.may_answer_plan(arrived.actor, answer.region.pk), "decline")
    form = PlanReasonForm(request.POST or None)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        actions.decline_plan(call_uid=call_uid, region=region, reason=reason, by=arrived.actor, at=arrived.at)

    if _done(request, form, act):
        messages.success(request, _("The ministry was told that the region makes no plan."))
        return redirect("proposals:call-plans", call_uid)
    context = {"call": call, "form": form, "region": answer.region, "trail": _trail(call, _("Make no plan"))}
    return render(request, "proposals/plans/decline.html", context, status=422 if form.errors else 200)


@signed_in
@require_GET
def plan(request: HttpRequest, plan_uid: UUID) -> HttpResponse:
    """Where a region's plan stands, what was said about it, and what the asker may do with it now."""
    arrived = asked(request)
    return render(request, "proposals/plans/plan.html", _context(arrived, queries.plan_page(plan_uid, arrived.actor)))


def _context(request: Asked, found: RegionalPlan, here: str = "") -> dict[str, Any]:
    policy, call = policy_of(found.call.rule_set), found.call
    reads = permissions.may_give_back_plan(request.actor, found.ministry_id, call.program.uid)
    decides = permissions.may_decide_plan(request.actor, found.ministry_id)
    mine = permissions.may_answer_plan(request.actor, found.region_id)
    left = returns_left(policy, found.returned_times)
    return {
        "plan": found,
        "call": call,
        "traits": call.program.traits,
        "at": request.at,
        "state": label(f"plan.{found.state}"),
        "tone": TONES[found.state],
        "parts": [label(f"task.{part}") for part in found.parts],
        "returns_left": left,
        "gives_back": reads and found.state == "handed_in" and left > 0,
        "accepts": decides and found.state == "handed_in",
        "refuses": decides and found.state in {"handed_in", "returned"},
        "waits_for_region": call.program.traits.endorsed and found.state == "handed_in" and found.endorsed_at is None,
        "endorses": mine and call.program.traits.endorsed and found.state == "handed_in" and found.endorsed_at is None,
        "asks_match": policy.match.is_owed,
        "policy": policy,
        "submission": found.proposal.submission if found.proposal is not None else None,
        "history": [
            {"at": event.at, "text": say_event(event.name, event.data), "by": event.actor_name, "detail": event.reason}
            for event in reversed(queries.history_of(found))
        ],
        "trail": _trail(call, in_language(found.region, "name"), plan=found if here else None, here=here),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest, plan_uid: UUID) -> HttpResponse:
    """The region's government stands behind the plan and pledges the match that its budget names."""
    arrived = asked(request)
    found = queries.plan_page(plan_uid, arrived.actor)
    require(permissions.may_answer_plan(arrived.actor, found.region_id), "endorse")
    pledges = policy_of(found.call.rule_set).match.is_owed
    form = EndorseForm(request.POST or None, request.FILES or None, pledges=pledges)

    def act() -> None:
        document = form.cleaned_data.get("document")
        actions.endorse_plan(plan_uid=plan_uid, document=document, by=arrived.actor, at=arrived.at)

    if _done(request, form, act):
        messages.success(request, _("The plan is endorsed. The ministry decides on it."))
        return redirect("proposals:plan", plan_uid)
    context = {**_context(arrived, found, _("Endorse")), "form": form}
    return render(request, "proposals/plans/endorse.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, plan_uid: UUID) -> HttpResponse:
    """Send the plan back for the parts that are named."""
    arrived = asked(request)
    found = queries.plan_page(plan_uid, arrived.actor)
    require(permissions.may_give_back_plan(arrived.actor, found.ministry_id, found.call.program.uid), "give_back")
    form = GiveBackForm(request.POST or None)

    def act() -> None:
        actions.give_plan_back(plan_uid=plan_uid, **form.cleaned_data, by=arrived.actor, at=arrived.at)

    if _done(request, form, act):
        messages.success(request, _("The plan was sent back. The region is told."))
        return redirect("proposals:plan", plan_uid)
    context = {**_context(arrived, found, _("Send back")), "form": form}
    return render(request, "proposals/plans/give_back.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, form: Form, act: Callable[[], None]) -> bool:
    """Run an action if the form was sent and is valid. Whether it was done; a refusal stands beside the fields."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except CORRECTABLE as refused:
        put_beside(form, refused)
        return False
    return True


def _trail(call: Call, *labels: str, plan: RegionalPlan | None = None, here: str = "") -> list[dict[str, str]]:
    """From the call over its plans to the page named last; over `plan` to a page about it."""
    found = [
        {"label": in_language(call, "title"), "url": reverse("programs:call", args=[call.uid])},
        {
            "label": _("Plans of the regions"),
            "url": reverse("proposals:call-plans", args=[call.uid]) if labels else "",
        },
        *(
            {"label": text, "url": reverse("proposals:plan", args=[plan.uid]) if plan is not None else ""}
            for text in labels
        ),
    ]
    return [*found, {"label": here, "url": ""}] if here else found
