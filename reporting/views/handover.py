"""The hand-over list of an office: as a page to read and print, and as a table."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.http import asked
from core.sheets import sheet
from core.templatetags.baro import in_language
from core.wording import moment
from reporting.queries.handover import Line, handover, kind_label

KINDS = ("work", "call", "round", "contract", "delegation")


@require_safe
@never_cache
@login_required
def office(request: HttpRequest, office_uid: UUID) -> HttpResponse:
    """Everything that an office answers for now, by kind."""
    found = handover(office_uid, asked(request).actor, asked(request).at)
    groups = [{"code": kind, "title": kind_label(kind), "rows": _rows(found.of(kind))} for kind in KINDS]
    context = {
        "found": found,
        "office": found.office,
        "at": asked(request).at,
        "groups": [group for group in groups if group["rows"]],
        "bars": [
            {"label": group["title"], "value": len(group["rows"]), "text": str(len(group["rows"]))} for group in groups
        ],
    }
    return render(request, "reporting/handover.html", context)


@require_safe
@never_cache
@login_required
def office_sheet(request: HttpRequest, office_uid: UUID) -> HttpResponse:
    """The same as a table for spreadsheets."""
    found = handover(office_uid, asked(request).actor, asked(request).at)
    head = [_("Kind"), _("What"), _("Due"), _("Since"), _("Address")]
    rows = (
        (
            kind_label(line.kind),
            line.text,
            moment(line.due_at) if line.due_at else "",
            moment(line.since) if line.since else "",
            request.build_absolute_uri(_url(line)) if _url(line) else "",
        )
        for line in found.lines
    )
    return sheet(f"handover-{in_language(found.office, 'title')}", head, rows)


def _rows(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [{"line": line, "url": _url(line)} for line in lines]


def _url(line: Line) -> str:
    return reverse(line.url_name, args=line.url_args) if line.url_name else ""
