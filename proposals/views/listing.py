"""My proposals, and starting one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import asked
from accounts.middleware import Asked as Arrived
from accounts.queries import institutions_of
from core.templatetags.baro import in_language
from core.wording import label
from programs.models import Call
from programs.queries import call as visible_call
from programs.queries import in_phase, policy_of, public_calls
from proposals import actions, queries, rules
from proposals.forms.basics import StartForm
from proposals.models import Proposal
from proposals.views.door import CORRECTABLE, put_beside, signed_in
from proposals.views.screening import form_of
from proposals.views.shown import STATE_TONES

CALLS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal of the list: where it stands and what it lacks."""

    proposal: Proposal
    state: str
    tone: str
    missing: tuple[str, ...]
    is_open: bool


@signed_in
@require_GET
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Every proposal that the asker writes or answers for, those that need something first."""
    arrived = asked(request)
    rows = []
    for proposal in queries.of_actor(arrived.actor):
        is_open = proposal.call.phase(arrived.at) == "open"
        tasks = _open_tasks(proposal, arrived.at) if is_open and proposal.state == "draft" else ()
        rows.append(
            Row(
                proposal,
                label(f"proposal.{proposal.state}"),
                STATE_TONES[proposal.state],
                tuple(label(f"task.{task.code}") for task in tasks if task.status != "done"),
                is_open,
            )
        )
    rows.sort(key=lambda row: (not (row.is_open and row.proposal.state == "draft"), row.proposal.call.closes_at))
    context = {
        "rows": rows,
        "at": arrived.at,
        "open_calls": list(in_phase(public_calls(arrived.at), "open", arrived.at)[:6]),
    }
    return render(request, "proposals/list.html", context)


def _open_tasks(proposal: Proposal, at: datetime) -> tuple[rules.Task, ...]:
    """What it lacks by itself; what its people do elsewhere is looked at on its own page, not for each row."""
    return rules.tasks(queries.facts_of(proposal), queries.policy_for(proposal), at)


@signed_in
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """Begin a proposal for a call: who leads, and a working title."""
    arrived = asked(request)
    call = visible_call(call_uid, arrived.actor)
    institutions = [
        (str(organization.uid), in_language(organization, "name")) for organization in institutions_of(arrived.actor)
    ]
    carried = _carried(arrived, call)
    lead = str(carried.lead) if carried else institutions[0][0] if len(institutions) == 1 else ""
    only = {"lead_organization": lead} if lead else {}
    form = StartForm(request.POST or None, institutions=institutions, initial=only)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = actions.begin_with(
                call_uid=call.uid,
                asked=replace(carried or queries.Asked(), lead=UUID(form.cleaned_data["lead_organization"])),
                title_ko=form.cleaned_data["title_ko"],
                title_en=form.cleaned_data["title_en"],
                despite=form.cleaned_data["despite"],
                by=arrived.actor,
                at=arrived.at,
            )
            return redirect("proposals:detail", proposal.uid)
        except CORRECTABLE as refused:
            if rules.may_begin_despite(refused.violations):
                form.offer_despite()
            put_beside(form, refused)
    context = {**_start_page(form, call, arrived.at, institutions), "carried": carried}
    return render(request, "proposals/start.html", context, status=422 if form.errors else 200)


def _carried(request: Arrived, call: Call) -> queries.Asked | None:
    """What was named where somebody asked whether one may apply, as the address carries it on."""
    if not request.GET:
        return None
    form = form_of(request, call, institutions_of(request.actor))
    return form.asked if form.is_valid() else None


def _start_page(form: StartForm, call: Call, at: object, institutions: list[tuple[str, str]]) -> dict[str, object]:
    policy = policy_of(call.rule_set)
    return {
        "form": form,
        "call": call,
        "at": at,
        "policy": policy,
        "institutions": institutions,
        "documents": [in_language(document, "name") for document in policy.files.documents if document.required],
        "trail": [
            {"label": _("My proposals"), "url": reverse("proposals:list")},
            {"label": _("Start a proposal"), "url": ""},
        ],
    }
