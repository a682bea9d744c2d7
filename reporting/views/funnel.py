"""The funnel of a call by region."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.http import asked
from core.sheets import sheet
from core.templatetags.baro import in_language
from core.wording import krw, label
from reporting.links import path_to
from reporting.queries.counting import COUNTED, PASSED, SUMMED, Figures
from reporting.queries.funnel import Funnel, funnel
from reporting.views.home import TONES


@require_safe
@never_cache
@login_required
def call_funnel(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """How far the call's proposals are at this moment: all regions, or the officer's own."""
    arrived = asked(request)
    found = funnel(call_uid, arrived.actor)
    phase = found.call.phase(arrived.at)
    context = {
        "funnel": found,
        "call": found.call,
        "call_url": path_to("programs:call", found.call.uid),
        "phase": label(f"call.{phase}"),
        "tone": TONES.get(phase, "neutral"),
        "stages": stages(found),
        "columns": [label(f"stage.{name}") for name in COUNTED],
        "money": [label(f"sum.{name}") for name in SUMMED],
        "lines": [{"region": line.region, "excluded": line.excluded, **cells(line.figures)} for line in found.lines],
        "total": cells(found.total),
        "asked_bars": bars(found),
    }
    return render(request, "reporting/funnel.html", context)


def cells(figures: Figures) -> dict[str, list[int]]:
    """A row of the table: what is counted, and whole won."""
    return {
        "counts": [getattr(figures, name) for name in COUNTED],
        "sums": [getattr(figures, name) for name in SUMMED],
    }


def stages(found: Funnel) -> list[dict[str, Any]]:
    total = found.total
    notes = {"submitted": _("%(count)s withdrawn") % {"count": total.withdrawn} if total.withdrawn else ""}
    return [
        {"label": label(f"stage.{name}"), "count": getattr(total, name), "note": notes.get(name, "")} for name in PASSED
    ]


def bars(found: Funnel) -> list[dict[str, Any]]:
    """What each region's proposals ask for, the largest first."""
    lines = sorted(found.lines, key=lambda line: -line.figures.asked_krw)
    return [
        {
            "label": in_language(line.region, "short"),
            "value": line.figures.asked_krw,
            "text": krw(line.figures.asked_krw),
        }
        for line in lines
        if line.figures.asked_krw
    ]


@require_safe
@never_cache
@login_required
def call_funnel_sheet(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """The same figures as a table file."""
    found = funnel(call_uid, asked(request).actor)
    head = [
        _("Region"),
        *(label(f"stage.{name}") for name in COUNTED),
        *(_("%(sum)s (won)") % {"sum": label(f"sum.{name}")} for name in SUMMED),
    ]
    rows = [(in_language(line.region, "name"), line.figures) for line in found.lines] + [(_("Total"), found.total)]
    return sheet(
        f"funnel-{found.call.code}",
        head,
        ([name, *(getattr(row, column) for column in (*COUNTED, *SUMMED))] for name, row in rows),
    )
