"""Offices, who holds them, who acts in them, and which stand empty."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions, queries
from accounts.forms import AppointmentForm, EndForm, OfficeFilter, OfficeForm, ReasonForm
from accounts.forms.choices import of_organizations, of_people
from accounts.http import asked
from accounts.permissions import may_administer, may_see_desk
from accounts.views.steps import done, for_administrators, form_page, one_of, page_of, timeline, today


@require_safe
@login_required
def offices(request: HttpRequest) -> HttpResponse:
    form = OfficeFilter(request.GET)
    found = queries.search_offices(today(request), **(form.cleaned_data if form.is_valid() else {}))
    context = {
        "form": form,
        "page": (page := page_of(found, request)),
        "desks": queries.desks(page.object_list),
        "count": page.paginator.count,
        "vacancies": queries.vacant_offices(today(request)).count(),
        "may_administer": may_administer(asked(request).actor),
    }
    return render(request, "accounts/offices.html", context)


@require_safe
@login_required
def office(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.all_offices(today(request)), uid)
    context = {
        "office": row,
        "desk": queries.desks([row])[0],
        "appointments": queries.appointments_in(row),
        "today": today(request),
        "may_administer": may_administer(asked(request).actor),
        "sees_desk": may_see_desk(asked(request).actor, row),
        "events": timeline([row.uid]),
    }
    return render(request, "accounts/office.html", context)


@require_http_methods(["GET", "POST"])
@for_administrators
def open_office(request: HttpRequest) -> HttpResponse:
    organizations = queries.organizations().filter(successor__isnull=True)
    form = OfficeForm(
        request.POST or None,
        organizations=of_organizations(organizations),
        initial={"organization_uid": request.GET.get("organization", "")},
    )
    made = done(
        form,
        lambda: actions.open_office(
            organization_uid=UUID(form.cleaned_data["organization_uid"]),
            role=form.cleaned_data["role"],
            title_ko=form.cleaned_data["title_ko"],
            title_en=form.cleaned_data["title_en"],
            by=asked(request).actor,
            at=asked(request).at,
        ),
    )
    if made is not None:
        return redirect("accounts:office", made.uid)
    return form_page(
        request, form, title=_("Open an office"), button=_("Open the office"), back=reverse("accounts:offices")
    )


@require_http_methods(["GET", "POST"])
@for_administrators
def close_office(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.offices(today(request)), uid)
    form = ReasonForm(request.POST or None)
    closed = done(
        form,
        lambda: actions.close_office(
            office_uid=uid, by=asked(request).actor, at=asked(request).at, **form.cleaned_data
        ),
    )
    if closed is not None:
        return redirect("accounts:office", uid)
    return form_page(
        request,
        form,
        title=_("Close the office: %(title)s") % {"title": row.title_ko},
        button=_("Close the office"),
        back=reverse("accounts:office", args=[uid]),
        intro=_("Whoever holds it, or acts in it, does so no longer from today. A closed office stays closed."),
        danger=True,
    )


@require_http_methods(["GET", "POST"])
@for_administrators
def appoint(request: HttpRequest, uid: UUID) -> HttpResponse:
    """First find the person, then say from when; the search stays in the address."""
    row = one_of(queries.offices(today(request)), uid)
    q = request.GET.get("q", "").strip()
    found = queries.people_like(q) if q else []
    form = AppointmentForm(
        request.POST or None,
        people=of_people(found),
        initial={"starts_on": today(request), "acting": request.GET.get("acting") == "1"},
    )
    made = done(
        form,
        lambda: actions.appoint(
            office_uid=uid,
            person_uid=UUID(form.cleaned_data["person_uid"]),
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            acting=form.cleaned_data["acting"],
            reason=form.cleaned_data["reason"],
            by=asked(request).actor,
            at=asked(request).at,
        ),
    )
    if made is not None:
        return redirect("accounts:office", uid)
    context = {"office": row, "q": q, "found": found, "form": form}
    return render(request, "accounts/appoint.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_administrators
def end_appointment(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.appointments(), uid)
    form = EndForm(request.POST or None, initial={"ends_on": today(request)})
    ended = done(
        form,
        lambda: actions.end_appointment(
            appointment_uid=uid, by=asked(request).actor, at=asked(request).at, **form.cleaned_data
        ),
    )
    back = reverse("accounts:office", args=[row.office.uid])
    if ended is not None:
        return redirect(back)
    title = _("End the appointment of %(name)s") % {"name": row.person.name_ko}
    return form_page(request, form, title=title, button=_("End the appointment"), back=back, danger=True)
