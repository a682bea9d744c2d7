"""Move the clock of a sample or replayed world."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.actors import Actor
from core import clock, jobs, scope
from core.events import record
from core.models import Job
from core.refusals import NotFound, RuleBroken, require
from scenarios import permissions, queries
from scenarios.driver.sweeping import look


def move_clock(*, to: datetime, by: Actor, at: datetime) -> Job:
    """Set the clock to a later moment, and let everything follow that became due on the way, in order of time.

    The job that is returned tells where the move began and which events followed. Raises NotFound in production,
    NotAllowed, RuleBroken (`clock.only_forward`).
    """
    if not settings.BARO_SAMPLE_CLOCK:
        raise NotFound.because("http.not_found")
    require(permissions.may_move_clock(by), "move_clock")
    if to <= at:
        raise RuleBroken.because("clock.only_forward", field="to", now_at=at.isoformat())
    with transaction.atomic():
        start = {"from": at.isoformat(), "to": to.isoformat(), "after_event": queries.last_event_id()}
        job = jobs.open_job(kind=queries.CLOCK_JOB, owner_id=by.user_id, at=at, parameters=start)
        jobs.begin(job)
        clock.move_to(to)
        record("core.clock_moved", subject=job, by=by, at=at, data={"from_at": at.isoformat(), "to_at": to.isoformat()})
    with scope.within(scope.SYSTEM):
        done = follow(at, to)
        jobs.finish(job, at=to, result={"rows": done, "last_event": queries.last_event_id()})
    return job


def follow(after: datetime, until: datetime) -> int:
    """Run the sweeps at each deadline up to a moment, then at the moment. Returns how many rows they handled."""
    moments = sorted({one.at for one in queries.deadlines(after) if one.at < until})
    return sum(look(moment) for moment in (*moments, until))
