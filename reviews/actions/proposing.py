"""A large selection is worked out by a worker with percent: asked for by the desk, proposed as if by its own hand."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import actor_of
from core import clock, jobs
from core.events import record
from core.models import Job
from core.refusals import Refused, RuleBroken, WrongState
from programs.models import Call
from programs.queries import call as call_page
from reviews import permissions, queries
from reviews.actions.selecting import call_to_select, ground_of, keep_optimum, optimum_of, propose_selection
from reviews.models import Selection
from reviews.permissions import require
from reviews.queries.proposing import is_small

log = logging.getLogger("baro.selection")


def begin_selection(*, call_uid: UUID, by: Actor, at: datetime) -> Selection | Job:
    """Propose the optimum of a small call at once; have a worker work out that of a large one.

    Raises as `propose_selection` and `ask_for_selection`.
    """
    if is_small(call_page(call_uid, by)):
        return propose_selection(call_uid=call_uid, by=by, at=at)
    return ask_for_selection(call_uid=call_uid, by=by, at=at)


def ask_for_selection(*, call_uid: UUID, by: Actor, at: datetime) -> Job:
    """Ask for the optimum of a call to be worked out and proposed.

    Raises as `propose_selection`, but for what only the solver finds, and WrongState (`selection.is_worked_out`).
    """
    with transaction.atomic():
        call = call_to_select(call_uid, by)
        if queries.proposings_of(call).filter(state__in=("waiting", "running")).exists():
            raise WrongState.because("selection.is_worked_out")
        job = jobs.open_job(kind=queries.PROPOSING, owner_id=by.user_id, at=at, parameters={"call": str(call.uid)})
        _record("reviews.selection_asked", call, by, at)
    return job


def stop_selection(*, call_uid: UUID, job_uid: UUID | None = None, by: Actor, at: datetime) -> Job:
    """Stop the work on a selection, the newest if none is named: nothing is proposed.

    Raises NotFound, NotAllowed, WrongState (none runs).
    """
    with transaction.atomic():
        call = call_page(call_uid, by)
        require(permissions.may_select(by, call.program.ministry_id), "propose_selection")
        work = queries.proposings_of(call)
        job = (work.filter(uid=job_uid) if job_uid else work).select_for_update().first()
        if job is None:
            raise WrongState.because("selection.is_not_worked_out")
        jobs.call_off(job, at=at)
        _record("reviews.selection_stopped", call, by, at)
    return job


def run_selection(*, job: Job, at: datetime) -> None:
    """Work it out, telling how far it is, and propose it as who asked for it, with the offices held now.

    Nobody waits for the call's row meanwhile: it is held only to keep what was found, if nothing has changed since
    (`selection.changed_meanwhile`). A worker that died leaves the job running: it is begun afresh.
    """
    if job.state == "waiting":
        jobs.begin(job)
    try:
        found = _worked_out(job)
    except jobs.Stopped:
        jobs.stop(job, at=clock.now())
    except Refused as refused:
        _end(job, refused)
    except Exception as problem:
        log.exception("selection %s failed", job.uid)
        jobs.fail(job, at=clock.now(), note=type(problem).__name__)
    else:
        jobs.finish(job, at=clock.now(), result={"selection": str(found.uid)})


def _worked_out(job: Job) -> Selection:
    by, call_uid = _asker(job), UUID(job.parameters["call"])
    with transaction.atomic():
        call = call_to_select(call_uid, by)
    optimum = optimum_of(ground_of(call), lambda done, of: _tell(job, done, of))
    with transaction.atomic():
        call = call_to_select(call_uid, by)
        if ground_of(call).inputs_sha256 != optimum.ground.inputs_sha256:
            raise RuleBroken.because("selection.changed_meanwhile")
        return keep_optimum(optimum, call, by=by, at=clock.now())


def _tell(job: Job, done: int, of: int) -> None:
    if done * 100 // of != (done - 1) * 100 // of:
        jobs.advance(job, min(99, done * 100 // of))


def _asker(job: Job) -> Actor:
    """Who asked, with the offices held now. The second factor was shown when it was asked for."""
    if job.owner_id is None:
        return Actor.system()
    user = User.objects.select_related("person").get(pk=job.owner_id)
    return actor_of(user, at=clock.now(), second_factor=True)


def _end(job: Job, refused: Refused) -> None:
    """It can't be proposed: why stands with the job, for the page."""
    said: list[dict[str, Any]] = [
        {"code": one.code, "values": dict(one.values), "field": one.field, "clause": one.clause}
        for one in refused.violations
    ]
    Job.objects.filter(pk=job.pk).update(result={"violations": said})
    jobs.fail(job, at=clock.now(), note=refused.violations[0].code)


def _record(name: str, call: Call, by: Actor, at: datetime) -> None:
    data = {"title_ko": call.title_ko, "title_en": call.title_en or call.title_ko}
    record(name, subject=call, by=by, at=at, call_uid=call.uid, rule_set_id=call.rule_set_id, data=data)
