"""Whom rankings concern, what waits for a region's officers, and which calls' rankings are to be closed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actors import Actor
from accounts.models import Region
from accounts.queries import holders
from accounts.roles import Role
from core.models import Event
from core.refusals import Values
from core.work import WorkItem
from programs.models import Call
from programs.queries import desks, policy_of
from programs.routes import WITH_PLANS
from proposals.models import Proposal, RegionalRanking
from proposals.queries.regional import calls_for_regions, pledge_window_of, window_of
from proposals.rules import ranking as rules
from proposals.states import HANDED_IN, RANKING


def region_officers(region_id: int, at: datetime) -> list[int]:
    return holders(Role.REGION_OFFICER, at=at, region_id=region_id)


def told_of_ranking(ranking: RegionalRanking, by: Actor, at: datetime) -> list[int]:
    """Who hears of a ranking handed in or taken back: the call's desks, the region's other officers."""
    region = [user_id for user_id in region_officers(ranking.region_id, at) if user_id != by.user_id]
    return [*desks(ranking.call.program, at), *region]


def regions_that_ranked(call: Call) -> tuple[list[Region], list[Region]]:
    """The regions that had proposals to rank, and those among them that handed no ranking in."""
    handed_in = Proposal.objects.filter(call=call, state__in=HANDED_IN).values("region_id")
    asked = list(Region.objects.filter(pk__in=handed_in).order_by("order"))
    submitted = RegionalRanking.objects.filter(call=call, state="submitted")
    ranked = set(submitted.values_list("region_id", flat=True))
    return asked, [region for region in asked if region.pk not in ranked]


def rankings_to_close(at: datetime) -> QuerySet[Call]:
    """Calls whose rankings were due and for which nothing has followed yet; again, where the due date was moved."""
    followed = Event.objects.filter(
        name="proposals.rankings_closed", call_uid=OuterRef("uid"), at__gte=OuterRef("ranking_due_at")
    )
    due = Call.objects.filter(~Exists(followed), state="announced", ranking_due_at__lte=at)
    return due.exclude(program__route__in=WITH_PLANS)


def rankings_to_give_back(at: datetime) -> QuerySet[Call]:
    """Calls whose closing an outage moved after a region had submitted its ranking."""
    early = RegionalRanking.objects.filter(
        call=OuterRef("pk"), state="submitted", submitted_at__lt=OuterRef("closes_at")
    )
    return Call.objects.filter(Exists(early), state="announced", outage_moves__gt=0, outage_moved_at__lte=at)


def work_for_regions(by: Actor, at: datetime) -> list[WorkItem]:
    """What waits for a region's officers: an order to make or to hand in, pledges to make."""
    items = []
    for line in calls_for_regions(by, at):
        window = window_of(line.call)
        pledge_window = pledge_window_of(line.call, policy_of(line.call.rule_set))
        args = (str(line.call.uid), line.region.code)
        values: dict[str, str | int] = {
            "title_ko": line.call.title_ko,
            "title_en": line.call.title_en,
            "count": line.proposals,
        }
        if (line.ranking_state or RANKING.start) == "draft" and not rules.window_violations(window, at, "ranking"):
            items.append(_item("work.proposals.rank", values, args, window))
        owed = line.pledgeable - line.pledged if policy_of(line.call.rule_set).match.is_owed else 0
        if owed > 0 and not rules.window_violations(pledge_window, at, "pledge"):
            values = {**values, "count": owed}
            items.append(_item("work.proposals.pledge", values, args, pledge_window))
    return items


def _item(code: str, values: Values, args: tuple[str, ...], window: rules.RegionalWindow) -> WorkItem:
    return WorkItem(code, values, "proposals:ranking", args, due_at=window.due_at, since=window.closes_at)
