"""What a worker does for this room: exports that somebody waits for, old ones thrown away, offices that stand empty
or are silent."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from accounts.models import Office
from core.models import Job
from core.sweeps import Sweep
from reporting.actions.exports import clear_export, run_export
from reporting.actions.offices import look_after_office
from reporting.queries.exports import to_clear, to_make
from reporting.queries.handover import offices_to_look_after


def _make(job: Job, at: datetime) -> None:
    run_export(job=job, at=at)


def _clear(job: Job, at: datetime) -> None:
    clear_export(job=job, at=at)


EXPORTS = Sweep(
    "reporting.exports",
    due=to_make,
    act=_make,
    every_seconds=5,
    limit=20,
    whole=False,
    at_once=settings.BARO_EXPORTS_AT_ONCE,
)


def _look_after(office: Office, at: datetime) -> None:
    look_after_office(office=office, at=at)


OFFICES = Sweep("reporting.offices", due=offices_to_look_after, act=_look_after, every_seconds=3_600)
CLEARING = Sweep("reporting.clear_exports", due=to_clear, act=_clear, every_seconds=3_600)
SWEEPS = (EXPORTS, CLEARING, OFFICES)
