"""What waits for somebody in this room."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.actors import Actor
from accounts.models import Appointment
from accounts.permissions import may_administer
from accounts.queries.directory import vacant_offices
from accounts.roles import Role
from core.wording import SEOUL
from core.work import WorkItem

VACANCIES_SHOWN = 50


def vacancies(on: date) -> QuerySet[Any, Any]:
    """Offices without holder, each with the day since when (`vacant_since`), if it was ever held; experts' aside."""
    ended = Appointment.objects.filter(office=OuterRef("pk"), acting=False, ends_on__lte=on).order_by("-ends_on")
    rows = vacant_offices(on).exclude(role=Role.EXPERT).prefetch_related(None)
    return rows.annotate(vacant_since=Subquery(ended.values("ends_on")[:1]))


def work_for(actor: Actor, at: datetime) -> list[WorkItem]:
    """For the administrator: each office without holder, since when. For all: roles that wait for a second factor."""
    items = [
        WorkItem("work.accounts.second_factor", {"role": role.value}, "accounts:second-factor")
        for role in sorted(actor.waiting)
    ]
    if not may_administer(actor) or actor.is_system:
        return items
    for office in vacancies(at.astimezone(SEOUL).date())[:VACANCIES_SHOWN]:
        items.append(
            WorkItem(
                "work.accounts.vacant_office",
                {
                    "title_ko": office.title_ko,
                    "title_en": office.title_en,
                    "organization_ko": office.organization.name_ko,
                    "organization_en": office.organization.name_en,
                },
                "accounts:office",
                (str(office.uid),),
                since=datetime.combine(office.vacant_since, time.min, SEOUL) if office.vacant_since else None,
            )
        )
    return items
