"""A round's scores side by side: raw, trimmed, without severity; how its experts judge; how far a place is chance."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import Asked
from core.sheets import sheet
from programs.queries import policy_of
from reviews import actions, queries
from reviews.scoring import HEAD, lines_of, of_scoreboard
from reviews.views.doors import moved, require_oversight, runs, signed_in, who


@signed_in
@require_safe
def scores(request: Asked, round_uid: UUID) -> HttpResponse:
    """The scores of a round, for its desks and overseers; a script asks for the draws alone until they have ended."""
    round_ = queries.round_page(round_uid, request.actor)
    require_oversight(round_, request.actor)
    board = queries.scoreboard(round_)
    context = {
        "round": round_,
        "runs": runs(round_, request.actor),
        "board": board,
        **of_scoreboard(board, policy_of(round_.call.rule_set)),
    }
    template = "reviews/_drawings.html" if request.headers.get("HX-Request") else "reviews/scores.html"
    response = render(request, template, context)
    if request.headers.get("HX-Request") and not context["is_open"]:
        response["HX-Refresh"] = "true"  # the shares stand in the table too
    return response


@signed_in
@require_safe
def table(request: Asked, round_uid: UUID) -> HttpResponse:
    """The scores as a sheet."""
    round_ = queries.round_page(round_uid, request.actor)
    require_oversight(round_, request.actor)
    board = queries.scoreboard(round_)
    return sheet(f"{round_.call.code}-scores", [str(title) for title in HEAD], lines_of(board))


@signed_in
@require_POST
def draw(request: Asked, round_uid: UUID) -> HttpResponse:
    """Ask for the reviewers to be drawn anew."""
    return moved(
        request,
        lambda: actions.ask_for_drawings(round_uid=round_uid, **who(request)),
        _("The reviewers are being drawn anew. You may leave this page."),
        "reviews:scores",
        round_uid,
    )


@signed_in
@require_POST
def stop_drawing(request: Asked, round_uid: UUID) -> HttpResponse:
    """Stop the draws."""
    return moved(
        request,
        lambda: actions.stop_drawings(round_uid=round_uid, **who(request)),
        _("The draws were stopped; those of before stay."),
        "reviews:scores",
        round_uid,
    )
