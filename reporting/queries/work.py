"""What waits for the actor, from every room. Computed, never stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts import queries as accounts
from accounts.actors import Actor
from contracts import queries as contracts
from core.work import WorkItem
from programs.queries import calls_run_by
from proposals import queries as proposals
from proposals.models import Proposal, RegionalRanking
from proposals.states import HANDED_IN
from reporting.nav import DESKS
from reviews import queries as reviews

DESK_CALLS = 24
"""Calls of a desk that are looked at: drafts, then what comes next, then the latest."""


def desk_calls(actor: Actor, at: datetime, also: Q | None = None) -> list[Any]:
    """Calls that the actor's desk drafts or whose regions rank now, and those that `also` names: DESK_CALLS at most.

    Each whose regions rank with how many of them have proposals and have not handed their ranking in (`regions_out`).
    """
    if not actor.holds(*DESKS):
        return []
    ranked = RegionalRanking.objects.filter(call=OuterRef("call"), region=OuterRef("region"), state="submitted")
    out = Proposal.objects.filter(~Exists(ranked), call=OuterRef("pk"), state__in=HANDED_IN).order_by().values("call")
    regions_out = Subquery(out.annotate(regions=Count("region", distinct=True)).values("regions"))
    ranking = Q(state="announced", closes_at__lte=at, ranking_due_at__gt=at)
    waiting = Q(state="draft") | ranking
    found = calls_run_by(actor, at).filter(waiting | also if also is not None else waiting)
    counted = Case(When(ranking, then=Coalesce(regions_out, 0)), default=Value(0))
    return list(found.select_related(None).annotate(regions_out=counted)[:DESK_CALLS])


def _of_desk(call: Any, at: datetime) -> WorkItem | None:
    """A draft to finish, or regions whose rankings are still out."""
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
    if not call.regions_out or call.phase(at) != "ranking":
        return None
    return WorkItem(
        "work.reporting.follow_ranking",
        {**values, "waiting": call.regions_out},
        "reporting:funnel",
        (str(call.uid),),
        due_at=call.ranking_due_at,
        since=call.closes_at,
    )


SOURCES: tuple[Callable[[Actor, datetime], list[WorkItem]], ...] = (
    accounts.work_for,
    proposals.work_for,
    reviews.work_for,
    contracts.work_for,
)
"""Every lower room that knows of work. A new room adds its function here, and nowhere else."""


def work_for(actor: Actor, at: datetime, calls: Sequence[Any] | None = None) -> list[WorkItem]:
    """All that waits for the actor, what is due first; what has no deadline last, the longest waiting first.

    `calls` are his `desk_calls`, if they were fetched already.
    """
    if not actor.is_known:
        return []
    items = [item for source in SOURCES for item in source(actor, at)]
    own = desk_calls(actor, at) if calls is None else calls
    items += [item for call in own if (item := _of_desk(call, at)) is not None]
    return sorted(items, key=_order)


def _order(item: WorkItem) -> tuple[bool, float, bool, float]:
    due, since = item.due_at, item.since
    return (
        due is None,
        due.timestamp() if due else 0,
        since is None,
        since.timestamp() if since else 0,
    )
