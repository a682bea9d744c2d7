"""Scheduled work: the administrator watches it and starts it; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.models import SweepRun
from core.refusals import NotAllowed, NotFound
from core.sweeps import all_sweeps
from reporting.actions import run_sweep
from reporting.queries.sweeps import sweeps
from tests.build import MARCH, a_ministry_world
from tests.reporting.doors import at_moment, signed_in

pytestmark = pytest.mark.django_db


def test_each_sweep_stands_there_with_its_state() -> None:
    world = a_ministry_world()
    actor = world.actor("administrator")
    name = min(all_sweeps())
    assert {one.sweep.name: one.state for one in sweeps(actor)} == dict.fromkeys(all_sweeps(), "never")
    now = clock.system_now()
    run = SweepRun.objects.create(name=name, started_at=now)

    def state() -> str:
        return next(one.state for one in sweeps(actor) if one.sweep.name == name)

    assert state() == "running"
    for changes, expected in (
        ({"finished_at": now}, "done"),
        ({"rows_failed": 1}, "failed"),
        ({"rows_failed": 0, "started_at": now - timedelta(days=2)}, "late"),
    ):
        SweepRun.objects.filter(pk=run.pk).update(**changes)
        assert state() == expected


def test_the_administrator_runs_one_now_and_is_told() -> None:
    world = a_ministry_world()
    at_moment(MARCH)
    client = signed_in(world.administrator)
    name = min(all_sweeps())
    page = client.post(f"/scheduled/{name}/run/", follow=True)
    assert page.status_code == 200
    assert f"{name}: 0 done." in page.content.decode()
    assert SweepRun.objects.get(name=name).finished_at is not None
    assert client.post("/scheduled/unknown/run/").status_code == 404
    assert client.get(f"/scheduled/{name}/run/").status_code == 405
    assert signed_in(world.administrator, language="ko").get("/scheduled/").status_code == 200


def test_nobody_else_watches_or_runs_any() -> None:
    world = a_ministry_world()
    at_moment(MARCH)
    name = min(all_sweeps())
    for role, user in world.users().items():
        if role == "administrator":
            continue
        client = signed_in(user)
        assert client.get("/scheduled/").status_code == 403, role
        assert client.post(f"/scheduled/{name}/run/").status_code == 403, role
        with pytest.raises(NotAllowed):
            run_sweep(name=name, by=world.actor(role))
    assert signed_in(world.administrator, second_factor=False).get("/scheduled/").status_code == 403
    assert not SweepRun.objects.exists()
    with pytest.raises(NotFound):
        run_sweep(name="unknown", by=world.actor("administrator"))
