"""What waits for the members of a panel: to come, to write minutes, to confirm and to sign them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.work import WorkItem
from reviews.models import AgendaItem, Conflict, Meeting, Participant, Stay

UNSIGNED = ("called", "running", "ended")
"""Meetings that somebody still has to do something for."""


def unsigned(column: str) -> Subquery:
    """A column of the meeting of `round` that is not signed yet: for a list that has the round."""
    return Subquery(Meeting.objects.filter(round=OuterRef("round"), state__in=UNSIGNED).values(column)[:1])


def panel_work(member_ids: Collection[int]) -> Iterator[WorkItem]:
    """What these seats of one person have to do for meetings that are not signed: one query."""
    for place in _places(member_ids):
        meeting = place.meeting
        call = meeting.round.call
        said = {"title_ko": call.title_ko, "title_en": call.title_en or call.title_ko}
        args = (str(meeting.uid),)
        if place.unwritten:
            values = {**said, "open": place.unwritten}
            yield WorkItem("work.reviews.write_minutes", values, "reviews:meeting", args, since=meeting.ended_at)
        if meeting.state != "ended":
            values = {**said, "place": meeting.place}
            yield WorkItem("work.reviews.meet", values, "reviews:meeting", args, due_at=meeting.starts_at)
        elif place.member_id in {meeting.chair_id, meeting.deputy_id}:
            yield WorkItem("work.reviews.sign_minutes", said, "reviews:minutes", args, since=meeting.ended_at)
        elif place.was_there and place.confirmed_at is None:
            yield WorkItem("work.reviews.confirm_minutes", said, "reviews:minutes", args, since=meeting.ended_at)


def _places(member_ids: Collection[int]) -> QuerySet[Any, Any]:
    """Seats at meetings, each with whether the member `was_there` and how many of his cases are `unwritten`."""
    barred = Conflict.objects.filter(case=OuterRef("case"), expert=OuterRef("rapporteur"), state="standing")
    open_ones = AgendaItem.objects.filter(
        ~Exists(barred),
        meeting=OuterRef("meeting"),
        rapporteur=OuterRef("member__expert"),
        opened_at__isnull=False,
        minutes="",
    ).exclude(state="waiting")
    counted = open_ones.order_by().values("meeting").annotate(count=Count("pk")).values("count")
    return (
        Participant.objects.filter(member__in=member_ids, meeting__state__in=UNSIGNED)
        .select_related("meeting__round__call")
        .annotate(
            was_there=Exists(Stay.objects.filter(participant=OuterRef("pk"))),
            unwritten=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        )
        .order_by("id")
    )
