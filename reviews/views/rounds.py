"""A desk's pages of a round: open it, follow it, take it through its phases, give it more time."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import Asked
from core.calendar import SEOUL, add_business_days, seoul_date
from core.refusals import NotFound, require
from core.wording import label
from programs import queries as calls
from programs.models import Call
from reviews import actions, permissions, queries
from reviews.forms import CloseForm, PostponeForm, RoundForm
from reviews.models import Round
from reviews.showing import ROUND_TONES, SELECTION_TONES
from reviews.states import ROUND
from reviews.views.doors import done, moved, require_desk, require_oversight, signed_in, who

OFFICE_CLOSES = time(18)
"""When the last day of a round ends, unless the officer says otherwise (Korean offices' hours)."""
CALLS_A_PAGE = 20
DEEDS = {
    "start_scoring": actions.start_scoring,
    "open_to_panel": actions.open_to_panel,
    "close_round": actions.close_round,
}


@signed_in
@require_safe
def desk(request: Asked) -> HttpResponse:
    """Calls whose round can be opened, rounds with their progress, selections to be made."""
    actor = request.actor
    require(actor.is_overseer or actor.holds(*queries.DESKS), "run_reviews")
    rows = [
        {"round": one, "tone": ROUND_TONES[one.state], "state": label(f"round.{one.state}")}
        for one in queries.desk_rounds(actor)
    ]
    selections = [
        {"selection": one, "tone": SELECTION_TONES[one.state], "state": label(f"selection.{one.state}")}
        for one in queries.selections_of(actor)
    ]
    to_open = [call for call in queries.calls_to_open(actor, request.at) if _runs(request, call)]
    page = Paginator(to_open, CALLS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": rows,
        "selections": selections,
        "to_open": list(page),
        "page": page,
        "to_select": [
            call
            for call in queries.calls_to_select(actor, request.at)
            if permissions.may_select(actor, call.program.ministry_id)
        ],
    }
    return render(request, "reviews/desk.html", context)


def _runs(request: Asked, call: Call) -> bool:
    return permissions.may_run_reviews(request.actor, call.program.ministry_id, call.program.uid)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: Asked, call_uid: UUID) -> HttpResponse:
    """Open the round of a call that is over."""
    call = calls.call(call_uid, request.actor)
    require(_runs(request, call), "open_round")
    policy = calls.policy_of(call.rule_set)
    last_day = add_business_days(seoul_date(request.at), policy.review.service_days)
    form = RoundForm(request.POST or None, initial={"due_at": datetime.combine(last_day, OFFICE_CLOSES, SEOUL)})
    made: list[Round] = []

    def act() -> None:
        made.append(actions.open_round(call_uid=call_uid, due_at=form.cleaned_data["due_at"], **who(request)))

    if done(request, form, act):
        messages.success(request, _("The round is open. Next: invite its experts."))
        return redirect("reviews:invite", made[0].uid)
    context = {"call": call, "form": form, "rules": policy.review}
    return render(request, "reviews/open_round.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def round_page(request: Asked, round_uid: UUID) -> HttpResponse:
    """Where a round stands: its phase, its experts and its cases with their progress, what to do next."""
    round_ = queries.round_page(round_uid, request.actor)
    require_oversight(round_, request.actor)
    members = list(queries.members_of(round_))
    seated = [one for one in members if one.answer != "declined"]
    cases = list(queries.cases_in(round_))
    given, finished = sum(one.given for one in members), sum(one.done for one in members)
    needed = len(cases) * round_.reviewers_per_case
    moves = permissions.available_moves(request.actor, round_, round_.call.program.uid)
    context = {
        "round": round_,
        "tone": ROUND_TONES[round_.state],
        "state": label(f"round.{round_.state}"),
        "members": members,
        "cases": cases,
        "seated": len(seated),
        "declared": sum(one.declared_at is not None for one in members),
        "given": given,
        "done": finished,
        "needed": needed,
        "steps": _steps(round_),
        "verbs": [move.verb for move in moves],
        "runs": bool(moves),
        "at": request.at,
        "selection": queries.selections_of(request.actor).filter(call=round_.call_id).first(),
        "selects": permissions.may_select(request.actor, round_.ministry_id),
    }
    return render(request, "reviews/round.html", context)


def _steps(round_: Round) -> list[dict[str, Any]]:
    """The phases in order, as the line of steps shows them."""
    here = ROUND.states.index(round_.state)
    return [
        {
            "label": label(f"round.{state}"),
            "state": "current" if place == here else "done" if place < here else "todo",
        }
        for place, state in enumerate(ROUND.states)
    ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def advance(request: Asked, round_uid: UUID, verb: str) -> HttpResponse:
    """Ask once more, then take the round to its next phase."""
    if verb not in DEEDS:
        raise NotFound.because("http.not_found")
    round_ = queries.round_page(round_uid, request.actor)
    require_desk(round_, request.actor, verb)
    if verb == "close_round":
        return _close(request, round_)
    if request.method == "POST":
        said = label(f"round.{ROUND.named(verb).target}")
        return moved(
            request,
            lambda: DEEDS[verb](round_uid=round_uid, **who(request)),
            _("The round is now: %(state)s.") % {"state": said},
            "reviews:round",
            round_uid,
        )
    ROUND.require(verb, round_.state)
    texts = {
        "start_scoring": _("From now on the experts read the papers of their cases and score them. All are told."),
        "open_to_panel": _("Scores stand from now on, and experts of the same case see each other's. All are told."),
    }
    context = {"round": round_, "title": label(f"round.{verb}"), "text": texts[verb]}
    return render(request, "reviews/advance.html", context)


def _close(request: Asked, round_: Round) -> HttpResponse:
    """Close it; where cases are short of experts, only with a reason."""
    form = CloseForm(request.POST if request.method == "POST" else None)
    if done(request, form, lambda: actions.close_round(round_uid=round_.uid, **form.cleaned_data, **who(request))):
        messages.success(request, _("The round is now: %(state)s.") % {"state": label("round.closed")})
        return redirect("reviews:round", round_.uid)
    if not form.is_bound:
        ROUND.require("close_round", round_.state)
    context = {
        "round": round_,
        "title": label("round.close_round"),
        "text": _("Papers are closed to the experts, scores stand for the selection. This can't be undone."),
        "short": ", ".join(queries.cases_short(round_)),
        "form": form,
    }
    return render(request, "reviews/advance.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: Asked, round_uid: UUID) -> HttpResponse:
    """Move the end of a round to later."""
    round_ = queries.round_page(round_uid, request.actor)
    require_desk(round_, request.actor, "postpone")
    form = PostponeForm(request.POST or None, initial={"due_at": round_.due_at})
    if done(request, form, lambda: actions.postpone_round(round_uid=round_uid, **form.cleaned_data, **who(request))):
        messages.success(request, _("The due date is moved. Every expert is told."))
        return redirect("reviews:round", round_uid)
    context = {"round": round_, "form": form, "title": _("Move the due date"), "back": round_uid}
    return render(request, "reviews/form.html", context, status=422 if form.errors else 200)
