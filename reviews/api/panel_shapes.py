"""How a panel's meeting looks over the API, and what is sent to move it on."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.models import AgendaItem
from reviews.panel_showing import live
from reviews.permissions import ItemSight
from reviews.queries import Floor
from reviews.states import AGENDA_ITEM, MEETING


class MeetingIn(serializers.Serializer[Any]):
    """A meeting to be called. Chair and deputy are members of the committee."""

    starts_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=200)
    chair = serializers.UUIDField()
    deputy = serializers.UUIDField(allow_null=True, default=None)


class MeetingMove(serializers.Serializer[Any]):
    """Another time or place, and why."""

    starts_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=200)
    reason = serializers.CharField()


class MeetingLeaders(serializers.Serializer[Any]):
    """Another chair or deputy, and why."""

    chair = serializers.UUIDField()
    deputy = serializers.UUIDField(allow_null=True, default=None)
    reason = serializers.CharField()


class MeetingReason(serializers.Serializer[Any]):
    """Why something is done."""

    reason = serializers.CharField(allow_blank=True, default="")


class MeetingBegins(serializers.Serializer[Any]):
    """The members who are in the room."""

    members = serializers.ListField(child=serializers.UUIDField())


class MeetingAttendance(serializers.Serializer[Any]):
    """A member comes in or leaves."""

    member = serializers.UUIDField()
    inside = serializers.BooleanField()


class MeetingOut(serializers.Serializer[Any]):
    """A meeting in a list."""

    uid = serializers.UUIDField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=MEETING.states)
    starts_at = serializers.DateTimeField()
    place = serializers.CharField()
    chair = serializers.UUIDField(source="chair.uid")
    deputy = serializers.UUIDField(source="deputy.uid", allow_null=True, default=None)
    begun_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)


class MeetingPerson(serializers.Serializer[Any]):
    """Somebody who was called, and where he is: `waits` is outside for a conflict."""

    member = serializers.UUIDField()
    name_ko = serializers.CharField()
    name_en = serializers.CharField(allow_blank=True)
    inside = serializers.BooleanField()
    waits = serializers.BooleanField()


class MeetingItem(serializers.Serializer[Any]):
    """A case on the agenda. Its place, and why it stands there, only its desks and overseers read."""

    uid = serializers.UUIDField()
    number = serializers.CharField()
    title_ko = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=AGENDA_ITEM.states)
    together = serializers.BooleanField()
    place = serializers.IntegerField(allow_null=True)
    planned_place = serializers.IntegerField(allow_null=True)
    moved_why = serializers.CharField(allow_blank=True)
    apart_bp = serializers.IntegerField(allow_null=True)
    by_chance = serializers.BooleanField(allow_null=True)
    rapporteur = serializers.UUIDField(allow_null=True)
    outcome = serializers.CharField(allow_blank=True)
    score_bp = serializers.IntegerField(allow_null=True)


class MeetingDetail(MeetingOut):
    """A meeting as its reader may see it now. With `waits` he is in conflict with the case that is being discussed and
    sees nothing else; `kept` is how many cases are kept from him."""

    waits = serializers.BooleanField()
    minutes_left = serializers.IntegerField(allow_null=True)
    on = serializers.UUIDField(allow_null=True)
    next = serializers.UUIDField(allow_null=True)
    kept = serializers.IntegerField()
    people = MeetingPerson(many=True)
    agenda = MeetingItem(many=True)


class ItemDetail(MeetingItem):
    """A case at a meeting: who counts for it now, what came out, its minutes with their version."""

    meeting = serializers.UUIDField()
    case = serializers.UUIDField()
    entitled = serializers.IntegerField()
    present = serializers.IntegerField()
    needed = serializers.IntegerField()
    points = serializers.DictField(child=serializers.IntegerField(), allow_null=True)
    before_bp = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    minutes = serializers.CharField(allow_blank=True)


class ConclusionIn(serializers.Serializer[Any]):
    """Points for each criterion that the panel agrees on, or null to keep the experts' score; and why."""

    points = serializers.DictField(child=serializers.IntegerField(), allow_null=True)
    reason = serializers.CharField(allow_blank=True, default="")


class ItemPlace(serializers.Serializer[Any]):
    """Another place on the agenda, and why."""

    place = serializers.IntegerField()
    reason = serializers.CharField()


class ItemRapporteur(serializers.Serializer[Any]):
    """Who reports on a case."""

    expert = serializers.UUIDField()


class ItemMinutes(serializers.Serializer[Any]):
    """What was said of a case."""

    text = serializers.CharField(allow_blank=True, trim_whitespace=False)


class MinutesStay(serializers.Serializer[Any]):
    """A time in the room."""

    came_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)


class MinutesPerson(serializers.Serializer[Any]):
    """When somebody was in the room, and when he confirmed the minutes."""

    member = serializers.UUIDField(source="participant.member.uid")
    name_ko = serializers.CharField(source="person.name_ko")
    name_en = serializers.CharField(source="person.name_en", allow_blank=True)
    stays = MinutesStay(many=True)
    confirmed_at = serializers.DateTimeField(source="participant.confirmed_at", allow_null=True)


class MinutesAway(serializers.Serializer[Any]):
    """Who took no part in a case, on what ground, when he left the room for it and came back."""

    name_ko = serializers.CharField(source="person.name_ko")
    ground = serializers.CharField(source="recusal.ground")
    left_at = serializers.DateTimeField(source="recusal.left_at", allow_null=True)
    returned_at = serializers.DateTimeField(source="recusal.returned_at", allow_null=True)


class MinutesItem(serializers.Serializer[Any]):
    """The minutes on one case; of one that is only named to the reader everything after its state is empty."""

    item = serializers.UUIDField(source="item.uid")
    number = serializers.CharField(source="item.case.number")
    state = serializers.ChoiceField(source="item.state", choices=AGENDA_ITEM.states)
    opened_at = serializers.DateTimeField(source="item.opened_at", allow_null=True)
    concluded_at = serializers.DateTimeField(source="item.concluded_at", allow_null=True)
    outcome = serializers.CharField(source="item.outcome", allow_blank=True)
    score_bp = serializers.IntegerField(allow_null=True)
    present = serializers.ListField(child=serializers.CharField())
    needed = serializers.IntegerField(source="item.needed", allow_null=True)
    reason = serializers.CharField(source="item.reason", allow_blank=True)
    minutes = serializers.CharField(source="item.minutes", allow_blank=True)
    away = MinutesAway(many=True, source="out")


class MinutesOut(MeetingOut):
    """The whole minutes as their reader may read them."""

    signed_without = serializers.CharField(allow_blank=True)
    attendance = MinutesPerson(many=True)
    items = MinutesItem(many=True)
    kept = serializers.IntegerField()


def of_meeting(floor: Floor, shown: dict[str, Any]) -> dict[str, Any]:
    """What `MeetingDetail` tells, from what the live page shows."""
    on, following = shown.get("on"), shown.get("next")
    return {
        **_base(floor),
        "waits": shown["waits"],
        "minutes_left": shown["minutes_left"] if shown["waits"] else on and on["minutes_left"],
        "on": on and on["item"].uid,
        "next": following["item"].uid if following and following["item"] else None,
        "kept": shown.get("kept", 0),
        "people": [
            {
                "member": one["participant"].member.uid,
                "name_ko": one["person"].name_ko,
                "name_en": one["person"].name_en,
                "inside": one["inside"],
                "waits": one["waits"],
            }
            for one in shown.get("people", ())
        ],
        "agenda": [_item(row["item"], row, oversees=shown["oversees"]) for row in shown.get("agenda", ())],
    }


def of_item(floor: Floor, item: AgendaItem, by: Any, at: Any) -> dict[str, Any]:
    """What `ItemDetail` tells this reader."""
    shown, room = live(floor, by, at), floor.room(item)
    is_open = floor.sight(by, item) is ItemSight.OPEN
    row = next((row for row in shown.get("agenda", ()) if row["item"].pk == item.pk), None)
    told = row or {"is_open": is_open, "outcome": "", "score_bp": None}
    return {
        **_item(item, told, oversees=shown["oversees"]),
        "meeting": floor.meeting.uid,
        "case": item.case.uid,
        "entitled": room.entitled,
        "present": room.present,
        "needed": floor.rule.quorum(room.entitled),
        "points": item.points if is_open else None,
        "before_bp": item.before_bp if is_open else None,
        "reason": item.reason if is_open else "",
        "minutes": item.minutes if is_open else "",
    }


def of_minutes(floor: Floor, minutes: dict[str, Any]) -> dict[str, Any]:
    """What `MinutesOut` tells, from what the page of the minutes shows."""
    items = []
    for row in minutes["items"]:
        item = row["item"]
        if not row["is_open"]:
            item = AgendaItem(uid=item.uid, case=item.case, state=item.state, meeting=item.meeting)
        present = [one.name_ko for one in row["present"]] if row["is_open"] else []
        items.append({**row, "item": item, "present": present})
    return {
        **_base(floor),
        "signed_without": floor.meeting.signed_without,
        "attendance": minutes["attendance"],
        "items": items,
        "kept": minutes["kept"],
    }


def _base(floor: Floor) -> dict[str, Any]:
    names = ("uid", "number", "state", "starts_at", "place", "chair", "deputy", "begun_at", "ended_at", "signed_at")
    return {name: getattr(floor.meeting, name) for name in names}


def _item(item: AgendaItem, row: dict[str, Any], *, oversees: bool) -> dict[str, Any]:
    return {
        "uid": item.uid,
        "number": item.case.number,
        "title_ko": item.case.title_ko,
        "title_en": item.case.title_en,
        "state": item.state,
        "together": item.together,
        "place": item.place if oversees else None,
        "planned_place": item.planned_place if oversees else None,
        "moved_why": item.moved_why if oversees else "",
        "apart_bp": item.apart_bp if oversees else None,
        "by_chance": item.by_chance if oversees else None,
        "rapporteur": item.rapporteur.uid if item.rapporteur else None,
        "outcome": item.outcome if row["is_open"] else "",
        "score_bp": row["score_bp"],
    }
