"""Beat's table comes from the rooms' sweeps; a sweep is looked at by one worker at a time."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from io import StringIO

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config import schedule
from config.celery import app
from core import sweeps
from core.models import SweepRun


def test_every_sweep_is_in_beats_table_with_the_one_task() -> None:
    table = schedule.beat_schedule()
    assert set(table) == set(sweeps.all_sweeps())
    assert app.conf.beat_schedule == table
    assert schedule.TASK in app.tasks
    assert {str(entry["task"]) for entry in table.values()} <= {schedule.TASK}


def test_no_sweep_of_a_room_is_left_out() -> None:
    """Letters to teams once were: asked for on a page, and never written by a worker."""
    left = [
        f"{room}.{name}"
        for room in settings.ROOMS
        if find_spec(f"{room}.tasks") is not None
        for name, found in vars(import_module(f"{room}.tasks")).items()
        if isinstance(found, sweeps.Sweep) and found not in sweeps.all_sweeps().values()
    ]
    assert left == []


def test_work_is_lost_by_no_crash_of_a_worker() -> None:
    assert app.conf.task_acks_late is True
    assert app.conf.task_reject_on_worker_lost is True
    assert app.conf.worker_prefetch_multiplier == 1
    assert not app.conf.result_backend
    assert app.conf.broker_transport_options["visibility_timeout"] == 300


def test_one_worker_at_a_time(committed_db: str) -> None:
    target = connection.settings_dict
    other = psycopg.connect(
        dbname=committed_db,
        user=target["USER"],
        password=target["PASSWORD"],
        host=target["HOST"],
        port=target["PORT"],
        autocommit=True,
    )
    with other, sweeps.alone("one") as first:
        assert first is True
        taken = "SELECT pg_try_advisory_lock(hashtextextended('sweep:one', 0))"
        assert other.execute(taken).fetchone() == (False,)
        assert other.execute("SELECT pg_try_advisory_lock(hashtextextended('sweep:two', 0))").fetchone() == (True,)
        with sweeps.alone("two") as busy, sweeps.alone("two", 2) as beside:
            assert (busy, beside) == (False, True)
        connection.ensure_connection()
    with sweeps.alone("one") as again:
        assert again is True


@pytest.mark.django_db
def test_every_sweep_may_run_twice() -> None:
    for name in sweeps.all_sweeps():
        assert sweeps.look(name) is True
        assert sweeps.look(name) is True


def test_what_is_due_is_done_by_hand_where_nobody_else_does_it(db: None) -> None:
    said = StringIO()
    call_command("sweep", stdout=said)
    assert said.getvalue().splitlines() == [f"{name}: done" for name in sorted(sweeps.all_sweeps())]
    assert set(SweepRun.objects.values_list("name", flat=True)) == set(sweeps.all_sweeps())
