"""The record: one event an action, in the action's own transaction; numbered and chained after commit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from core.models import Delivery, Event, EventSeal

GENESIS = "0" * 64
SEAL_LOCK = 7_204_001


class Doer(Protocol):
    """Who acts, as far as this room knows."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def office_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str | None: ...
    @property
    def request_id(self) -> str: ...


class Subject(Protocol):
    """What it happened to: any row with a uid."""

    @property
    def uid(self) -> UUID: ...
    @property
    def _meta(self) -> Any: ...


def record(
    name: str,
    *,
    subject: Subject,
    by: Doer,
    at: datetime,
    project_uid: UUID | None = None,
    call_uid: UUID | None = None,
    rule_set_id: int | None = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    tell: Iterable[int] = (),
) -> Event:
    """Write the event of an action, and one delivery by inbox and one by e-mail for each user in `tell`.

    Must be called inside the action's transaction. Raises RuntimeError outside of one, since a deed without its
    record, or a record without its deed, must never be.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded inside the transaction of its action")
    event = Event.objects.create(
        name=name,
        subject_kind=subject._meta.label_lower,
        subject_uid=subject.uid,
        project_uid=project_uid,
        call_uid=call_uid,
        at=at,
        user_id=by.user_id,
        office_id=by.office_id,
        actor_name=by.name,
        address=by.address,
        request_id=by.request_id,
        rule_set_id=rule_set_id,
        reason=reason,
        data=dict(data or {}),
    )
    Delivery.objects.bulk_create(
        Delivery(event=event, user_id=user_id, channel=channel, due_at=at)
        for user_id in sorted(set(tell))
        for channel in Delivery.Channel.values
    )
    return event


def fingerprint(event: Event, number: int, previous_hash: str) -> str:
    """The hash that ties an event to its place: of everything in it, its number, and the hash before it."""
    content = {
        "number": number,
        "previous": previous_hash,
        "uid": str(event.uid),
        "name": event.name,
        "subject": [event.subject_kind, str(event.subject_uid)],
        "project": str(event.project_uid),
        "call": str(event.call_uid),
        "at": event.at.isoformat(),
        "recorded_at": event.recorded_at.isoformat(),
        "by": [event.user_id, event.office_id, event.actor_name, event.address, event.request_id],
        "rule_set": event.rule_set_id,
        "reason": event.reason,
        "data": event.data,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_new(*, at: datetime, limit: int = 2_000) -> int:
    """Number and chain events that are committed and have no seal yet, in order of id. Returns how many.

    One sealer at a time (advisory lock): writers never wait for it, a second sealer returns 0 at once.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEAL_LOCK])
            row = cursor.fetchone()
        if not row or not row[0]:
            return 0
        last = EventSeal.objects.order_by("-number").values_list("number", "hash").first() or (0, GENESIS)
        number, previous = last
        seals = []
        for event in Event.objects.filter(seal__isnull=True).order_by("id")[:limit]:
            number += 1
            digest = fingerprint(event, number, previous)
            seals.append(EventSeal(number=number, event=event, previous_hash=previous, hash=digest, sealed_at=at))
            previous = digest
        EventSeal.objects.bulk_create(seals)
    return len(seals)


def first_broken_seal() -> int | None:
    """The number of the first seal whose event, order or hash was changed; None where the chain holds."""
    previous, expected = GENESIS, 1
    for seal in EventSeal.objects.select_related("event").order_by("number").iterator(chunk_size=2_000):
        intact = (
            seal.number == expected
            and seal.previous_hash == previous
            and seal.hash == fingerprint(seal.event, seal.number, previous)
        )
        if not intact:
            return seal.number
        previous, expected = seal.hash, expected + 1
    return None
