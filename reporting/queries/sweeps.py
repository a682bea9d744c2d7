"""Scheduled work: each sweep, its last run and its next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.actors import Actor
from core import clock
from core.models import SweepRun
from core.refusals import NotAllowed
from core.sweeps import Sweep, all_sweeps
from reporting.permissions import may_look_after_sweeps

LATE_AFTER = 3
"""So many intervals without a run, and something is wrong with the workers or with beat."""


@dataclass(frozen=True, slots=True)
class SweepState:
    """A sweep and its last run, in real time: a sample clock does not move the workers."""

    sweep: Sweep
    run: SweepRun | None
    now: datetime

    @property
    def next_at(self) -> datetime | None:
        return self.run.started_at + timedelta(seconds=self.sweep.every_seconds) if self.run else None

    @property
    def state(self) -> str:
        """never, running, failed, late or done."""
        if self.run is None:
            return "never"
        if self.run.finished_at is None:
            return "running"
        if self.run.rows_failed:
            return "failed"
        overdue = self.now - self.run.started_at > timedelta(seconds=LATE_AFTER * self.sweep.every_seconds)
        return "late" if overdue else "done"


def sweeps(actor: Actor) -> list[SweepState]:
    """One query. Raises NotAllowed for everybody but the administrator."""
    require_administrator(actor)
    runs = {run.name: run for run in SweepRun.objects.all()}
    now = clock.system_now()
    return [SweepState(sweep, runs.get(name), now) for name, sweep in sorted(all_sweeps().items())]


def require_administrator(actor: Actor) -> None:
    """Raises NotAllowed for everybody else."""
    if not may_look_after_sweeps(actor):
        raise NotAllowed.because("http.not_allowed", verb="look_after_sweeps")
