"""The clock's page: for the administrator of a sample or replayed world, forward only, with what followed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.calendar import SEOUL
from core.models import Event
from core.refusals import NotAllowed, NotFound, RuleBroken
from programs.models import Call
from scenarios import actions, queries
from tests.build import World, a_ministry_world, actor_for, an_officer
from tests.build_programs import CLOSES_AT, OPENS_AT, RANKING_DUE_AT, a_call
from tests.reporting.doors import at_moment, signed_in

pytestmark = pytest.mark.django_db
BEFORE = OPENS_AT - timedelta(days=1)


@pytest.fixture
def world() -> World:
    return a_ministry_world()


@pytest.fixture
def call(world: World) -> Call:
    found = a_call(ministry=world.ministry, at=BEFORE)
    at_moment(BEFORE)
    return found


def administrator(world: World) -> Client:
    return signed_in(world.administrator)


def test_deadlines_come_in_order(call: Call) -> None:
    codes = [(one.at, one.code) for one in queries.deadlines(BEFORE)]
    assert codes == sorted(codes)
    assert (OPENS_AT, "deadline.opens_at") in codes
    assert (RANKING_DUE_AT, "deadline.ranking_due_at") in codes
    assert all(at > CLOSES_AT for at, _ in [(one.at, one.code) for one in queries.deadlines(CLOSES_AT)])


def test_the_page_moves_to_the_next_deadline_and_shows_what_followed(world: World, call: Call) -> None:
    client = administrator(world)
    page = client.get("/clock/").content.decode()
    assert "Move to the next deadline" in page
    answer = client.post("/clock/", {"to": OPENS_AT.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M:%S")}, follow=True)
    assert answer.status_code == 200
    cache.clear()  # it is emptied after a commit, which a test never comes to
    assert abs(clock.now() - OPENS_AT) < timedelta(minutes=1)
    assert Event.objects.filter(name="programs.call_opened", at=OPENS_AT).count() == 1
    assert Event.objects.filter(name="core.clock_moved").count() == 1
    assert "What followed the last move" in answer.content.decode()


def test_what_was_due_on_the_way_happens_at_its_own_time(world: World, call: Call) -> None:
    by = actor_for(world.administrator, BEFORE)
    actions.move_clock(to=CLOSES_AT + timedelta(hours=1), by=by, at=BEFORE)
    found = dict(Event.objects.filter(call_uid=call.uid).values_list("name", "at"))
    assert found["programs.call_opened"] == OPENS_AT
    assert found["programs.call_closed"] == CLOSES_AT


def test_time_does_not_go_back(world: World, call: Call) -> None:
    by = actor_for(world.administrator, BEFORE)
    with pytest.raises(RuleBroken, match=r"clock\.only_forward"):
        actions.move_clock(to=BEFORE, by=by, at=BEFORE)
    answer = administrator(world).post("/clock/", {"to": "2003-01-01 00:00:00"})
    assert answer.status_code == 422
    assert not Event.objects.filter(name="core.clock_moved").exists()


def test_only_the_administrator_moves_it(world: World, call: Call) -> None:
    for name, user in world.users().items():
        if name == Role.ADMINISTRATOR:
            continue
        with pytest.raises(NotAllowed):
            actions.move_clock(to=OPENS_AT, by=actor_for(user, BEFORE), at=BEFORE)
        assert signed_in(user).get("/clock/").status_code == 403
    assert Client().get("/clock/").status_code == 302


def test_production_has_no_such_page(world: World, call: Call, settings: Settings) -> None:
    settings.BARO_SAMPLE_CLOCK = False
    cache.clear()
    officer: User = an_officer(Role.ADMINISTRATOR, world.agency)
    with pytest.raises(NotFound):
        actions.move_clock(to=OPENS_AT, by=actor_for(officer, BEFORE), at=BEFORE)
    assert administrator(world).get("/clock/").status_code in {403, 404}


def test_the_page_takes_as_many_queries_for_three_calls_as_for_two(world: World, call: Call) -> None:
    client = administrator(world)
    client.get("/clock/")
    counts = []
    for _ in range(2):
        a_call(ministry=world.ministry, at=BEFORE)
        counts.append(queries_of(client))
    assert counts[0] == counts[1]


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get("/clock/")
    return len(captured)
