"""Whom each event of a round tells, and what its sentence says. Takes ids that were fetched; asks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.actors import Actor
from reviews.models import Round


def said_of(round_: Round) -> dict[str, Any]:
    """The names and dates that every sentence about a round may use."""
    call = round_.call
    return {"title_ko": call.title_ko, "title_en": call.title_en, "due_at": round_.due_at.isoformat()}


def others(users: Iterable[int | None], by: Actor) -> set[int]:
    """Everybody but the one who did it: he knows."""
    return {user for user in users if user is not None and user != by.user_id}
