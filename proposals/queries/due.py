"""What time makes due, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from core.work import WorkItem
from proposals.models import Participation, Proposal
from proposals.queries.merge_desk import work_for_merging
from proposals.queries.proposal import institutions_of
from proposals.queries.regional_work import work_for_regions

REMIND_BEFORE = timedelta(days=3)
"""How long before the closing a team that has not handed in is reminded."""
NOT_IN = ("draft", "withdrawn")


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
    """Not handed in when the call closed, and nobody told yet."""
    return proposals.filter(state__in=NOT_IN, call__state="announced", call__closes_at__lte=at, closing_told_at=None)


DUE: Mapping[str, Callable[[QuerySet[Proposal], datetime], QuerySet[Proposal]]] = {
    "closing_reminded_at": closing_near,
    "closing_told_at": closed_unsubmitted,
}
"""Which proposals are due, by the column that remembers that it was done."""


def work_for(actor: Actor, at: datetime) -> list[WorkItem]:
    """What the actor has to do: finish what he writes, hand in what a team asks his office for, rank, pledge, merge."""
    if not actor.is_known:
        return []
    return [*_work_for_consortia(actor, at), *work_for_regions(actor, at), *work_for_merging(actor, at)]


def _work_for_consortia(actor: Actor, at: datetime) -> list[WorkItem]:
    writes = Participation.objects.filter(person_id=actor.person_id or 0, may_edit=True).values("proposal")
    asked = Q(lead_organization__in=institutions_of(actor), office_asked_at__isnull=False)
    waiting = Proposal.objects.filter(Q(pk__in=writes, state__in=NOT_IN) | asked)
    still_open = waiting.filter(call__state="announced", call__opens_at__lte=at, call__closes_at__gt=at)
    return [_item(proposal, actor) for proposal in still_open.select_related("call").order_by("call__closes_at", "id")]


def _item(proposal: Proposal, actor: Actor) -> WorkItem:
    hands_in = proposal.office_asked_at is not None and proposal.lead_organization_id in institutions_of(actor)
    return WorkItem(
        code="work.proposals.hand_in" if hands_in else "work.proposals.finish",
        values={"title_ko": proposal.title_ko, "title_en": proposal.title_en or proposal.title_ko},
        url_name="proposals:check" if hands_in else "proposals:detail",
        url_args=(str(proposal.uid),),
        due_at=proposal.call.closes_at,
        since=proposal.office_asked_at if hands_in else proposal.created_at,
    )
