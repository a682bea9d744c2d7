"""Everything that was done to a project, or to a call, on one page."""

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
from core.wording import label, moment, say_event
from reporting.links import path_to
from reporting.queries import history as queries
from reporting.queries.history import Deed, History
from reporting.rules import folded

KIND_TONES = {
    "call": "neutral",
    "drafting": "neutral",
    "handing_in": "success",
    "ranking": "point",
    "pledge": "point",
    "judgement": "information",
    "decision": "primary",
    "contract": "primary",
    "money": "success",
    "other": "neutral",
}
NEWEST = "newest"


@require_safe
@never_cache
@login_required
def project(request: HttpRequest, project_uid: UUID) -> HttpResponse:
    """A project from its first draft on. `?kind=` narrows, `?order=newest` turns it round."""
    found = queries.of_project(project_uid, asked(request).actor, request.GET.get("kind", ""))
    proposal = found.proposal
    context = {
        **shown(request, found),
        "proposal": proposal,
        "subject": (proposal.submission or proposal) if proposal else None,
        "subject_url": path_to("proposals:detail", proposal.uid) if proposal else "",
        "sheet_url": path_to("reporting:history-sheet", project_uid),
    }
    return render(request, "reporting/history.html", context)


@require_safe
@never_cache
@login_required
def call(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """A call from its draft on, with the rankings that came in."""
    found = queries.of_call(call_uid, asked(request).actor, request.GET.get("kind", ""))
    context = {
        **shown(request, found),
        "subject": found.call,
        "subject_url": path_to("programs:call", found.call.uid),
        "sheet_url": path_to("reporting:call-history-sheet", call_uid),
    }
    return render(request, "reporting/history.html", context)


def shown(request: HttpRequest, found: History) -> dict[str, Any]:
    kind, newest_first = request.GET.get("kind", ""), request.GET.get("order") == NEWEST
    runs = folded(deed.event for deed in found.deeds)
    deeds = [said(found.deeds[place]) | {"times": times} for place, times in runs]
    order = f"&order={NEWEST}" if newest_first else ""
    return {
        "history": found,
        "deeds": list(reversed(deeds)) if newest_first else deeds,
        "newest_first": newest_first,
        "kind": kind,
        "tabs": [
            {
                "label": _("Everything"),
                "url": f"?{order.lstrip('&')}",
                "current": not kind,
                "count": sum(count for _kind, count in found.kinds),
            },
            *(
                {
                    "label": label(f"deed.{one}"),
                    "url": f"?kind={one}{order}",
                    "current": kind == one,
                    "count": count,
                }
                for one, count in found.kinds
            ),
        ],
    }


def said(deed: Deed) -> dict[str, Any]:
    """A deed as people read it."""
    event = deed.event
    return {
        "deed": deed,
        "at": event.at,
        "text": say_event(event.name, event.data),
        "kind": label(f"deed.{deed.kind}"),
        "tone": KIND_TONES[deed.kind],
        "by": deed.actor_name or _("Not named here"),
        "office": office_of(deed),
        "reason": event.reason,
    }


def office_of(deed: Deed) -> str:
    if deed.office is None:
        return ""
    return f"{in_language(deed.office.organization, 'name')}, {in_language(deed.office, 'title')}"


@require_safe
@never_cache
@login_required
def project_sheet(request: HttpRequest, project_uid: UUID) -> HttpResponse:
    found = queries.of_project(project_uid, asked(request).actor, request.GET.get("kind", ""))
    return as_sheet(found, f"history-{found.proposal.number or project_uid}" if found.proposal else "history")


@require_safe
@never_cache
@login_required
def call_sheet(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    found = queries.of_call(call_uid, asked(request).actor, request.GET.get("kind", ""))
    return as_sheet(found, f"history-{found.call.code}")


def as_sheet(found: History, name: str) -> HttpResponse:
    """The record as a table file: with number and hash, so that it can be checked."""
    head = (
        _("When"),
        _("Kind"),
        _("What"),
        _("Who"),
        _("Office"),
        _("Reason"),
        _("Rules, version"),
        _("Number on the record"),
        _("Hash"),
        _("Code"),
    )
    rows = []
    for deed in found.deeds:
        line, seal = said(deed), deed.seal
        rows.append(
            (
                moment(line["at"]),
                line["kind"],
                line["text"],
                line["by"],
                line["office"],
                line["reason"],
                deed.rules_version,
                seal.number if seal else None,
                seal.hash if seal else None,
                deed.event.name,
            )
        )
    return sheet(name, head, rows)
