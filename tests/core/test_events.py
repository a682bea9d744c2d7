"""The record can't be changed, and a change of it would be seen."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actors import Actor
from core import events
from core.models import Delivery, Event, EventSeal, Job

AT = datetime(2004, 4, 1, 9, 0, tzinfo=UTC)
BY = Actor(user_id=7, name="김표본")


def an_event(name: str = "test.happened", tell: tuple[int, ...] = ()) -> Event:
    thing = Job.objects.create(kind="test", created_at=AT)
    return events.record(name, subject=thing, by=BY, at=AT, data={"amount_krw": 5}, tell=tell)


def in_own_savepoint(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_event_tells_each_user_once_by_each_channel(db: None) -> None:
    an_event(tell=(3, 4, 3))
    assert sorted(Delivery.objects.values_list("user_id", "channel")) == [
        (3, "email"),
        (3, "inbox"),
        (4, "email"),
        (4, "inbox"),
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_event SET name = 'other'",
        "DELETE FROM core_event",
        "TRUNCATE core_event CASCADE",
        "UPDATE core_eventseal SET hash = repeat('0', 64)",
        "DELETE FROM core_eventseal",
    ],
)
def test_the_record_is_never_changed(db: None, sql: str) -> None:
    an_event()
    events.seal_new(at=AT)
    with pytest.raises(DatabaseError):
        in_own_savepoint(sql)


def test_an_event_is_recorded_only_inside_a_transaction(committed_db: str) -> None:
    thing = Job.objects.create(kind="test", created_at=AT)
    with pytest.raises(RuntimeError, match="inside the transaction"):
        events.record("test.happened", subject=thing, by=BY, at=AT)


def test_a_deed_undone_leaves_no_event(committed_db: str) -> None:
    def stumble() -> None:
        with transaction.atomic():
            an_event(tell=(3,))
            raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        stumble()
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


def test_seals_number_events_without_a_gap_and_chain_them(db: None) -> None:
    for _ in range(3):
        an_event()
    assert events.seal_new(at=AT, limit=2) == 2
    assert events.seal_new(at=AT) == 1
    assert events.seal_new(at=AT) == 0
    assert list(EventSeal.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert EventSeal.objects.get(number=1).previous_hash == events.GENESIS
    assert events.first_broken_seal() is None


def test_a_seal_of_other_content_is_found(db: None) -> None:
    first, second, third = an_event(), an_event(), an_event()
    events.seal_new(at=AT, limit=1)
    previous = EventSeal.objects.get(number=1).hash
    forged = events.fingerprint(first, 2, previous)
    EventSeal.objects.create(number=2, event=second, previous_hash=previous, hash=forged, sealed_at=AT)
    events.seal_new(at=AT)
    assert third.seal.number == 3
    assert events.first_broken_seal() == 2


def test_a_hole_in_the_chain_is_found(db: None) -> None:
    an_event()
    late = an_event()
    events.seal_new(at=AT, limit=1)
    previous = EventSeal.objects.get(number=1).hash
    digest = events.fingerprint(late, 3, previous)
    EventSeal.objects.create(number=3, event=late, previous_hash=previous, hash=digest, sealed_at=AT)
    assert events.first_broken_seal() == 3


def test_every_part_of_an_event_is_in_its_fingerprint() -> None:
    base = {
        "uid": uuid.UUID(int=1),
        "name": "n",
        "subject_kind": "k",
        "subject_uid": uuid.UUID(int=2),
        "project_uid": None,
        "call_uid": None,
        "at": AT,
        "recorded_at": AT,
        "user_id": 1,
        "office_id": 2,
        "actor_name": "a",
        "address": "127.0.0.1",
        "request_id": "r",
        "rule_set_id": 3,
        "reason": "",
        "data": {},
    }
    other = {
        "uid": uuid.UUID(int=9),
        "name": "x",
        "subject_kind": "x",
        "subject_uid": uuid.UUID(int=9),
        "project_uid": uuid.UUID(int=9),
        "call_uid": uuid.UUID(int=9),
        "at": datetime(2004, 4, 2, tzinfo=UTC),
        "recorded_at": datetime(2004, 4, 2, tzinfo=UTC),
        "user_id": 9,
        "office_id": 9,
        "actor_name": "x",
        "address": "127.0.0.2",
        "request_id": "x",
        "rule_set_id": 9,
        "reason": "x",
        "data": {"x": 1},
    }
    whole = events.fingerprint(Event(**base), 1, events.GENESIS)
    for column, value in other.items():
        assert events.fingerprint(Event(**{**base, column: value}), 1, events.GENESIS) != whole, column
    assert {*base} == {field.attname for field in Event._meta.concrete_fields} - {"id"}
