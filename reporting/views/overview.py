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
from reporting.links import path_to
from reporting.queries.overview import CallState, Overview, Share, overview
from reporting.views.home import TONES


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
            for state in ("open", "joined", "accepted")
        ],
        "sectors": bars(found.sectors),
    }
    return render(request, "reporting/overview.html", context)


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
