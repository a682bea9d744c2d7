"""The minutes of a panel's meeting: written case by case, confirmed by those who were there, signed by the chair."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import NotAllowed, Stale, WrongState, refuse_if
from reviews import permissions, queries, rules
from reviews.actions.panel_telling import tell_item, tell_meeting
from reviews.models import AgendaItem, Meeting, Participant
from reviews.permissions import ItemSight, require
from reviews.queries import Floor
from reviews.states import MEETING


def write_minutes(*, item_uid: UUID, text: str, version: int | None, by: Actor, at: datetime) -> AgendaItem:
    """Keep what was said of a case, as typed. Confirmations given before are taken back: the minutes are others now.

    Raises NotFound, NotAllowed, WrongState, Stale (`panel.minutes_changed`), RuleBroken (`review.comment_too_long`).
    """
    with transaction.atomic():
        floor, item = queries.locked_item(item_uid, by)
        require(floor.may_write(by, item), "write_minutes")
        if floor.meeting.state not in {"running", "ended"}:
            raise WrongState.because("meeting.wrong_state", verb="write_minutes", state=floor.meeting.state)
        if item.state == "waiting":
            raise WrongState.because("agenda_item.wrong_state", verb="write_minutes", state=item.state)
        if version is not None and version != item.minutes_version:
            raise Stale.because("panel.minutes_changed", version=item.minutes_version)
        refuse_if(rules.length_violations(text, "minutes"))
        item.minutes, item.minutes_version = text, item.minutes_version + 1
        item.save(update_fields=["minutes", "minutes_version"])
        Participant.objects.filter(meeting=floor.meeting, confirmed_at__isnull=False).update(confirmed_at=None)
        tell_item("reviews.minutes_written", item, floor, by, at)
    return item


def confirm_minutes(*, meeting_uid: UUID, by: Actor, at: datetime) -> Participant:
    """A member who was there says that the minutes are right.

    Raises NotFound, NotAllowed (also who was not there), WrongState (`panel.confirmed_before`).
    """
    with transaction.atomic():
        floor = queries.floor_of(queries.locked_meeting(meeting_uid, by))
        seat = floor.seat_of(by)
        if seat is None or (floor.meeting.state != "called" and seat.pk not in floor.been):
            raise NotAllowed.because("panel.was_not_there")
        if floor.meeting.state != "ended":
            raise WrongState.because("meeting.wrong_state", verb="confirm", state=floor.meeting.state)
        if seat.confirmed_at is not None:
            raise WrongState.because("panel.confirmed_before")
        seat.confirmed_at = at
        seat.save(update_fields=["confirmed_at"])
        tell_meeting("reviews.minutes_confirmed", floor, by, at)
    return seat


def sign_minutes(*, meeting_uid: UUID, reason: str = "", by: Actor, at: datetime) -> Meeting:
    """The chair or the deputy signs: from now on nothing of the meeting changes.

    Where somebody who was there has not confirmed, it takes a reason. Raises NotFound, NotAllowed, WrongState,
    RuleBroken (`panel.minutes_missing`, `panel.minutes_missing_kept`, `panel.not_confirmed`).
    """
    with transaction.atomic():
        floor = queries.floor_of(queries.locked_meeting(meeting_uid, by))
        meeting = floor.meeting
        require(permissions.presides(by, meeting), "sign")
        move = MEETING.require("sign", meeting.state)
        unwritten, kept = _unwritten(floor, by)
        refuse_if(rules.signing_violations(unwritten, kept, _unconfirmed(floor, by), reason))
        own = floor.seat_of(by)
        if own is not None and own.confirmed_at is None:
            Participant.objects.filter(pk=own.pk).update(confirmed_at=at)
        event = tell_meeting(move.event, floor, by, at, tell=queries.users_of(floor), reason=reason.strip())
        queries.move_to(meeting, move, signed_at=event.at, signed_by=by.user_id, signed_without=reason.strip())
    return meeting


def _unwritten(floor: Floor, by: Actor) -> tuple[list[str], int]:
    """Numbers of cases that were discussed and have no minutes, and how many more are kept from who signs."""
    without = [item for item in floor.items if item.opened_at is not None and not item.minutes.strip()]
    seen = [item.case.number for item in without if floor.sight(by, item) is not ItemSight.NOTHING]
    return seen, len(without) - len(seen)


def _unconfirmed(floor: Floor, by: Actor) -> list[str]:
    """Names of those who were there and have not confirmed; who signs confirms with it."""
    own = floor.seat_of(by)
    there = [one for one in floor.people if one.pk in floor.been and one != own]
    return [one.member.expert.person.name_ko for one in there if one.confirmed_at is None]
