"""People and their accounts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions, queries
from accounts.forms import AccountForm, PersonFilter, PersonForm, ReasonForm
from accounts.forms.choices import of_organizations
from accounts.http import asked
from accounts.models import Person, User
from accounts.permissions import may_administer, may_read_directory
from accounts.views.steps import chosen, done, for_administrators, form_page, one_of, page_of, timeline


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Those whom the asker may see, by name, number or e-mail."""
    actor = asked(request).actor
    form = PersonFilter(request.GET)
    found = queries.search_people(actor, **(form.cleaned_data if form.is_valid() else {}))
    context = {
        "form": form,
        "page": (page := page_of(found, request)),
        "count": page.paginator.count,
        "may_administer": may_administer(actor),
    }
    return render(request, "accounts/people.html", context)


@require_safe
@login_required
def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    actor = asked(request).actor
    row = one_of(queries.people(actor), uid)
    user = account_of(row)
    context = {
        "person": row,
        "account": user,
        "appointments": queries.appointments_of(row),
        "may_administer": may_administer(actor),
        "has_second_factor": user is not None and queries.has_second_factor(user),
        "is_linked": user is not None and queries.is_linked(user),
        "events": timeline([row.uid, *([user.uid] if user else [])]) if may_read_directory(actor) else [],
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "POST"])
@for_administrators
def add_person(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, organizations=of_organizations(queries.organizations()))
    made = done(
        form,
        lambda: actions.add_person(
            name_ko=form.cleaned_data["name_ko"],
            name_en=form.cleaned_data["name_en"],
            researcher_number=form.cleaned_data["researcher_number"],
            organization_uid=chosen(form, "organization_uid"),
            by=asked(request).actor,
            at=asked(request).at,
        ),
    )
    if made is not None:
        return redirect("accounts:person", made.uid)
    return form_page(request, form, title=_("Enter a person"), button=_("Enter"), back=reverse("accounts:people"))


@require_http_methods(["GET", "POST"])
@for_administrators
def change_person(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.people(asked(request).actor), uid)
    form = PersonForm(
        request.POST or None,
        organizations=of_organizations(queries.organizations()),
        initial={
            "name_ko": row.name_ko,
            "name_en": row.name_en,
            "researcher_number": row.researcher_number,
            "organization_uid": str(row.organization.uid) if row.organization else "",
            "version": row.version,
        },
    )
    changed = done(
        form,
        lambda: actions.change_person(
            person_uid=uid,
            name_ko=form.cleaned_data["name_ko"],
            name_en=form.cleaned_data["name_en"],
            researcher_number=form.cleaned_data["researcher_number"],
            organization_uid=chosen(form, "organization_uid"),
            version=form.cleaned_data["version"],
            by=asked(request).actor,
            at=asked(request).at,
        ),
    )
    if changed is not None:
        return redirect("accounts:person", uid)
    title = _("Change: %(name)s") % {"name": row.name_ko}
    return form_page(request, form, title=title, button=_("Save"), back=reverse("accounts:person", args=[uid]))


@require_http_methods(["GET", "POST"])
@for_administrators
def open_account(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.people(asked(request).actor), uid)
    form = AccountForm(request.POST or None, initial={"language": "ko"})
    made = done(
        form,
        lambda: actions.open_account(
            person_uid=uid, by=asked(request).actor, at=asked(request).at, **form.cleaned_data
        ),
    )
    if made is not None:
        messages.success(request, _("The invitation goes to %(email)s.") % {"email": made.email})
        return redirect("accounts:person", uid)
    title = _("Open an account for %(name)s") % {"name": row.name_ko}
    return form_page(
        request, form, title=title, button=_("Open and invite"), back=reverse("accounts:person", args=[uid])
    )


@require_http_methods(["GET", "POST"])
@for_administrators
def close_account(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.people(asked(request).actor), uid)
    form = ReasonForm(request.POST or None)
    closed = done(
        form,
        lambda: actions.close_account(
            person_uid=uid, by=asked(request).actor, at=asked(request).at, **form.cleaned_data
        ),
    )
    if closed is not None:
        return redirect("accounts:person", uid)
    title = _("Close the account of %(name)s") % {"name": row.name_ko}
    return form_page(
        request,
        form,
        title=title,
        button=_("Close the account"),
        back=reverse("accounts:person", args=[uid]),
        danger=True,
    )


@require_http_methods(["POST"])
@for_administrators
def reopen_account(request: HttpRequest, uid: UUID) -> HttpResponse:
    actions.reopen_account(person_uid=uid, by=asked(request).actor, at=asked(request).at)
    return redirect("accounts:person", uid)


@require_http_methods(["GET", "POST"])
@for_administrators
def reset_second_factor(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.people(asked(request).actor), uid)
    form = ReasonForm(request.POST or None)
    reset = done(
        form,
        lambda: actions.reset_second_factor(
            person_uid=uid, by=asked(request).actor, at=asked(request).at, **form.cleaned_data
        ),
    )
    if reset is not None:
        return redirect("accounts:person", uid)
    title = _("Reset the second factor of %(name)s") % {"name": row.name_ko}
    return form_page(
        request,
        form,
        title=title,
        button=_("Reset"),
        back=reverse("accounts:person", args=[uid]),
        danger=True,
        intro=_("The old device counts no longer. Roles that need a second factor wait until a new one is set up."),
    )


@require_http_methods(["GET", "POST"])
@for_administrators
def unlink_provider(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one_of(queries.people(asked(request).actor), uid)
    form = ReasonForm(request.POST or None)
    parted = done(
        form,
        lambda: actions.unlink_provider(
            person_uid=uid, by=asked(request).actor, at=asked(request).at, **form.cleaned_data
        ),
    )
    if parted is not None:
        return redirect("accounts:person", uid)
    return form_page(
        request,
        form,
        title=_("Unlink the sign-in elsewhere of %(name)s") % {"name": row.name_ko},
        button=_("Unlink"),
        back=reverse("accounts:person", args=[uid]),
        danger=True,
        intro=_("The next sign-in there with this account's verified e-mail address is linked instead."),
    )


def account_of(row: Person) -> User | None:
    """The person's account; the row must come with it joined."""
    user = getattr(row, "user", None)
    return user if isinstance(user, User) else None
