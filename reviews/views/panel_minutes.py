"""The whole minutes of a panel's meeting: to be read, confirmed, printed, or taken along as a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.middleware import Asked
from core.sheets import Cell, sheet
from core.templatetags.baro import in_language
from core.wording import moment
from reviews import queries
from reviews.panel_showing import live, minutes_of
from reviews.views.doors import signed_in

HEAD = (
    gettext_lazy("Place on the agenda"),
    gettext_lazy("Number"),
    gettext_lazy("Title"),
    gettext_lazy("State"),
    gettext_lazy("Taken up"),
    gettext_lazy("Concluded at"),
    gettext_lazy("Rapporteur"),
    gettext_lazy("Present"),
    gettext_lazy("Quorum"),
    gettext_lazy("Outside for a conflict"),
    gettext_lazy("Conclusion"),
    gettext_lazy("Before (bp)"),
    gettext_lazy("Counts (bp)"),
    gettext_lazy("Reason"),
    gettext_lazy("Minutes"),
)


@signed_in
@require_safe
def minutes(request: Asked, meeting_uid: UUID) -> HttpResponse:
    """The minutes as the reader may read them."""
    floor, context = _read(request, meeting_uid)
    shown = live(floor, request.actor, request.at)
    confirmed = [one for one in floor.people if one.confirmed_at]
    return render(
        request,
        "reviews/minutes.html",
        {
            **context,
            "confirms": shown.get("confirms", False),
            "presides": shown["presides"],
            "oversees": shown["oversees"],
            "confirmed": confirmed,
        },
    )


@signed_in
@require_safe
def minutes_csv(request: Asked, meeting_uid: UUID) -> HttpResponse:
    """The same as a sheet, a line for each case."""
    floor, context = _read(request, meeting_uid)
    name = f"{floor.meeting.round.call.code}-panel-{floor.meeting.number}"
    return sheet(name, [str(title) for title in HEAD], _lines(context["items"]))


def _read(request: Asked, meeting_uid: UUID) -> tuple[queries.Floor, dict[str, Any]]:
    floor = queries.floor_of(queries.meeting_page(meeting_uid, request.actor))
    stays, recusals = queries.stays_of(floor.meeting), queries.recusals_of(floor.meeting)
    return floor, minutes_of(floor, request.actor, stays, recusals)


def _lines(rows: list[dict[str, Any]]) -> Iterator[list[Cell]]:
    for place, row in enumerate(rows, start=1):
        item, known = row["item"], row["is_open"]
        reporter = in_language(item.rapporteur.person, "name") if item.rapporteur else ""
        line: list[Cell] = [place, item.case.number, in_language(item.case, "title"), row["state"]]
        if not known:
            yield [*line, *[None] * (len(HEAD) - len(line))]
            continue
        out = ", ".join(in_language(one["person"], "name") for one in row["out"])
        yield [
            *line,
            moment(item.opened_at) if item.opened_at else "",
            moment(item.concluded_at) if item.concluded_at else "",
            reporter,
            len(item.present) if item.concluded_at else None,
            item.needed,
            out,
            row["outcome"] or _("none"),
            item.before_bp,
            row["score_bp"],
            item.reason,
            item.minutes,
        ]
