"""The sample world: the call of March 2004 two days before it closes, a second call that the regions are ranking, and a
call of each other programme that comes with Baro.

It is loaded behind the page, through actions, with a clock of its own. A load that was killed goes on where it stood:
what each transaction did and how far that leads are committed together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Organization
from core import clock, jobs
from core.models import Job
from core.refusals import RuleBroken, WrongState
from scenarios.driver import World, open_world, play
from scenarios.driver.offering import steps as offering_steps
from scenarios.driver.world import Step
from scenarios.file import Scenario, read_scenario
from scenarios.file.offering import Offering, read_offering

FOLDER = Path(__file__).parent
FILES = (FOLDER / "ris-2004.toml", FOLDER / "sample-trial.toml")
PROGRAMS = FOLDER / "sample-programs.toml"
"""A call of each other programme that comes with Baro."""
BEFORE_CLOSING = timedelta(days=2)
EACH_REGION = 3
"""Proposals of a region that the sample world shows, so that it is soon there; all where the file names one."""
JOB = "scenarios.sample_world"
LOCK = 7_204_002
Watch = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a load: `what` is done, there (already), or busy (another load is under way)."""

    what: str
    job: Job | None = None


def load(
    *,
    if_empty: bool,
    password: str = "",
    files: tuple[Path, ...] = FILES,
    programs: Path | None = None,
    watch: Watch = lambda percent: None,
) -> Loaded:
    """Load the sample world, or go on with a load that was killed. `watch` hears of each percent reached.

    `programs` is a file with calls beside those of the scenarios.

    Raises RuleBroken (`sample.not_here`) in production, WrongState (`sample.not_empty`) where something else stands
    already (unless `if_empty`), or a load of another version of these files was begun (`sample.other_version`).
    """
    if settings.PRODUCTION:
        raise RuleBroken.because("sample.not_here")
    with _alone() as we_are:
        if not we_are:
            return Loaded("busy")
        job = Job.objects.filter(kind=JOB).exclude(state__in=["failed", "stopped"]).order_by("-id").first()
        if job is None and Organization.objects.exists():
            if if_empty:
                return Loaded("there")
            raise WrongState.because("sample.not_empty")
        if job is not None and job.state == "done":
            return Loaded("there", job)
        worlds = [open_world(_smaller(read_scenario(file)), sign_in_password=password) for file in files]
        offering = read_offering(programs) if programs is not None else None
        more = tuple(offering_steps(offering)) if offering is not None else ()
        version = _version(worlds, offering)
        until = worlds[0].plan.scenario.call.closes_at - BEFORE_CLOSING
        return Loaded("done", _run(job or _begin(version, until), version, worlds, more, until, watch))


def _smaller(scenario: Scenario) -> Scenario:
    """The same scenario with fewer proposals; each of those is as it is in the whole one."""
    told = {entry.region for entry in scenario.proposals}
    regions = tuple(
        region if region.code in told else replace(region, proposals=min(region.proposals, EACH_REGION))
        for region in scenario.regions
    )
    return replace(scenario, regions=regions)


def _begin(version: str, until: datetime) -> Job:
    """Set the clock first, so that whatever beat looks at meanwhile happens in the spring of 2004."""
    with transaction.atomic():
        clock.move_to(until)
        job = jobs.open_job(kind=JOB, owner_id=None, at=until, parameters={"plan": version, "done": 0})
        jobs.begin(job)
    return job


def _run(job: Job, version: str, worlds: list[World], more: Sequence[Step], until: datetime, watch: Watch) -> Job:
    if job.parameters["plan"] != version:
        raise WrongState.because("sample.other_version")

    def tell(done: int, of: int) -> None:
        Job.objects.filter(pk=job.pk).update(parameters={**job.parameters, "done": done})
        jobs.advance(job, done * 99 // of, f"{done}/{of}")
        watch(done * 99 // of)

    try:
        played = play(worlds, until=until, done=job.parameters["done"], more=more, told=tell)
    except jobs.Stopped:
        jobs.stop(job, at=clock.now())
    else:
        jobs.finish(job, at=clock.now(), result={"steps": played.steps})
    return job


def _version(worlds: list[World], offering: Offering | None) -> str:
    plans = "".join(world.plan.fingerprint() for world in worlds)
    return sha256((plans + (repr(offering) if offering is not None else "")).encode()).hexdigest()


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold the load's lock for the length of the block, if nobody else does; it goes with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        held = bool((cursor.fetchone() or (False,))[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
