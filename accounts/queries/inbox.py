"""A user's messages."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import Message


def inbox_of(actor: Actor) -> QuerySet[Message]:
    """The actor's own messages with their events, the newest first."""
    return Message.objects.filter(user_id=actor.user_id or 0).select_related("event").order_by("-id")


def unread_count(user_id: int) -> int:
    return Message.objects.filter(user_id=user_id, read_at__isnull=True).count()
