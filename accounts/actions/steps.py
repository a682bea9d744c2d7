"""Steps that every action of this room shares."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from core.refusals import Stale
from core.wording import SEOUL


class Versioned(Protocol):
    version: int


def require_version(row: Versioned, version: int | None) -> None:
    """Raises Stale (`accounts.changed_meanwhile`) if the row is no longer the one that was read (None: any)."""
    if version is not None and version != row.version:
        raise Stale.because("accounts.changed_meanwhile")


def day_of(at: datetime) -> date:
    """The day in Seoul."""
    return at.astimezone(SEOUL).date()
