"""Steps that every action of this room shares."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from core.refusals import NotAllowed, Stale
from core.wording import SEOUL


class Versioned(Protocol):
    version: int


def require(allowed: bool) -> None:
    """Raises NotAllowed (`http.not_allowed`)."""
    if not allowed:
        raise NotAllowed.because("http.not_allowed")


def require_version(row: Versioned, version: int | None) -> None:
    """Raises Stale (`accounts.changed_meanwhile`) if the row is no longer the one that was read (None: any)."""
    if version is not None and version != row.version:
        raise Stale.because("accounts.changed_meanwhile")


def day_of(at: datetime) -> date:
    """The day in Seoul."""
    return at.astimezone(SEOUL).date()
