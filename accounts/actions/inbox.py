"""Read messages. That a notice was read is on the record, like every deed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import permissions, queries
from accounts.actors import Actor
from accounts.models import Message, User
from core.events import record
from core.refusals import NotFound


def mark_read(*, message_uid: UUID, by: Actor, at: datetime) -> Message:
    """Note when a message was first read; nothing happens to one that was. Raises NotFound."""
    with transaction.atomic():
        message = queries.locked(Message, message_uid)
        if not permissions.may_view_message(by, message):
            raise NotFound.because("http.not_found")
        if message.read_at is None:
            Message.objects.filter(pk=message.pk).update(read_at=at)
            message.read_at = at
            record("accounts.messages_read", subject=message, by=by, at=at, data={"count": 1})
    return message


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Note all the actor's unread messages as read; tells how many. Raises NotFound for nobody."""
    with transaction.atomic():
        user = User.objects.filter(pk=by.user_id or 0).first()
        if user is None:
            raise NotFound.because("http.not_found")
        count = Message.objects.filter(user=user, read_at__isnull=True).update(read_at=at)
        if count:
            record("accounts.messages_read", subject=user, by=by, at=at, data={"count": count})
    return count
