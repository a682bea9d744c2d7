"""Who wants to hear of calls: whose letter is due, and one held by its link."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.refusals import NotFound
from programs.models import Call, InquiryAnswer, Subscription

DAY = timedelta(days=1)


def subscriptions_due(at: datetime) -> QuerySet[Subscription]:
    """Those to be asked for their word, and those confirmed for which there is news since they were last told."""
    calls = Call.objects.filter(announced_at__gt=OuterRef("looked_at"), announced_at__lte=at)
    answers = InquiryAnswer.objects.filter(answered_at__gt=OuterRef("looked_at"), answered_at__lte=at)
    wanted = Q(confirmed_at=None) | Exists(calls) | Exists(answers)
    return Subscription.objects.filter(wanted, ended_at=None, due_at__lte=at)


def news_of_answers(calls: QuerySet[Call], since: datetime, at: datetime) -> list[InquiryAnswer]:
    """Answers published since then about these calls."""
    found = InquiryAnswer.objects.filter(
        answered_at__gt=since, answered_at__lte=at, inquiry__call__in=calls.values("pk")
    )
    return list(found.select_related("inquiry__call").order_by("id"))


def asked_lately(email: str, at: datetime) -> int:
    """How many letters that ask for a word were made for an address within a day."""
    return Subscription.objects.filter(email__iexact=email, confirmed_at=None, asked_at__gt=at - DAY).count()


def locked_subscription(uid: UUID) -> Subscription:
    """A subscription, held until the transaction ends. Raises NotFound."""
    found = Subscription.objects.select_for_update().filter(uid=uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def put(row: Subscription, **values: object) -> None:
    """Write some columns of a subscription."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
