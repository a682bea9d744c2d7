"""The only reader of the system clock.

Edges (middleware, tasks, commands) read it once and pass the moment on as `at`. A sample or replayed world lives
at an offset from real time, kept in the database; production has none, by check constraint of the settings.
"""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from core.models import WorldClock
from core.refusals import RuleBroken

OFFSET_KEY = "core.clock.offset_seconds"


def system_now() -> datetime:
    """Real time, in UTC: for leases and health, which a sample clock must not move."""
    return datetime.fromtimestamp(time.time(), tz=UTC)


def monotonic() -> float:
    """Seconds of a clock that never goes back: for measuring, never for dates."""
    return time.monotonic()


def now() -> datetime:
    """The moment in this world, in UTC."""
    return system_now() + offset()


def offset() -> timedelta:
    """How far this world's clock stands from real time. Always zero in production."""
    if not settings.BARO_SAMPLE_CLOCK:
        return timedelta()
    seconds = cache.get(OFFSET_KEY)
    if seconds is None:
        seconds = WorldClock.objects.filter(pk=1).values_list("offset_seconds", flat=True).first() or 0
        cache.set(OFFSET_KEY, seconds, settings.BARO_CLOCK_KEPT_SECONDS)
    return timedelta(seconds=seconds)


def move_to(moment: datetime) -> None:
    """Set this world's clock. Raises RuleBroken (`clock.is_real`) where the clock is the real one."""
    if not settings.BARO_SAMPLE_CLOCK:
        raise RuleBroken.because("clock.is_real")
    seconds = math.ceil((moment - system_now()).total_seconds())  # never a breath before the moment
    WorldClock.objects.update_or_create(pk=1, defaults={"offset_seconds": seconds})
    transaction.on_commit(lambda: cache.delete(OFFSET_KEY))


def moment_of(seconds: float | None) -> datetime:
    """Seconds since 1970 in real time as a moment; real time itself for None."""
    return system_now() if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def read_request_start(header: str) -> datetime | None:
    """The arrival that a trusted proxy wrote (`t=<seconds>` or milliseconds or microseconds since 1970)."""
    digits = header.removeprefix("t=").strip()
    try:
        seconds = float(digits)
    except ValueError:
        return None
    for unit in (1.0, 1e3, 1e6):
        if 1e9 <= seconds / unit < 1e10:
            return datetime.fromtimestamp(seconds / unit, tz=UTC)
    return None
