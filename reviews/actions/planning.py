"""A plan that takes long: asked for by an officer, made by a worker with percent, stopped when he wants."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import actor_of
from core import clock, jobs, scope
from core.models import Job
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken
from reviews import queries, rules
from reviews.actions.assigning import propose_assignment, require_assigning
from reviews.actions.telling import tell_round
from reviews.models import Round

log = logging.getLogger("baro.assigning")
LOOKS_EVERY = 0.5
"""Seconds between two looks whether the work is to stop."""


def ask_for_assignment(*, round_uid: UUID, keep: bool = True, by: Actor, at: datetime) -> Job:
    """Ask a worker for a plan. One a round at a time.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`assignment.being_made`, `round.not_declared`).
    """
    if by.user_id is None:
        raise NotAllowed.because("http.not_allowed", verb="assign")
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require_assigning(round_, by)
        queries.facts_of(round_, at=at, keep=keep)
        if queries.jobs_of(round_).filter(state__in=queries.UNFINISHED).exists():
            raise RuleBroken.because("assignment.being_made")
        parameters = {"round": str(round_uid), "keep": keep}
        job = jobs.open_job(kind=queries.KIND, owner_id=by.user_id, at=at, parameters=parameters)
        tell_round("reviews.assignment_asked", round_, by, at)
    return job


def make_assignment(*, job: Job, at: datetime) -> None:
    """Make the plan that was asked for; what stands is untouched until a person confirms it.

    It is made with the rights that the asker has now, and commits as it goes, so that he sees how far it is. A worker
    that died leaves the job running: it is begun afresh. A refusal is the job's result, by codes and values.
    """
    if job.state == "waiting":
        jobs.begin(job)
    try:
        owner = _owner(job, at)
        with scope.within(owner.scope):
            plan = propose_assignment(
                round_uid=UUID(job.parameters["round"]),
                keep=job.parameters["keep"],
                by=owner,
                at=at,
                watch=Hearing(job),
            )
    except (jobs.Stopped, rules.Halted):
        jobs.stop(job, at=clock.now())
    except Refused as refused:
        found = [{"code": one.code, "values": dict(one.values)} for one in refused.violations]
        jobs.finish(job, at=clock.now(), result={"refused": found})
    except Exception as problem:
        log.exception("assignment %s failed", job.uid)
        jobs.fail(job, at=clock.now(), note=type(problem).__name__)
    else:
        jobs.finish(job, at=clock.now(), result={"plan": str(plan.uid)})


def stop_assignment(*, job_uid: UUID, by: Actor, at: datetime) -> Job:
    """Stop the making of a plan. Raises NotFound, NotAllowed, WrongState."""
    with transaction.atomic():
        job, round_ = job_of(job_uid, by, locked=True)
        require_assigning(round_, by)
        jobs.call_off(job, at=at)
        tell_round("reviews.assignment_stopped", round_, by, at)
    return job


def job_of(job_uid: UUID, actor: Actor, *, locked: bool = False) -> tuple[Job, Round]:
    """The work on a plan of a round that the actor may see. Raises NotFound."""
    rows = Job.objects.filter(kind=queries.KIND, uid=job_uid)
    job = (rows.select_for_update() if locked else rows).first()
    if job is None:
        raise NotFound.because("http.not_found")
    return job, queries.round_page(UUID(job.parameters["round"]), actor)


class Hearing:
    """Tells a job how far its work is, and the solver whether its owner wants it stopped; not oftener than need be."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.stopped = False
        self.percent = 0
        self.next_look = clock.monotonic()

    def __call__(self, percent: int, step: str) -> bool:
        if self.stopped or clock.monotonic() < self.next_look:
            return self.stopped
        self.next_look = clock.monotonic() + LOOKS_EVERY
        self.percent = max(self.percent, min(percent, 99))
        try:
            jobs.advance(self.job, self.percent, step)
        except jobs.Stopped:
            self.stopped = True
        return self.stopped


def _owner(job: Job, at: datetime) -> Actor:
    """Who asked, as what he is now. Roles that need a second factor count: it was shown when he asked."""
    user = User.objects.select_related("person").get(pk=job.owner_id or 0, is_active=True)
    return actor_of(user, at=at, second_factor=True)
