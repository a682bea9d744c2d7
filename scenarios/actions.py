"""Move the clock of a sample or replayed world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.actors import Actor
from core import clock, jobs, scope, sweeps
from core.events import record
from core.models import Job
from core.refusals import NotFound, RuleBroken, require
from scenarios import permissions, queries

LEFT_TO_BEAT = "accounts."
"""Sweeps of this prefix (messages, seals) may be long and change no case: beat runs them within seconds."""


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
    with _as_system(by):
        done = follow(at, to)
        jobs.finish(job, at=to, result={"rows": done, "last_event": queries.last_event_id()})
    return job


def follow(after: datetime, until: datetime) -> int:
    """Run the sweeps at each deadline up to a moment, then at the moment. Returns how many rows they handled."""
    moments = sorted({one.at for one in queries.deadlines(after) if one.at < until})
    return sum(look(moment) for moment in (*moments, until))


def look(at: datetime) -> int:
    """Run every sweep but those left to beat, each until it finds nothing more than one run may do."""
    done = 0
    for sweep in sweeps.all_sweeps().values():
        if sweep.name.startswith(LEFT_TO_BEAT):
            continue
        result = sweeps.run(sweep, at=at)
        done += result.done
        while result.done >= sweep.limit:
            result = sweeps.run(sweep, at=at)
            done += result.done
    return done


@contextmanager
def _as_system(by: Actor) -> Iterator[None]:
    """Sweeps reach every row; a web connection is narrowed to its asker again afterwards."""
    if not settings.BARO_SCOPED:
        yield
        return
    with scope.within(scope.SYSTEM, back_to=by.scope):
        yield
