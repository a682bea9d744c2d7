"""Open and close offices; appoint holders and those who act for them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from accounts import notices, permissions, queries, rules
from accounts.actions.steps import day_of
from accounts.actors import Actor
from accounts.models import Appointment, Office, Organization, Person
from core.events import record
from core.refusals import Violation, WrongState, refuse_if, require

SEAT_TAKEN = {"one_holder_one_acting_at_a_time": Violation("appointment.taken_meanwhile", field="starts_on")}


def open_office(
    *, organization_uid: UUID, role: str, title_ko: str, title_en: str = "", by: Actor, at: datetime
) -> Office:
    """Make a chair of a role in an organisation; it is vacant. Raises NotFound, NotAllowed, RuleBroken (`office.*`)."""
    with transaction.atomic():
        organization = queries.locked(Organization, organization_uid)
        require(permissions.may_administer(by), "administer")
        title_ko = rules.plain(title_ko)
        taken = Office.objects.filter(organization=organization, role=role).values_list("title_ko", flat=True)
        refuse_if(
            rules.office_violations(
                role=role,
                kind=organization.kind,
                title_ko=title_ko,
                organization_has_successor=organization.successor_id is not None,
                taken_titles=taken,
            )
        )
        twice = Violation("office.title_taken", {"title": title_ko}, field="title_ko")
        with queries.unique_or_refused({"office_named_once": twice}):
            office = Office.objects.create(
                organization=organization, role=role, title_ko=title_ko, title_en=rules.plain(title_en)
            )
        data = {**_names(office), "role": role}
        record("accounts.office_opened", subject=office, by=by, at=at, data=data)
    return office


def close_office(*, office_uid: UUID, reason: str, by: Actor, at: datetime) -> Office:
    """Close an office for good: whoever holds it does so no longer from today, whoever was to come does not.

    Raises NotFound, NotAllowed, WrongState (`office.closed`), RuleBroken (`office.reason_missing`).
    """
    with transaction.atomic():
        office = queries.locked(Office, office_uid, "organization")
        require(permissions.may_administer(by), "administer")
        _require_open(office)
        refuse_if([] if reason.strip() else [Violation("office.reason_missing", field="reason")])
        today = day_of(at)
        to_end = office.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        told = list(to_end.filter(person__user__isnull=False).values_list("person__user__id", flat=True))
        to_end.update(ends_on=Greatest(F("starts_on"), today))
        Office.objects.filter(pk=office.pk).update(closed_at=at)
        office.refresh_from_db()
        data = {**_names(office), "role": office.role}
        record("accounts.office_closed", subject=office, by=by, at=at, reason=reason.strip(), data=data, tell=told)
    return office


def appoint(
    *,
    office_uid: UUID,
    person_uid: UUID,
    starts_on: date,
    ends_on: date | None = None,
    acting: bool = False,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Appointment:
    """Give an office to a person, or let him act in it, from a day to before another.

    Raises NotFound, NotAllowed, RuleBroken (`appointment.*`).
    """
    with transaction.atomic():
        office = queries.locked(Office, office_uid, "organization")
        person = queries.locked(Person, person_uid, "user")
        require(permissions.may_administer(by), "administer")
        term = rules.Term(starts_on, ends_on)
        others = [_seat(one) for one in office.appointments.select_related("person").order_by("pk")]
        seat = rules.Seat(person.pk, person.name_ko, acting, term)
        closed = office.closed_at is not None
        refuse_if(rules.appointment_violations(seat=seat, others=others, office_closed=closed))
        with queries.unique_or_refused(SEAT_TAKEN):
            appointment = Appointment.objects.create(
                office=office,
                person=person,
                acting=acting,
                starts_on=starts_on,
                ends_on=ends_on,
                reason=rules.plain(reason),
            )
        name = "accounts.acting_appointed" if acting else "accounts.appointed"
        data = _shown(office, person) | {"starts_on": starts_on.isoformat()}
        told = notices.of_person(person)
        record(name, subject=office, by=by, at=at, reason=appointment.reason, data=data, tell=told)
    return appointment


def end_appointment(*, appointment_uid: UUID, ends_on: date, reason: str, by: Actor, at: datetime) -> Appointment:
    """Let somebody hold or act in an office no longer, from `ends_on` (today or later).

    Raises NotFound, NotAllowed, RuleBroken (`appointment.*`).
    """
    with transaction.atomic():
        appointment = queries.locked(Appointment, appointment_uid, "office__organization", "person__user")
        require(permissions.may_administer(by), "administer")
        term = rules.Term(appointment.starts_on, appointment.ends_on)
        reason = rules.plain(reason)
        refuse_if(rules.ending_violations("appointment", term=term, ends_on=ends_on, today=day_of(at), reason=reason))
        Appointment.objects.filter(pk=appointment.pk).update(ends_on=ends_on)
        appointment.ends_on = ends_on
        data = _shown(appointment.office, appointment.person) | {"ends_on": ends_on.isoformat()}
        record(
            "accounts.appointment_ended",
            subject=appointment.office,
            by=by,
            at=at,
            reason=reason,
            data=data,
            tell=notices.of_person(appointment.person),
        )
    return appointment


def _require_open(office: Office) -> None:
    if office.closed_at is not None:
        raise WrongState.because("office.closed")


def _seat(appointment: Appointment) -> rules.Seat:
    return rules.Seat(
        appointment.person_id,
        appointment.person.name_ko,
        appointment.acting,
        rules.Term(appointment.starts_on, appointment.ends_on),
    )


def _names(office: Office) -> dict[str, str]:
    """An office and its organisation in both languages."""
    return {
        "title_ko": office.title_ko,
        "title_en": office.title_en,
        "organization_ko": office.organization.name_ko,
        "organization_en": office.organization.name_en,
    }


def _shown(office: Office, person: Person) -> dict[str, str]:
    return {
        **_names(office),
        "role": office.role,
        "name_ko": person.name_ko,
        "name_en": person.name_en,
    }
