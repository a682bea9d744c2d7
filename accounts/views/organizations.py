"""Organisations, and who follows whom."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions, queries
from accounts.forms import OrganizationChangeForm, OrganizationFilter, OrganizationForm, SuccessorForm
from accounts.forms.choices import of_organizations, of_regions
from accounts.http import asked
from accounts.permissions import may_administer, may_read_directory
from accounts.views.steps import done, for_administrators, form_page, one_of, page_of, timeline, today


@require_safe
@login_required
def organizations(request: HttpRequest) -> HttpResponse:
    form = OrganizationFilter(request.GET, regions=of_regions(queries.regions_on(today(request))))
    found = queries.search_organizations(**(form.cleaned_data if form.is_valid() else {}))
    context = {
        "form": form,
        "page": (page := page_of(found, request)),
        "count": page.paginator.count,
        "may_administer": may_administer(asked(request).actor),
    }
    return render(request, "accounts/organizations.html", context)


@require_safe
@login_required
def organization(request: HttpRequest, uid: UUID) -> HttpResponse:
    actor = asked(request).actor
    row = one_of(queries.organizations(), uid)
    context = {
        "organization": row,
        "desks": queries.desks(queries.offices(today(request)).filter(organization=row)),
        "predecessors": queries.organizations().filter(successor=row),
        "may_administer": may_administer(actor),
        "events": timeline([row.uid]) if may_read_directory(actor) else [],
    }
    return render(request, "accounts/organization.html", context)


@require_http_methods(["GET", "POST"])
@for_administrators
def add_organization(request: HttpRequest) -> HttpResponse:
    form = OrganizationForm(request.POST or None, regions=of_regions(queries.regions_on(today(request))))
    made = done(
        form,
        lambda: actions.add_organization(by=asked(request).actor, at=asked(request).at, **form.cleaned_data),
    )
    if made is not None:
        return redirect("accounts:organization", made.uid)
    back = reverse("accounts:organizations")
    return form_page(request, form, title=_("Enter an organisation"), button=_("Enter"), back=back)


@require_http_methods(["GET", "POST"])
@for_administrators
def change_organization(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.organizations(), uid)
    regions = {region.code: region for region in queries.regions_on(today(request))}
    if row.region is not None:
        regions[row.region.code] = row.region
    form = OrganizationChangeForm(
        request.POST or None,
        regions=of_regions(sorted(regions.values(), key=lambda region: region.order)),
        initial={
            "name_ko": row.name_ko,
            "name_en": row.name_en,
            "region_code": row.region.code if row.region else "",
            "business_number": row.business_number,
            "version": row.version,
        },
    )
    changed = done(
        form,
        lambda: actions.change_organization(
            organization_uid=uid, by=asked(request).actor, at=asked(request).at, **form.cleaned_data
        ),
    )
    if changed is not None:
        return redirect("accounts:organization", uid)
    title = _("Change: %(name)s") % {"name": row.name_ko}
    back = reverse("accounts:organization", args=[uid])
    return form_page(request, form, title=title, button=_("Save"), back=back)


@require_http_methods(["GET", "POST"])
@for_administrators
def name_successor(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.organizations(), uid)
    others = queries.organizations().filter(successor__isnull=True).exclude(pk=row.pk)
    form = SuccessorForm(request.POST or None, organizations=of_organizations(others))
    named = done(
        form,
        lambda: actions.name_successor(
            organization_uid=uid,
            successor_uid=UUID(form.cleaned_data["successor_uid"]),
            reason=form.cleaned_data["reason"],
            by=asked(request).actor,
            at=asked(request).at,
        ),
    )
    if named is not None:
        return redirect("accounts:organization", uid)
    return form_page(
        request,
        form,
        title=_("Successor of %(name)s") % {"name": row.name_ko},
        button=_("Name the successor"),
        back=reverse("accounts:organization", args=[uid]),
        intro=_("Open offices move to the successor. This can't be undone."),
        danger=True,
    )
