"""What tests stand on: plain functions that make one thing each, with sensible values where none is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from accounts.actors import Actor
from accounts.models import Appointment, Delegation, Office, Organization, Person, Region, User
from accounts.queries import actor_of
from accounts.roles import INSTITUTION_KINDS, Kind, Power, Role
from accounts.sessions import FACTORS, begin
from core import clock
from core.wording import SEOUL
from tests.remembered import remembered

MARCH = datetime(2004, 3, 15, 10, tzinfo=SEOUL)
"""A Monday morning in the spring of 2004, while the call of the sample world is open."""
SINCE = date(2004, 1, 1)
PASSWORD = "correct horse battery"
_number = count(1)


def a_region(code: str = "daejeon", on: date | None = None) -> Region:
    """The region of this code as it stood on a day, or in MARCH."""
    regions = Region.objects.filter(code=code, valid_from__lte=on or MARCH.date()).order_by("-valid_from")
    return regions[0]


def an_organization(
    kind: Kind = Kind.UNIVERSITY, region: str | Region | None = "daejeon", name_ko: str = ""
) -> Organization:
    number = next(_number)
    if kind in {Kind.MINISTRY, Kind.AGENCY, Kind.COMMITTEE} and region == "daejeon":
        region = None
    return Organization.objects.create(
        kind=kind,
        region=a_region(region) if isinstance(region, str) else region,
        name_ko=name_ko or f"기관 {number:05}",  # none is the beginning of another
        name_en=f"Organization {number}",
    )


def a_person(organization: Organization | None = None, name_ko: str = "") -> Person:
    number = next(_number)
    return Person.objects.create(
        organization=organization,
        name_ko=name_ko or f"김{number}",
        name_en=f"Kim {number}",
        researcher_number=f"{10_000_000 + number}",
    )


def a_user(person: Person | None = None, email: str = "", language: str = "ko") -> User:
    """A person's account, with PASSWORD."""
    email = email or f"user{next(_number)}@example.org"
    user = User.objects.create_user(email, PASSWORD, person=person or a_person(), language=language)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def an_office(
    role: Role,
    organization: Organization,
    person: Person | None = None,
    *,
    acting: Person | None = None,
    since: date = SINCE,
) -> Office:
    """An office, held by `person` since a day, with somebody acting beside him if named; else vacant."""
    office = Office.objects.create(
        organization=organization, role=role, title_ko=f"담당 {next(_number)}", title_en="Desk"
    )
    for holder, is_acting in ((person, False), (acting, True)):
        if holder is not None:
            Appointment.objects.create(office=office, person=holder, acting=is_acting, starts_on=since)
    return office


def a_delegation(ministry: Organization, agency: Organization, *powers: Power, since: date = SINCE) -> Delegation:
    """A ministry's delegation to an agency for all its programmes: of these powers, or of all."""
    return Delegation.objects.create(
        ministry=ministry,
        agency=agency,
        powers=list(powers or Power),
        starts_on=since,
        reference="Delegation of 2004",
    )


def actor_for(user: User, at: datetime = MARCH, *, second_factor: bool = True, stepped_up: bool | None = None) -> Actor:
    """The user as an actor with the offices held at a moment; a second factor was shown just now, if not said else."""
    return actor_of(
        User.objects.select_related("person").get(pk=user.pk),
        at=at,
        second_factor=second_factor,
        stepped_up=second_factor if stepped_up is None else stepped_up,
    )


def an_officer(role: Role, organization: Organization, *, language: str = "ko") -> User:
    """A new person of the organisation with an account and an office of this role."""
    person = a_person(organization)
    user = a_user(person, language=language)
    an_office(role, organization, person)
    return user


@dataclass(frozen=True)
class World:
    """A ministry with its agency, a region with its government, an institution there: one user a role."""

    ministry: Organization
    agency: Organization
    committee: Organization
    government: Organization
    institution: Organization
    ministry_officer: User
    ministry_approver: User
    agency_officer: User
    region_officer: User
    institution_officer: User
    expert: User
    auditor: User
    coordinator: User
    administrator: User
    member: User
    """Somebody of the institution without an office."""

    def users(self) -> dict[str, User]:
        """Every user by role; `member` holds none."""
        return {role.value: getattr(self, role.value) for role in Role} | {"member": self.member}

    def actor(self, role: str, at: datetime = MARCH) -> Actor:
        return actor_for(self.users()[role], at)


@remembered
def a_ministry_world(region: str = "daejeon", kind: Kind = Kind.UNIVERSITY) -> World:
    """One of each: organisations that play together, with everybody signed in by second factor when asked as actor."""
    if kind not in INSTITUTION_KINDS:
        raise ValueError(f"{kind} leads no project")
    ministry = an_organization(Kind.MINISTRY, None)
    agency = an_organization(Kind.AGENCY, None)
    committee = an_organization(Kind.COMMITTEE, None)
    government = an_organization(Kind.REGIONAL_GOVERNMENT, region)
    institution = an_organization(kind, region)
    a_delegation(ministry, agency)
    return World(
        ministry=ministry,
        agency=agency,
        committee=committee,
        government=government,
        institution=institution,
        ministry_officer=an_officer(Role.MINISTRY_OFFICER, ministry),
        ministry_approver=an_officer(Role.MINISTRY_APPROVER, ministry),
        agency_officer=an_officer(Role.AGENCY_OFFICER, agency),
        region_officer=an_officer(Role.REGION_OFFICER, government),
        institution_officer=an_officer(Role.INSTITUTION_OFFICER, institution),
        expert=an_officer(Role.EXPERT, an_organization(kind, region)),
        auditor=an_officer(Role.AUDITOR, ministry),
        coordinator=an_officer(Role.COORDINATOR, committee),
        administrator=an_officer(Role.ADMINISTRATOR, ministry),
        member=a_user(a_person(institution)),
    )


def later(days: float = 0, hours: float = 0) -> datetime:
    """Some time after MARCH."""
    return MARCH + timedelta(days=days, hours=hours)


def sign_in(client: Client, user: User, *, second_factor: bool = True, minutes_ago: int = 0) -> Client:
    """Sign a test client in, as if by password and one-time code (or by password alone), now or some minutes ago."""
    client.force_login(user)
    session = client.session
    methods = ["password", "mfa"] if second_factor else ["password"]
    at = clock.system_now().timestamp() - minutes_ago * 60
    session[FACTORS] = [{"method": method, "at": at} for method in methods]
    begin(session, at)
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = user.language
    return client
