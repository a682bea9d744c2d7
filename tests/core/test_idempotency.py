"""Same key, same answer; the answer and the deed are kept together or not at all."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from core.idempotency import hash_of, once
from core.models import IdempotencyKey, Job
from core.refusals import RuleBroken

AT = datetime(2004, 4, 1, 9, 0, tzinfo=UTC)


def create_job() -> tuple[int, Any, str]:
    job = Job.objects.create(kind="test", created_at=AT)
    return 201, {"job": job.pk}, f"/jobs/{job.pk}"


def test_the_same_request_is_done_once_and_answered_twice(db: None) -> None:
    first = once(user_id=1, key="k", request_hash="h", at=AT, act=create_job)
    again = once(user_id=1, key="k", request_hash="h", at=AT, act=create_job)
    assert first == again
    assert Job.objects.count() == 1


def test_another_user_may_choose_the_same_key(db: None) -> None:
    once(user_id=1, key="k", request_hash="h", at=AT, act=create_job)
    once(user_id=2, key="k", request_hash="h", at=AT, act=create_job)
    assert Job.objects.count() == 2


def test_the_same_key_for_another_request_is_refused(db: None) -> None:
    once(user_id=1, key="k", request_hash="h", at=AT, act=create_job)
    with pytest.raises(RuleBroken) as refused:
        once(user_id=1, key="k", request_hash="other", at=AT, act=create_job)
    assert refused.value.violations[0].code == "idempotency.key_used_for_another_request"


@pytest.mark.parametrize("key", ["", "x" * 101])
def test_a_key_has_a_length(db: None, key: str) -> None:
    with pytest.raises(RuleBroken):
        once(user_id=1, key=key, request_hash="h", at=AT, act=create_job)


def test_a_refused_write_leaves_no_key_and_may_be_sent_again(db: None) -> None:
    def refuse() -> tuple[int, Any, str]:
        create_job()
        raise RuleBroken.because("test.no")

    with pytest.raises(RuleBroken):
        once(user_id=1, key="k", request_hash="h", at=AT, act=refuse)
    assert not Job.objects.exists()
    assert not IdempotencyKey.objects.exists()
    assert once(user_id=1, key="k", request_hash="h", at=AT, act=create_job)[0] == 201


def test_two_at_once_are_one_deed(committed_db: str) -> None:
    start = threading.Barrier(2)
    answers: list[tuple[int, Any, str]] = []

    def send() -> None:
        try:
            start.wait(5)
            answers.append(once(user_id=1, key="k", request_hash="h", at=AT, act=create_job))
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(20)
    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert Job.objects.count() == 1


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert hash_of("POST", "/x", {"a": 1, "b": 2}) == hash_of("POST", "/x", {"b": 2, "a": 1})
    assert hash_of("POST", "/x", {"a": 1}) != hash_of("POST", "/y", {"a": 1})
