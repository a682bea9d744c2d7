"""Steps that every action of this room shares."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.urls import reverse

from accounts.actors import Actor
from core.refusals import Stale, StepUpNeeded
from core.wording import SEOUL


class Versioned(Protocol):
    version: int


def require_version(row: Versioned, version: int | None) -> None:
    """Raises Stale (`accounts.changed_meanwhile`) if the row is no longer the one that was read (None: any)."""
    if version is not None and version != row.version:
        raise Stale.because("accounts.changed_meanwhile")


def require_step_up(by: Actor) -> None:
    """Before money and decisions: the second factor, shown lately. Raises StepUpNeeded (`account.step_up`).

    It comes after the permission and before the state, so that nobody shows a factor for what is not his to do.
    """
    if not (by.is_system or by.stepped_up):
        raise StepUpNeeded.because(
            "account.step_up",
            minutes=settings.BARO_STEP_UP_MINUTES,
            page=reverse("accounts:confirm"),
            api=reverse("api:me-confirmation"),
        )


def day_of(at: datetime) -> date:
    """The day in Seoul."""
    return at.astimezone(SEOUL).date()
