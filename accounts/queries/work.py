"""What waits for somebody in this room."""

from __future__ import annotations

from datetime import datetime, time

from accounts.actors import Actor
from accounts.permissions import may_administer
from accounts.queries.directory import desks, vacant_offices
from accounts.roles import Role
from core.wording import SEOUL
from core.work import WorkItem

VACANCIES_SHOWN = 50


def work_for(actor: Actor, at: datetime) -> list[WorkItem]:
    """For the administrator: each office without holder, since when. For all: roles that wait for a second factor."""
    items = [
        WorkItem("work.accounts.second_factor", {"role": role.value}, "accounts:second-factor")
        for role in sorted(actor.waiting)
    ]
    if not may_administer(actor) or actor.is_system:
        return items
    vacant = vacant_offices(at.astimezone(SEOUL).date()).exclude(role=Role.EXPERT)
    for desk in desks(vacant[:VACANCIES_SHOWN]):
        office, since = desk.office, desk.vacant_since
        items.append(
            WorkItem(
                "work.accounts.vacant_office",
                {"title": office.title_ko, "organization": office.organization.name_ko},
                "accounts:office",
                (str(office.uid),),
                since=datetime.combine(since, time.min, SEOUL) if since else None,
            )
        )
    return items
