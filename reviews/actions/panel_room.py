"""At the table: who comes and leaves, which case is taken up, what comes out of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import NotAllowed, RuleBroken, WrongState, refuse_if
from core.states import Move
from reviews import permissions, queries, rules
from reviews.actions.panel_telling import named, tell_item, tell_meeting
from reviews.models import AgendaItem, Meeting, Participant, Recusal, Stay
from reviews.permissions import ItemSight, require
from reviews.queries import Floor
from reviews.states import AGENDA_ITEM, MEETING

CLEARED: Mapping[str, Any] = {
    "outcome": "",
    "points": None,
    "consensus_bp": None,
    "before_bp": None,
    "reason": "",
    "entitled": None,
    "needed": None,
    "present": [],
    "concluded_at": None,
    "concluded_by": None,
}
"""What an item that is not concluded holds of a conclusion."""


def begin_meeting(*, meeting_uid: UUID, member_uids: Collection[UUID], by: Actor, at: datetime) -> Meeting:
    """The meeting begins with these members in the room.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`panel.nobody_here`, `panel.member_unknown`).
    """
    with transaction.atomic():
        meeting = queries.locked_meeting(meeting_uid, by)
        _leads(meeting, by, "begin")
        move = MEETING.require("begin", meeting.state)
        queries.seat_committee(meeting)
        floor = queries.floor_of(meeting)
        here = [one for one in floor.people if one.member.uid in set(member_uids)]
        if not here:
            raise RuleBroken.because("panel.nobody_here", field="members")
        if len(here) < len(set(member_uids)):
            raise RuleBroken.because("panel.member_unknown", field="members")
        Stay.objects.bulk_create(Stay(meeting=meeting, participant=one, came_at=at) for one in here)
        queries.move_to(meeting, move, begun_at=at, begun_by=by.user_id)
        tell_meeting(move.event, floor, by, at, count=len(here), called=len(floor.people))
    return meeting


def mark_attendance(*, meeting_uid: UUID, member_uid: UUID, inside: bool, by: Actor, at: datetime) -> Participant:
    """Somebody comes into the room or leaves it. A member who was there may say so of himself.

    Raises NotFound, NotAllowed, WrongState (`panel.inside_already`, `panel.outside_already`), RuleBroken
    (`panel.member_unknown`, `panel.in_conflict` while a case is discussed that he has a conflict with).
    """
    with transaction.atomic():
        floor = queries.floor_of(queries.locked_meeting(meeting_uid, by))
        meeting = floor.meeting
        one = next((one for one in floor.people if one.member.uid == member_uid), None)
        leads = permissions.may_lead_meeting(by, meeting, meeting.round.call.program.uid)
        own = one is not None and one == floor.seat_of(by) and one.pk in floor.been
        require(leads or own, "attend")
        _running(meeting, "attend")
        if one is None:
            raise RuleBroken.because("panel.member_unknown", field="member")
        if inside == (one.pk in floor.inside):
            raise WrongState.because("panel.inside_already" if inside else "panel.outside_already")
        if inside:
            _come(one, floor, by, at)
        else:
            Stay.objects.filter(participant=one, left_at__isnull=True).update(left_at=at)
            tell_meeting("reviews.member_left", floor, by, at, **named(one))
    return one


def _come(one: Participant, floor: Floor, by: Actor, at: datetime) -> None:
    if floor.on is not None and floor.is_barred(one, floor.on):
        raise RuleBroken.because("panel.in_conflict", field="member", name=one.member.expert.person.name_ko)
    Stay.objects.create(meeting=floor.meeting, participant=one, came_at=at)
    Recusal.objects.filter(participant=one, returned_at__isnull=True).update(returned_at=at)
    tell_meeting("reviews.member_came", floor, by, at, **named(one))


def call_back(*, meeting_uid: UUID, by: Actor, at: datetime) -> int:
    """Everybody who left for a conflict and may be here now is back. Returns how many.

    Raises NotFound, NotAllowed, WrongState.
    """
    with transaction.atomic():
        floor = queries.floor_of(queries.locked_meeting(meeting_uid, by))
        _leads(floor.meeting, by, "call_back")
        _running(floor.meeting, "call_back")
        back = [
            one
            for one in floor.people
            if one.pk in floor.waiting - floor.inside and not (floor.on and floor.is_barred(one, floor.on))
        ]
        for one in back:
            _come(one, floor, by, at)
        tell_meeting("reviews.members_called_back", floor, by, at, count=len(back))
    return len(back)


def take_up_item(*, item_uid: UUID, by: Actor, at: datetime) -> AgendaItem:
    """Open a case: whoever is in conflict with it leaves the room with this, by name and time.

    Raises NotFound, NotAllowed, WrongState (also `panel.item_on` while another is open), RuleBroken
    (`panel.nobody_presides`, `panel.no_rapporteur`).
    """
    with transaction.atomic():
        floor, item = _at_the_table(item_uid, by, "take_up")
        move = AGENDA_ITEM.require("take_up", item.state)
        if floor.on is not None:
            raise WrongState.because("panel.item_on")
        leader = floor.presiding(item)
        if leader is None:
            raise RuleBroken.because("panel.nobody_presides", number=item.case.number)
        _reported(floor, item)
        out = [one for one in floor.people if floor.is_barred(one, item)]
        left = [one for one in out if one.pk in floor.inside]
        _keep_out(floor, item, out, at, left=left)
        Stay.objects.filter(participant__in=left, left_at__isnull=True).update(left_at=at)
        queries.move_to(item, move, opened_at=at, opened_by=by.user_id, presided_by=leader)
        tell_item(move.event, item, floor, by, at, left=len(left), barred=len(out))
    return item


def conclude_item(
    *, item_uid: UUID, points: Mapping[str, int | None] | None, reason: str, by: Actor, at: datetime
) -> AgendaItem:
    """End a case with the points that the panel agrees on and why, or (`points` None) with the experts' score.

    Raises NotFound, NotAllowed, WrongState, RuleBroken with everything that stands against it (`panel.no_quorum`,
    `panel.conflicted_inside`, and as `rules.consensus_violations`), or `panel.not_judged`.
    """
    with transaction.atomic():
        floor, item = _at_the_table(item_uid, by, "conclude")
        move = AGENDA_ITEM.require("conclude", item.state)
        before_bp = _judged(item, queries.score_without(item, floor))
        found = list(rules.room_violations(floor.room(item), floor.rule, item.case.number))
        if points is None:
            found += rules.length_violations(reason, "reason")
        else:
            found += rules.consensus_violations(points, reason, before_bp, floor.policy, floor.rule)
        refuse_if(found)
        changes = _conclusion(floor, item, before_bp, points, reason)
        _conclude(item, floor, move, changes, by, at)
    return item


def conclude_together(*, meeting_uid: UUID, by: Actor, at: datetime) -> list[AgendaItem]:
    """End all cases that are taken together, each with the experts' score, without discussion; all of them or none.

    Whoever is in conflict with one of them takes no part in that one. Raises NotFound, NotAllowed (also
    `panel.conflict_among` for a chair who is), WrongState (`panel.item_on`), RuleBroken (`panel.nothing_together`,
    `panel.no_quorum` and `panel.nobody_presides` of each).
    """
    with transaction.atomic():
        floor = queries.floor_of(queries.locked_meeting(meeting_uid, by))
        _leads(floor.meeting, by, "take_together")
        _running(floor.meeting, "take_together")
        if floor.on is not None:
            raise WrongState.because("panel.item_on")
        items = [item for item in floor.items if item.together and item.state == "waiting"]
        if not items:
            raise RuleBroken.because("panel.nothing_together")
        if any(floor.sight(by, item) is ItemSight.NOTHING for item in items):
            raise NotAllowed.because("panel.conflict_among")
        refuse_if(found for item in items for found in _against_together(floor, item))
        scores = queries.scores_without(floor)
        for item in items:
            move = AGENDA_ITEM.require("take_together", item.state)
            _keep_out(floor, item, [one for one in floor.people if floor.is_barred(one, item)], at)
            changes = _conclusion(floor, item, _judged(item, scores.get(item.pk)), None, "")
            _conclude(item, floor, move, {**changes, "presided_by": floor.presiding(item)}, by, at)
    return items


def put_off_item(*, item_uid: UUID, reason: str, by: Actor, at: datetime) -> AgendaItem:
    """A case is not concluded at this meeting, for a reason. Raises NotFound, NotAllowed, WrongState, RuleBroken."""
    with transaction.atomic():
        floor, item = _at_the_table(item_uid, by, "put_off")
        move = AGENDA_ITEM.require("put_off", item.state)
        refuse_if(rules.reason_violations(reason))
        queries.move_to(item, move, reason=reason.strip())
        tell_item(move.event, item, floor, by, at, reason=reason.strip())
    return item


def reconsider_item(*, item_uid: UUID, reason: str, by: Actor, at: datetime) -> AgendaItem:
    """Take a case up again that was concluded or put off at this meeting; what was concluded stays on the record.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`panel.reason_missing`).
    """
    with transaction.atomic():
        floor, item = _at_the_table(item_uid, by, "reconsider")
        move = AGENDA_ITEM.require("reconsider", item.state)
        refuse_if(rules.reason_violations(reason))
        before: dict[str, Any] = {
            "panel_outcome": item.outcome or "none",
            "score_bp": item.consensus_bp or item.before_bp,
        }
        reporter = queries.reporter_for(item, floor)
        queries.move_to(item, move, **CLEARED, together=False, rapporteur_id=reporter)
        tell_item(move.event, item, floor, by, at, reason=reason.strip(), **before)
    return item


def end_meeting(*, meeting_uid: UUID, by: Actor, at: datetime) -> Meeting:
    """The meeting is over: everybody leaves, what was not reached is put off, and its members confirm the minutes.

    Raises NotFound, NotAllowed, WrongState (`panel.item_on` while a case is open).
    """
    with transaction.atomic():
        floor = queries.floor_of(queries.locked_meeting(meeting_uid, by))
        meeting = floor.meeting
        _leads(meeting, by, "end")
        move = MEETING.require("end", meeting.state)
        if floor.on is not None:
            raise WrongState.because("panel.item_on")
        target = AGENDA_ITEM.named("put_off").target
        late = AgendaItem.objects.filter(meeting=meeting, state=AGENDA_ITEM.start).update(state=target)
        Stay.objects.filter(meeting=meeting, left_at__isnull=True).update(left_at=at)
        queries.move_to(meeting, move, ended_at=at, ended_by=by.user_id)
        done = sum(item.state == "concluded" for item in floor.items)
        tell_meeting(move.event, floor, by, at, tell=queries.users_of(floor), count=done, late=late)
    return meeting


def _conclusion(
    floor: Floor, item: AgendaItem, before_bp: int, points: Mapping[str, int | None] | None, reason: str
) -> dict[str, Any]:
    """What a concluded case keeps."""
    room = floor.room(item)
    agreed = None if points is None else {code: given for code, given in points.items() if given is not None}
    return {
        "outcome": "mean" if agreed is None else "consensus",
        "points": agreed,
        "consensus_bp": None if agreed is None else rules.consensus_bp(agreed, floor.policy),
        "before_bp": before_bp,
        "reason": reason.strip(),
        "entitled": room.entitled,
        "needed": floor.rule.quorum(room.entitled),
        "present": sorted(one.member.expert_id for one in floor.present(item)),
    }


def _conclude(item: AgendaItem, floor: Floor, move: Move, changes: Mapping[str, Any], by: Actor, at: datetime) -> None:
    queries.move_to(item, move, **changes, concluded_at=at, concluded_by=by.user_id)
    told: dict[str, Any] = {
        "panel_outcome": item.outcome,
        "score_bp": item.before_bp if item.consensus_bp is None else item.consensus_bp,
        "before_bp": item.before_bp,
        "present": len(item.present),
        "needed": item.needed,
    }
    tell_item(move.event, item, floor, by, at, reason=item.reason, **told)


def _judged(item: AgendaItem, score_bp: int | None) -> int:
    """The experts' score. Raises RuleBroken (`panel.not_judged`) where conflicts made every review of the case void."""
    if score_bp is None:
        raise RuleBroken.because("panel.not_judged", number=item.case.number)
    return score_bp


def _against_together(floor: Floor, item: AgendaItem) -> list[Any]:
    """Why a case can't be taken together with others. Who is in conflict stays in the room: nothing is discussed."""
    room = floor.room(item)
    found = list(rules.room_violations(rules.Room(room.entitled, room.present), floor.rule, item.case.number))
    if floor.presiding(item) is None:
        found.append(rules.nobody_presides(item.case.number))
    return found


def _keep_out(
    floor: Floor, item: AgendaItem, out: Collection[Participant], at: datetime, *, left: Collection[Participant] = ()
) -> None:
    """Note who takes no part in a case, on what ground, and who of them left the room for it."""
    grounds = floor.barred.get(item.case_id, {})
    Recusal.objects.bulk_create(
        Recusal(
            meeting=floor.meeting,
            item=item,
            participant=one,
            ground=grounds[one.member.expert_id],
            noted_at=at,
            left_at=at if one in left else None,
        )
        for one in out
    )


def _reported(floor: Floor, item: AgendaItem) -> None:
    """Somebody free of conflict has to report on a case, where the rules want it."""
    barred = floor.barred.get(item.case_id, {})
    if floor.rule.rapporteurs and (item.rapporteur_id is None or item.rapporteur_id in barred):
        raise RuleBroken.because("panel.no_rapporteur", number=item.case.number)


def _at_the_table(item_uid: UUID, by: Actor, verb: str) -> tuple[Floor, AgendaItem]:
    floor, item = queries.locked_item(item_uid, by)
    _leads(floor.meeting, by, verb)
    _running(floor.meeting, verb)
    return floor, item


def _leads(meeting: Meeting, by: Actor, verb: str) -> None:
    require(permissions.may_lead_meeting(by, meeting, meeting.round.call.program.uid), verb)


def _running(meeting: Meeting, verb: str) -> None:
    if meeting.state != "running":
        raise WrongState.because("meeting.wrong_state", verb=verb, state=meeting.state)
