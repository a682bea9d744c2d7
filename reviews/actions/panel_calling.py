"""Call a panel to a meeting, move it, name its chair, call it off; work out its agenda and change it with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import User
from core.refusals import RuleBroken, WrongState, refuse_if
from programs.policy import UNRULED
from programs.queries import policy_of
from reviews import permissions, queries, rules
from reviews.actions.panel_telling import tell_item, tell_meeting
from reviews.models import AgendaItem, Meeting, Member, Round
from reviews.permissions import require
from reviews.queries import Floor
from reviews.states import AGENDA_ITEM, MEETING

MOVED_WHY = 400
"""The most characters of why a case was moved on the agenda."""


def call_meeting(
    *,
    round_uid: UUID,
    starts_at: datetime,
    place: str,
    chair_uid: UUID,
    deputy_uid: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Call everybody of the committee who has declared to a time and a place; the agenda is worked out with it.

    Raises NotFound, NotAllowed, WrongState (`panel.round_not_opened`, `panel.meeting_open`), RuleBroken
    (`panel.starts_in_the_past`, `panel.place_missing`, `panel.member_unknown`, `panel.deputy_is_chair`,
    `panel.nothing_to_discuss`).
    """
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "call_meeting")
        if round_.state != "opened":
            raise WrongState.because("panel.round_not_opened")
        if queries.unsigned_meeting(round_) is not None:
            raise WrongState.because("panel.meeting_open")
        _when_and_where(starts_at, place, at)
        chair, deputy = _leaders(round_, chair_uid, deputy_uid)
        meeting = Meeting.objects.create(
            round=round_,
            ministry=round_.ministry,
            number=round_.meetings.count() + 1,
            starts_at=starts_at,
            place=place.strip(),
            chair=chair,
            deputy=deputy,
            called_at=at,
            called_by=by.user_id,
        )
        queries.seat_committee(meeting)
        _lay_agenda(meeting)
        floor = queries.floor_of(meeting)
        tell_meeting("reviews.meeting_called", floor, by, at, tell=queries.users_of(floor), count=len(floor.items))
    return meeting


def move_meeting(
    *, meeting_uid: UUID, starts_at: datetime, place: str, reason: str, by: Actor, at: datetime
) -> Meeting:
    """Another time or place; everybody who was called is told why.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`panel.reason_missing` and as `call_meeting`).
    """
    with transaction.atomic():
        floor = _run_by_desk(meeting_uid, by, "move_meeting")
        meeting = floor.meeting
        if meeting.state != "called":
            raise WrongState.because("meeting.wrong_state", verb="move", state=meeting.state)
        _when_and_where(starts_at, place, at)
        _reasoned(reason)
        meeting.starts_at, meeting.place = starts_at, place.strip()
        meeting.save(update_fields=["starts_at", "place"])
        tell_meeting("reviews.meeting_moved", floor, by, at, tell=queries.users_of(floor), reason=reason.strip())
    return meeting


def name_leaders(
    *, meeting_uid: UUID, chair_uid: UUID, deputy_uid: UUID | None, reason: str, by: Actor, at: datetime
) -> Meeting:
    """Another chair or deputy, until the minutes are signed. Raises NotFound, NotAllowed, WrongState, RuleBroken."""
    with transaction.atomic():
        floor = _run_by_desk(meeting_uid, by, "name_leaders")
        meeting = floor.meeting
        if meeting.state not in {"called", "running", "ended"}:
            raise WrongState.because("meeting.wrong_state", verb="name_leaders", state=meeting.state)
        _reasoned(reason)
        meeting.chair, meeting.deputy = _leaders(meeting.round, chair_uid, deputy_uid)
        meeting.save(update_fields=["chair", "deputy"])
        person = meeting.chair.expert.person
        named = {"name_ko": person.name_ko, "name_en": person.name_en}
        tell = User.objects.filter(person=person).values_list("pk", flat=True)
        tell_meeting("reviews.meeting_led", floor, by, at, tell=tell, reason=reason.strip(), **named)
    return meeting


def call_off_meeting(*, meeting_uid: UUID, reason: str, by: Actor, at: datetime) -> Meeting:
    """The meeting does not take place. Raises NotFound, NotAllowed, WrongState, RuleBroken (`panel.reason_missing`)."""
    with transaction.atomic():
        floor = _run_by_desk(meeting_uid, by, "call_off")
        move = MEETING.require("call_off", floor.meeting.state)
        _reasoned(reason)
        queries.move_to(floor.meeting, move)
        tell_meeting(move.event, floor, by, at, tell=queries.users_of(floor), reason=reason.strip())
    return floor.meeting


def plan_agenda(*, meeting_uid: UUID, by: Actor, at: datetime) -> Meeting:
    """Work the agenda out anew from scores and conflicts as they are now; what was moved by hand is forgotten.

    Raises NotFound, NotAllowed, WrongState once the meeting has begun, RuleBroken (`panel.nothing_to_discuss`).
    """
    with transaction.atomic():
        floor = _run_by_desk(meeting_uid, by, "plan_agenda")
        meeting = floor.meeting
        if meeting.state != "called":
            raise WrongState.because("meeting.wrong_state", verb="plan_agenda", state=meeting.state)
        AgendaItem.objects.filter(meeting=meeting).delete()
        _lay_agenda(meeting)
        tell_meeting("reviews.agenda_planned", floor, by, at, count=meeting.items.count(), moves=meeting.expected_moves)
    return meeting


def move_item(*, item_uid: UUID, place: int, reason: str, by: Actor, at: datetime) -> AgendaItem:
    """Put a case at another place of the agenda, with a reason that stands beside it.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`panel.reason_missing`, `panel.place_unknown`).
    """
    with transaction.atomic():
        floor, item = queries.locked_item(item_uid, by)
        _of_the_desk(floor, by, "move_item")
        _still_waiting(floor, item, "move_item")
        _reasoned(reason, MOVED_WHY)
        if not 1 <= place <= len(floor.items):
            raise RuleBroken.because("panel.place_unknown", field="place", most=len(floor.items))
        before = item.place
        rest = [one for one in floor.items if one.pk != item.pk]
        for number, one in enumerate([*rest[: place - 1], item, *rest[place - 1 :]], start=1):
            AgendaItem.objects.filter(pk=one.pk).exclude(place=number).update(place=number)
        AgendaItem.objects.filter(pk=item.pk).update(moved_why=reason.strip())
        item.refresh_from_db(fields=["place", "moved_why"])
        tell_item("reviews.item_moved", item, floor, by, at, reason=reason.strip(), before=before, place=place)
    return item


def take_out_item(*, item_uid: UUID, by: Actor, at: datetime) -> AgendaItem:
    """A case is not to be taken together with others but discussed: any member called who is free of conflict may ask.

    It gets a rapporteur, the one with the fewest cases of those who judged it.
    Raises NotFound, NotAllowed, WrongState, RuleBroken (`panel.not_together`).
    """
    with transaction.atomic():
        floor, item = queries.locked_item(item_uid, by)
        leads = permissions.may_lead_meeting(by, floor.meeting, floor.meeting.round.call.program.uid)
        require(leads or floor.seat_of(by) is not None, "take_out")
        _still_waiting(floor, item, "take_out")
        if not item.together:
            raise RuleBroken.because("panel.not_together", number=item.case.number)
        item.together, item.rapporteur_id = False, queries.reporter_for(item, floor)
        item.save(update_fields=["together", "rapporteur"])
        tell_item("reviews.item_taken_out", item, floor, by, at)
    return item


def set_rapporteur(*, item_uid: UUID, expert_uid: UUID, by: Actor, at: datetime) -> AgendaItem:
    """Who reports on a case and writes its minutes: a member called who is free of conflict.

    Raises NotFound, NotAllowed, WrongState once the minutes are signed, RuleBroken (`panel.member_unknown`,
    `panel.in_conflict`).
    """
    with transaction.atomic():
        floor, item = queries.locked_item(item_uid, by)
        _of_the_desk(floor, by, "set_rapporteur")
        if floor.meeting.state not in {"called", "running", "ended"}:
            raise WrongState.because("meeting.wrong_state", verb="set_rapporteur", state=floor.meeting.state)
        seat = next((one for one in floor.people if one.member.expert.uid == expert_uid), None)
        if seat is None:
            raise RuleBroken.because("panel.member_unknown", field="expert")
        person = seat.member.expert.person
        if floor.is_barred(seat, item):
            raise RuleBroken.because("panel.in_conflict", field="expert", name=person.name_ko)
        item.rapporteur = seat.member.expert
        item.save(update_fields=["rapporteur"])
        tell = User.objects.filter(person=person).values_list("pk", flat=True)
        named = {"name_ko": person.name_ko, "name_en": person.name_en}
        tell_item("reviews.rapporteur_set", item, floor, by, at, **named)
        tell_meeting("reviews.rapporteur_asked", floor, by, at, tell=tell)
    return item


def _lay_agenda(meeting: Meeting) -> None:
    """The cases in the order of the rule, each with its rapporteur, as items of the meeting."""
    round_ = meeting.round
    policy = policy_of(round_.call.rule_set)
    disputes = {one.case: one for one in queries.disputes_of(round_, policy)}
    if not disputes:
        raise RuleBroken.because("panel.nothing_to_discuss")
    found = rules.agenda(disputes.values(), policy.panel or UNRULED)
    talked = set(found.order) - found.together
    fits = {case: fits for case, fits in queries.fits_of(round_).items() if case in talked}
    reports = rules.rapporteurs(fits)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            case_id=case,
            state=AGENDA_ITEM.start,
            place=place,
            planned_place=place,
            apart_bp=disputes[case].apart_bp,
            by_chance=disputes[case].by_chance,
            together=case in found.together,
            rapporteur_id=reports.get(case),
        )
        for place, case in enumerate(found.order, start=1)
    )
    Meeting.objects.filter(pk=meeting.pk).update(expected_moves=found.moves)
    meeting.expected_moves = found.moves


def _leaders(round_: Round, chair_uid: UUID, deputy_uid: UUID | None) -> tuple[Member, Member | None]:
    members = {member.uid: member for member in queries.called_to(round_)}
    if chair_uid not in members:
        raise RuleBroken.because("panel.member_unknown", field="chair")
    if deputy_uid is not None and deputy_uid not in members:
        raise RuleBroken.because("panel.member_unknown", field="deputy")
    if deputy_uid == chair_uid:
        raise RuleBroken.because("panel.deputy_is_chair", field="deputy")
    return members[chair_uid], None if deputy_uid is None else members[deputy_uid]


def _when_and_where(starts_at: datetime, place: str, at: datetime) -> None:
    if starts_at <= at:
        raise RuleBroken.because("panel.starts_in_the_past", field="starts_at")
    if not place.strip():
        raise RuleBroken.because("panel.place_missing", field="place")


def _run_by_desk(meeting_uid: UUID, by: Actor, verb: str) -> Floor:
    floor = queries.floor_of(queries.locked_meeting(meeting_uid, by))
    _of_the_desk(floor, by, verb)
    return floor


def _of_the_desk(floor: Floor, by: Actor, verb: str) -> None:
    meeting = floor.meeting
    require(permissions.may_run_reviews(by, meeting.ministry_id, meeting.round.call.program.uid), verb)


def _still_waiting(floor: Floor, item: AgendaItem, verb: str) -> None:
    if floor.meeting.state not in {"called", "running"}:
        raise WrongState.because("meeting.wrong_state", verb=verb, state=floor.meeting.state)
    if item.state != "waiting":
        raise WrongState.because("agenda_item.wrong_state", verb=verb, state=item.state)


def _reasoned(reason: str, most: int = rules.COMMENT_LENGTH) -> None:
    refuse_if(rules.reason_violations(reason, most))
