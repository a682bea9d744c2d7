"""What ministries let agencies do for them."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions, queries
from accounts.actors import Actor
from accounts.forms import DelegationFilter, DelegationForm, EndForm
from accounts.forms.choices import of_organizations
from accounts.http import asked
from accounts.models import Organization
from accounts.permissions import may_delegate
from accounts.roles import Kind
from accounts.views.steps import done, form_page, one_of, page_of, timeline, today
from core.refusals import NotAllowed


@require_safe
@login_required
def delegations(request: HttpRequest) -> HttpResponse:
    actor = asked(request).actor
    form = DelegationFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = queries.search_delegations(
        actor, today(request), q=chosen.get("q", ""), in_force=chosen.get("running", False)
    )
    context = {
        "form": form,
        "page": (page := page_of(found, request)),
        "count": page.paginator.count,
        "today": today(request),
        "may_delegate": bool(_own_ministries(actor)),
    }
    return render(request, "accounts/delegations.html", context)


@require_safe
@login_required
def delegation(request: HttpRequest, uid: UUID) -> HttpResponse:
    actor = asked(request).actor
    row = one_of(queries.delegations(actor), uid)
    context = {
        "delegation": row,
        "today": today(request),
        "may_end": may_delegate(actor, row.ministry_id) and (row.ends_on is None or row.ends_on > today(request)),
        "events": timeline([row.uid]),
    }
    return render(request, "accounts/delegation.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def delegate(request: HttpRequest) -> HttpResponse:
    ministries = _own_ministries(asked(request).actor)
    if not ministries:
        raise NotAllowed.because("http.not_allowed")
    form = DelegationForm(
        request.POST or None,
        ministries=of_organizations(ministries),
        agencies=of_organizations(queries.organizations().filter(kind=Kind.AGENCY, successor__isnull=True)),
        initial={"starts_on": today(request)},
    )
    made = done(
        form,
        lambda: actions.delegate(
            ministry_uid=UUID(form.cleaned_data["ministry_uid"]),
            agency_uid=UUID(form.cleaned_data["agency_uid"]),
            powers=form.cleaned_data["powers"],
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            reference=form.cleaned_data["reference"],
            by=asked(request).actor,
            at=asked(request).at,
        ),
    )
    if made is not None:
        return redirect("accounts:delegation", made.uid)
    return form_page(
        request,
        form,
        title=_("Delegate to an agency"),
        button=_("Delegate"),
        back=reverse("accounts:delegations"),
        intro=_("The agency's officers may then act for the ministry, in all its programmes, within these powers."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def end_delegation(request: HttpRequest, uid: UUID) -> HttpResponse:
    actor = asked(request).actor
    row = one_of(queries.delegations(actor), uid)
    if not may_delegate(actor, row.ministry_id):
        raise NotAllowed.because("http.not_allowed")
    form = EndForm(request.POST or None, initial={"ends_on": today(request)})
    ended = done(
        form,
        lambda: actions.end_delegation(
            delegation_uid=uid, by=asked(request).actor, at=asked(request).at, **form.cleaned_data
        ),
    )
    if ended is not None:
        return redirect("accounts:delegation", uid)
    title = _("End the delegation to %(agency)s") % {"agency": row.agency.name_ko}
    back = reverse("accounts:delegation", args=[uid])
    return form_page(request, form, title=title, button=_("End the delegation"), back=back, danger=True)


def _own_ministries(actor: Actor) -> list[Organization]:
    """The ministries for which this actor may delegate."""
    ministries = queries.organizations().filter(kind=Kind.MINISTRY, successor__isnull=True)
    return [ministry for ministry in ministries if may_delegate(actor, ministry.pk)]
