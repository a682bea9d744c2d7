"""May we apply? Everything at once, before a word is written. Nothing is stored: the address holds the question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import asked
from accounts.middleware import Asked as Arrived
from accounts.models import Organization, Person
from accounts.queries import institutions_of, organizations, organizations_like, people_like, regions_on
from core.calendar import seoul_date
from core.refusals import Violation
from core.templatetags.baro import in_language
from core.wording import say_violation
from programs.models import Call
from programs.policy import Clause, Policy, describe
from programs.queries import call as visible_call
from programs.queries import policy_of, say_clause
from proposals import permissions, queries
from proposals.forms.screening import ScreeningForm
from proposals.rules import Screening, Standing, screening

FOUND = 8
"""Institutions, and people, that a search offers."""


@dataclass(frozen=True, slots=True)
class Said:
    """A clause with its sentence, in the reader's language."""

    clause: Clause
    sentence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that stands against it, with the clauses that it comes from."""

    text: str
    clauses: tuple[Said, ...]


@require_safe
def screen(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """The question and its answer on one page: by names for who has an institution, by kind and region for others."""
    arrived = asked(request)
    call = visible_call(call_uid, arrived.actor)
    policy = policy_of(call.rule_set)
    own = institutions_of(arrived.actor) if arrived.actor.is_known else []
    form = form_of(arrived, call, own)
    context = {
        "call": call,
        "at": arrived.at,
        "form": form,
        "own": own,
        "asked": bool(request.GET),
        "trail": [
            {"label": _("Calls for proposals"), "url": reverse("programs:calls")},
            {"label": in_language(call, "title"), "url": reverse("programs:call", args=[call.uid])},
            {"label": _("May we apply?"), "url": ""},
        ],
    }
    if not form.is_valid():
        return render(request, "proposals/screening.html", context, status=422)
    application = queries.application_of(call, form.asked, arrived.actor, somebody=_("An institution like yours"))
    found = screening(application.facts, policy, application.known, arrived.at)
    context |= _rows(form, application, own) | answer_of(found, policy)
    lead = application.organizations.get(form.asked.lead) if form.asked.lead else None
    may_start = lead is not None and permissions.may_start(arrived.actor, lead.pk) and call.phase(arrived.at) == "open"
    if may_start:
        context["start_url"] = f"{reverse('proposals:start', args=[call.uid])}?{request.GET.urlencode()}"
    return render(request, "proposals/screening.html", context)


def form_of(request: Arrived, call: Call, own: list[Organization]) -> ScreeningForm:
    """The question as its address holds it; who has an institution here asks for it unless he names another."""
    data = request.GET.copy()
    leads = list(own)
    if own and not data.get("lead"):
        data["lead"] = str(own[0].uid)
    elif own and data["lead"] not in {str(one.uid) for one in own}:
        leads += _named(str(data["lead"]))
    regions = [] if own else regions_on(seoul_date(request.at))
    return ScreeningForm(
        data,
        leads=[(str(one.uid), in_language(one, "name")) for one in leads],
        regions=[(one.code, in_language(one, "name")) for one in regions],
        years=policy_of(call.rule_set).project_years.count,
    )


def _named(uid: str) -> list[Organization]:
    try:
        return list(organizations().filter(uid=UUID(uid)))
    except ValueError:
        return []


def _rows(form: ScreeningForm, application: queries.Application, own: list[Organization]) -> dict[str, Any]:
    """Who was named, and who is found by what was looked for."""
    if not own:
        return {}
    wanted, person = form.cleaned_data["q"].strip(), form.cleaned_data["p"].strip()
    kinds = application.policy.eligibility.partner_kinds
    inside = [one.pk for one in application.organizations.values()]
    named = {*application.organizations}
    institutions, people = _found(wanted, kinds), _people(person, inside)
    return {
        "partners": [application.organizations[uid] for uid in form.asked.partners],
        "people": [(application.people[uid], form.share(uid), uid == form.leader) for uid in form.people],
        "institutions_found": [one for one in institutions if one.uid not in named],
        "people_found": [one for one in people if one.uid not in application.people],
        "no_institution": wanted and not institutions,
        "nobody": person and not people,
    }


def _found(text: str, kinds: Iterable[str]) -> list[Organization]:
    return organizations_like(text, kinds=kinds, limit=FOUND) if text else []


def _people(text: str, institutions: list[int]) -> list[Person]:
    return people_like(text, organization_ids=institutions, limit=FOUND) if text and institutions else []


def answer_of(found: Screening, policy: Policy) -> dict[str, Any]:
    """What a screening came to, in the reader's words."""
    said = [Said(clause, say_clause(clause)) for clause in describe(policy)]
    return {
        "may_apply": found.may_apply,
        "against": [Reason(say_violation(one), _clauses(one, said)) for one in found.against],
        "waits": [say_violation(one) for one in found.waits],
        "open": [Said(clause, say_clause(clause)) for clause in found.of(Standing.OPEN)],
        "fine": [Said(clause, say_clause(clause)) for clause in found.of(Standing.FINE)],
    }


def _clauses(violation: Violation, said: list[Said]) -> tuple[Said, ...]:
    """The clause of a violation, and those within it."""
    path = violation.clause
    return tuple(one for one in said if path and (one.clause.path == path or one.clause.path.startswith(f"{path}.")))
