"""Find what comes next in a world, and what followed when its clock was moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from contracts.models import Tranche
from core.calendar import SEOUL
from core.models import Event, Job
from programs.models import Call
from reviews.models import Round
from reviews.queries import REMIND_BEFORE

CLOCK_JOB = "scenarios.move_clock"
EVENTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment that something follows: its label's code ("deadline.closes_at") and the call that it belongs to."""

    at: datetime
    code: str
    title_ko: str
    title_en: str


CALL_DEADLINES = (
    "opens_at",
    "closing_reminder_due_at",
    "closes_at",
    "ranking_reminder_due_at",
    "ranking_due_at",
)
"""Columns of a call that something follows. Each later chapter adds a source of its own below."""


def deadlines(after: datetime) -> list[Deadline]:
    """What comes later than a moment, next first."""
    found = {one for one in (*_of_calls(), *_of_rounds(), *_of_tranches()) if one.at > after}
    return sorted(found, key=lambda one: (one.at, one.code, one.title_ko))


def _of_calls() -> Iterator[Deadline]:
    for call in Call.objects.filter(state="announced").order_by("id"):
        for column in CALL_DEADLINES:
            at: datetime | None = getattr(call, column)
            if at is not None:
                yield Deadline(at, f"deadline.{column}", call.title_ko, call.title_en)


def _of_rounds() -> Iterator[Deadline]:
    """The end of each round at scoring, and the moment at which its experts are reminded of it."""
    for round_ in Round.objects.filter(state="scoring").select_related("call").order_by("id"):
        titles = (round_.call.title_ko, round_.call.title_en)
        yield Deadline(round_.due_at - REMIND_BEFORE, "deadline.reviews_reminder_due_at", *titles)
        yield Deadline(round_.due_at, "deadline.reviews_due_at", *titles)


def _of_tranches() -> Iterator[Deadline]:
    """The days from which money of contracts in force may be paid."""
    waiting = Tranche.objects.filter(state="waiting", contract__state="in_force").order_by("due_on")
    days = waiting.values_list("due_on", "contract__call__title_ko", "contract__call__title_en").distinct()
    for due_on, title_ko, title_en in days:
        yield Deadline(datetime.combine(due_on, time.min, SEOUL), "deadline.tranche_due_at", title_ko, title_en)


def last_move() -> Job | None:
    """The last time that somebody moved the clock."""
    return Job.objects.filter(kind=CLOCK_JOB, state="done").order_by("-id").first()


def events_of_move(job: Job) -> list[Event]:
    """What followed a move of the clock, oldest first, at most EVENTS_SHOWN."""
    first, last = job.parameters["after_event"], (job.result or {}).get("last_event", 0)
    return list(Event.objects.filter(id__gt=first, id__lte=last).order_by("id")[:EVENTS_SHOWN])


def last_event_id() -> int:
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
