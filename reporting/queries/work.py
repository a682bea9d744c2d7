"""What waits for the actor, from every room. Computed, never stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from accounts import queries as accounts
from accounts.actors import Actor
from contracts import queries as contracts
from core.work import WorkItem
from programs.models import Call
from programs.queries import calls_run_by
from proposals import queries as proposals
from proposals.models import Proposal, RegionalRanking
from proposals.states import HANDED_IN
from reporting.nav import DESKS
from reviews import queries as reviews


def work_for_desks(actor: Actor, at: datetime) -> list[WorkItem]:
    """For those who run calls: drafts to finish, and regions whose rankings are still out."""
    if not actor.holds(*DESKS):
        return []
    found = calls_run_by(actor, at).filter(
        Q(state="draft") | Q(state="announced", closes_at__lte=at, ranking_due_at__gt=at)
    )
    ranked = RegionalRanking.objects.filter(call=OuterRef("call"), region=OuterRef("region"), state="submitted")
    calls = list(found)
    out = dict(
        Proposal.objects.filter(~Exists(ranked), call__in=calls, state__in=HANDED_IN)
        .values("call_id")
        .annotate(regions=Count("region", distinct=True))
        .values_list("call_id", "regions")
    )
    return [item for call in calls if (item := _of_desk(call, out.get(call.pk, 0))) is not None]


def _of_desk(call: Call, regions_out: int) -> WorkItem | None:
    values: dict[str, str | int] = {"title_ko": call.title_ko, "title_en": call.title_en}
    if call.state == "draft":
        return WorkItem(
            "work.reporting.announce",
            values,
            "programs:call",
            (str(call.uid),),
            due_at=call.opens_at,
            since=call.created_at,
        )
    if not regions_out:
        return None
    return WorkItem(
        "work.reporting.follow_ranking",
        {**values, "waiting": regions_out},
        "reporting:funnel",
        (str(call.uid),),
        due_at=call.ranking_due_at,
        since=call.closes_at,
    )


SOURCES: tuple[Callable[[Actor, datetime], list[WorkItem]], ...] = (
    accounts.work_for,
    work_for_desks,
    proposals.work_for,
    reviews.work_for,
    contracts.work_for,
)
"""Every room that knows of work. A new room adds its function here, and nowhere else."""


def work_for(actor: Actor, at: datetime) -> list[WorkItem]:
    """All that waits for the actor, what is due first; what has no deadline last, the longest waiting first."""
    if not actor.is_known:
        return []
    items = [item for source in SOURCES for item in source(actor, at)]
    return sorted(items, key=_order)


def _order(item: WorkItem) -> tuple[bool, float, bool, float]:
    due, since = item.due_at, item.since
    return (
        due is None,
        due.timestamp() if due else 0,
        since is None,
        since.timestamp() if since else 0,
    )
