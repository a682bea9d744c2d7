"""A desk's pages of the register of experts: the list, one of them, and the whole as a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import Asked
from accounts.queries import people_like
from core.refusals import RuleBroken, Violation, require
from core.sheets import sheet
from core.wording import label, say_violation
from reviews import actions, permissions, queries, rules
from reviews.classification import classification
from reviews.register_forms import ExpertFilter, ExpertForm, FindForm, ImportForm, initial_of
from reviews.register_rows import as_row, held_of, served_of
from reviews.rules.tables import MOST_ROWS
from reviews.views.doors import done, signed_in, who

EXPERTS_A_PAGE = 50


def a_filter(request: Asked) -> ExpertFilter:
    """The filter of a list of experts, as the address has it."""
    return ExpertFilter(request.GET or None, known=queries.known_fields(), regions=queries.regions_now(request.at))


@signed_in
@require_safe
def experts(request: Asked) -> HttpResponse:
    """The register."""
    form = a_filter(request)
    page = Paginator(queries.experts(request.actor, **form.wanted()), EXPERTS_A_PAGE).get_page(request.GET.get("page"))
    registers = permissions.may_register(request.actor)
    context = {"page": page, "form": form, "registers": registers, "fields": classification().by_code}
    return render(request, "reviews/experts.html", context)


@signed_in
@require_safe
def expert(request: Asked, expert_uid: UUID) -> HttpResponse:
    """All that the register holds of an expert, and his service so far."""
    found = queries.expert_page(expert_uid, request.actor)
    service, seats = queries.service_of(found)
    context = {
        "expert": found,
        "registers": permissions.may_register(request.actor),
        "held": held_of(found),
        "served": served_of(service),
        "seats": [(seat, label(f"member.{seat.answer or 'open'}")) for seat in seats],
    }
    return render(request, "reviews/expert.html", context)


@signed_in
@require_safe
def experts_csv(request: Asked) -> HttpResponse:
    """The register, or what was asked for of it, as a file that an import takes."""
    found = queries.with_posts(queries.experts(request.actor, **a_filter(request).wanted()))
    return sheet("experts", rules.COLUMNS, map(as_row, found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def import_experts(request: Asked) -> HttpResponse:
    """Take a file of experts: whole, or not at all."""
    require(permissions.may_register(request.actor), "import_experts")
    sent = request.method == "POST"
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None)
    faults: list[dict[str, str]] = []
    if form.is_valid():
        try:
            taken = actions.import_experts(content=form.cleaned_data["file"], **who(request))
        except RuleBroken as refused:
            faults = [{"text": _at_row(one), "href": "#id_file"} for one in refused.violations]
        else:
            said = _("The file is taken: %(added)s added, %(changed)s changed, %(same)s as they were.")
            messages.success(request, said % {"added": taken.added, "changed": taken.changed, "same": taken.same})
            return redirect("reviews:experts")
    context = {"form": form, "faults": faults, "columns": _columns(), "most": MOST_ROWS}
    return render(request, "reviews/import_experts.html", context, status=422 if faults or form.errors else 200)


def _columns() -> list[tuple[str, str]]:
    return [(name, label(f"register.{name}")) for name in rules.COLUMNS]


def _at_row(fault: Violation) -> str:
    """A fault of a file with where it is."""
    place, said = fault.field.split("."), say_violation(fault)
    if place[0] != "rows":
        return said
    if len(place) == 2:
        return _("Row %(row)s: %(fault)s") % {"row": place[1], "fault": said}
    return _("Row %(row)s, %(column)s: %(fault)s") % {"row": place[1], "column": place[2], "fault": said}


@signed_in
@require_safe
def find_person(request: Asked) -> HttpResponse:
    """Find somebody to put on the register."""
    require(permissions.may_register(request.actor), "register_expert")
    form = FindForm(request.GET or None)
    words = form.cleaned_data["person"].strip() if form.is_valid() else ""
    people = people_like(words) if words else []
    return render(request, "reviews/find_person.html", {"form": form, "people": people, "words": words})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Asked, person_uid: UUID) -> HttpResponse:
    """Put a person on the register, or change what is known of an expert."""
    require(permissions.may_register(request.actor), "register_expert")
    person, expert = queries.person_to_register(person_uid)
    form = ExpertForm(
        request.POST or None, initial=initial_of(expert) if expert else {}, regions=queries.regions_now(request.at)
    )
    profile = None
    if form.is_valid():
        names = rules.stay_names(form.cleaned_data["history"])
        profile = form.profile(rules.Directory({}, {}, queries.institutions_named(names), {}, ()))

    def act() -> None:
        actions.register_expert(
            person_uid=person_uid,
            fields=form.known(),
            max_cases=form.cleaned_data["max_cases"],
            profile=profile,
            **who(request),
        )

    if profile is not None and done(request, form, act):
        messages.success(request, _("The register is changed."))
        return redirect("reviews:experts")
    context = {"form": form, "person": person, "expert": expert, "source": classification()}
    return render(request, "reviews/register.html", context, status=422 if form.errors else 200)
