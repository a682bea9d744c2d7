"""Lists taken along as files: asked for, made by a worker with percent, kept a week."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils import translation

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import actor_of
from core import clock, jobs, scope
from core.events import record
from core.files import store_made
from core.models import Job
from core.refusals import NotAllowed, RuleBroken, Violation, refuse_if
from core.sheets import MEDIA_TYPES, WRITERS, Cell
from reporting.queries import exports, register

log = logging.getLogger("baro.exports")
WAITING_AT_MOST = 3
"""Exports of one user that are not made yet; another has to wait until one is."""


def ask_for_export(*, kind: str, conditions: str, form: str, language: str, by: Actor, at: datetime) -> Job:
    """Ask for a list (`kind`) under the conditions of its address, as `form` csv or xlsx.

    Raises NotAllowed, RuleBroken (`export.unknown_kind`, `export.unknown_form`, `export.conditions_wrong`,
    `export.too_many`).
    """
    if by.user_id is None:
        raise NotAllowed.because("http.not_allowed")
    refuse_if(list(_violations(kind, conditions, form, by, at)))
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.user_id)
        if exports.unfinished(by).count() >= WAITING_AT_MOST:
            raise RuleBroken.because("export.too_many", count=WAITING_AT_MOST)
        asked = {"list": kind, "conditions": conditions, "form": form, "language": language}
        job = jobs.open_job(kind=exports.KIND, owner_id=by.user_id, at=at, parameters=asked)
        record("reporting.export_asked", subject=job, by=by, at=at, data={"list": kind, "conditions": conditions})
    return job


def _violations(kind: str, conditions: str, form: str, by: Actor, at: datetime) -> Iterator[Violation]:
    if kind not in exports.LISTS:
        yield Violation("export.unknown_kind", {"kind": kind[:60]}, field="list")
    if form not in WRITERS:
        yield Violation("export.unknown_form", {"form": form[:20]}, field="form")
    if kind in exports.LISTS and not register.narrowed(by, QueryDict(conditions), at).is_valid():
        yield Violation("export.conditions_wrong", {}, field="conditions")


def run_export(*, job: Job, at: datetime) -> None:
    """Make the file; commits as it goes, so that its owner sees how far it is and can stop it.

    It is made with the rights that the owner has now. A worker that died leaves the job running: it is begun afresh.
    """
    if job.state == "waiting":
        jobs.begin(job)
    try:
        owner = _owner(job, at)
        with scope.within(owner.scope), translation.override(job.parameters["language"]):
            result = _made(job, owner, at)
    except jobs.Stopped:
        jobs.stop(job, at=clock.now())
    except Exception as problem:
        log.exception("export %s failed", job.uid)
        jobs.fail(job, at=clock.now(), note=type(problem).__name__)
    else:
        jobs.finish(job, at=clock.now(), result=result)


def _owner(job: Job, at: datetime) -> Actor:
    """Who asked, as what he is now. Roles that need a second factor count: it was shown when he asked."""
    user = User.objects.select_related("person").get(pk=job.owner_id or 0, is_active=True)
    return actor_of(user, at=at, second_factor=True)


def _made(job: Job, owner: Actor, at: datetime) -> dict[str, object]:
    conditions, form = QueryDict(job.parameters["conditions"]), job.parameters["form"]
    total = register.narrowed(owner, conditions, at).qs.count()
    rows = _counted(job, register.cells(owner, conditions, at), total)
    name = f"{job.parameters['list']}-{at:%Y%m%d-%H%M}.{form}"
    with TemporaryDirectory(prefix="baro-export-") as folder:
        path = Path(folder) / name
        WRITERS[form](path, [str(title) for title in register.HEAD], rows)
        file = store_made(path, name=name, media_type=MEDIA_TYPES[form], owner_id=job.owner_id or 0, at=at)
    return {"file": str(file.uid), "rows": total, "size_bytes": file.size_bytes}


def _counted(job: Job, rows: Iterable[tuple[Cell, ...]], total: int) -> Iterator[tuple[Cell, ...]]:
    """The rows as they pass, telling the job's percent at each hundredth."""
    step = max(total // 100, 500)
    for number, row in enumerate(rows):
        if number % step == 0:
            jobs.advance(job, min(99, 100 * number // max(total, 1)))
        yield row


def stop_export(*, job_uid: UUID, by: Actor, at: datetime) -> Job:
    """Stop an export that is not made yet. Raises NotFound, WrongState."""
    with transaction.atomic():
        job = exports.own(job_uid, by, locked=True)
        jobs.call_off(job, at=at)
        record("reporting.export_stopped", subject=job, by=by, at=at)
    return job


def clear_export(*, job: Job, at: datetime) -> None:
    """Throw the file of an old export away; the job stays and tells that it was made."""
    file = exports.file_of(job)
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).update(result={**(job.result or {}), "file": None})
        record("reporting.export_cleared", subject=job, by=Actor.system(), at=at)
        if file is not None:
            file.delete()
            transaction.on_commit(lambda: file.content.storage.delete(str(file.content.name)))
