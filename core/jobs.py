"""Long work that a person waits for: a row with percent, that can be stopped and keeps its result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.models import JOB, Job


class Stopped(Exception):
    """The owner asked this work to stop; what it had not finished is undone by its transaction."""


def open_job(*, kind: str, owner_id: int | None, at: datetime, parameters: Mapping[str, Any] | None = None) -> Job:
    return Job.objects.create(kind=kind, owner_id=owner_id, created_at=at, parameters=dict(parameters or {}))


def begin(job: Job) -> None:
    _move(job, "start")


def advance(job: Job, percent: int, note: str = "") -> None:
    """Say how far the work is. Raises Stopped if its owner wants it stopped."""
    Job.objects.filter(pk=job.pk, state="running").update(percent=min(percent, 100), note=note[:200])
    if Job.objects.filter(pk=job.pk, stop_wanted=True).exists():
        raise Stopped


def finish(job: Job, *, at: datetime, result: Mapping[str, Any]) -> None:
    _move(job, "finish", percent=100, result=dict(result), finished_at=at)


def fail(job: Job, *, at: datetime, note: str) -> None:
    _move(job, "fail", note=note[:200], finished_at=at)


def stop(job: Job, *, at: datetime) -> None:
    """End work that has heard the wish to stop."""
    _move(job, "stop", finished_at=at)


def call_off(job: Job, *, at: datetime) -> None:
    """End work that waits, and ask work that runs to end. Raises WrongState where it has ended."""
    JOB.require("stop", job.state)
    if job.state == "waiting":
        stop(job, at=at)
    else:
        want_stop(job)


def want_stop(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(stop_wanted=True)


def _move(job: Job, verb: str, **changes: Any) -> None:
    move = JOB.require(verb, job.state)
    Job.objects.filter(pk=job.pk, state__in=move.sources).update(state=move.target, **changes)
    job.refresh_from_db()
