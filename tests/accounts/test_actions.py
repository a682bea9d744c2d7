"""The deeds of this room, on a real database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts import actions
from accounts.actors import Actor
from accounts.models import Appointment, Delegation, Office, Person
from accounts.queries import actor_of_office, holders
from accounts.roles import Kind, Power, Role
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, WrongState
from tests.build import (
    MARCH,
    World,
    a_ministry_world,
    a_person,
    a_user,
    actor_for,
    an_office,
    an_organization,
    later,
)

pytestmark = pytest.mark.django_db
TODAY = MARCH.date()


@pytest.fixture
def world(db: None) -> World:
    return a_ministry_world()


@pytest.fixture
def admin(world: World) -> Actor:
    return world.actor("administrator")


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return ",".join(violation.code for violation in refused.value.violations)


def last_event() -> Event:
    event = Event.objects.order_by("-id").first()
    assert event is not None
    return event


def test_a_person_is_entered_with_a_record(admin: Actor) -> None:
    person = actions.add_person(
        name_ko="  김철수 ", name_en="Kim Cheol-su", researcher_number="1000-0001", by=admin, at=MARCH
    )
    assert (person.name_ko, person.researcher_number) == ("김철수", "10000001")
    event = last_event()
    assert (event.name, event.subject_uid, event.user_id) == ("accounts.person_added", person.uid, admin.user_id)
    assert event.at == MARCH


def test_nobody_else_enters_people(world: World) -> None:
    for role in world.users():
        if role != Role.ADMINISTRATOR:
            with pytest.raises(NotAllowed):
                actions.add_person(name_ko="김", by=world.actor(role), at=MARCH)
    assert not Event.objects.filter(name="accounts.person_added").exists()


def test_a_researcher_number_is_one_persons(admin: Actor) -> None:
    number = a_person().researcher_number or ""
    with pytest.raises(RuleBroken) as refused:
        actions.add_person(name_ko="박영희", researcher_number=number, by=admin, at=MARCH)
    assert code_of(refused) == "person.researcher_number_taken"


def test_a_change_tells_before_and_after_and_refuses_an_old_version(admin: Actor) -> None:
    person = a_person()
    changed = actions.change_person(
        person_uid=person.uid,
        name_ko="이영희",
        name_en="",
        researcher_number="",
        organization_uid=None,
        version=1,
        by=admin,
        at=MARCH,
    )
    assert changed.version == 2
    assert last_event().data["before"]["name_ko"] == person.name_ko
    assert last_event().data["after"]["name_ko"] == "이영희"
    with pytest.raises(Stale):
        actions.change_person(
            person_uid=person.uid,
            name_ko="박",
            name_en="",
            researcher_number="",
            organization_uid=None,
            version=1,
            by=admin,
            at=MARCH,
        )
    assert Person.objects.get(pk=person.pk).name_ko == "이영희"


def test_an_organisation_stands_in_the_region_of_its_day(admin: Actor) -> None:
    made = actions.add_organization(
        name_ko="강원대학교",
        kind=Kind.UNIVERSITY,
        region_code="gangwon",
        business_number="124-81-00998",
        by=admin,
        at=MARCH,
    )
    assert made.region is not None
    assert made.region.name_ko == "강원도"
    assert made.business_number == "1248100998"
    with pytest.raises(RuleBroken) as refused:
        actions.add_organization(name_ko="다른 곳", kind=Kind.FIRM, business_number="1248100998", by=admin, at=MARCH)
    assert code_of(refused) == "organization.business_number_taken"
    with pytest.raises(RuleBroken) as refused:
        actions.add_organization(name_ko="강원대학교", kind=Kind.UNIVERSITY, by=admin, at=MARCH)
    assert code_of(refused) == "organization.name_taken"


def test_an_old_region_stays_when_an_organisation_is_changed_today(admin: Actor) -> None:
    made = an_organization(Kind.UNIVERSITY, "gangwon")
    today = MARCH.replace(year=2026)
    changed = actions.change_organization(
        organization_uid=made.uid,
        name_ko="새 이름",
        name_en="",
        region_code="gangwon",
        business_number="",
        version=1,
        by=admin,
        at=today,
    )
    assert changed.region_id == made.region_id


def test_a_successor_takes_over_offices_and_history(world: World, admin: Actor) -> None:
    old, new = world.institution, an_organization(Kind.REGIONAL_AGENCY)
    older = an_organization(Kind.REGIONAL_AGENCY)
    actions.name_successor(organization_uid=older.uid, successor_uid=old.uid, reason="merged", by=admin, at=MARCH)
    actions.name_successor(organization_uid=old.uid, successor_uid=new.uid, reason="merged", by=admin, at=MARCH)
    officer = actor_for(world.institution_officer)
    for organization in (older, old, new):
        assert officer.holds_for_organization(organization.pk, Role.INSTITUTION_OFFICER)
    assert officer.office_id is not None
    with pytest.raises(RuleBroken) as refused:
        actions.name_successor(organization_uid=new.uid, successor_uid=older.uid, reason="back", by=admin, at=MARCH)
    assert "organization.succeeds_itself" not in code_of(refused)
    assert "organization.successor_is_gone" in code_of(refused)


def test_what_was_delegated_to_an_agency_reaches_its_successor(world: World, admin: Actor) -> None:
    old, new = world.agency, an_organization(Kind.AGENCY)
    actions.name_successor(organization_uid=old.uid, successor_uid=new.uid, reason="merged", by=admin, at=MARCH)
    [office] = Office.objects.filter(organization=new)
    for officer in (actor_for(world.agency_officer), actor_of_office(office, at=MARCH)):
        assert {held.organization_id for held in officer.offices} == {old.pk, new.pk}
        assert all(held.has_power(world.ministry.pk, Power.CALLS, None) for held in officer.offices)
    for agency in (old, new):
        assert holders(Role.AGENCY_OFFICER, at=MARCH, organization_id=agency.pk) == [world.agency_officer.pk]


def test_an_office_is_opened_where_its_role_belongs(world: World, admin: Actor) -> None:
    office = actions.open_office(
        organization_uid=world.ministry.uid, role=Role.MINISTRY_OFFICER, title_ko="지역산업과", by=admin, at=MARCH
    )
    assert last_event().subject_uid == office.uid
    with pytest.raises(RuleBroken) as refused:
        actions.open_office(
            organization_uid=world.ministry.uid, role=Role.REGION_OFFICER, title_ko="과", by=admin, at=MARCH
        )
    assert code_of(refused) == "office.role_not_for_kind"


def test_who_is_appointed_holds_the_role_from_that_day_and_is_told(world: World, admin: Actor) -> None:
    office = an_office(Role.REGION_OFFICER, world.government)
    actions.appoint(
        office_uid=office.uid, person_uid=_person(world).uid, starts_on=TODAY + timedelta(days=1), by=admin, at=MARCH
    )
    assert not actor_for(world.member, MARCH).holds(Role.REGION_OFFICER)
    assert actor_for(world.member, later(days=1)).holds(Role.REGION_OFFICER)
    told = Delivery.objects.filter(event=last_event(), user_id=world.member.pk)
    assert sorted(told.values_list("channel", flat=True)) == ["email", "inbox"]


def test_one_holds_while_another_acts(world: World, admin: Actor) -> None:
    office = Office.objects.get(role=Role.REGION_OFFICER)
    with pytest.raises(RuleBroken) as refused:
        actions.appoint(office_uid=office.uid, person_uid=_person(world).uid, starts_on=TODAY, by=admin, at=MARCH)
    assert code_of(refused) == "appointment.overlaps"
    actions.appoint(
        office_uid=office.uid, person_uid=_person(world).uid, starts_on=TODAY, acting=True, by=admin, at=MARCH
    )
    assert actor_for(world.member).offices[0].acting
    assert actor_for(world.region_officer).holds(Role.REGION_OFFICER)


def test_a_role_that_is_lost_counts_at_once(world: World, admin: Actor) -> None:
    appointment = Appointment.objects.get(person=world.region_officer.person)
    actions.end_appointment(appointment_uid=appointment.uid, ends_on=TODAY, reason="선거", by=admin, at=MARCH)
    assert actor_for(world.region_officer).offices == ()
    assert last_event().reason == "선거"


def test_a_closed_office_has_no_holder_and_stays_closed(world: World, admin: Actor) -> None:
    office = Office.objects.get(role=Role.REGION_OFFICER)
    with pytest.raises(RuleBroken):
        actions.close_office(office_uid=office.uid, reason=" ", by=admin, at=MARCH)
    actions.close_office(office_uid=office.uid, reason="개편", by=admin, at=MARCH)
    assert actor_for(world.region_officer).offices == ()
    with pytest.raises(WrongState):
        actions.close_office(office_uid=office.uid, reason="개편", by=admin, at=MARCH)


def test_a_ministry_delegates_for_itself_alone(world: World) -> None:
    officer = world.actor("ministry_officer")
    agency = an_organization(Kind.AGENCY)
    delegation = actions.delegate(
        ministry_uid=world.ministry.uid,
        agency_uid=agency.uid,
        powers=[Power.CALLS],
        starts_on=TODAY,
        reference="고시 2004-1",
        by=officer,
        at=MARCH,
    )
    assert delegation.powers == ["calls"]
    other = an_organization(Kind.MINISTRY)
    with pytest.raises(NotAllowed):
        actions.delegate(
            ministry_uid=other.uid,
            agency_uid=agency.uid,
            powers=[Power.CALLS],
            starts_on=TODAY,
            reference="고시",
            by=officer,
            at=MARCH,
        )


def test_a_delegation_that_ends_counts_no_longer(world: World, admin: Actor) -> None:
    assert world.actor("agency_officer").holds_for_ministry(world.ministry.pk, Role.AGENCY_OFFICER, power=Power.CALLS)
    delegation = Delegation.objects.get()
    actions.end_delegation(delegation_uid=delegation.uid, ends_on=TODAY, reason="끝", by=admin, at=MARCH)
    assert not world.actor("agency_officer").holds_for_ministry(world.ministry.pk, Role.AGENCY_OFFICER)


def test_an_account_is_opened_by_invitation(admin: Actor) -> None:
    person = a_person()
    user = actions.open_account(person_uid=person.uid, email=" Kim@Example.kr ", by=admin, at=MARCH)
    assert user.email == "kim@example.kr"
    assert not user.has_usable_password()
    assert set(Delivery.objects.filter(event=last_event()).values_list("user_id", flat=True)) == {user.pk}
    with pytest.raises(RuleBroken) as refused:
        actions.open_account(person_uid=person.uid, email="other@example.kr", by=admin, at=MARCH)
    assert code_of(refused) == "account.person_has_one"
    with pytest.raises(RuleBroken) as refused:
        actions.open_account(person_uid=a_person().uid, email="kim@example.kr", by=admin, at=MARCH)
    assert code_of(refused) == "account.email_taken"


def test_only_people_of_a_sample_world_are_given_a_password(admin: Actor) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.open_account(
            person_uid=a_person().uid, email="kim@example.kr", password="known to all", by=admin, at=MARCH
        )
    assert code_of(refused) == "account.password_is_chosen_by_its_owner"


def test_accounts_close_and_open_again_but_never_ones_own(world: World, admin: Actor) -> None:
    person = _person(world)
    assert not actions.close_account(person_uid=person.uid, reason="퇴직", by=admin, at=MARCH).is_active
    with pytest.raises(WrongState):
        actions.close_account(person_uid=person.uid, reason="퇴직", by=admin, at=MARCH)
    assert actions.reopen_account(person_uid=person.uid, by=admin, at=MARCH).is_active
    own = world.administrator.person
    assert own is not None
    with pytest.raises(RuleBroken):
        actions.close_account(person_uid=own.uid, reason="x", by=admin, at=MARCH)


def test_what_is_not_there_is_not_found(admin: Actor) -> None:
    gone = a_person()
    uid = gone.uid
    gone.delete()
    with pytest.raises(NotFound):
        actions.open_account(person_uid=uid, email="kim@example.kr", by=admin, at=MARCH)


def test_every_deed_of_the_offices_leaves_one_event(world: World, admin: Actor) -> None:
    before = Event.objects.count()
    office = actions.open_office(
        organization_uid=world.ministry.uid, role=Role.AUDITOR, title_ko="감사", by=admin, at=MARCH
    )
    appointment = actions.appoint(
        office_uid=office.uid, person_uid=a_person().uid, starts_on=date(2004, 1, 1), by=admin, at=MARCH
    )
    actions.end_appointment(appointment_uid=appointment.uid, ends_on=TODAY, reason="끝", by=admin, at=MARCH)
    actions.close_office(office_uid=office.uid, reason="끝", by=admin, at=MARCH)
    assert Event.objects.count() == before + 4


def test_a_user_chooses_his_own_language() -> None:
    user = a_user()
    changed = actions.change_settings(language="en", by_email=False, by=actor_for(user), at=MARCH)
    assert (changed.language, changed.by_email) == ("en", False)
    with pytest.raises(RuleBroken):
        actions.change_settings(language="fr", by_email=False, by=actor_for(user), at=MARCH)
    with pytest.raises(NotFound):
        actions.change_settings(language="ko", by_email=False, by=Actor.anonymous(), at=MARCH)


def _person(world: World) -> Person:
    person = world.member.person
    assert person is not None
    return person
