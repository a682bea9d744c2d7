"""The team: who works on it, for what share of his time, and what he may be paid."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Person
from accounts.queries import people_like
from core.refusals import NotFound
from core.templatetags.baro import in_language
from core.wording import label, say_violation
from programs.policy import PersonKind, Policy
from proposals import actions, queries
from proposals.forms.consortium import SearchForm
from proposals.forms.people import PersonForm
from proposals.models import Participation
from proposals.views.door import CORRECTABLE, Opened, open_draft, put_beside, signed_in, tell

PERSON_FIELDS = ("part", "person_kind", "share_bp", "may_edit")


@signed_in
@require_GET
def people(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The team, and a search among the people of the consortium."""
    opened = open_draft(request, uid)
    proposal = opened.proposal
    search = SearchForm(request.GET, label=_("Find a person"), hint=_("Name, or the researcher number"))
    team = list(proposal.participations.all())
    inside = {one.person_id for one in team}
    institutions = [proposal.lead_organization_id, *(one.organization_id for one in proposal.partners.all())]
    found = people_like(search.wanted, organization_ids=institutions) if search.wanted else []
    tasks = queries.progress(proposal, opened.request.at, opened.request.actor)
    violations = [violation for task in tasks if task.code == "people" for violation in task.violations]
    pays = pay_words(opened.policy)
    context = {
        "search": search,
        "found": [(person, person.pk in inside) for person in found],
        "asked_for": search.wanted,
        "team": [
            {
                "row": one,
                "part": label(f"part.{one.part}"),
                "kind": label(f"person_kind.{one.person_kind}"),
                "pay": pays.get(one.person_kind, ""),
            }
            for one in team
        ],
        "pay_rules": [(label(f"person_kind.{kind}"), pays[kind]) for kind in PersonKind],
        "problems": [say_violation(one) for one in violations],
    }
    return opened.page("proposals/people.html", pgettext("project", "People"), context)


def pay_words(policy: Policy) -> dict[str, str]:
    """What each kind of person may be paid, in words."""
    return {kind.value: label(f"pay.{policy.pay.pay_of(kind)}") for kind in PersonKind}


@signed_in
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, uid: UUID, person_uid: UUID) -> HttpResponse:
    """One person of the team: add, or change the part and the share of time."""
    opened = open_draft(request, uid)
    stored = next((one for one in opened.proposal.participations.all() if one.person.uid == person_uid), None)
    who: Person = stored.person if stored else _found(opened, person_uid)
    form = PersonForm(request.POST or None, initial=_initial(opened, stored), pays=pay_words(opened.policy))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.put_person(
                    proposal_uid=uid,
                    person_uid=person_uid,
                    part=form.cleaned_data["part"],
                    person_kind=form.cleaned_data["person_kind"],
                    share_bp=form.cleaned_data["share_bp"],
                    may_edit=form.cleaned_data["may_edit"],
                    by=opened.request.actor,
                    at=opened.request.at,
                )
                messages.success(request, _("Saved."))
                return redirect("proposals:people", uid)
            except CORRECTABLE as refused:
                put_beside(form, refused, {f"people.{person_uid}.{name}": name for name in PERSON_FIELDS})
                status = refused.status
    context = {"form": form, "person": who, "stored": stored}
    return opened.page("proposals/person.html", in_language(who, "name"), context, status=status)


def _initial(opened: Opened, stored: Participation | None) -> dict[str, object]:
    if stored is None:
        has_leader = any(one.part == "leader" for one in opened.proposal.participations.all())
        return {"part": "member" if has_leader else "leader", "may_edit": True}
    return {name: getattr(stored, name) for name in PERSON_FIELDS}


def _found(opened: Opened, uid: UUID) -> Person:
    """A person of the consortium's institutions. Raises NotFound for anybody else."""
    inside = Person.objects.filter(organization__in=opened.proposal.organization_ids)
    person = inside.select_related("organization").filter(uid=uid).first()
    if person is None:
        raise NotFound.because("http.not_found")
    return person


@signed_in
@require_POST
def remove_person(request: HttpRequest, uid: UUID, person_uid: UUID) -> HttpResponse:
    """Take a person out of the team; why he can't be, is told on the list."""
    opened = open_draft(request, uid)
    try:
        actions.remove_person(proposal_uid=uid, person_uid=person_uid, by=opened.request.actor, at=opened.request.at)
        messages.success(request, _("The person was removed. He or she can be added again."))
    except CORRECTABLE as refused:
        tell(request, refused)
    return redirect("proposals:people", uid)
