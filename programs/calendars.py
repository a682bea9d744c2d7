"""The dates of calls as an iCalendar, for the calendars of phones and offices. Fetches nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.templatetags.baro import in_language
from programs.models import Call

EVERY = timedelta(hours=6)
"""How often a calendar is asked to look again."""
HALF_HOUR = timedelta(minutes=30)


def calendar_of(calls: Iterable[Call], name: str) -> bytes:
    """All dates of these calls. A date that moves keeps its event, which counts one version more."""
    found = Calendar()
    found.add("prodid", "-//Baro//calls//KO")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    found.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    for call in calls:
        for key, said, when in _dates(call):
            found.add_component(_event(call, key, said, when))
    return bytes(found.to_ical())


def _dates(call: Call) -> list[tuple[str, str, datetime | date]]:
    dates: tuple[tuple[str, str, datetime | date | None], ...] = (
        ("opens", _("Opens for proposals"), call.opens_at),
        ("closes", _("Closes"), call.closes_at),
        ("ranking", _("Regions hand in their rankings"), call.ranking_due_at),
        ("review", _("Experts hand in their reviews"), call.review_due_at),
        ("result", _("The result is announced"), call.result_due_at),
        ("starts", _("Projects start"), call.project_starts_on),
    )
    return [(key, said, when) for key, said, when in dates if when is not None]


def _event(call: Call, key: str, said: str, when: datetime | date) -> Event:
    event = Event()
    event.add("uid", f"{call.uid}-{key}@baro")
    event.add("dtstamp", call.changed_at)
    event.add("last-modified", call.changed_at)
    event.add("sequence", call.version)
    event.add("summary", f"{said}: {in_language(call, 'title')}")
    event.add("dtstart", when)
    event.add("dtend", when + (HALF_HOUR if isinstance(when, datetime) else timedelta(days=1)))
    event.add("description", in_language(call, "summary"))
    event.add("url", address_of(call))
    event.add("status", "CANCELLED" if call.state == "cancelled" else "CONFIRMED")
    return event


def address_of(call: Call) -> str:
    """Where a person reads the call, as other programs show it."""
    return settings.BARO_ADDRESS.rstrip("/") + reverse("programs:call", args=[call.uid])
