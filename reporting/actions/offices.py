"""What follows when an office falls vacant or silent: those who can do something about it are told, once a spell."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office
from accounts.queries import all_offices, desks, holders
from accounts.roles import Role
from core.calendar import SEOUL, seoul_date
from core.events import record
from reporting.queries import handover as queries
from reporting.rules.offices import is_silent, is_vacant_too_long

SYSTEM = Actor.system()


def look_after_office(*, office: Office, at: datetime) -> str:
    """Tell of an office that fell vacant, stays vacant too long, or whose holder is silent over work. Returns which."""
    with transaction.atomic():
        row = all_offices(seoul_date(at)).select_related("organization").get(pk=office.pk)
        (desk,) = desks([row])
        if desk.holder is None:
            return _vacant(row, desk, at) if desk.vacant_since is not None else ""
        user = getattr(desk.holder.person, "user", None)
        return _silent(row, user.pk, desk.holder.starts_on, at) if user is not None else ""


def _vacant(office: Office, desk: Any, at: datetime) -> str:
    since = datetime.combine(desk.vacant_since, time.min, SEOUL)
    if not queries.told_since(office, "reporting.office_vacant", since):
        _tell("reporting.office_vacant", office, _around(office, at), at, vacant_on=desk.vacant_since.isoformat())
        return "vacant"
    limits = queries.limits_of(office, at)
    if is_vacant_too_long(desk.vacant_since, limits, seoul_date(at)) and not queries.told_since(
        office, "reporting.office_vacant_long", since
    ):
        tell = {*_around(office, at), *_ministries(office, at)}
        _tell("reporting.office_vacant_long", office, tell, at, vacant_on=desk.vacant_since.isoformat())
        return "vacant_long"
    return ""


def _silent(office: Office, user_id: int, held_since: Any, at: datetime) -> str:
    began = datetime.combine(held_since, time.min, SEOUL)
    last = max(queries.last_deed_at(user_id) or began, began)
    if not is_silent(last, queries.limits_of(office, at), at):
        return ""
    if queries.told_since(office, "reporting.office_silent", last):
        return ""
    waiting = sum(line.kind == "work" for line in queries.lines_of(office, at))
    if not waiting:
        return ""
    tell = {*_around(office, at), *_ministries(office, at)} - {user_id}
    _tell("reporting.office_silent", office, tell, at, silent_at=last.isoformat(), count=waiting)
    return "silent"


def _around(office: Office, at: datetime) -> set[int]:
    """Administrators, and the other officers of the organisation."""
    same = (user for role in Role for user in holders(role, at=at, organization_id=office.organization_id))
    return {*same, *holders(Role.ADMINISTRATOR, at=at)}


def _ministries(office: Office, at: datetime) -> set[int]:
    """Approvers of the ministries that the office works for; a region's vacancy is told to those with current calls."""
    ids = queries.ministries_of(office, at)
    return {user for ministry in ids for user in holders(Role.MINISTRY_APPROVER, at=at, organization_id=ministry)}


def _tell(name: str, office: Office, users: set[int], at: datetime, **values: Any) -> None:
    names = {
        "title_ko": office.title_ko,
        "title_en": office.title_en,
        "organization_ko": office.organization.name_ko,
        "organization_en": office.organization.name_en,
    }
    record(name, subject=office, by=SYSTEM, at=at, data={**names, **values}, tell=users)
