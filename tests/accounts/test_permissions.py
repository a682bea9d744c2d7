"""Who may, without a database; and that lists hold exactly what may be viewed, with one."""

from __future__ import annotations

import pytest

from accounts import permissions, queries
from accounts.actors import Actor, Held
from accounts.models import Delegation, Message, Office, Organization, Person
from accounts.roles import Kind, Role
from core.events import record
from tests.build import MARCH, a_delegation, a_ministry_world, a_person, actor_for, an_organization


def holding(role: Role, *, organization_id: int = 1, ministry_ids: frozenset[int] = frozenset()) -> Actor:
    held = Held(role=role, office_id=1, organization_id=organization_id, ministry_ids=ministry_ids)
    return Actor(user_id=1, person_id=1, organization_id=organization_id, offices=(held,))


@pytest.mark.parametrize("role", list(Role))
def test_only_the_administrator_and_the_system_administer(role: Role) -> None:
    assert permissions.may_administer(holding(role)) == (role is Role.ADMINISTRATOR)
    assert permissions.may_administer(Actor.system())
    assert not permissions.may_administer(Actor.anonymous())


@pytest.mark.parametrize("role", list(Role))
def test_who_administers_or_oversees_reads_about_everybody(role: Role) -> None:
    expected = role in {Role.ADMINISTRATOR, Role.AUDITOR, Role.COORDINATOR}
    assert permissions.may_read_directory(holding(role)) == expected


@pytest.mark.parametrize(
    ("actor", "ministry_id", "expected"),
    [
        (holding(Role.ADMINISTRATOR), 7, True),
        (holding(Role.MINISTRY_OFFICER, organization_id=7, ministry_ids=frozenset({7})), 7, True),
        (holding(Role.MINISTRY_OFFICER, organization_id=7, ministry_ids=frozenset({7})), 8, False),
        (holding(Role.MINISTRY_APPROVER, organization_id=7, ministry_ids=frozenset({7})), 7, False),
        (holding(Role.AGENCY_OFFICER, organization_id=9, ministry_ids=frozenset({7})), 7, False),
        (holding(Role.AUDITOR, organization_id=7, ministry_ids=frozenset({7})), 7, False),
    ],
)
def test_a_ministrys_officer_delegates_for_his_own(actor: Actor, ministry_id: int, expected: bool) -> None:
    assert permissions.may_delegate(actor, ministry_id) == expected


def test_a_message_is_its_readers_alone() -> None:
    message = Message(user_id=1)
    assert permissions.may_view_message(holding(Role.EXPERT), message)
    assert not permissions.may_view_message(Actor(user_id=2), message)
    assert not permissions.may_view_message(Actor.anonymous(), Message())
    assert not permissions.may_view_message(Actor.system(), message)


@pytest.mark.django_db
def test_lists_hold_exactly_what_may_be_viewed() -> None:
    world = a_ministry_world()
    other_ministry, other_agency = an_organization(Kind.MINISTRY), an_organization(Kind.AGENCY)
    a_delegation(other_ministry, other_agency)
    a_person(an_organization(Kind.FIRM))
    a_person(None)
    for user in world.users().values():
        message = record("accounts.signed_in", subject=user, by=Actor.system(), at=MARCH)
        Message.objects.create(user=user, event=message, arrived_at=MARCH)
    actors = [actor_for(user) for user in world.users().values()] + [Actor.anonymous(), Actor.system()]
    for actor in actors:
        seen = set(queries.people(actor))
        assert seen == {row for row in Person.objects.all() if permissions.may_view_person(actor, row)}
        delegated = set(queries.delegations(actor))
        expected = {row for row in Delegation.objects.all() if permissions.may_view_delegation(actor, row)}
        assert delegated == expected
        messages = set(queries.inbox_of(actor))
        assert messages == {row for row in Message.objects.all() if permissions.may_view_message(actor, row)}
        if actor.is_known:
            assert all(permissions.may_view_organization(actor, row) for row in Organization.objects.all())
            assert all(permissions.may_view_office(actor, row) for row in Office.objects.all())
