"""The clock of a sample or replayed world: where it stands, what comes next, and what followed the last move."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import Asked
from core.http import put_on_form
from core.models import Event
from core.refusals import NotFound, RuleBroken, require
from core.wording import label, say_event
from scenarios import actions, permissions, queries
from scenarios.forms import ClockForm

DEADLINES_SHOWN = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: Asked) -> HttpResponse:
    """Show the clock; move it to the moment that was sent."""
    if not settings.BARO_SAMPLE_CLOCK:
        raise NotFound.because("http.not_found")
    require(permissions.may_move_clock(request.actor), "move_clock")
    form = ClockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = actions.move_clock(to=form.cleaned_data["to"], by=request.actor, at=request.at)
        except RuleBroken as refused:
            put_on_form(form, refused)
        else:
            count = (job.result or {}).get("rows", 0)
            messages.success(request, _("The clock was moved. %(count)s things followed.") % {"count": count})
            return redirect("scenarios:clock")
    status = 422 if form.errors else 200
    return render(request, "scenarios/clock.html", {"form": form, **_shown(request)}, status=status)


def _shown(request: Asked) -> dict[str, Any]:
    coming = queries.deadlines(request.at)
    move = queries.last_move()
    return {
        "now": request.at,
        "next": coming[0] if coming else None,
        "deadlines": [{"row": one, "label": label(one.code)} for one in coming[:DEADLINES_SHOWN]],
        "move": move.parameters if move else None,
        "events": [_line(event) for event in queries.events_of_move(move)] if move else [],
    }


def _line(event: Event) -> dict[str, Any]:
    return {"at": event.at, "text": say_event(event.name, event.data), "by": event.actor_name}
