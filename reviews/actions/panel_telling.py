"""The event of a deed at a panel's meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from core.events import record
from core.models import Event
from reviews import notices
from reviews.models import AgendaItem, Participant
from reviews.queries import Floor


def tell_meeting(
    name: str, floor: Floor, by: Actor, at: datetime, *, tell: Iterable[int] = (), reason: str = "", **values: Any
) -> Event:
    """What happened to a meeting. Whoever is told learns of no single case by it."""
    meeting, call = floor.meeting, floor.meeting.round.call
    said = {**notices.said_of(meeting.round), "starts_at": meeting.starts_at.isoformat(), "place": meeting.place}
    return record(
        name,
        subject=meeting,
        by=by,
        at=at,
        call_uid=call.uid,
        rule_set_id=call.rule_set_id,
        reason=reason,
        data={**said, **values},
        tell=notices.others(tell, by),
    )


def tell_item(
    name: str,
    item: AgendaItem,
    floor: Floor,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    **values: Any,
) -> Event:
    """What happened to a case at a meeting: it stands in the history of its project too, and nobody is told by it.

    Who is told may be in conflict with the case later, and would still have its number among his messages.
    """
    call = floor.meeting.round.call
    return record(
        name,
        subject=item,
        by=by,
        at=at,
        call_uid=call.uid,
        project_uid=item.case.project_uid,
        rule_set_id=call.rule_set_id,
        reason=reason,
        data={"number": item.case.number, **values},
    )


def named(person: Participant) -> dict[str, Any]:
    """A member's name as sentences use it."""
    one = person.member.expert.person
    return {"name_ko": one.name_ko, "name_en": one.name_en}
