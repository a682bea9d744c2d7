"""Calls from the first draft to the last move, against PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from accounts.actors import Actor
from accounts.roles import Power
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, WrongState
from programs import actions, queries
from programs.models import Call
from tests.build import MARCH, a_delegation, a_ministry_world
from tests.build_programs import (
    BEFORE,
    CLOSES_AT,
    OPENS_AT,
    RANKING_DUE_AT,
    SYSTEM,
    a_call,
    a_draft_call,
    a_program,
    a_rule_set,
    call_terms,
    guideline_part,
    ris_rules,
    the_ris_program,
)

DAY = timedelta(days=1)


def refused_codes(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [one.code for one in refused.value.violations]


def test_a_ministry_drafts_and_announces(db: None) -> None:
    world = a_ministry_world()
    officer = world.actor("ministry_officer", BEFORE)
    program, rule_set = the_ris_program(world.ministry, world.agency)
    call = a_draft_call(program, rule_set, code="ris-2004", by=officer)
    announced = actions.announce_call(call_uid=call.uid, by=officer, at=BEFORE)
    assert (announced.state, announced.announced_at, announced.announced_by) == ("announced", BEFORE, officer.user_id)
    assert announced.phase(MARCH) == "open"
    event = Event.objects.get(name="programs.call_announced")
    assert (event.call_uid, event.rule_set_id, event.user_id) == (call.uid, rule_set.pk, officer.user_id)
    told = set(event.deliveries.values_list("user_id", flat=True))
    assert told == {world.agency_officer.pk, world.region_officer.pk}, "who announced it knows"


def test_an_agency_runs_calls_only_by_delegation(db: None) -> None:
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry)
    agency = world.actor("agency_officer", BEFORE)
    call = a_draft_call(program, rule_set, by=agency)
    assert actions.announce_call(call_uid=call.uid, by=agency, at=BEFORE).state == "announced"
    other = a_ministry_world()
    stranger = other.actor("agency_officer", BEFORE)
    second = a_draft_call(program, rule_set)
    assert refused_codes(lambda: actions.announce_call(call_uid=second.uid, by=stranger, at=BEFORE)) == [
        "http.not_found"
    ], "a draft of others does not exist for a stranger"


def test_a_delegation_for_one_programme_reaches_no_other(db: None) -> None:
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry)
    another = a_program(world.ministry)
    rules_of_another = a_rule_set(another)
    world.agency.delegations_received.all().delete()
    delegation = a_delegation(world.ministry, world.agency, Power.CALLS)
    type(delegation).objects.filter(pk=delegation.pk).update(program_uid=program.uid)
    agency = world.actor("agency_officer", BEFORE)
    assert a_draft_call(program, rule_set, by=agency).state == "draft"
    with pytest.raises(NotAllowed):
        a_draft_call(another, rules_of_another, by=agency)


@pytest.mark.parametrize("role", ["auditor", "coordinator", "ministry_approver"])
def test_who_reads_a_draft_may_still_not_announce_it(db: None, role: str) -> None:
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry)
    call = a_draft_call(program, rule_set)
    with pytest.raises(NotAllowed):
        actions.announce_call(call_uid=call.uid, by=world.actor(role, BEFORE), at=BEFORE)


VERBS: dict[str, Callable[[Call], object]] = {
    "change": lambda call: actions.change_call(
        call_uid=call.uid, terms=call_terms(contact="다른 과"), by=SYSTEM, at=BEFORE
    ),
    "add_guideline": lambda call: actions.add_guideline(call_uid=call.uid, part=guideline_part(), by=SYSTEM, at=BEFORE),
    "change_guideline": lambda call: actions.change_guideline(
        call_uid=call.uid, order=1, part=guideline_part(), by=SYSTEM, at=BEFORE
    ),
    "remove_guideline": lambda call: actions.remove_guideline(call_uid=call.uid, order=1, by=SYSTEM, at=BEFORE),
    "announce": lambda call: actions.announce_call(call_uid=call.uid, by=SYSTEM, at=BEFORE),
    "move_dates": lambda call: actions.move_call_dates(
        call_uid=call.uid,
        reason="정전",
        closes_at=CLOSES_AT + DAY,
        ranking_due_at=RANKING_DUE_AT + DAY,
        by=SYSTEM,
        at=BEFORE,
    ),
    "cancel": lambda call: actions.cancel_call(call_uid=call.uid, reason="예산 삭감", by=SYSTEM, at=BEFORE),
}
ALLOWED = {
    "draft": {"change", "add_guideline", "change_guideline", "remove_guideline", "announce", "cancel"},
    "announced": {"move_dates", "cancel"},
    "cancelled": set(),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", ALLOWED)
def test_the_grid_of_states_and_verbs(db: None, state: str, verb: str) -> None:
    call = a_call() if state == "announced" else a_draft_call()
    if state == "cancelled":
        actions.cancel_call(call_uid=call.uid, reason="예산 삭감", by=SYSTEM, at=BEFORE)
    events = Event.objects.count()
    if verb in ALLOWED[state]:
        VERBS[verb](call)
        assert Event.objects.count() == events + 1
    else:
        with pytest.raises(WrongState):
            VERBS[verb](call)
        assert Event.objects.count() == events


def test_an_announced_call_keeps_everything_but_its_dates(db: None) -> None:
    call = a_call()
    assert call.closing_reminder_due_at == CLOSES_AT - 7 * DAY
    moved = actions.move_call_dates(
        call_uid=call.uid,
        reason=" 접수 시스템 장애 ",
        closes_at=CLOSES_AT + DAY,
        ranking_due_at=RANKING_DUE_AT + DAY,
        by=SYSTEM,
        at=MARCH,
    )
    assert (moved.closes_at, moved.ranking_due_at) == (CLOSES_AT + DAY, RANKING_DUE_AT + DAY)
    assert moved.closing_reminder_due_at == CLOSES_AT - 6 * DAY, "reminders move with the dates"
    event = Event.objects.get(name="programs.call_dates_moved")
    assert event.reason == "접수 시스템 장애"
    assert event.data["was_closes_at"] == CLOSES_AT.isoformat().replace("+09:00", "+00:00").replace("T18", "T09")


def test_an_announcement_names_everything_that_is_missing(db: None) -> None:
    program = a_program()
    draft_rules = a_rule_set(program, published=False)
    call = a_draft_call(program, draft_rules, parts=0, title_en="", contact="")
    codes = refused_codes(lambda: actions.announce_call(call_uid=call.uid, by=SYSTEM, at=BEFORE))
    assert set(codes) == {
        "call.rule_set_not_published",
        "call.english_missing",
        "call.contact_missing",
        "call.guideline_missing",
    }
    call.refresh_from_db()
    assert call.state == "draft"


def test_a_change_that_says_the_same_leaves_no_trace(db: None) -> None:
    call = a_draft_call()
    events = Event.objects.count()
    actions.change_call(call_uid=call.uid, terms=queries.terms_of(call), by=SYSTEM, at=BEFORE)
    assert Event.objects.count() == events
    call.refresh_from_db()
    terms = replace(queries.terms_of(call), contact="과")
    changed = actions.change_call(call_uid=call.uid, terms=terms, by=SYSTEM, at=BEFORE)
    assert changed.version == call.version + 1
    assert Event.objects.filter(name="programs.call_changed").latest("id").data["changed"] == ["contact"]


def test_a_change_of_what_others_changed_is_stale(db: None) -> None:
    call = a_draft_call()
    read = call.version
    actions.change_call(call_uid=call.uid, terms=call_terms(contact="과"), version=read, by=SYSTEM, at=BEFORE)
    with pytest.raises(Stale) as stale:
        actions.change_call(call_uid=call.uid, terms=call_terms(), version=read, by=SYSTEM, at=BEFORE)
    assert stale.value.violations[0].code == "call.changed_meanwhile"


def test_guideline_parts_stay_numbered(db: None) -> None:
    call = a_draft_call(parts=0)
    for title in ("하나", "둘", "셋"):
        actions.add_guideline(call_uid=call.uid, part=guideline_part(title_ko=title), by=SYSTEM, at=BEFORE)

    def titles() -> list[tuple[int, str]]:
        return list(call.guidelines.values_list("order", "title_ko"))

    part = guideline_part(title_ko="셋")
    actions.change_guideline(call_uid=call.uid, order=3, part=part, place=1, by=SYSTEM, at=BEFORE)
    assert titles() == [(1, "셋"), (2, "하나"), (3, "둘")]
    actions.remove_guideline(call_uid=call.uid, order=2, by=SYSTEM, at=BEFORE)
    assert titles() == [(1, "셋"), (2, "둘")]
    with pytest.raises(NotFound):
        actions.remove_guideline(call_uid=call.uid, order=3, by=SYSTEM, at=BEFORE)


def test_codes_of_calls_are_unique_and_rules_are_of_the_programme(db: None) -> None:
    program, rule_set = the_ris_program()
    a_draft_call(program, rule_set, code="ris-2004")
    assert refused_codes(lambda: a_draft_call(program, rule_set, code="ris-2004")) == ["program.code_taken"]
    another = a_program()
    assert refused_codes(lambda: a_draft_call(another, rule_set)) == ["call.rule_set_of_another"]


def test_a_cancelled_call_stays_readable_with_its_reason(db: None) -> None:
    world = a_ministry_world()
    call = a_call(*the_ris_program(world.ministry))
    actions.cancel_call(call_uid=call.uid, reason="예산 삭감", by=SYSTEM, at=MARCH)
    found = queries.call(call.uid, Actor.anonymous())
    assert (found.state, found.cancel_reason, found.phase(MARCH)) == ("cancelled", "예산 삭감", "cancelled")
    told = set(Delivery.objects.filter(event__name="programs.call_cancelled").values_list("user_id", flat=True))
    assert told == {world.ministry_officer.pk, world.region_officer.pk, world.institution_officer.pk}
    assert refused_codes(
        lambda: actions.cancel_call(call_uid=a_draft_call().uid, reason=" ", by=SYSTEM, at=BEFORE)
    ) == ["call.reason_missing"]


def test_two_officers_announcing_at_once_announce_it_once(committed_db: str) -> None:
    call = a_draft_call()
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def announce() -> None:
        try:
            start.wait(5)
            actions.announce_call(call_uid=call.uid, by=SYSTEM, at=BEFORE)
            outcomes.append("announced")
        except WrongState:
            outcomes.append("too late")
        finally:
            connection.close()

    officers = [threading.Thread(target=announce) for _ in range(2)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join(20)
    assert sorted(outcomes) == ["announced", "too late"]
    assert Event.objects.filter(name="programs.call_announced").count() == 1


def test_a_rule_set_in_two_texts_is_one(db: None) -> None:
    program, _rule_set = the_ris_program()
    assert refused_codes(lambda: a_rule_set(program, ris_rules() + "\n# a remark\n")) == ["rule_set.unchanged"]
    with pytest.raises(RuleBroken):
        a_rule_set(program, "schema = 1")


@pytest.mark.parametrize(("opens", "closes", "phase"), [(0, 0, "open"), (1, 0, "coming")])
def test_windows_are_half_open(db: None, opens: int, closes: int, phase: str) -> None:
    call = a_call()
    assert call.phase(OPENS_AT - timedelta(seconds=opens)) == phase
    assert call.phase(CLOSES_AT) == "ranking"
    assert call.phase(RANKING_DUE_AT) == "closed"
