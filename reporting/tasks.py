"""What a worker does for this room: exports that somebody waits for, and old ones thrown away."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from core.models import Job
from core.sweeps import Sweep
from reporting.actions.exports import clear_export, run_export
from reporting.queries.exports import to_clear, to_make


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
SWEEPS = (EXPORTS, Sweep("reporting.clear_exports", due=to_clear, act=_clear, every_seconds=3_600))
