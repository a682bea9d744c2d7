"""The dates of a call: their order, what the rules' days make of them, and announcing at a moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import sweeps
from core.models import Event
from core.refusals import NotAllowed, Refused
from core.wording import SEOUL, say_event
from programs import actions, queries, rules
from programs.models import Call
from programs.policy import parse_policy
from programs.tasks import SWEEPS
from tests.build import World, a_ministry_world, sign_in
from tests.build_programs import (
    BEFORE,
    CLOSES_AT,
    OPENS_AT,
    RANKING_DUE_AT,
    SYSTEM,
    a_call,
    a_draft_call,
    call_terms,
    it_is,
    ris_rules,
    the_ris_program,
)

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
REVIEW_DUE_AT = datetime(2004, 5, 14, 18, tzinfo=SEOUL)
"""Twenty working days after the regions' time: an election, a holiday and four weekends lie between."""
RESULT_DUE_AT = datetime(2004, 5, 31, 18, tzinfo=SEOUL)
POLICY = parse_policy(ris_rules())


@pytest.fixture
def world(db: None) -> World:
    return a_ministry_world()


def codes_of(act: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [one.code for one in refused.value.violations]


def sweep_announcements(at: datetime) -> int:
    result = next(sweeps.run(one, at=at) for one in SWEEPS if one.name == "programs.announcements")
    assert result.failed == 0
    return result.done


def test_the_rules_days_settle_what_was_left_open() -> None:
    assert rules.review_due(RANKING_DUE_AT, POLICY) == REVIEW_DUE_AT
    assert rules.result_due(REVIEW_DUE_AT, POLICY) == RESULT_DUE_AT
    settled = rules.completed(call_terms(), POLICY)
    assert (settled.review_due_at, settled.result_due_at) == (REVIEW_DUE_AT, RESULT_DUE_AT)
    late = rules.completed(call_terms(project_starts_on=date(2004, 5, 20)), POLICY)
    assert (late.review_due_at, late.result_due_at) == (REVIEW_DUE_AT, None), "not after the projects have started"
    early = rules.completed(call_terms(result_due_at=RANKING_DUE_AT + DAY), POLICY)
    assert early.review_due_at is None, "a date that would stand after the one that was written is left open"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"announces_at": OPENS_AT + SECOND}, "call.announced_after_opening", "announces_at"),
        ({"review_due_at": RANKING_DUE_AT}, "call.review_before_ranking", "review_due_at"),
        ({"result_due_at": RANKING_DUE_AT}, "call.result_before_ranking", "result_due_at"),
        (
            {"review_due_at": REVIEW_DUE_AT, "result_due_at": REVIEW_DUE_AT},
            "call.result_before_review",
            "result_due_at",
        ),
    ],
)
def test_dates_out_of_order_are_refused_beside_their_field(changes: dict[str, Any], code: str, field: str) -> None:
    found = rules.draft_violations(call_terms(**changes))
    assert [(one.code, one.field) for one in found] == [(code, field)]


def test_projects_start_after_the_result() -> None:
    terms = call_terms(result_due_at=datetime(2004, 7, 1, 9, tzinfo=SEOUL))
    found = rules.announcement_violations(terms, [], POLICY, rule_set_state="published", at=BEFORE)
    assert "call.starts_before_result" in {one.code for one in found}


def test_the_database_holds_the_order_by_itself(world: World) -> None:
    call = a_draft_call(*the_ris_program(world.ministry))
    for changes in (
        {"announces_at": OPENS_AT + SECOND},
        {"review_due_at": RANKING_DUE_AT},
        {"result_due_at": call.review_due_at},
        {"state": "scheduled"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=call.pk).update(**changes)


def test_announced_dates_move_to_later_alone(world: World) -> None:
    call = a_call(*the_ris_program(world.ministry))
    move: dict[str, Any] = {"call_uid": call.uid, "reason": "평가가 길어짐", "by": SYSTEM, "at": OPENS_AT}
    assert codes_of(lambda: actions.move_call_dates(review_due_at=REVIEW_DUE_AT - DAY, **move)) == [
        "call.date_only_later"
    ]
    assert codes_of(lambda: actions.move_call_dates(ranking_due_at=REVIEW_DUE_AT, **move)) == [
        "call.review_before_ranking"
    ]
    moved = actions.move_call_dates(review_due_at=REVIEW_DUE_AT + DAY, result_due_at=RESULT_DUE_AT + 3 * DAY, **move)
    assert (moved.review_due_at, moved.ranking_due_at) == (REVIEW_DUE_AT + DAY, RANKING_DUE_AT)
    event = Event.objects.get(name="programs.call_dates_moved")
    assert call.result_due_at is not None
    assert event.data["was_result_due_at"] == call.result_due_at.isoformat()
    late = {**move, "at": REVIEW_DUE_AT + 2 * DAY}
    assert codes_of(lambda: actions.move_call_dates(review_due_at=RESULT_DUE_AT, **late)) == ["call.date_passed"]


def test_an_outage_moves_what_follows_the_closing_too() -> None:
    terms = call_terms(review_due_at=RANKING_DUE_AT + DAY, result_due_at=RESULT_DUE_AT)
    moved = rules.moved_dates(terms, CLOSES_AT + 2 * DAY)
    dates = [moved[name] for name in ("closes_at", "ranking_due_at", "review_due_at", "result_due_at")]
    assert dates == sorted(set(dates), key=lambda one: one or CLOSES_AT), "each still after the one before"
    assert rules.moved_dates(call_terms(), CLOSES_AT + DAY)["review_due_at"] is None


def test_a_scheduled_call_is_announced_at_its_moment_and_once(world: World) -> None:
    officer = world.actor("ministry_officer", BEFORE)
    call = a_draft_call(*the_ris_program(world.ministry, world.agency))
    moment = OPENS_AT - 3 * DAY
    planned = actions.schedule_call(call_uid=call.uid, announces_at=moment, by=officer, at=BEFORE)
    assert (planned.state, planned.phase(BEFORE)) == ("scheduled", "scheduled")
    told = Event.objects.get(name="programs.call_scheduled").deliveries.values_list("user_id", flat=True)
    assert set(told) == {world.agency_officer.pk}
    assert "2004년 2월 28일" in say_event("programs.call_scheduled", Event.objects.latest("id").data)
    assert not queries.public_calls(BEFORE).exists()
    assert codes_of(
        lambda: actions.change_call(call_uid=call.uid, terms=call_terms(contact="다른 과"), by=officer, at=BEFORE)
    ) == ["call.wrong_state"]
    assert sweep_announcements(moment - SECOND) == 0
    assert sweep_announcements(moment) == 1
    assert sweep_announcements(moment) == 0
    call.refresh_from_db()
    assert (call.state, call.announced_at, call.announced_by) == ("announced", moment, None)
    assert actions.follow_schedule(call_uid=call.uid, by=SYSTEM, at=moment) is False
    with pytest.raises(NotAllowed):
        actions.follow_schedule(call_uid=call.uid, by=officer, at=moment)


def test_an_announcement_is_taken_back_and_the_call_changes_again(world: World) -> None:
    call = a_draft_call(*the_ris_program(world.ministry), announces_at=OPENS_AT - DAY)
    officer = world.actor("ministry_officer", BEFORE)
    actions.schedule_call(call_uid=call.uid, by=officer, at=BEFORE)
    back = actions.unschedule_call(call_uid=call.uid, by=officer, at=BEFORE)
    assert (back.state, back.scheduled_at, back.announces_at) == ("draft", None, OPENS_AT - DAY)
    assert sweep_announcements(OPENS_AT) == 0


def test_what_stands_against_an_announcement_is_refused_when_it_is_planned(world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    bare = a_draft_call(program, rule_set, parts=0)
    plan: dict[str, Any] = {"by": SYSTEM, "at": BEFORE}
    assert codes_of(lambda: actions.schedule_call(call_uid=bare.uid, **plan)) == ["call.announcement_date_missing"]
    passed = BEFORE - SECOND
    assert codes_of(lambda: actions.schedule_call(call_uid=bare.uid, announces_at=passed, **plan)) == [
        "call.announcement_date_passed"
    ]
    assert codes_of(lambda: actions.schedule_call(call_uid=bare.uid, announces_at=OPENS_AT - DAY, **plan)) == [
        "call.guideline_missing"
    ]
    late = OPENS_AT + DAY
    ready = a_draft_call(program, rule_set)
    assert "call.announced_after_opening" in codes_of(
        lambda: actions.schedule_call(call_uid=ready.uid, announces_at=late, **plan)
    )


def test_a_call_that_the_rules_refuse_by_then_stays_a_draft_and_says_why(world: World) -> None:
    call = a_draft_call(*the_ris_program(world.ministry, world.agency))
    actions.schedule_call(call_uid=call.uid, announces_at=OPENS_AT - DAY, by=SYSTEM, at=BEFORE)
    assert sweep_announcements(OPENS_AT + DAY) == 1, "the sweep slept until the day after the opening"
    call.refresh_from_db()
    assert (call.state, call.announced_at) == ("draft", None)
    event = Event.objects.get(name="programs.announcement_refused")
    assert set(event.deliveries.values_list("user_id", flat=True)) == {
        world.ministry_officer.pk,
        world.agency_officer.pk,
    }
    assert "2004년 3월 2일" in say_event(event.name, event.data)
    assert sweep_announcements(OPENS_AT + DAY) == 0


def test_an_officer_schedules_and_takes_back_on_its_pages(client: Client, world: World) -> None:
    it_is(BEFORE)
    call = a_draft_call(*the_ris_program(world.ministry), announces_at=OPENS_AT - DAY)
    officer = sign_in(client, world.ministry_officer)
    page = officer.get(reverse("programs:announce", args=[call.uid])).text
    assert 'value="2004-03-01T09:00"' in page
    wrong = officer.post(reverse("programs:schedule", args=[call.uid]), {"announces_at": "2004-03-05T09:00"})
    assert wrong.status_code == 422
    assert "접수 시작" in wrong.text
    done = officer.post(reverse("programs:schedule", args=[call.uid]), {"announces_at": "2004-03-01T10:00"})
    assert done.status_code == 302
    page = officer.get(reverse("programs:call", args=[call.uid])).text
    assert "자동 공고 예정" in page
    assert Client().get(reverse("programs:call", args=[call.uid])).status_code == 404
    assert officer.post(reverse("programs:unschedule", args=[call.uid])).status_code == 302
    call.refresh_from_db()
    assert call.state == "draft"


def test_the_drafting_form_shows_the_dates_in_order(client: Client, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    sent = {
        "rule_set": str(rule_set.uid),
        "opens_at": "2004-03-02T09:00",
        "closes_at": "2004-03-31T18:00",
        "project_starts_on": "2004-07-01",
        "review_due_at": "2004-05-20T18:00",
    }
    page = sign_in(client, world.ministry_officer).post(reverse("programs:call-help", args=[program.uid]), sent).text
    for shown in ("전문가 평가 제출", "2004년 4월 14일", "2004년 6월", "20영업일 안에"):
        assert shown in page


def test_over_the_interface(client: Client, world: World) -> None:
    it_is(BEFORE)
    call = a_draft_call(*the_ris_program(world.ministry))
    officer = sign_in(client, world.ministry_officer)
    url = reverse("api:call-schedule", args=[call.uid])
    answer = officer.post(url, {"announces_at": "2004-03-01T09:00:00+09:00"}, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (200, "scheduled")
    assert answer.json()["review_due_at"] == "2004-05-14T18:00:00+09:00"
    assert officer.post(url, {}, content_type="application/json").status_code == 409
    assert officer.delete(url).json()["state"] == "draft"
