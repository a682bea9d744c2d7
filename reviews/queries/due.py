"""What time makes due in a round, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actors import Actor
from accounts.roles import Role
from core.refusals import Value
from core.work import WorkItem
from programs.models import Call
from reviews.models import Assignment, Member, Selection
from reviews.permissions import may_run_reviews, may_select
from reviews.queries.lists import calls_waiting, desk_rounds, my_rounds, selections_of

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
    return [*_of_expert(actor), *_of_desk(actor, at), *_of_selection(actor)]


def _of_expert(actor: Actor) -> list[WorkItem]:
    found = []
    for seat in my_rounds(actor).exclude(round__state="closed"):
        if seat.declared_at is None:
            args = (str(seat.round.uid),)
            found.append(_item("declare", seat.round.call, "reviews:declare", args, since=seat.invited_at))
        elif seat.round.state == "scoring" and seat.done < seat.given:
            values = {"open": seat.given - seat.done, "given": seat.given}
            due_at = seat.round.due_at
            found.append(_item("judge", seat.round.call, "reviews:mine", values=values, due_at=due_at))
    return found


def _of_desk(actor: Actor, at: datetime) -> list[WorkItem]:
    """For those who run reviews; overseers and approvers only look."""
    if not actor.holds(Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER):
        return []
    found = []
    for call in calls_waiting(actor, at):
        args = (str(call.uid),)
        if call.waits_for == "selection" and may_select(actor, call.program.ministry_id):
            found.append(_item("propose", call, "reviews:propose", args))
        elif call.waits_for == "round" and may_run_reviews(actor, call.program.ministry_id, call.program.uid):
            found.append(_item("open", call, "reviews:open-round", args, since=call.ranking_due_at))
    for round_ in desk_rounds(actor).exclude(state="closed"):
        code = _next_of(round_)
        if code and may_run_reviews(actor, round_.ministry_id, round_.call.program.uid):
            due_at = round_.due_at if round_.state == "scoring" else None
            args = (str(round_.uid),)
            found.append(_item(code, round_.call, "reviews:round", args, due_at=due_at, since=round_.created_at))
    return found


def _next_of(round_: Any) -> str:
    """What a round waits for its desk to do; nothing while it waits for the experts."""
    needed = round_.case_count * round_.reviewers_per_case
    if round_.state == "preparing":
        if not round_.seat_count:
            return "invite"
        if round_.declared_count < round_.seat_count:
            return ""
        return "assign" if round_.given_count < needed else "start"
    if round_.given_count < needed:
        return "assign"
    return "close" if round_.done_count == round_.given_count else ""


def _of_selection(actor: Actor) -> list[WorkItem]:
    if not actor.holds(Role.MINISTRY_OFFICER):
        return []
    standing = selections_of(actor).filter(state__in=("proposed", "decided"))
    return [_of_standing(one) for one in standing if may_select(actor, one.ministry_id)]


def _of_standing(selection: Selection) -> WorkItem:
    code = "decide" if selection.state == "proposed" else "publish"
    since = selection.proposed_at if code == "decide" else selection.decided_at
    return _item(code, selection.call, "reviews:selection", (str(selection.uid),), since=since)


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
