"""A desk's pages of the people who judge: a round's committee, conflicts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import Asked
from core.refusals import NotFound
from core.wording import label
from reviews import actions, queries
from reviews.forms import ConflictForm, LiftForm
from reviews.views.doors import done, require_desk, require_oversight, runs, signed_in, who
from reviews.views.register import EXPERTS_A_PAGE, a_filter


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Asked, round_uid: UUID) -> HttpResponse:
    """Choose experts of the register, as many as wanted, and put them on the committee."""
    round_ = queries.round_page(round_uid, request.actor)
    require_desk(round_, request.actor, "invite")
    form = a_filter(request)
    found = queries.not_seated(queries.experts(request.actor, **form.wanted()), round_)
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
    named = [(one, label(f"conflict.ground.{one.ground}")) for one in queries.objections_in(round_)]
    context = {"round": round_, "rows": rows, "form": form, "runs": may, "objections": named}
    return render(request, "reviews/conflicts.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def look(request: Asked, round_uid: UUID) -> HttpResponse:
    """Look once more for conflicts of the whole committee."""
    round_ = queries.round_page(round_uid, request.actor)
    require_desk(round_, request.actor, "look_for_conflicts")
    count = actions.look_for_conflicts(round_uid=round_uid, **who(request))
    said = ngettext("%(count)s conflict is new.", "%(count)s conflicts are new.", count)
    messages.success(request, said % {"count": count})
    return redirect("reviews:conflicts", round_uid)


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
