"""When an office counts as silent or vacant too long. Plain dates and days in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from programs.policy import Offices


@dataclass(frozen=True, slots=True)
class Limits:
    """The strictest days of the rules that an office works under; None where none of them says anything."""

    idle_days: int | None = None
    vacant_days: int | None = None


def strictest(rules: Iterable[Offices | None]) -> Limits:
    """The fewest days that any of the rules gives."""
    said = [one for one in rules if one is not None]
    return Limits(
        min((one.idle_days for one in said), default=None), min((one.vacant_days for one in said), default=None)
    )


def is_silent(last_deed_at: datetime, limits: Limits, at: datetime) -> bool:
    """Whether the holder has done nothing for the rules' days; half-open, so that the day itself counts."""
    return limits.idle_days is not None and at >= last_deed_at + timedelta(days=limits.idle_days)


def is_vacant_too_long(vacant_since: date, limits: Limits, today: date) -> bool:
    """Whether nobody has held it for the rules' days."""
    return limits.vacant_days is not None and today >= vacant_since + timedelta(days=limits.vacant_days)
