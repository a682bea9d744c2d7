"""Hand-over lists, vacant and silent offices: rules, who is told, once a spell, pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Appointment, Office
from core import sweeps
from core.models import Delivery, Event
from core.wording import SEOUL
from programs.policy import Offices
from reporting.queries import handover as queries
from reporting.rules.offices import Limits, is_silent, is_vacant_too_long, strictest
from reporting.tasks import OFFICES
from tests.build import MARCH, World, a_ministry_world, a_person, a_user, sign_in
from tests.build_programs import a_call, a_draft_call, a_rule_set, it_is, ris_rules, the_ris_program

AT = datetime(2004, 3, 15, 10, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((), Limits()),
        ((None,), Limits()),
        ((Offices(idle_days=14, vacant_days=30), None), Limits(14, 30)),
        ((Offices(idle_days=14, vacant_days=30), Offices(idle_days=20, vacant_days=10)), Limits(14, 10)),
    ],
)
def test_the_strictest_rule_counts(rules: tuple[Offices | None, ...], expected: Limits) -> None:
    assert strictest(rules) == expected


@pytest.mark.parametrize(("days", "silent"), [(13, False), (14, True), (15, True)])
def test_silence_is_counted_from_the_last_deed(days: int, silent: bool) -> None:
    assert is_silent(AT, Limits(idle_days=14), AT + timedelta(days=days)) is silent
    assert not is_silent(AT, Limits(), AT + timedelta(days=days))


@pytest.mark.parametrize(("days", "long"), [(29, False), (30, True)])
def test_a_vacancy_is_long_on_its_day(days: int, long: bool) -> None:
    since = date(2004, 3, 1)
    assert is_vacant_too_long(since, Limits(vacant_days=30), since + timedelta(days=days)) is long


@pytest.fixture
def world(db: None) -> World:
    it_is(MARCH)
    world = a_ministry_world()
    program, rule_set = the_ris_program(world.ministry, world.agency)
    a_call(program, rule_set)
    a_draft_call(program, rule_set)
    return world


def office_of(world: World, role: str) -> Office:
    return Office.objects.get(role=role, organization__in=[world.ministry, world.agency, world.government])


def told(name: str) -> set[int]:
    found = Delivery.objects.filter(event__name=name).values_list("user_id", flat=True)
    return set(found)


def with_limits(world: World) -> None:
    """One more open call, under rules with days for offices."""
    program, _ = the_ris_program(world.ministry, world.agency)
    text = f"{ris_rules()}\n[offices]\nidle_days = 14\nvacant_days = 30\n"
    a_call(program, a_rule_set(program, text))


def test_what_lies_on_a_desk_whoever_holds_it(world: World) -> None:
    office = office_of(world, "ministry_officer")
    Appointment.objects.filter(office=office).update(ends_on=MARCH.date())
    found = queries.handover(office.uid, world.actor("administrator"), MARCH)
    assert found.holder is None
    assert {line.kind for line in found.lines} >= {"work", "call"}
    assert len(found.of("call")) == 2


def test_the_list_is_for_the_organisation_and_the_administrator(world: World) -> None:
    office = office_of(world, "ministry_officer")
    page = reverse("reporting:handover", args=[office.uid])
    table = reverse("reporting:handover-sheet", args=[office.uid])
    interface = reverse("api:office-handover", args=[office.uid])
    for user, status in (
        (world.ministry_approver, 200),
        (world.administrator, 200),
        (world.auditor, 200),
        (world.region_officer, 404),
        (world.member, 404),
    ):
        client = sign_in(Client(), user)
        assert {client.get(one).status_code for one in (page, table, interface)} == {status}, user.email


def test_an_office_that_falls_vacant_is_told_once(world: World) -> None:
    office = office_of(world, "ministry_officer")
    assert sweeps.run(OFFICES, at=MARCH).done == 0
    Appointment.objects.filter(office=office).update(ends_on=MARCH.date())
    assert sweeps.run(OFFICES, at=MARCH).failed == 0
    assert {world.administrator.pk, world.ministry_approver.pk} <= told("reporting.office_vacant")
    sweeps.run(OFFICES, at=MARCH + timedelta(hours=1))
    assert Event.objects.filter(name="reporting.office_vacant").count() == 1


def test_a_long_vacancy_is_told_to_the_ministry_again(world: World) -> None:
    with_limits(world)
    office = office_of(world, "agency_officer")
    Appointment.objects.filter(office=office).update(ends_on=MARCH.date())
    for days in (0, 29, 30, 31):
        assert sweeps.run(OFFICES, at=MARCH + timedelta(days=days)).failed == 0
    assert Event.objects.filter(name="reporting.office_vacant_long").count() == 1
    assert world.ministry_approver.pk in told("reporting.office_vacant_long")


def test_a_silent_holder_over_waiting_work_is_told_once_a_spell(world: World) -> None:
    with_limits(world)
    officer = world.ministry_officer
    Event.objects.create(
        name="programs.call_changed", subject_kind="x", subject_uid=world.ministry.uid, at=MARCH, user_id=officer.pk
    )
    for days in (13, 14, 15):
        assert sweeps.run(OFFICES, at=MARCH + timedelta(days=days)).failed == 0
    silent = Event.objects.filter(name="reporting.office_silent")
    assert [one.subject_uid for one in silent] == [office_of(world, "ministry_officer").uid]
    assert officer.pk not in told("reporting.office_silent")
    assert world.administrator.pk in told("reporting.office_silent")


def test_who_takes_over_reads_what_is_there(world: World) -> None:
    office = office_of(world, "region_officer")
    Appointment.objects.filter(office=office).update(ends_on=MARCH.date())
    successor = a_user(a_person(office.organization))
    assert successor.person is not None
    Appointment.objects.create(office=office, person=successor.person, starts_on=MARCH.date())
    page = sign_in(Client(), successor).get(reverse("reporting:handover", args=[office.uid]))
    assert page.status_code == 200
