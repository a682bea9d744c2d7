"""All programmes on one page, for those who oversee them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.http import asked
from core.templatetags.baro import in_language
from core.wording import krw, label, round_krw
from programs.queries.likeness import ProgramPair
from reporting.links import path_to
from reporting.queries.overview import CallState, Overview, Share, overview
from reporting.rules.grid import Alike, grid
from reporting.views.home import TONES

COUNTED = ("open", "joined", "accepted")
"""States of overlaps that are counted."""
PAIRS_SHOWN = 10


@require_safe
@never_cache
@login_required
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme with its calls, and what is asked for by region and by sector."""
    arrived = asked(request)
    found = overview(arrived.actor, arrived.at)
    context = {
        "figures": figures(found),
        "programs": [
            {
                "program": one.program,
                "url": path_to("programs:program", one.program.uid),
                "calls": [shown(state) for state in one.calls],
            }
            for one in found.programs
        ],
        "regions": bars(found.regions),
        "ministries": bars(found.ministries),
        "overlaps": [
            {
                "label": label(f"overlap.{state}"),
                "value": found.overlaps.get(state, 0),
                "url": f"{path_to('proposals:overlaps')}?state={state}",
            }
            for state in COUNTED
        ],
        "sectors": bars(found.sectors),
        "answering": [
            {"ministry": one, "counts": [(label(f"overlap.{state}"), one.counts.get(state, 0)) for state in COUNTED]}
            for one in found.answering
            if any(one.counts.get(state) for state in COUNTED)
        ],
        **likeness(found),
    }
    return render(request, "reporting/overview.html", context)


def likeness(found: Overview) -> dict[str, Any]:
    """Programmes by programmes, and the pairs that are most alike, each with its overlap where one is noted."""
    programs = {one.program.pk: one.program for one in found.programs}
    pairs = [Alike(one.first.pk, one.second.pk, one.likeness.total_bp, one.likeness.is_overlap) for one in found.alike]
    rows = grid(list(programs), pairs)
    numbers = {row.key: number for number, row in enumerate(rows, start=1)}
    return {
        "grid": [
            {
                "number": numbers[row.key],
                "program": programs[row.key],
                "cells": [
                    {
                        "program": programs[cell.other],
                        "percent": cell.alike.total_bp // 100 if cell.alike else None,
                        "level": cell.level,
                        "noted": found.noted.get(frozenset((row.key, cell.other))),
                    }
                    for cell in row.cells
                ],
            }
            for row in rows
        ],
        "pairs": [_pair(one, found) for one in found.alike[:PAIRS_SHOWN]],
    }


def _pair(one: ProgramPair, found: Overview) -> dict[str, Any]:
    noted = found.noted.get(frozenset((one.first.pk, one.second.pk)))
    parts = [part for part in one.likeness.parts if part.degree_bp is not None]
    return {
        "first": one.first,
        "second": one.second,
        "likeness": one.likeness,
        "parts": [{"name": label(f"alike.{part.name}"), "degree_bp": part.degree_bp} for part in parts],
        "noted": noted,
        "state": label(f"overlap.{noted.state}") if noted else "",
    }


def figures(found: Overview) -> list[dict[str, Any]]:
    total = found.total
    return [
        {"label": _("Programmes"), "value": f"{len(found.programs):,}"},
        {"label": _("Calls open now"), "value": sum(call.phase == "open" for call in found.calls)},
        {"label": _("Proposals handed in"), "value": f"{total.submitted:,}"},
        {"label": _("Grant asked for"), "value": round_krw(total.asked_krw)},
        {"label": _("Contracted"), "value": round_krw(total.contracted_krw)},
        {"label": _("Paid"), "value": round_krw(total.paid_krw)},
    ]


def shown(state: CallState) -> dict[str, Any]:
    return {
        "call": state.call,
        "phase": label(f"call.{state.phase}"),
        "tone": TONES.get(state.phase, "neutral"),
        "figures": state.figures,
        "funnel_url": path_to("reporting:funnel", state.call.uid),
        "history_url": path_to("reporting:call-history", state.call.uid),
    }


def bars(shares: tuple[Share, ...]) -> list[dict[str, Any]]:
    """Grant asked for, the largest first, with the number of proposals beside it."""
    lines = sorted(shares, key=lambda share: -share.figures.asked_krw)
    return [
        {
            "label": _("%(name)s (%(count)s)")
            % {"name": in_language(share, "name") or _("No sector chosen"), "count": share.figures.submitted},
            "value": share.figures.asked_krw,
            "text": krw(share.figures.asked_krw),
        }
        for share in lines
        if share.figures.submitted
    ]
