"""What time makes due, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts.actors import Actor
from core.duties import Rows, duty, items_of
from core.work import WorkItem
from programs.models import Call
from proposals.models import Participation, Proposal
from proposals.queries.merge_desk import duties_of_merging
from proposals.queries.overlaps import duties_of_overlaps
from proposals.queries.plans import duties_of_plans
from proposals.queries.proposal import institutions_of
from proposals.queries.regional_work import work_for_regions
from proposals.states import EDITABLE

REMIND_BEFORE = timedelta(days=3)
"""How long before the closing a team that has not handed in is reminded."""
NOT_IN = ("draft", "withdrawn")
PAGES = {
    "hand_in": "proposals:check",
    "finish": "proposals:detail",
    "answer_merge": "proposals:merge",
    "answer_merge.region": "proposals:merge-region",
    "merge_waits": "proposals:merge",
    "sign_merge": "proposals:merge-sign",
    "answer_overlap": "proposals:overlap",
    "answer_call": "proposals:call-plans",
    "write_plan": "proposals:plan",
    "amend_plan": "proposals:plan",
    "endorse_plan": "proposals:plan",
    "read_plan": "proposals:plan",
}
"""Where each thing is done."""


def closing_near(proposals: QuerySet[Proposal], at: datetime) -> QuerySet[Proposal]:
    """Not handed in, the closing near, nobody reminded yet."""
    return proposals.filter(
        state__in=NOT_IN,
        call__state="announced",
        call__closes_at__gt=at,
        call__closes_at__lte=at + REMIND_BEFORE,
        closing_reminded_at=None,
    )


def closed_unsubmitted(proposals: QuerySet[Proposal], at: datetime) -> QuerySet[Proposal]:
    """Not handed in when the call closed for good (its closing was followed: no outage moves it), nobody told yet."""
    closed = proposals.filter(call__state="announced", call__closes_at__lte=at, call__closing_swept_at__isnull=False)
    return closed.filter(state__in=NOT_IN, closing_told_at=None)


def moved_untold(proposals: QuerySet[Proposal], at: datetime) -> QuerySet[Proposal]:
    """Begun before an outage moved the closing of their call, and their team not told of it yet."""
    moved = Call.objects.filter(outage_moves__gt=0, outage_moved_at__lte=at, state="announced", closing_swept_at=None)
    begun_before = Q(created_at__lt=F("call__outage_moved_at"), call__outage_moves__gt=F("outage_moves_told"))
    return proposals.filter(begun_before, call__in=moved, state__in=EDITABLE)


DUE: Mapping[str, Callable[[QuerySet[Proposal], datetime], QuerySet[Proposal]]] = {
    "closing_reminded_at": closing_near,
    "closing_told_at": closed_unsubmitted,
}
"""Which proposals are due, by the column that remembers that it was done."""


def work_for(actor: Actor, at: datetime) -> list[WorkItem]:
    """What the actor has to do: finish what he writes, hand in what a team asks his office for, rank, pledge, merge."""
    if not actor.is_known:
        return []
    duties = (
        *_duties_of_consortia(actor, at),
        *duties_of_merging(actor, at),
        *duties_of_plans(actor, at),
        *duties_of_overlaps(actor),
    )
    return [*items_of(duties, "proposals", PAGES), *work_for_regions(actor, at)]


def _duties_of_consortia(actor: Actor, at: datetime) -> Iterator[Rows]:
    """What a team asks its institution's office to hand in, and what the actor writes himself."""
    still_open = Proposal.objects.filter(
        call__state="announced", call__opens_at__lte=at, call__closes_at__gt=at
    ).order_by()
    columns = {"uid": F("uid"), "title_ko": F("title_ko"), "title_en": F("title_en"), "due_at": F("call__closes_at")}
    writes = Q(pk__in=Participation.objects.filter(person_id=actor.person_id or 0, may_edit=True).values("proposal"))
    institutions = institutions_of(actor)
    if institutions:
        asked = Q(lead_organization__in=institutions, office_asked_at__isnull=False)
        yield duty("hand_in", still_open.filter(asked), **columns, since=F("office_asked_at"))
        writes &= ~asked
    yield duty("finish", still_open.filter(writes, state__in=NOT_IN), **columns, since=F("created_at"))
