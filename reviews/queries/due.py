"""What time makes due in a round, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.actors import Actor
from accounts.roles import Role
from core.refusals import Value
from core.work import WorkItem
from programs.models import Call
from reviews.models import Assignment, Member, Round
from reviews.permissions import may_run_reviews, may_select
from reviews.queries.appeals import appeals_work
from reviews.queries.lists import calls_judged, my_rounds
from reviews.queries.panel_due import panel_work

MOST_CALLS = 20
"""Calls of a desk that are named as work: those whose round has begun, then the latest; the desk's page lists all."""
REMIND_BEFORE = timedelta(days=3)
"""How long before the end of a round an expert with open reviews is reminded."""


def members_to_remind(at: datetime) -> QuerySet[Member]:
    """Experts with a review that is not submitted, the end near, not reminded yet."""
    open_ones = _open().filter(case__round=OuterRef("round"), expert=OuterRef("expert"))
    return Member.objects.filter(
        Exists(open_ones),
        round__state="scoring",
        round__due_at__gt=at,
        round__due_at__lte=at + REMIND_BEFORE,
        reminded_at__isnull=True,
    )


def owed_by(member: Member) -> int:
    """How many reviews an expert has not submitted yet."""
    return _open().filter(case__round=member.round_id, expert=member.expert_id).count()


def _open() -> QuerySet[Assignment]:
    return Assignment.objects.filter(state="given").exclude(review__state="submitted")


def work_for(actor: Actor, at: datetime) -> list[WorkItem]:
    """What the actor has to do: declare and judge as an expert; open, assign, close and select at a desk."""
    if not actor.is_known:
        return []
    return [*_of_expert(actor), *_of_desk(actor, at), *appeals_work(actor)]


def _of_expert(actor: Actor) -> list[WorkItem]:
    found = []
    seats = list(my_rounds(actor).exclude(round__state="closed"))
    for seat in seats:
        if seat.declared_at is None:
            args = (str(seat.round.uid),)
            found.append(_item("declare", seat.round.call, "reviews:declare", args, since=seat.invited_at))
        elif seat.round.state == "scoring" and seat.done < seat.given:
            values = {"open": seat.given - seat.done, "given": seat.given}
            due_at = seat.round.due_at
            found.append(_item("judge", seat.round.call, "reviews:mine", values=values, due_at=due_at))
    at_panels = [seat.pk for seat in seats if seat.round.state == "opened"]
    return [*found, *panel_work(at_panels)] if at_panels else found


def _of_desk(actor: Actor, at: datetime) -> list[WorkItem]:
    """For those who run reviews; overseers and approvers only look."""
    if not actor.holds(Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER):
        return []
    begun_first = (F("round__id").asc(nulls_last=True), "-ranking_due_at", "id")
    calls = list(calls_judged(actor, at).order_by(*begun_first)[: MOST_CALLS + 1])
    found = [item for call in calls[:MOST_CALLS] if (item := _of_call(call, actor)) is not None]
    return [*found, WorkItem("work.reviews.more", url_name="reviews:desk")] if len(calls) > MOST_CALLS else found


def _of_call(call: Any, actor: Actor) -> WorkItem | None:
    """The next thing that a call's desk has to do: about its round, then about its selection."""
    args = (str(call.uid),)
    round_ = getattr(call, "round", None)
    selects = may_select(actor, call.program.ministry_id)
    if round_ is not None and round_.state == "closed":
        if call.selection_uid is None:
            return _item("propose", call, "reviews:propose", args) if selects else None
        code = "decide" if call.selection_state == "proposed" else "publish"
        args, since = (str(call.selection_uid),), call.selection_since
        return _item(code, call, "reviews:selection", args, since=since) if selects else None
    if not may_run_reviews(actor, call.program.ministry_id, call.program.uid):
        return None
    if round_ is None:
        return _item("open", call, "reviews:open-round", args, since=call.ranking_due_at)
    if call.meeting_uid is not None:
        code = "finish_minutes" if call.meeting_state == "ended" else "run_meeting"
        since = call.meeting_ended_at
        due_at = None if since else call.meeting_starts_at
        return _item(code, call, "reviews:meeting", (str(call.meeting_uid),), due_at=due_at, since=since)
    code = _next_of(call, round_)
    due_at = round_.due_at if round_.state == "scoring" else None
    args = (str(round_.uid),)
    return _item(code, call, "reviews:round", args, due_at=due_at, since=round_.created_at) if code else None


def _next_of(sums: Any, round_: Round) -> str:
    """What a round waits for its desk to do, by its sums; nothing while it waits for the experts."""
    needed = sums.case_count * round_.reviewers_per_case
    if round_.state == "preparing":
        if not sums.seat_count:
            return "invite"
        if sums.declared_count < sums.seat_count:
            return ""
        return "assign" if sums.given_count < needed else "start"
    if sums.given_count < needed:
        return "assign"
    return "close" if sums.done_count == sums.given_count else ""


def _item(
    code: str,
    call: Call,
    url_name: str,
    url_args: tuple[str, ...] = (),
    *,
    values: Mapping[str, Value] | None = None,
    due_at: datetime | None = None,
    since: datetime | None = None,
) -> WorkItem:
    said = {"title_ko": call.title_ko, "title_en": call.title_en or call.title_ko, **(values or {})}
    return WorkItem(f"work.reviews.{code}", said, url_name, url_args, due_at=due_at, since=since)
