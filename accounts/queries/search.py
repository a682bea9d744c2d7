"""The lists of the desk, narrowed as their filters say."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Appointment, Delegation, Office, Organization, Person
from accounts.queries.actors import running
from accounts.queries.directory import (
    delegations,
    offices,
    organization_is,
    organizations,
    people,
    person_is,
    vacant_offices,
)


def search_people(actor: Actor, *, q: str = "", account: str = "") -> QuerySet[Person]:
    """`account` is open, closed, none or empty for all."""
    found = people(actor)
    if q:
        found = found.filter(person_is(q) | Q(user__email__icontains=q.strip()))
    conditions = {
        "open": Q(user__is_active=True),
        "closed": Q(user__is_active=False),
        "none": Q(user__isnull=True),
    }
    return found.filter(conditions[account]) if account in conditions else found


def search_organizations(*, q: str = "", kind: str = "", region: str = "") -> QuerySet[Organization]:
    """`region` is a code: its organisations under whatever name the region had."""
    found = organizations()
    if q:
        found = found.filter(organization_is(q))
    if kind:
        found = found.filter(kind=kind)
    return found.filter(region__code=region) if region else found


def search_offices(on: date, *, q: str = "", role: str = "", vacant: bool = False) -> QuerySet[Office]:
    """By organisation, title, or who holds it on that day."""
    found = vacant_offices(on) if vacant else offices(on)
    if role:
        found = found.filter(role=role)
    if q:
        text = q.strip()
        named = Q(person__name_ko__icontains=text) | Q(person__name_en__icontains=text)
        found = found.filter(
            Q(organization__name_ko__icontains=text)
            | Q(organization__name_en__icontains=text)
            | Q(title_ko__icontains=text)
            | Q(title_en__icontains=text)
            | Q(pk__in=Appointment.objects.filter(running(on), named).values("office_id"))
        )
    return found


def search_delegations(actor: Actor, on: date, *, q: str = "", in_force: bool = False) -> QuerySet[Delegation]:
    found = delegations(actor)
    if q:
        text = q.strip()
        found = found.filter(
            Q(ministry__name_ko__icontains=text)
            | Q(ministry__name_en__icontains=text)
            | Q(agency__name_ko__icontains=text)
            | Q(agency__name_en__icontains=text)
        )
    return found.filter(running(on)) if in_force else found
