"""Chapter one: organisations, people, their desks and accounts. What another scenario made already stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret

from accounts import actions as accounts
from accounts.models import Delegation, Office, User
from accounts.roles import Role, has_a_use_for_a_factor
from core.calendar import seoul_date
from scenarios.driver.world import SYSTEM, Step, World
from scenarios.plan import PlannedOffice, PlannedOrganization, PlannedPerson


def steps(world: World) -> Iterator[Step]:
    """Everything stands on the scenario's first day, a second apart for what builds on what."""
    begins_at = world.plan.scenario.begins_at
    for organization in world.plan.organizations:
        yield Step(begins_at, f"organizations.{organization.key}", partial(_add_organization, world, organization))
    for person in world.plan.people:
        yield Step(begins_at + timedelta(seconds=1), f"people.{person.key}", partial(add_person, world, person))
    for office in world.plan.offices:
        name = f"offices.{office.organization}.{office.role}"
        yield Step(begins_at + timedelta(seconds=2), name, partial(_open_office, world, office))
    for index in range(len(world.plan.scenario.delegations)):
        yield Step(begins_at + timedelta(seconds=3), f"delegations.{index}", partial(_delegate, world, index))
    for who in sorted(world.sign_ins):
        yield Step(begins_at + timedelta(seconds=4), f"sign_ins.{who}", partial(_second_factor, world, who))


def _add_organization(world: World, planned: PlannedOrganization, at: datetime) -> None:
    if world.find_organization(planned) is None:
        accounts.add_organization(
            name_ko=planned.name_ko,
            name_en=planned.name_en,
            kind=planned.kind,
            region_code=planned.region,
            is_sample=planned.is_sample,
            by=SYSTEM,
            at=at,
        )


def add_person(world: World, planned: PlannedPerson, at: datetime) -> None:
    """The person, with an account where an address is planned."""
    person = world.find_person(planned) or accounts.add_person(
        name_ko=planned.name_ko,
        name_en=planned.name_en,
        researcher_number=planned.number,
        organization_uid=world.organization(planned.organization).uid,
        is_sample=True,
        by=SYSTEM,
        at=at,
    )
    if planned.email and not User.objects.filter(person=person).exists():
        password = world.sign_in_password if planned.key in world.sign_ins else None
        accounts.open_account(person_uid=person.uid, email=planned.email, password=password or None, by=SYSTEM, at=at)


def _open_office(world: World, planned: PlannedOffice, at: datetime) -> None:
    organization = world.organization(planned.organization)
    known = Office.objects.filter(organization=organization, role=planned.role, title_ko=planned.title_ko)
    if not known.exists():
        office = accounts.open_office(
            organization_uid=organization.uid,
            role=planned.role,
            title_ko=planned.title_ko,
            title_en=planned.title_en,
            by=SYSTEM,
            at=at,
        )
        if planned.holder:
            holder = world.person(planned.holder)
            accounts.appoint(office_uid=office.uid, person_uid=holder.uid, starts_on=seoul_date(at), by=SYSTEM, at=at)


def _delegate(world: World, index: int, at: datetime) -> None:
    entry = world.plan.scenario.delegations[index]
    ministry, agency = world.organization(entry.ministry), world.organization(entry.agency)
    if not Delegation.objects.filter(ministry=ministry, agency=agency).exists():
        accounts.delegate(
            ministry_uid=ministry.uid,
            agency_uid=agency.uid,
            powers=[power.value for power in entry.powers],
            starts_on=entry.starts_on,
            reference=entry.reference,
            by=SYSTEM,
            at=at,
        )


def _second_factor(world: World, who: str, at: datetime) -> None:
    """A sample sign-in whose offices decide, sign or pay gets a factor whose code the sign-in page shows."""
    person = world.person(who)
    roles = [Role(role) for role in person.appointments.values_list("office__role", flat=True)]
    known = Authenticator.objects.filter(user__person=person)
    if world.sign_in_password and any(has_a_use_for_a_factor(role) for role in roles) and not known.exists():
        accounts.give_sample_second_factor(person_uid=person.uid, secret=generate_totp_secret(), by=SYSTEM, at=at)
