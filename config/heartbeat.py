"""A sign of life of the processes that nobody can ask over HTTP: a file in ``var/run`` that each keeps touching.

A worker or beat that can't reach the broker gives none: it lives, but it does nothing.
"""

from __future__ import annotations

import os
from typing import Any

from celery import beat, bootsteps

from config import env
from config.alive import sign

EVERY = 5  # seconds


def touch() -> None:
    """Say that this process lives."""
    given = env.read(os.environ)
    path = sign(given.var, given.process)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


class Heartbeat(bootsteps.StartStopStep):
    """A step of Celery's worker: its event loop, which takes tasks, also touches the file."""

    requires = ("celery.worker.components:Timer",)

    def start(self, parent: Any) -> None:
        """Touch it now and from now on."""
        touch()
        parent.timer.call_repeatedly(EVERY, touch)


class Scheduler(beat.Scheduler):
    """Celery's own scheduler in memory, which touches the file each time it looks."""

    max_interval = EVERY

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; tells how long to sleep."""
        touch()
        return float(super().tick(*args, **kwargs))
