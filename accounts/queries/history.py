"""What happened to something."""

from __future__ import annotations

from uuid import UUID

from core.models import Event

SHOWN = 50


def history_of(*uids: UUID) -> list[Event]:
    """The latest deeds done to these things, the newest first, at most SHOWN."""
    return list(Event.objects.filter(subject_uid__in=uids).order_by("-id")[:SHOWN])
