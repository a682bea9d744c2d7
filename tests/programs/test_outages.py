"""What an outage does to a closing: checked once, moved for all, told to everybody; and what waits meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import sweeps
from core.calendar import SEOUL
from core.models import Event
from core.refusals import NotAllowed
from programs import actions
from programs.models import Call, ClosingCheck
from programs.rules import PATIENCE, Verdict
from programs.tasks import SWEEPS
from tests.build import World, a_ministry_world, actor_for, sign_in
from tests.build_programs import CLOSES_AT, OPENS_AT, RANKING_DUE_AT, SYSTEM, a_call, it_is, the_ris_program
from tests.programs.outages import every_minute, saw, saw_outage

DAY, HOUR, MINUTE, SECOND = (timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes", "seconds"))
BEGAN = CLOSES_AT - DAY
MOVED_TO = datetime(2004, 4, 1, 18, tzinfo=SEOUL)


@pytest.fixture(autouse=True)
def _probe() -> Iterator[None]:
    with every_minute:
        yield


@pytest.fixture
def world(db: None) -> World:
    return a_ministry_world()


@pytest.fixture
def call(world: World) -> Call:
    return a_call(*the_ris_program(world.ministry, world.agency))


def look(at: datetime) -> dict[str, int]:
    results = [sweeps.run(sweep, at=at) for sweep in SWEEPS]
    assert all(result.failed == 0 for result in results), results
    return {result.name.removeprefix("programs."): result.done for result in results if result.done}


def told(name: str) -> set[int]:
    return set(Event.objects.get(name=name).deliveries.values_list("user_id", flat=True))


def test_an_outage_before_the_closing_moves_it_for_all_at_once(world: World, call: Call) -> None:
    look(OPENS_AT)
    back = CLOSES_AT - 90 * MINUTE
    saw_outage(BEGAN, back + MINUTE, begins=CLOSES_AT - 2 * HOUR, lasts=30 * MINUTE)
    assert look(back)["closing_checks"] == 1
    call.refresh_from_db()
    assert call.closes_at == MOVED_TO
    assert call.ranking_due_at == RANKING_DUE_AT + 2 * DAY, "15 April 2004 was the day of an election"
    assert (call.outage_moves, call.closed_before_at, call.outage_moved_at) == (1, CLOSES_AT, back)
    assert call.available_bp == 9_791
    event = Event.objects.get(name="programs.call_extended")
    assert (event.data["down_seconds"], event.data["unknown_seconds"]) == (1_800, 0)
    assert datetime.fromisoformat(event.data["was_closes_at"]) == CLOSES_AT
    everybody = {world.ministry_officer.pk, world.agency_officer.pk, world.region_officer.pk}
    assert told("programs.call_extended") == {*everybody, world.institution_officer.pk}
    check = ClosingCheck.objects.get(call=call)
    assert (check.verdict, check.moved_to_at, check.closes_at) == (Verdict.MOVED, MOVED_TO, CLOSES_AT)


def test_the_same_outage_moves_nothing_twice(call: Call) -> None:
    back = CLOSES_AT - 90 * MINUTE
    saw_outage(BEGAN, MOVED_TO + HOUR, begins=CLOSES_AT - 2 * HOUR, lasts=30 * MINUTE)
    look(back)
    for at in (back, back + MINUTE, CLOSES_AT, MOVED_TO - SECOND):
        assert "closings" not in look(at)
    call.refresh_from_db()
    assert (call.closes_at, call.outage_moves) == (MOVED_TO, 1)
    assert look(MOVED_TO + MINUTE) == {"closing_checks": 1, "closings": 1}
    verdicts = list(ClosingCheck.objects.filter(call=call).values_list("verdict", "down_seconds"))
    assert verdicts == [("moved", 1_800), ("held", 0)], "the outage still lies in the new window, and was made good"


def test_at_the_line_a_closing_stands_and_the_call_closes_by_itself(world: World, call: Call) -> None:
    saw_outage(BEGAN, CLOSES_AT + HOUR, begins=CLOSES_AT - 2 * HOUR, lasts=14 * MINUTE)
    assert "closings" not in look(CLOSES_AT - MINUTE)
    assert look(CLOSES_AT)["closings"] == 1
    held = Event.objects.get(name="programs.closing_held")
    assert (held.data["available_bp"], held.deliveries.count()) == (9_902, 0)


def test_a_call_that_closed_while_the_service_was_away_is_opened_again(call: Call) -> None:
    """Away from 20 minutes before the closing to 40 minutes after it; looked at when the database is back."""
    back = CLOSES_AT + 40 * MINUTE
    saw_outage(BEGAN, back, begins=CLOSES_AT - 20 * MINUTE, lasts=HOUR)
    found = look(back - MINUTE)
    assert "closings" not in found, "it still does not answer: everybody waits"
    call.refresh_from_db()
    assert call.phase(back) == "ranking"
    saw(back, back + MINUTE, up=True)
    assert "closings" not in look(back)
    call.refresh_from_db()
    assert call.closes_at == datetime(2004, 4, 1, 19, tzinfo=SEOUL), "a day from the return, up to the hour"
    assert call.phase(back) == "open"
    assert not Event.objects.filter(name="programs.call_closed").exists()


def test_the_probes_word_that_is_still_on_its_way_is_waited_for(call: Call) -> None:
    """The database is back before the probe's file is carried: what was seen meanwhile is not in the table yet."""
    saw(BEGAN, CLOSES_AT - 2 * HOUR, up=True)
    assert "closings" not in look(CLOSES_AT + HOUR)
    saw(CLOSES_AT - 2 * HOUR, CLOSES_AT + HOUR, up=False)
    saw(CLOSES_AT + HOUR, CLOSES_AT + HOUR + MINUTE, up=True)
    look(CLOSES_AT + HOUR + 20 * SECOND)
    call.refresh_from_db()
    assert call.outage_moves == 1


def test_a_probe_that_died_leaves_the_closing_to_the_desk(world: World, call: Call) -> None:
    saw(BEGAN, CLOSES_AT - 2 * HOUR, up=True)
    assert "closings" not in look(CLOSES_AT)
    assert "closings" not in look(CLOSES_AT + PATIENCE - SECOND)
    assert look(CLOSES_AT + PATIENCE)["closings"] == 1
    event = Event.objects.get(name="programs.closing_unwatched")
    assert event.data["unknown_minutes"] == 118, "the last look spoke for three minutes"
    assert told("programs.closing_unwatched") == {world.ministry_officer.pk, world.agency_officer.pk}


def test_a_probe_with_a_wrong_address_moves_nothing(call: Call) -> None:
    saw(CLOSES_AT - 8 * DAY, CLOSES_AT + HOUR, up=False)
    assert look(CLOSES_AT)["closings"] == 1
    call.refresh_from_db()
    assert call.outage_moves == 0
    assert ClosingCheck.objects.get(call=call).verdict == Verdict.UNKNOWN


def test_a_closing_moves_so_often_and_no_more(world: World, call: Call) -> None:
    saw(BEGAN - DAY, BEGAN, up=True)
    for number in range(1, 4):
        begins = call.closes_at - 2 * HOUR
        saw_outage(begins - 20 * HOUR, begins + HOUR, begins=begins, lasts=30 * MINUTE)
        look(begins + 30 * MINUTE)
        call.refresh_from_db()
        assert call.outage_moves == number
    last = call.closes_at
    saw_outage(last - DAY, last + HOUR, begins=last - 2 * HOUR, lasts=30 * MINUTE)
    assert "closings" not in look(last - HOUR)
    assert look(last)["closings"] == 1
    assert told("programs.closing_moved_enough") == {world.ministry_officer.pk, world.agency_officer.pk}


def test_rules_without_the_clause_move_nothing(world: World) -> None:
    program, _ = the_ris_program(world.ministry)
    text = "\n".join(line for line in _without_outage(actions.read_preset("ris-pilot-2004").rules))
    draft = actions.draft_rule_set(program_uid=program.uid, text=text, by=SYSTEM, at=OPENS_AT - 30 * DAY)
    rules = actions.publish_rule_set(rule_set_uid=draft.uid, by=SYSTEM, at=OPENS_AT - 30 * DAY)
    call = a_call(program, rules)
    saw_outage(BEGAN, CLOSES_AT + HOUR, begins=CLOSES_AT - 3 * HOUR, lasts=2 * HOUR)
    look(CLOSES_AT - 30 * MINUTE)
    assert look(CLOSES_AT)["closings"] == 1
    assert not ClosingCheck.objects.filter(call=call).exists()


def _without_outage(text: str) -> Iterator[str]:
    inside = False
    for line in text.splitlines():
        inside = line.startswith("[outage]") if line.startswith("[") else inside
        if not inside and '"outage"' not in line:
            yield line


def test_only_the_system_checks(world: World, call: Call) -> None:
    with pytest.raises(NotAllowed):
        actions.check_closing(call_uid=call.uid, by=actor_for(world.ministry_officer, CLOSES_AT), at=CLOSES_AT)


def test_everybody_reads_it(client: Client, world: World, call: Call) -> None:
    back = CLOSES_AT - 90 * MINUTE
    saw_outage(BEGAN, back + MINUTE, begins=CLOSES_AT - 2 * HOUR, lasts=30 * MINUTE)
    look(back)
    it_is(back)
    page = client.get(f"/calls/{call.uid}/").content.decode()
    assert "모두의 마감을 옮겼습니다" in page
    assert "97.91%" in page
    assert "97.91%" in client.get("/calls/").content.decode()
    said = client.get(reverse("api:call", args=[call.uid])).json()
    assert said["closing_moved"]["available_bp"] == 9_791
    assert datetime.fromisoformat(said["closing_moved"]["closed_before_at"]) == CLOSES_AT
    assert [check["verdict"] for check in said["closing_checks"]] == ["moved"]
    listed = client.get(reverse("api:calls")).json()["results"]
    assert [one["closing_moved"]["times"] for one in listed] == [1]
    rules = client.get(f"/rule-sets/{call.rule_set.uid}/", headers={"accept-language": "en"}).content.decode()
    assert "If the service was there for less than 99% of that time, the closing moves for all." in rules


def test_the_desk_sees_the_last_day(client: Client, world: World, call: Call) -> None:
    back = CLOSES_AT - 90 * MINUTE
    saw_outage(BEGAN + 2 * HOUR, back + MINUTE, begins=CLOSES_AT - 2 * HOUR, lasts=30 * MINUTE)
    look(back)
    it_is(back)
    sign_in(client, world.ministry_officer)
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/desk/availability/").content.decode()
    assert len(asked) <= 12
    assert page.count('<rect class="down"') == 6
    assert "30분" in page
    assert str(call.uid) in page
    sign_in(client, world.institution_officer)
    assert client.get("/desk/availability/").status_code == 403


def test_two_who_look_at_once_move_once(committed_db: str) -> None:
    world = a_ministry_world()
    call = a_call(*the_ris_program(world.ministry))
    back = CLOSES_AT - 90 * MINUTE
    saw_outage(BEGAN, back + MINUTE, begins=CLOSES_AT - 2 * HOUR, lasts=30 * MINUTE)
    together, found = Barrier(2), []

    def check() -> None:
        together.wait()
        found.append(actions.check_closing(call_uid=call.uid, by=SYSTEM, at=back))
        connection.close()

    threads = [Thread(target=check) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == [None, Verdict.MOVED]
    call.refresh_from_db()
    assert (call.closes_at, call.outage_moves) == (MOVED_TO, 1)
    assert Event.objects.filter(name="programs.call_extended").count() == 1
