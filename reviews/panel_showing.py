"""How a panel's meeting looks to whoever reads it. Fetches nothing: a floor and an actor in, rows for templates out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.actors import Actor
from core.templatetags.baro import in_language
from core.wording import label
from programs.policy import Policy
from reviews.models import AgendaItem, Meeting, Participant, Recusal, Review, Stay
from reviews.permissions import ItemSight, may_lead_meeting, may_run_reviews, oversees_reviews, presides
from reviews.queries import Floor
from reviews.rules import score_bp

MEETING_TONES = {
    "called": "information",
    "running": "point",
    "ended": "warning",
    "signed": "success",
    "called_off": "neutral",
}
ITEM_TONES = {"waiting": "neutral", "on": "point", "concluded": "success", "put_off": "warning"}


def headline(meeting: Meeting) -> dict[str, Any]:
    """What stands above every page of a meeting."""
    state = meeting.state
    return {
        "meeting": meeting,
        "round": meeting.round,
        "tone": MEETING_TONES[state],
        "state": label(f"meeting.{state}"),
    }


def live(floor: Floor, actor: Actor, at: datetime) -> dict[str, Any]:
    """The page of a meeting as this actor may see it now.

    Whoever is in conflict with the case that is being discussed gets nothing but that he is to wait outside.
    """
    meeting, on, seat = floor.meeting, floor.on, floor.seat_of(actor)
    program_uid = meeting.round.call.program.uid
    role = {
        "leads": may_lead_meeting(actor, meeting, program_uid),
        "runs": may_run_reviews(actor, meeting.ministry_id, program_uid),
        "presides": presides(actor, meeting),
        "oversees": oversees_reviews(actor, meeting.ministry_id, program_uid),
        "seat": seat,
        "seat_inside": seat is not None and seat.pk in floor.inside,
        "called_back": seat is not None and seat.pk in floor.waiting and seat.pk not in floor.inside,
    }
    if on is not None and floor.sight(actor, on) is ItemSight.NOTHING:
        return {**headline(meeting), **role, "waits": True, "minutes_left": _left(floor, on, at)}
    seen = [(item, floor.sight(actor, item)) for item in floor.items]
    return {
        **headline(meeting),
        **role,
        "waits": False,
        "on": None if on is None else _on(floor, on, floor.sight(actor, on), at),
        "next": _next(floor, actor),
        "people": [_person(floor, one) for one in floor.people],
        "inside": len(floor.inside),
        "away": any(
            one.pk in floor.waiting - floor.inside and not (on and floor.is_barred(one, on)) for one in floor.people
        ),
        "agenda": _agenda(floor, [pair for pair in seen if pair[1] is not ItemSight.NOTHING], at),
        "kept": sum(sight is ItemSight.NOTHING for _, sight in seen),
        "together": _together(seen),
        "to_write": [item for item, _ in seen if _owes(floor, item, actor)],
        "confirms": _confirms(floor, seat) and not role["presides"],
    }


def _confirms(floor: Floor, seat: Participant | None) -> bool:
    """Whether somebody who was there has not confirmed the minutes yet. Who signs them confirms them with it."""
    was_there = seat is not None and seat.pk in floor.been
    return was_there and floor.meeting.state == "ended" and seat is not None and seat.confirmed_at is None


def _together(seen: Iterable[tuple[AgendaItem, ItemSight]]) -> int:
    """How many cases the reader may conclude together; none where one of them is kept from him."""
    sights = [sight for item, sight in seen if item.together and item.state == "waiting"]
    return 0 if ItemSight.NOTHING in sights else len(sights)


def _owes(floor: Floor, item: AgendaItem, actor: Actor) -> bool:
    """Whether somebody has to write the minutes of a case that he reports on."""
    seat = floor.seat_of(actor)
    mine = seat is not None and item.rapporteur_id == seat.member.expert_id and not floor.is_barred(seat, item)
    return mine and item.state != "waiting" and item.opened_at is not None and not item.minutes.strip()


def _left(floor: Floor, item: AgendaItem, at: datetime) -> int:
    """Whole minutes that a case has left; below nothing where it takes longer."""
    begun = item.opened_at or at
    return floor.rule.minutes_per_case - int((at - begun).total_seconds() // 60)


def _on(floor: Floor, item: AgendaItem, sight: ItemSight, at: datetime) -> dict[str, Any]:
    room, leader = floor.room(item), floor.presiding(item)
    needed = floor.rule.quorum(room.entitled)
    return {
        "item": item,
        "is_open": sight is ItemSight.OPEN,
        "minutes_left": _left(floor, item, at),
        "minutes_over": -_left(floor, item, at),
        "room": room,
        "needed": needed,
        "has_quorum": room.present >= needed,
        "leader": leader.expert.person if leader else None,
        "out": [one.member.expert.person for one in floor.people if floor.is_barred(one, item)],
    }


def _next(floor: Floor, actor: Actor) -> dict[str, Any] | None:
    item = floor.next
    if item is None:
        return None
    seat = floor.seat_of(actor)
    if floor.sight(actor, item) is ItemSight.NOTHING:
        return {"item": None, "leaves": True}
    leaves = [one.member.expert.person for one in floor.people if floor.is_barred(one, item)]
    return {"item": item, "leaves": floor.is_barred(seat, item), "out": leaves}


def _person(floor: Floor, one: Participant) -> dict[str, Any]:
    barred = floor.on is not None and floor.is_barred(one, floor.on)
    inside = one.pk in floor.inside
    return {
        "participant": one,
        "person": one.member.expert.person,
        "inside": inside,
        "barred": barred,
        "waits": one.pk in floor.waiting and not inside,
        "chairs": one.member_id == floor.meeting.chair_id,
        "deputizes": one.member_id == floor.meeting.deputy_id,
    }


def _agenda(floor: Floor, seen: Iterable[tuple[AgendaItem, ItemSight]], at: datetime) -> list[dict[str, Any]]:
    """The rows of the agenda, each with when it may begin if every case takes its minutes."""
    each = timedelta(minutes=floor.rule.minutes_per_case)
    clock = max(at, floor.meeting.starts_at) if floor.meeting.state == "called" else at
    if floor.on is not None:
        clock += timedelta(minutes=max(0, _left(floor, floor.on, at)))
    starts: dict[int, datetime] = {}
    for item in floor.items:
        if item.state == "waiting" and not item.together:
            starts[item.pk], clock = clock, clock + each
    return [_row(item, sight, starts.get(item.pk)) for item, sight in seen]


def _row(item: AgendaItem, sight: ItemSight, starts_at: datetime | None) -> dict[str, Any]:
    done = item.state == "concluded" and sight is ItemSight.OPEN
    return {
        "item": item,
        "is_open": sight is ItemSight.OPEN,
        "tone": ITEM_TONES[item.state],
        "state": label(f"agenda_item.{item.state}"),
        "starts_at": starts_at,
        "outcome": label(f"panel_outcome.{item.outcome}") if done else "",
        "score_bp": (item.before_bp if item.consensus_bp is None else item.consensus_bp) if done else None,
    }


def scores_of(reviews: Iterable[Review], policy: Policy) -> list[dict[str, Any]]:
    """Who read a case and which score he gave, the best first."""
    rows = []
    for review in reviews:
        points = {one.criterion: one.points for one in review.scores.all() if one.points is not None}
        whole = all(criterion.code in points for criterion in policy.review.criteria)
        rows.append(
            {
                "person": review.assignment.expert.person,
                "score_bp": round(score_bp(points, policy)) if whole else None,
            }
        )
    return sorted(rows, key=lambda row: -(row["score_bp"] or 0))


def agreed_points(item: AgendaItem, policy: Policy) -> list[dict[str, Any]]:
    """What a panel agreed on for each criterion; nothing where it kept the experts' score."""
    points: Mapping[str, int] = item.points or {}
    return [
        {
            "name": in_language(one, "name"),
            "points": points[one.code],
            "most": one.scale_max,
            "weight_bp": one.weight_bp,
        }
        for one in policy.review.criteria
        if one.code in points
    ]


def minutes_of(floor: Floor, actor: Actor, stays: Iterable[Stay], recusals: Iterable[Recusal]) -> dict[str, Any]:
    """The whole minutes as this actor may read them: of a case he may not know of there is nothing."""
    by_person: dict[int, list[Stay]] = {}
    for stay in stays:
        by_person.setdefault(stay.participant_id, []).append(stay)
    people = {one.pk: one for one in floor.people}
    out: dict[int, list[dict[str, Any]]] = {}
    for one in recusals:
        if one.participant_id in people:
            person = people[one.participant_id].member.expert.person
            ground = label(f"conflict.ground.{one.ground}")
            out.setdefault(one.item_id, []).append({"recusal": one, "person": person, "ground": ground})
    names = {one.member.expert_id: one.member.expert.person for one in floor.people}
    seen = [(item, floor.sight(actor, item)) for item in floor.items]
    return {
        **headline(floor.meeting),
        "attendance": [
            {"participant": one, "person": one.member.expert.person, "stays": by_person.get(one.pk, [])}
            for one in floor.people
        ],
        "items": [
            {
                **_row(item, sight, None),
                "out": out.get(item.pk, []) if sight is ItemSight.OPEN else [],
                "points": agreed_points(item, floor.policy) if sight is ItemSight.OPEN else [],
                "present": [names[pk] for pk in item.present if pk in names],
                "writes": floor.may_write(actor, item),
            }
            for item, sight in seen
            if sight is not ItemSight.NOTHING
        ],
        "kept": sum(sight is ItemSight.NOTHING for _, sight in seen),
    }
