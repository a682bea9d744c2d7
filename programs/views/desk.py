"""The calls of one's own programmes, with what each waits for."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.middleware import Asked
from accounts.roles import Role
from core.refusals import require
from programs import permissions, queries
from programs.views.doors import signed_in
from programs.views.public import card

CALLS_A_PAGE = 20


@signed_in
@require_safe
def calls(request: Asked) -> HttpResponse:
    """Own calls, drafts first, and own programmes to begin a call in."""
    require(request.actor.is_overseer or request.actor.holds(*permissions.DESKS), "run_calls")
    page = Paginator(queries.calls_run_by(request.actor, request.at), CALLS_A_PAGE).get_page(request.GET.get("page"))
    programs = [
        {"program": program, "runs_calls": permissions.may_run_calls(request.actor, program)}
        for program in queries.programs_run_by(request.actor)
    ]
    rows = [
        {
            **card(call, request),
            "verbs": [move.verb for move in permissions.available_moves(request.actor, call, request.at)],
        }
        for call in page
    ]
    context = {
        "page": page,
        "cards": rows,
        "programs": programs,
        "creates": request.actor.holds(Role.MINISTRY_OFFICER),
    }
    return render(request, "programs/desk.html", context)
