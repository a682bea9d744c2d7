"""A probe for tests: what it would have seen, put straight into the table."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import override_settings

from core.models import Observation

EVERY = timedelta(minutes=1)
every_minute = override_settings(BARO_PROBE_SECONDS=60)
"""Looks once a minute, so that a day is 1,440 rows; speaks for three minutes."""


def saw(since: datetime, until: datetime, *, up: bool, probe: str = "outside") -> None:
    """One look every minute from `since` to before `until`."""
    rows = [
        Observation(probe=probe, at=since + EVERY * number, up=up, status=200 if up else 503, milliseconds=5)
        for number in range((until - since) // EVERY)
    ]
    Observation.objects.bulk_create(rows, ignore_conflicts=True)


def saw_outage(since: datetime, until: datetime, *, begins: datetime, lasts: timedelta) -> None:
    """The service up from `since` to before `until`, but for one outage."""
    saw(since, min(begins, until), up=True)
    saw(begins, min(begins + lasts, until), up=False)
    saw(begins + lasts, until, up=True)
