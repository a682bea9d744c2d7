"""Bring one event to one user by one channel."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPException

from accounts.letters import TO_CHOOSE_A_PASSWORD, letter
from accounts.models import Message, User
from core.models import DELIVERY, Delivery

ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


def deliver(*, delivery: Delivery, at: datetime) -> None:
    """Put the event into the user's inbox or send it by e-mail; try again later where the mail server fails.

    Safe to run twice: a delivery that is no longer due is left alone, an inbox has one message an event, and an
    e-mail carries the same Message-ID each time. Gives up after ATTEMPTS, or at once where nobody is to be reached.
    """
    if delivery.state != DELIVERY.start:
        return
    user = User.objects.select_related("person").filter(pk=delivery.user_id).first()
    if user is None or not user.is_active:
        _give_up(delivery, "no active account")
    elif delivery.channel == Delivery.Channel.INBOX:
        Message.objects.get_or_create(user=user, event_id=delivery.event_id, defaults={"arrived_at": at})
        _sent(delivery, at)
    elif not user.by_email and delivery.event.name not in TO_CHOOSE_A_PASSWORD:
        _give_up(delivery, "takes no e-mail")
    else:
        try:
            letter(delivery.event, user).send()
        except (OSError, SMTPException) as problem:
            _try_again(delivery, at, f"{type(problem).__name__}: {problem}"[:300])
        else:
            _sent(delivery, at)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: one minute, then twice as long each time, six hours at most."""
    return min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)


def _sent(delivery: Delivery, at: datetime) -> None:
    _move(delivery, "send", sent_at=at, attempts=delivery.attempts + 1, last_error="")


def _give_up(delivery: Delivery, error: str) -> None:
    _move(delivery, "give_up", last_error=error)


def _try_again(delivery: Delivery, at: datetime, error: str) -> None:
    attempts = delivery.attempts + 1
    if attempts >= ATTEMPTS:
        _move(delivery, "give_up", attempts=attempts, last_error=error)
        return
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=attempts, due_at=at + wait_after(attempts), last_error=error
    )


def _move(delivery: Delivery, verb: str, **changes: object) -> None:
    move = DELIVERY.require(verb, delivery.state)
    Delivery.objects.filter(pk=delivery.pk).update(state=move.target, **changes)
