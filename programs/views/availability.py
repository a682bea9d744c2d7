"""Whether the service was there in the last day, as the probe saw it, and what that meant for closings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.middleware import Asked
from core.availability import Measured, Span, Standing, measure, slices
from core.refusals import require
from core.wording import label, percent
from programs import permissions, queries
from programs.views.doors import signed_in

HOUR, BAR = timedelta(hours=1), timedelta(minutes=5)
SHOWN = timedelta(hours=24)
CHECKS_SHOWN = 20
WORST_FIRST = (Standing.DOWN, Standing.UNKNOWN, Standing.UP)
HEIGHTS = {Standing.UP: 12, Standing.UNKNOWN: 24, Standing.DOWN: 40}
"""A bar's height tells what it is as well as its colour does."""
WHOLE_BP = 10_000


@signed_in
@require_safe
def availability(request: Asked) -> HttpResponse:
    """The last day as bars of five minutes, as a table by hour, its interruptions; the checks of own closings."""
    require(request.actor.is_overseer or request.actor.holds(*permissions.DESKS), "run_calls")
    until = request.at
    since = until.replace(minute=0, second=0, microsecond=0) - SHOWN
    parts = queries.observed(since, until)
    context = {
        "since": since,
        "until": until,
        "figures": _figures(measure(parts)),
        "bars": [_bar(place, sums) for place, (_, sums) in enumerate(slices(parts, since, until, width=BAR))],
        "width": -((since - until) // BAR),
        "height": HEIGHTS[Standing.DOWN],
        "hours": [_hour(begins, sums) for begins, sums in slices(parts, since, until, width=HOUR)],
        "interruptions": [_interruption(span) for span in parts if span.standing is not Standing.UP],
        "checks": [
            {"check": check, "verdict": label(f"verdict.{check.verdict}")}
            for check in queries.checks_at_desk(request.actor)[:CHECKS_SHOWN]
        ],
    }
    return render(request, "programs/availability.html", context)


def _figures(sums: Measured) -> list[dict[str, Any]]:
    watched = sums.up + sums.down
    share = percent(int(sums.up * WHOLE_BP // watched)) if watched else "–"
    return [
        {"label": _("Was there"), "value": share, "hint": _("of the time that was watched")},
        {"label": _("Did not answer"), "value": _minutes(sums.down), "hint": ""},
        {"label": _("Not watched"), "value": _minutes(sums.unknown), "hint": _("neither up nor down")},
    ]


def _minutes(length: timedelta) -> str:
    """Begun minutes: a second that was lost is not shown as none."""
    return _("%(count)s min") % {"count": f"{-(-length // timedelta(minutes=1)):,}"}


def _bar(place: int, sums: Measured) -> dict[str, Any]:
    """The worst of its five minutes."""
    lengths = {Standing.UP: sums.up, Standing.DOWN: sums.down, Standing.UNKNOWN: sums.unknown}
    worst = next(standing for standing in WORST_FIRST if lengths[standing])
    return {"x": place, "y": HEIGHTS[Standing.DOWN] - HEIGHTS[worst], "height": HEIGHTS[worst], "standing": worst.value}


def _hour(begins: datetime, sums: Measured) -> dict[str, Any]:
    return {
        "at": begins,
        "up": _minutes(sums.up) if sums.up else "–",
        "down": _minutes(sums.down) if sums.down else "–",
        "unknown": _minutes(sums.unknown) if sums.unknown else "–",
    }


def _interruption(span: Span) -> dict[str, Any]:
    return {
        "since": span.since,
        "until": span.until,
        "what": label(f"standing.{span.standing.value}"),
        "length": _minutes(span.length),
    }
