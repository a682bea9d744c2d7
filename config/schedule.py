"""When beat looks for what is due: every sweep that a room names in ``SWEEPS`` of its ``tasks.py``.

There is one Celery task: look once at one sweep. It takes the sweep's name, may run twice, and does nothing
when another worker looks at the same one already.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from celery import Celery
from django.db import connection

from core import clock, sweeps
from core.sweeps import all_sweeps

TASK = "baro.sweep"


def look(name: str) -> bool:
    """Run one sweep now; tells whether it ran, which it does not while another worker runs it."""
    sweep = all_sweeps()[name]
    with alone(name) as we_are:
        if we_are:
            sweeps.run(sweep, at=clock.now())
    return we_are


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold the sweep's advisory lock; yields false, at once, when somebody else has it."""
    key = f"sweep:{name}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        held = bool((cursor.fetchone() or (False,))[0])
    try:
        yield held
    finally:
        if held and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def beat_schedule() -> dict[str, dict[str, object]]:
    """Beat's table: a look that waited longer than its own interval is dropped, the next one comes anyway."""
    return {
        name: {
            "task": TASK,
            "schedule": sweep.every_seconds,
            "args": [name],
            "options": {"expires": max(sweep.every_seconds, 5)},
        }
        for name, sweep in sorted(all_sweeps().items())
    }


def install(app: Celery) -> None:
    """Register the task and, once Django's rooms are loaded, beat's table."""
    app.task(name=TASK)(look)
    app.conf.beat_schedule = beat_schedule()
