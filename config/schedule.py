"""When beat looks for what is due: every sweep that a room names in ``SWEEPS`` of its ``tasks.py``.

There is one Celery task: look once at one sweep. It takes the sweep's name, may run twice, and does nothing
when another worker looks at the same one already.
"""

from __future__ import annotations

from celery import Celery, Task

from core.logs import about
from core.sweeps import all_sweeps, look

TASK = "baro.sweep"


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


def _look(task: Task[[str], bool], name: str) -> bool:
    """Look at one sweep, every line of the log with the task's own name."""
    with about(task.request.id or ""):
        return look(name)


def install(app: Celery) -> None:
    """Register the task and, once Django's rooms are loaded, beat's table."""
    app.task(name=TASK, bind=True)(_look)
    app.conf.beat_schedule = beat_schedule()
