"""Claim what is due and run one action for each row.

The database remembers what is due; a task or a person only says when to look. A sweep is safe to run twice and
by two workers: each row is locked with `skip locked` and handled in a transaction of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from core import clock
from core.models import SweepRun

log = logging.getLogger("baro.sweeps")


@dataclass(frozen=True, slots=True)
class Sweep:
    """Work that time makes due.

    `due(at)` gives the rows (plain model rows, no joins that cannot be locked); `act(row, at)` is one action, after
    which the row is no longer due; `every_seconds` is how often beat looks; `limit` bounds one run. `whole` says that
    each row is one transaction, held by a lock; work that takes minutes and tells how far it is commits as it goes
    instead, and an advisory lock of the row keeps others off. `at_once` is how many workers may look at the same time.
    """

    name: str
    due: Callable[[datetime], QuerySet[Any]]
    act: Callable[[Any, datetime], None]
    every_seconds: int
    limit: int = 500
    whole: bool = True
    at_once: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    done: int
    failed: int


def all_sweeps() -> dict[str, Sweep]:
    """Every sweep that a room names in `SWEEPS` of its `tasks.py`, by name; those of lower rooms first.

    So what follows a moment in a lower room is there for what follows it in a higher one. Raises ValueError when two
    share a name.
    """
    found: dict[str, Sweep] = {}
    for room in reversed(settings.ROOMS):
        if find_spec(f"{room}.tasks") is None:
            continue
        for sweep in import_module(f"{room}.tasks").SWEEPS:
            if sweep.name in found:
                raise ValueError(f"two sweeps are called {sweep.name}")
            found[sweep.name] = sweep
    return found


def run(sweep: Sweep, *, at: datetime) -> Result:
    """Handle every row that is due at `at`, in order of id, at most `limit`.

    A row whose action fails is left due, counted and logged, and does not keep the others waiting.
    """
    SweepRun.objects.update_or_create(name=sweep.name, defaults={"started_at": clock.system_now(), "finished_at": None})
    done, failed, last_id, error = 0, 0, 0, ""
    while done + failed < sweep.limit:
        try:
            with _next(sweep, at, last_id) as row:
                if row is None:
                    break
                last_id = row.pk
                sweep.act(row, at)
            done += 1
        except Exception as problem:
            failed += 1
            error = f"{type(problem).__name__}: {problem}"[:300]
            log.exception("sweep %s failed on row %s", sweep.name, last_id)
    SweepRun.objects.filter(name=sweep.name).update(
        finished_at=clock.system_now(), rows_done=done, rows_failed=failed, last_error=error
    )
    return Result(sweep.name, done, failed)


@contextmanager
def _next(sweep: Sweep, at: datetime, after_id: int) -> Iterator[Any]:
    """Hold the first due row after this one that nobody else holds; yields None where there is none."""
    rows = sweep.due(at).filter(pk__gt=after_id).order_by("pk")
    if sweep.whole:
        with transaction.atomic():
            yield rows.select_for_update(skip_locked=True, of=("self",)).first()
        return
    for key in list(rows.values_list("pk", flat=True)[: sweep.limit]):
        with _held(f"{sweep.name}/{key}") as ours:
            row = rows.filter(pk=key).first() if ours else None
            if row is not None:
                yield row
                return
    yield None


def look(name: str) -> bool:
    """Run one sweep now; tells whether it ran, which it does not while as many workers run it as may."""
    sweep = all_sweeps()[name]
    with alone(name, sweep.at_once) as we_are:
        if we_are:
            run(sweep, at=clock.now())
    return we_are


@contextmanager
def alone(name: str, at_once: int = 1) -> Iterator[bool]:
    """Hold one of the sweep's places; yields false, at once, when others have them all."""
    with ExitStack() as held:
        places = (f"sweep:{name}" if place == 0 else f"sweep:{name}:{place}" for place in range(at_once))
        yield any(held.enter_context(_held(place)) for place in places)


@contextmanager
def _held(key: str) -> Iterator[bool]:
    """Hold an advisory lock of this connection; yields false, at once, when somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        held = bool((cursor.fetchone() or (False,))[0])
    try:
        yield held
    finally:
        if held and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
