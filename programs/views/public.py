"""What everybody may read: the list of calls, a call, a programme."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from accounts.middleware import Asked
from accounts.queries import regions_on
from core.calendar import seoul_date
from core.conditions import chips, without_page
from core.wording import label, say_event
from programs import permissions, queries
from programs.filters import CallFilter
from programs.forms.subscriptions import SubscribeForm
from programs.models import Call, Program, RuleDraft
from programs.policy import InstitutionKind, Policy
from programs.questions import questions_shown
from programs.showing import DOCUMENTS, MONEY, OUTAGE, TONES, WHO, dates_of, key_figures, sentences

CALLS_A_PAGE = 20
INQUIRIES_SHOWN = 3


@require_safe
def calls(request: Asked) -> HttpResponse:
    """Announced calls: open ones first, by what closes next."""
    chosen = CallFilter(request.GET, queryset=queries.public_calls(request.at), request=request)
    page = Paginator(chosen.qs, CALLS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": chosen.form,
        "chips": chips(request.path, request.GET, chosen.form),
        "page": page,
        "cards": [card(call, request) for call in page],
        "clear_url": request.path if request.GET else "",
        "subscribe": SubscribeForm(initial={"query": without_page(request.GET).urlencode()}, auto_id="subscribe_%s"),
        "query": f"?{without_page(request.GET).urlencode()}" if request.GET else "",
    }
    return render(request, "programs/calls.html", context)


@require_safe
def call(request: Asked, call_uid: UUID) -> HttpResponse:
    """One call: what, for whom, when, how much, under which rules, whom to ask."""
    found = queries.call(call_uid, request.actor)
    policy = queries.policy_of(found.rule_set)
    context = {
        **card(found, request),
        "policy": policy,
        "figures": key_figures(policy, found.budget_krw),
        "dates": dates_of(found, policy, request.at),
        "who": sentences(policy, WHO),
        "money": sentences(policy, MONEY),
        "documents": sentences(policy, DOCUMENTS),
        "outage": sentences(policy, OUTAGE),
        "asked": questions_shown(queries.form_of(found), policy),
        "closing_waits": _closing_waits(found, policy, request.at),
        "start_url": _start_url(found, request),
        **_screening(found, request),
        **_answered_by(found, policy, request),
        "moves": [move.verb for move in permissions.available_moves(request.actor, found, request.at)],
        "history": _history(found),
        "inquiries": list(queries.published_inquiries(found)[:INQUIRIES_SHOWN]),
        "reads_drafts": permissions.reads_drafts(request.actor, found.program.ministry_id, found.program.uid),
    }
    return render(request, "programs/call.html", context)


@require_safe
def program(request: Asked, program_uid: UUID) -> HttpResponse:
    """A programme: its goal, versions of its rules, what it counts, its calls; its desks see drafts too."""
    found = queries.program(program_uid)
    calls_of = queries.calls_visible_to(request.actor).filter(program=found).order_by("-opens_at")
    context = {
        "program": found,
        "cards": [card(call, request) for call in calls_of],
        "rule_sets": queries.rule_sets_visible_to(request.actor).filter(program=found),
        "runs_calls": permissions.may_run_calls(request.actor, found),
        "writes_rules": permissions.may_write_rules(request.actor, found),
        "draft": _rule_draft(found, request),
        "delegations": queries.delegations_of(found) if found.agency_id else [],
        "route": label(f"route.{found.route}"),
        "history": _program_history(found, request),
        "balanced": queries.policy_balanced(found) is not None,
        "runs_program": permissions.may_run_program(request.actor, found),
    }
    return render(request, "programs/program.html", context)


def _rule_draft(program: Program, request: Asked) -> RuleDraft | None:
    """The rules that are being written, for those who may read them."""
    may = permissions.may_view_rule_draft(request.actor, program)
    return queries.rule_draft_of(program.pk) if may else None


def _program_history(program: Program, request: Asked) -> list[dict[str, Any]]:
    """What was done to the programme and its rules, newest first; how rules were written only its desks read."""
    all_of_it = permissions.may_view_rule_draft(request.actor, program)
    return [
        {
            "at": event.at,
            "text": say_event(event.name, event.data),
            "by": event.actor_name if all_of_it else "",
            "detail": event.reason,
        }
        for event in queries.program_history(program)
        if all_of_it or event.name in PUBLIC_DEEDS
    ]


def card(call: Call, request: Asked) -> dict[str, Any]:
    """A call with what time makes of it at this request."""
    phase = call.phase(request.at)
    name = "reading" if phase == "ranking" and call.program.traits.plans else phase
    return {"call": call, "phase": phase, "phase_label": label(f"call.{name}"), "tone": TONES[phase], "at": request.at}


def _closing_waits(call: Call, policy: Policy, at: datetime) -> bool:
    """Whether the closing has passed and may still move."""
    if call.phase(at) != "ranking" or call.closing_swept_at is not None:
        return False
    return queries.awaits_check(call, policy)


def _start_url(call: Call, request: Asked) -> str:
    """Where a proposal is started; nowhere while the call is not open, for those who never start one."""
    if call.program.traits.plans:
        return ""
    if call.phase(request.at) != "open" or (request.actor.is_known and not permissions.may_propose(request.actor)):
        return ""
    try:
        return reverse("proposals:start", kwargs={"call_uid": call.uid})
    except NoReverseMatch:
        return ""


def _screening(call: Call, request: Asked) -> dict[str, Any]:
    """Where one asks whether one may apply, and what a short question about it offers; nowhere once it is over."""
    if call.program.traits.plans or call.phase(request.at) not in {"open", "coming"}:
        return {}
    try:
        url = reverse("proposals:screening", kwargs={"call_uid": call.uid})
    except NoReverseMatch:
        return {}
    return {"screening_url": url, "kinds": list(InstitutionKind), "regions": regions_on(seoul_date(request.at))}


def _answered_by(call: Call, policy: Policy, request: Asked) -> dict[str, Any]:
    """Who answers the call, where it is not any institution, and the files of its guideline."""
    traits = call.program.traits
    asked = queries.asked_regions(call, policy, call.closes_at) if traits.plans else []
    return {
        "traits": traits,
        "asked_regions": asked,
        "may_answer": traits.plans and permissions.may_answer(request.actor, call, [one.pk for one in asked]),
        "files": queries.files_of(call),
    }


def _history(call: Call) -> list[dict[str, Any]]:
    """What happened to the call since it was announced, newest first. Before that it was nobody else's business."""
    if call.announced_at is None:
        return []
    return [
        {"at": event.at, "text": say_event(event.name, event.data), "detail": event.reason}
        for event in reversed(queries.history(call.uid))
        if event.at >= call.announced_at and event.name in PUBLIC_EVENTS
    ]


PUBLIC_EVENTS = frozenset(
    {
        "programs.call_announced",
        "programs.call_dates_moved",
        "programs.call_extended",
        "programs.closing_held",
        "programs.call_opened",
        "programs.call_closed_to_plans",
        "programs.plans_due",
        "programs.call_closed",
        "programs.ranking_ended",
        "programs.call_cancelled",
    }
)
PUBLIC_DEEDS = frozenset(
    {
        "programs.program_created",
        "programs.program_changed",
        "programs.agency_appointed",
        "programs.rule_set_published",
        "programs.figures_recorded",
    }
)
