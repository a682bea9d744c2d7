"""Who holds what at a moment: a user as an actor, the holders of a role."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject

from accounts.actors import Actor, Delegated, Held
from accounts.models import Appointment, Delegation, Office, Organization, User
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
    on = at.astimezone(SEOUL).date()
    person = user.person
    held: list[Held] = []
    waiting: set[Role] = set()
    if person is not None:
        appointments = (
            Appointment.objects.filter(running(on), person=person, office__closed_at__isnull=True)
            .select_related("office__organization")
            .annotate(delegated=Case(When(office__role=Role.AGENCY_OFFICER, then=_delegated(on))))
            .order_by("office_id")
        )
        given = {one.office.organization_id: _powers(one.delegated) for one in appointments if one.delegated}
        for appointment in appointments:
            role = Role(appointment.office.role)
            if TRAITS[role].second_factor and not second_factor:
                waiting.add(role)
                continue
            held.extend(_held(appointment.office, role, given, acting=appointment.acting))
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
    on, role = at.astimezone(SEOUL).date(), Role(office.role)
    rows = (
        Delegation.objects.filter(running(on), agency_id=office.organization_id) if role is Role.AGENCY_OFFICER else ()
    )
    powers = [Delegated(one.ministry_id, power, one.program_uid) for one in rows for power in one.powers]
    given = {office.organization_id: powers} if powers else {}
    return Actor(user_id=0, name=office.title_ko, offices=tuple(_held(office, role, given)), second_factor=True)


def _stands_for(organization: Organization) -> tuple[int, ...]:
    """The organisation and all that it succeeded: its offices are theirs."""
    return (organization.pk, *organization.predecessor_ids)


def _held(office: Office, role: Role, given: dict[int, list[Delegated]], *, acting: bool = False) -> Iterator[Held]:
    organization = office.organization
    stands_for = _stands_for(organization)
    powers = frozenset(power for number in stands_for for power in given.get(number, ()) if role is Role.AGENCY_OFFICER)
    ministries = {power.ministry_id for power in powers}
    if organization.kind == Kind.MINISTRY:
        ministries.update(stands_for)
    for number in stands_for:
        yield Held(
            role=role,
            office_id=office.pk,
            organization_id=number,
            region_id=organization.region_id,
            ministry_ids=frozenset(ministries),
            powers=powers,
            acting=acting,
        )


def _delegated(on: date) -> ArraySubquery:
    """What was delegated, as of a day, to the organisation of an appointment's office."""
    running_then = Delegation.objects.filter(running(on), agency=OuterRef("office__organization")).order_by("id")
    return ArraySubquery(
        running_then.values(given=JSONObject(ministry="ministry_id", powers="powers", program="program_uid"))
    )


def _powers(delegated: Iterable[dict[str, Any]]) -> list[Delegated]:
    return [
        Delegated(one["ministry"], power, UUID(one["program"]) if one["program"] else None)
        for one in delegated
        for power in one["powers"]
    ]


def seats(role: Role, *, at: datetime) -> QuerySet[Appointment]:
    """The appointments to offices of a role that are in force at a moment, of people who can sign in."""
    on = at.astimezone(SEOUL).date()
    return Appointment.objects.filter(
        running(on), office__role=role, office__closed_at__isnull=True, person__user__is_active=True
    )


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

    Of one organisation or region, of any of `region_ids`, of organisations of any of `kinds`; None asks for no limit.
    """
    found = seats(role, at=at)
    if organization_id is not None:
        found = found.filter(office__organization_id=organization_id)
    if region_id is not None:
        found = found.filter(office__organization__region_id=region_id)
    if region_ids is not None:
        found = found.filter(office__organization__region_id__in=region_ids)
    if kinds is not None:
        found = found.filter(office__organization__kind__in=kinds)
    return sorted(set(found.values_list("person__user__id", flat=True)))
