"""What follows a call's dates. The call's row remembers what was done; beat only says when to look."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from accounts.actors import Actor
from core.sweeps import Sweep
from programs import actions, queries
from programs.filters import CallFilter
from programs.models import Call, Subscription
from programs.subscribing import letter_to

EVERY_SECONDS = 20


class Follow(Protocol):
    """An action that looks for itself whether it is due."""

    def __call__(self, *, call_uid: UUID, by: Actor, at: datetime) -> bool: ...


def _sweep(name: str, follow: Follow) -> Sweep:
    """One sweep over announced calls; what is due, `queries.calls_due` knows by the same name."""

    def act(call: Call, at: datetime) -> None:
        follow(call_uid=call.uid, by=Actor.system(), at=at)

    def due(at: datetime) -> QuerySet[Call]:
        return queries.calls_due(name, at)

    return Sweep(f"programs.{name}", due=due, act=act, every_seconds=EVERY_SECONDS)


def _check(call: Call, at: datetime) -> None:
    actions.check_closing(call_uid=call.uid, by=Actor.system(), at=at)


def _announce(call: Call, at: datetime) -> None:
    actions.follow_schedule(call_uid=call.uid, by=Actor.system(), at=at)


def _tell_subscriber(subscription: Subscription, at: datetime) -> None:
    """Send what is new for the conditions of a subscription; the letter that asks, while it is not confirmed."""
    letters = [letter_to(subscription)]
    if subscription.confirmed_at is not None:
        found = CallFilter(
            QueryDict(subscription.query), queryset=queries.public_calls(at), request=SimpleNamespace(at=at)
        ).qs
        calls = list(found.filter(announced_at__gt=subscription.looked_at, announced_at__lte=at))
        answers = queries.news_of_answers(found.order_by(), subscription.looked_at, at)
        letters = [letter_to(subscription, calls, answers)] if calls or answers else []
    actions.send_to_subscriber(subscription=subscription, letters=letters, by=Actor.system(), at=at)


SWEEPS = (
    _sweep("openings", actions.follow_opening),
    _sweep("closing_reminders", actions.remind_before_closing),
    Sweep("programs.closing_checks", due=queries.closings_to_check, act=_check, every_seconds=EVERY_SECONDS),
    _sweep("closings", actions.follow_closing),
    _sweep("ranking_reminders", actions.remind_before_ranking),
    _sweep("ranking_ends", actions.follow_ranking_end),
    Sweep("programs.subscribers", due=queries.subscriptions_due, act=_tell_subscriber, every_seconds=60),
    Sweep("programs.announcements", due=queries.calls_to_announce, act=_announce, every_seconds=EVERY_SECONDS),
)
