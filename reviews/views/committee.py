"""A desk's pages of the people who judge: the register, a round's committee, conflicts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import Asked
from accounts.queries import people_like
from core.refusals import NotFound, require
from core.wording import label
from reviews import actions, queries
from reviews.forms import ConflictForm, ExpertFilter, ExpertForm, FindForm, LiftForm
from reviews.views.doors import done, require_desk, require_oversight, runs, signed_in, who

EXPERTS_A_PAGE = 50


@signed_in
@require_safe
def experts(request: Asked) -> HttpResponse:
    """The register."""
    form = ExpertFilter(request.GET or None, known=queries.known_fields())
    found = queries.experts(request.actor, **_asked_for(form))
    page = Paginator(found, EXPERTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "registers": request.actor.holds(*queries.REGISTRARS)}
    return render(request, "reviews/experts.html", context)


def _asked_for(form: ExpertFilter) -> dict[str, str]:
    return {name: form.wanted().get(name, "") for name in ("words", "field")}


@signed_in
@require_safe
def find_person(request: Asked) -> HttpResponse:
    """Find somebody to put on the register."""
    require(request.actor.holds(*queries.REGISTRARS), "register_expert")
    form = FindForm(request.GET or None)
    words = form.cleaned_data["person"].strip() if form.is_valid() else ""
    people = people_like(words) if words else []
    return render(request, "reviews/find_person.html", {"form": form, "people": people, "words": words})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Asked, person_uid: UUID) -> HttpResponse:
    """Put a person on the register, or change what is known of an expert."""
    require(request.actor.holds(*queries.REGISTRARS), "register_expert")
    person, expert = queries.person_to_register(person_uid)
    initial = {"fields_known": ", ".join(expert.fields), "max_cases": expert.max_cases} if expert else {}
    form = ExpertForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.register_expert(
            person_uid=person_uid,
            fields=form.known(),
            max_cases=form.cleaned_data["max_cases"],
            **who(request),
        )

    if done(request, form, act):
        messages.success(request, _("The register is changed."))
        return redirect("reviews:experts")
    context = {"form": form, "person": person, "expert": expert}
    return render(request, "reviews/register.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Asked, round_uid: UUID) -> HttpResponse:
    """Choose experts of the register, as many as wanted, and put them on the committee."""
    round_ = queries.round_page(round_uid, request.actor)
    require_desk(round_, request.actor, "invite")
    form = ExpertFilter(request.GET or None, known=queries.known_fields())
    found = queries.not_seated(queries.experts(request.actor, **_asked_for(form)), round_)
    status, error = 200, ""
    if request.method == "POST":
        chosen = _uids(request.POST.getlist("expert"))
        if chosen:
            before = round_.members.count()
            members = actions.invite_experts(round_uid=round_uid, expert_uids=chosen, **who(request))
            count = len(members) - before
            said = ngettext("%(count)s expert is invited.", "%(count)s experts are invited.", count)
            messages.success(request, said % {"count": count})
            return redirect("reviews:round", round_uid)
        status, error = 422, _("Choose at least one expert.")
    page = Paginator(found, EXPERTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"round": round_, "page": page, "form": form, "error": error, "seated": len(round_.members.all())}
    return render(request, "reviews/invite.html", context, status=status)


def _uids(texts: list[str]) -> set[UUID]:
    """The uids that a page sent. Raises NotFound for what is none."""
    try:
        return {UUID(text) for text in texts}
    except ValueError as problem:
        raise NotFound.because("http.not_found") from problem


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: Asked, round_uid: UUID) -> HttpResponse:
    """Every conflict of a round, found, declared or set; and a form to set one."""
    round_ = queries.round_page(round_uid, request.actor)
    require_oversight(round_, request.actor)
    if request.method == "POST":
        require_desk(round_, request.actor, "set_conflict")
    members = list(queries.members_of(round_))
    form = ConflictForm(
        request.POST or None,
        cases=queries.cases_to_declare(round_),
        experts=[member.expert for member in members],
    )

    def act() -> None:
        given = form.cleaned_data
        actions.set_conflict(
            case_uid=UUID(given["case"]),
            expert_uid=UUID(given["expert"]),
            ground=given["ground"],
            note=given["note"],
            **who(request),
        )

    if done(request, form, act):
        messages.success(request, _("The conflict is set. What the expert was given of this case is void."))
        return redirect("reviews:conflicts", round_uid)
    rows = [
        {
            "conflict": one,
            "ground": label(f"conflict.ground.{one.ground}"),
            "source": label(f"conflict.source.{one.source}"),
            "state": label(f"conflict.{one.state}"),
            "tone": "danger" if one.state == "standing" else "neutral",
        }
        for one in queries.conflicts_in(round_)
    ]
    may = round_.state != "closed" and runs(round_, request.actor)
    context = {"round": round_, "rows": rows, "form": form, "runs": may}
    return render(request, "reviews/conflicts.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: Asked, conflict_uid: UUID) -> HttpResponse:
    """Lift a conflict by name and with a reason."""
    conflict = queries.conflict_page(conflict_uid, request.actor)
    round_ = conflict.case.round
    require_desk(round_, request.actor, "lift_conflict")
    form = LiftForm(request.POST or None)
    if done(
        request, form, lambda: actions.lift_conflict(conflict_uid=conflict_uid, **form.cleaned_data, **who(request))
    ):
        messages.success(request, _("The conflict is lifted."))
        return redirect("reviews:conflicts", round_.uid)
    context = {
        "round": round_,
        "form": form,
        "conflict": conflict,
        "ground": label(f"conflict.ground.{conflict.ground}"),
    }
    return render(request, "reviews/lift.html", context, status=422 if form.errors else 200)
