"""Exports of somebody, and those that a worker has to make or to clear."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from accounts.actors import Actor
from core.models import Job, StoredFile
from core.refusals import NotFound

KIND = "reporting.export"
LISTS = ("proposals",)
KEPT = timedelta(days=7)
UNFINISHED = ("waiting", "running")


def of(actor: Actor) -> QuerySet[Job]:
    """The actor's own exports, the newest first."""
    return Job.objects.filter(kind=KIND, owner_id=actor.user_id or 0).order_by("-id")


def own(job_uid: UUID, actor: Actor, *, locked: bool = False) -> Job:
    """An export that the actor has asked for. Raises NotFound."""
    rows = of(actor).select_for_update() if locked else of(actor)
    job = rows.filter(uid=job_uid).first()
    if job is None:
        raise NotFound.because("http.not_found")
    return job


def unfinished(actor: Actor) -> QuerySet[Job]:
    return of(actor).filter(state__in=UNFINISHED)


def to_make(at: datetime) -> QuerySet[Job]:
    """Those that wait, and those that a worker left when it died; whoever makes one holds it by a lock."""
    return Job.objects.filter(kind=KIND, state__in=UNFINISHED)


def to_clear(at: datetime) -> QuerySet[Job]:
    """Those made more than KEPT ago whose file is still there."""
    made = Job.objects.filter(kind=KIND, state="done", finished_at__lte=at - KEPT)
    return made.exclude(result__file=None)


def file_of(job: Job) -> StoredFile | None:
    """The file that was made; None while there is none, or when it has been cleared."""
    uid = (job.result or {}).get("file")
    return StoredFile.objects.filter(uid=uid).first() if uid else None
