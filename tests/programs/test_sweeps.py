"""What follows a call's dates, stepping through time; each sweep may run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core import sweeps
from core.models import Event
from core.sweeps import Result
from programs import actions
from programs.tasks import SWEEPS
from tests.build import World, a_ministry_world
from tests.build_programs import CLOSES_AT, OPENS_AT, RANKING_DUE_AT, SYSTEM, a_call, the_ris_program
from tests.programs.policies import text_with

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def sweep_all(at: datetime) -> dict[str, int]:
    """Run every sweep of the room once; how many rows each handled. None may fail."""
    results = [sweeps.run(sweep, at=at) for sweep in SWEEPS]
    assert all(result.failed == 0 for result in results), results
    return {result.name.removeprefix("programs."): result.done for result in results if result.done}


def told(name: str) -> set[int]:
    return set(Event.objects.filter(name=name).latest("id").deliveries.values_list("user_id", flat=True))


@pytest.fixture
def world(db: None) -> World:
    return a_ministry_world()


def test_a_call_lives_through_its_dates(world: World) -> None:
    a_call(*the_ris_program(world.ministry, world.agency))
    desks = {world.ministry_officer.pk, world.agency_officer.pk}
    region, institution = {world.region_officer.pk}, {world.institution_officer.pk}

    assert sweep_all(OPENS_AT - SECOND) == {}
    assert sweep_all(OPENS_AT) == {"openings": 1}
    assert told("programs.call_opened") == institution

    for lead in (7, 3, 1):
        assert sweep_all(CLOSES_AT - lead * DAY - SECOND) == {}
        assert sweep_all(CLOSES_AT - lead * DAY) == {"closing_reminders": 1}
        assert told("programs.closing_near") == institution

    assert sweep_all(CLOSES_AT - SECOND) == {}
    assert sweep_all(CLOSES_AT) == {"closing_checks": 1, "closings": 1}
    assert told("programs.call_closed") == desks | region

    for lead in (7, 3, 1):
        assert sweep_all(RANKING_DUE_AT - lead * DAY) == {"ranking_reminders": 1}
        assert told("programs.ranking_near_ranking") == region

    assert sweep_all(RANKING_DUE_AT) == {"ranking_ends": 1}
    assert told("programs.ranking_ended") == desks
    assert sweep_all(RANKING_DUE_AT + 365 * DAY) == {}


def test_running_twice_does_nothing_twice(world: World) -> None:
    a_call(*the_ris_program(world.ministry))
    for at in (OPENS_AT, CLOSES_AT - DAY, CLOSES_AT, RANKING_DUE_AT - DAY, RANKING_DUE_AT):
        first = sweep_all(at)
        assert first
        events = Event.objects.count()
        assert sweep_all(at) == {}
        assert Event.objects.count() == events


def test_the_actions_look_for_themselves_whether_they_are_due(world: World) -> None:
    call = a_call(*the_ris_program(world.ministry))
    follows = (
        actions.follow_opening,
        actions.follow_closing,
        actions.follow_ranking_end,
        actions.remind_before_closing,
        actions.remind_before_ranking,
    )
    for follow in follows:
        assert follow(call_uid=call.uid, by=SYSTEM, at=OPENS_AT - 30 * DAY) is False


def test_missed_reminders_become_one_and_none_comes_after_the_closing(world: World) -> None:
    a_call(*the_ris_program(world.ministry))
    sweep_all(OPENS_AT)
    assert sweep_all(CLOSES_AT - 2 * DAY) == {"closing_reminders": 1}, "seven and three days before, missed, are one"
    late = sweep_all(CLOSES_AT + DAY)
    assert late["closings"] == 1
    assert Event.objects.filter(name="programs.closing_near").count() == 1


def test_a_long_sleep_tells_everything_once(world: World) -> None:
    a_call(*the_ris_program(world.ministry))
    sweep_all(RANKING_DUE_AT + 100 * DAY)
    names = list(Event.objects.filter(name__startswith="programs.", at__gt=CLOSES_AT).values_list("name", flat=True))
    assert sorted(names) == [
        "programs.call_closed",
        "programs.call_opened",
        "programs.closing_unwatched",
        "programs.ranking_ended",
    ]


def test_a_cancelled_call_is_left_alone(world: World) -> None:
    call = a_call(*the_ris_program(world.ministry))
    actions.cancel_call(call_uid=call.uid, reason="예산 삭감", by=SYSTEM, at=OPENS_AT - DAY)
    assert sweep_all(RANKING_DUE_AT) == {}


def test_a_moved_closing_is_followed_at_its_new_moment(world: World) -> None:
    call = a_call(*the_ris_program(world.ministry))
    sweep_all(OPENS_AT)
    actions.move_call_dates(
        call_uid=call.uid,
        reason="장애",
        closes_at=CLOSES_AT + 7 * DAY,
        ranking_due_at=RANKING_DUE_AT + 7 * DAY,
        by=SYSTEM,
        at=CLOSES_AT - 2 * DAY,
    )
    assert sweep_all(CLOSES_AT - SECOND) == {}
    assert sweep_all(CLOSES_AT) == {"closing_reminders": 1}
    assert sweep_all(CLOSES_AT + 7 * DAY) == {"closing_checks": 1, "closings": 1}


def test_regions_that_the_rules_leave_out_hear_nothing(world: World) -> None:
    other = a_ministry_world("seoul")
    program, _rule_set = the_ris_program(world.ministry)
    draft = actions.draft_rule_set(
        program_uid=program.uid,
        text=text_with("eligibility.excluded_regions", ["seoul", "incheon", "gyeonggi"]),
        by=SYSTEM,
        at=OPENS_AT - 30 * DAY,
    )
    rules = actions.publish_rule_set(rule_set_uid=draft.uid, by=SYSTEM, at=OPENS_AT - 30 * DAY)
    a_call(program, rules)
    sweep_all(OPENS_AT)
    assert told("programs.call_opened") == {world.institution_officer.pk}
    sweep_all(CLOSES_AT)
    assert other.region_officer.pk not in told("programs.call_closed")
    assert world.region_officer.pk in told("programs.call_closed")


def test_rows_are_handled_in_order_of_id_and_bounded(world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    ids = [a_call(program, rule_set).pk for _ in range(3)]
    result: Result = sweeps.run(SWEEPS[0], at=OPENS_AT)
    assert result.done == 3
    subjects = [event.call_uid for event in Event.objects.filter(name="programs.call_opened").order_by("id")]
    assert subjects == [call.uid for call in program.calls.filter(pk__in=ids).order_by("id")]
