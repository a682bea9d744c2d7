"""The consortium: who leads, who joins, and what the rule set asks of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Organization
from accounts.queries import organizations, organizations_like
from core.refusals import NotFound
from core.templatetags.baro import in_language
from core.wording import label, say_violation
from programs.policy import Policy
from proposals import actions, queries
from proposals.forms.consortium import PartnerForm, SearchForm
from proposals.models import Proposal
from proposals.views.door import CORRECTABLE, open_draft, put_beside, signed_in, tell
from proposals.views.shown import concerning


@signed_in
@require_GET
def consortium(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The members, and a search for more."""
    opened = open_draft(request, uid)
    proposal = opened.proposal
    search = SearchForm(
        request.GET,
        label=_("Find an institution"),
        hint=_("Name in Korean or English, or business registration number"),
    )
    inside = {proposal.lead_organization_id, *(one.organization_id for one in proposal.partners.all())}
    found = organizations_like(search.wanted, kinds=opened.policy.eligibility.partner_kinds) if search.wanted else []
    tasks = queries.progress(proposal, opened.request.at, opened.request.actor)
    violations = [violation for task in tasks if task.code == "partners" for violation in task.violations]
    context = {
        "search": search,
        "found": [(organization, organization.pk in inside) for organization in found],
        "asked_for": search.wanted,
        "composition": composition(opened.policy, proposal),
        "problems": [say_violation(one) for one in concerning(violations, "partners", "lead_organization")],
    }
    return opened.page("proposals/consortium.html", _("Consortium"), context)


def composition(policy: Policy, proposal: Proposal) -> list[dict[str, object]]:
    """What the rule set asks of the consortium, each with what stands there now."""
    rule = policy.eligibility
    partners = [partner.organization for partner in proposal.partners.all()]
    members = [proposal.lead_organization, *partners]
    most = rule.max_partners
    rows: list[dict[str, object]] = [
        {
            "label": _("Partners beside the leading institution"),
            "rule": _("%(least)s to %(most)s") % {"least": rule.min_partners, "most": most}
            if most is not None
            else _("at least %(least)s") % {"least": rule.min_partners},
            "now": len(partners),
            "met": len(partners) >= rule.min_partners and (most is None or len(partners) <= most),
        }
    ]
    for wanted in rule.composition:
        now = sum(member.kind in wanted.kinds for member in members)
        rows.append(
            {
                "label": in_language(wanted, "name"),
                "rule": _("at least %(least)s") % {"least": wanted.at_least},
                "now": now,
                "met": now >= wanted.at_least,
            }
        )
    return rows


@signed_in
@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, uid: UUID, organization_uid: UUID) -> HttpResponse:
    """One partner: add it, or change what it brings."""
    opened = open_draft(request, uid)
    stored = next((one for one in opened.proposal.partners.all() if one.organization.uid == organization_uid), None)
    organization: Organization = stored.organization if stored else _found(organization_uid)
    form = PartnerForm(request.POST or None, initial={"contribution": stored.contribution if stored else ""})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.add_partner(
                    proposal_uid=uid,
                    organization_uid=organization_uid,
                    contribution=form.cleaned_data["contribution"],
                    by=opened.request.actor,
                    at=opened.request.at,
                )
                messages.success(request, _("Saved."))
                return redirect("proposals:consortium", uid)
            except CORRECTABLE as refused:
                put_beside(form, refused)
                status = refused.status
    context = {"form": form, "organization": organization, "stored": stored, "kind": label(f"kind.{organization.kind}")}
    return opened.page("proposals/partner.html", in_language(organization, "name"), context, status=status)


def _found(uid: UUID) -> Organization:
    organization = organizations().filter(uid=uid).first()
    if organization is None:
        raise NotFound.because("http.not_found")
    return organization


@signed_in
@require_POST
def remove_partner(request: HttpRequest, uid: UUID, organization_uid: UUID) -> HttpResponse:
    """Take a partner out; why it can't be, is told on the list."""
    opened = open_draft(request, uid)
    try:
        actions.remove_partner(
            proposal_uid=uid, organization_uid=organization_uid, by=opened.request.actor, at=opened.request.at
        )
        messages.success(request, _("The partner was removed. It can be added again."))
    except CORRECTABLE as refused:
        tell(request, refused)
    return redirect("proposals:consortium", uid)
