"""Subscribe an address to news of calls, confirm it, end it, and send what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from accounts.actions.delivery import ATTEMPTS, wait_after
from accounts.actors import Actor
from core.events import record
from programs import queries
from programs.models import Subscription

LETTERS_A_DAY = 3
"""Letters that ask one address for its word, a day: nobody fills a stranger's mailbox through us."""


def subscribe(*, email: str, query: str, language: str, by: Actor, at: datetime) -> None:
    """Ask an address whether it wants news of calls that fit a query. One that was asked often today hears nothing.

    The asker is told the same in any case, so that nobody learns who subscribes.
    """
    with transaction.atomic():
        if queries.asked_lately(email, at) >= LETTERS_A_DAY:
            return
        made = Subscription.objects.create(
            email=email, query=query, language=language, asked_at=at, looked_at=at, due_at=at
        )
        record("programs.subscription_asked", subject=made, by=by, at=at)


def confirm_subscription(*, subscription_uid: UUID, by: Actor, at: datetime) -> Subscription:
    """The address wants it: from now on it hears what is new. Raises NotFound."""
    with transaction.atomic():
        found = queries.locked_subscription(subscription_uid)
        if found.confirmed_at is None and found.ended_at is None:
            queries.put(found, confirmed_at=at, looked_at=at, due_at=at, attempts=0)
            record("programs.subscription_confirmed", subject=found, by=by, at=at)
    return found


def end_subscription(*, subscription_uid: UUID, by: Actor, at: datetime) -> None:
    """The address wants no more: its address is forgotten. Raises NotFound."""
    with transaction.atomic():
        found = queries.locked_subscription(subscription_uid)
        if found.ended_at is None:
            _end(found, by, at)


def send_to_subscriber(*, subscription: Subscription, letters: Sequence[EmailMessage], by: Actor, at: datetime) -> None:
    """Send what is due, if anything is; try again later where the mail server fails, and give up in the end.

    The sweep holds the row.
    """
    waits_for_word = subscription.confirmed_at is None
    try:
        for letter in letters:
            letter.send()
    except (OSError, SMTPException):
        attempts = subscription.attempts + 1
        if attempts >= ATTEMPTS:
            _end(subscription, by, at)
        else:
            queries.put(subscription, attempts=attempts, due_at=at + wait_after(attempts))
        return
    queries.put(subscription, attempts=0, looked_at=at, due_at=None if waits_for_word else at)


def _end(found: Subscription, by: Actor, at: datetime) -> None:
    queries.put(found, ended_at=at, due_at=None, email="")
    record("programs.subscription_ended", subject=found, by=by, at=at)
