"""Who holds what at a moment: a user as an actor, the holders of a role."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.actors import Actor, Delegated, Held
from accounts.models import Appointment, Delegation, Office, User
from accounts.roles import TRAITS, Kind, Role
from core.wording import SEOUL


def running(on: date) -> Q:
    """Appointments and delegations in force on a day (Asia/Seoul): from `starts_on` to before `ends_on`."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def actor_of(
    user: User,
    *,
    at: datetime,
    second_factor: bool,
    stepped_up: bool = False,
    address: str | None = None,
    request_id: str = "",
) -> Actor:
    """The user as an actor, with the offices held at `at`: one query, uncached: a lost role counts at once.

    Roles that need a second factor count only where the session has one; the others are told in `waiting`.
    `stepped_up` says that it was shown lately.
    """
    person = user.person
    held: list[Held] = []
    waiting: set[Role] = set()
    for seat in _seats_of(person.pk, at.astimezone(SEOUL).date()) if person is not None else ():
        if TRAITS[seat.role].second_factor and not second_factor:
            waiting.add(seat.role)
        else:
            held.extend(seat.held())
    return Actor(
        user_id=user.pk,
        person_id=user.person_id,
        name=(person.name_ko if person else user.email),
        name_en=(person.name_en if person else ""),
        organization_id=person.organization_id if person else None,
        offices=tuple(held),
        second_factor=second_factor,
        stepped_up=stepped_up,
        address=address,
        request_id=request_id,
        language=user.language,
        waiting=frozenset(waiting),
    )


def actor_of_office(office: Office, *, at: datetime) -> Actor:
    """An office as an actor, whoever holds it, or nobody: to ask what waits for it. It is no user and acts in nothing.

    Its organisation must be joined.
    """
    on, role, body = at.astimezone(SEOUL).date(), Role(office.role), office.organization
    agencies = (body.pk, *body.predecessor_ids)
    rows = Delegation.objects.filter(running(on), agency__in=agencies) if role is Role.AGENCY_OFFICER else ()
    powers = [Delegated(one.ministry_id, power, one.program_uid) for one in rows for power in one.powers]
    seat = Seat(role, office.pk, False, body.pk, body.kind, body.region_id, body.predecessor_ids, frozenset(powers))
    return Actor(user_id=0, name=office.title_ko, offices=tuple(seat.held()), second_factor=True)


@dataclass(frozen=True, slots=True)
class Seat:
    """An office that somebody holds, with what of its organisation and its delegations makes his powers."""

    role: Role
    office_id: int
    acting: bool
    organization_id: int
    kind: str
    region_id: int | None
    predecessor_ids: Sequence[int]
    delegated: frozenset[Delegated]

    def held(self) -> Iterator[Held]:
        """What is held by it: for its organisation and for each that this one succeeded, whose offices are its own."""
        stands_for = (self.organization_id, *self.predecessor_ids)
        ministries = {power.ministry_id for power in self.delegated}
        if self.kind == Kind.MINISTRY:
            ministries.update(stands_for)
        for number in stands_for:
            yield Held(
                role=self.role,
                office_id=self.office_id,
                organization_id=number,
                region_id=self.region_id,
                ministry_ids=frozenset(ministries),
                powers=self.delegated,
                acting=self.acting,
            )


SEATS = """
    SELECT office.id, office.role, appointment.acting,
           organization.id, organization.kind, organization.region_id, organization.predecessor_ids,
           delegation.ministry_id, delegation.powers, delegation.program_uid
    FROM accounts_appointment AS appointment
    JOIN accounts_office AS office ON office.id = appointment.office_id
    JOIN accounts_organization AS organization ON organization.id = office.organization_id
    LEFT JOIN accounts_delegation AS delegation
           ON office.role = %(delegated_to)s
          AND delegation.agency_id = ANY(organization.id || organization.predecessor_ids)
          AND delegation.starts_on <= %(on)s AND (delegation.ends_on IS NULL OR delegation.ends_on > %(on)s)
    WHERE appointment.person_id = %(person)s AND office.closed_at IS NULL
      AND appointment.starts_on <= %(on)s AND (appointment.ends_on IS NULL OR appointment.ends_on > %(on)s)
    ORDER BY office.id, appointment.id, delegation.id
"""
"""In SQL, since every request of everybody begins with it: writing it anew by the ORM took longer than asking it."""


def _seats_of(person_id: int, on: date) -> Iterator[Seat]:
    """The open offices that a person holds on a day (Asia/Seoul), in order of office."""
    with connection.cursor() as cursor:
        cursor.execute(SEATS, {"person": person_id, "on": on, "delegated_to": Role.AGENCY_OFFICER.value})
        rows = cursor.fetchall()
    for place, same in groupby(rows, key=itemgetter(slice(0, 7))):
        office_id, role, acting, organization_id, kind, region_id, predecessor_ids = place
        powers = frozenset(Delegated(one[7], name, one[9]) for one in same for name in one[8] or ())
        yield Seat(Role(role), office_id, acting, organization_id, kind, region_id, predecessor_ids, powers)


def seats(role: Role, *, at: datetime, organization_id: int | None = None) -> QuerySet[Appointment]:
    """The appointments to offices of a role that are in force at a moment, of people who can sign in.

    Of one organisation, or of its successor, to which its offices went; None asks for no limit.
    """
    on = at.astimezone(SEOUL).date()
    found = Appointment.objects.filter(
        running(on), office__role=role, office__closed_at__isnull=True, person__user__is_active=True
    )
    if organization_id is None:
        return found
    succeeded = Q(office__organization__predecessor_ids__contains=[organization_id])
    return found.filter(Q(office__organization_id=organization_id) | succeeded)


def holders(
    role: Role,
    *,
    at: datetime,
    organization_id: int | None = None,
    region_id: int | None = None,
    region_ids: Collection[int] | None = None,
    kinds: Collection[str] | None = None,
) -> list[int]:
    """User ids of those who hold (or act in) offices of a role at a moment.

    Of one organisation (or its successor, to which its offices went) or region, of any of `region_ids`, of
    organisations of any of `kinds`; None asks for no limit.
    """
    found = seats(role, at=at, organization_id=organization_id)
    if region_id is not None:
        found = found.filter(office__organization__region_id=region_id)
    if region_ids is not None:
        found = found.filter(office__organization__region_id__in=region_ids)
    if kinds is not None:
        found = found.filter(office__organization__kind__in=kinds)
    return sorted(set(found.values_list("person__user__id", flat=True)))
