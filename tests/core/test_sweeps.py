"""A sweep handles what is due, each row once, and one bad row does not keep the others waiting."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from core.models import Job, SweepRun
from core.sweeps import Sweep, run

AT = datetime(2004, 4, 1, 9, 0, tzinfo=UTC)


def waiting(at: datetime) -> QuerySet[Job]:
    return Job.objects.filter(state="waiting", created_at__lte=at)


def mark(job: Job, at: datetime) -> None:
    Job.objects.filter(pk=job.pk).update(state="done", percent=job.percent + 1, finished_at=at)


def jobs(count: int) -> None:
    Job.objects.bulk_create(Job(kind="test", created_at=AT) for _ in range(count))


def test_every_due_row_is_handled_once(db: None) -> None:
    jobs(5)
    sweep = Sweep("test", waiting, mark, 60)
    assert run(sweep, at=AT).done == 5
    assert run(sweep, at=AT).done == 0
    assert set(Job.objects.values_list("percent", flat=True)) == {1}


def test_a_row_that_is_not_due_is_left(db: None) -> None:
    jobs(1)
    assert run(Sweep("test", waiting, mark, 60), at=datetime(2004, 3, 31, tzinfo=UTC)).done == 0


def test_a_run_is_bounded(db: None) -> None:
    jobs(5)
    assert run(Sweep("test", waiting, mark, 60, limit=2), at=AT).done == 2


def test_a_bad_row_is_counted_and_keeps_nobody_waiting(db: None) -> None:
    jobs(3)
    bad = Job.objects.order_by("pk")[1].pk

    def stumble(job: Job, at: datetime) -> None:
        mark(job, at)
        if job.pk == bad:
            raise ValueError("this one")

    result = run(Sweep("test", waiting, stumble, 60), at=AT)
    assert (result.done, result.failed) == (2, 1)
    assert Job.objects.get(pk=bad).state == "waiting"
    seen = SweepRun.objects.get(name="test")
    assert (seen.rows_done, seen.rows_failed, seen.last_error) == (2, 1, "ValueError: this one")


@pytest.mark.parametrize("whole", [True, False])
def test_two_workers_share_the_rows(committed_db: str, whole: bool) -> None:
    jobs(20)
    done: list[Any] = []
    sweep = Sweep("test", waiting, mark, 60, whole=whole, at_once=2)

    def work() -> None:
        try:
            done.append(run(sweep, at=AT).done)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert sum(done) == 20
    assert set(Job.objects.values_list("percent", flat=True)) == {1}
