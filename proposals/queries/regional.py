"""A region's desk: its proposals, their order, its pledges; and what others see of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window

from accounts.actors import Actor
from accounts.models import Region
from accounts.queries import desk_rows, regions_on
from accounts.roles import Kind
from core.calendar import seoul_date
from core.models import Event, StoredFile
from core.refusals import NotFound
from programs.models import Call
from programs.policy import Policy, Source
from programs.queries import calls, policy_of
from programs.routes import WITH_PLANS
from proposals.models import MatchPledge, Proposal, RankedProposal, RegionalRanking
from proposals.permissions import regional as permissions
from proposals.queries.degrees import Degree, degrees_of
from proposals.queries.proposal import visible_to
from proposals.rules import pledge as pledge_rules
from proposals.rules import ranking as rules
from proposals.states import HANDED_IN, PLEDGEABLE, RANKING


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One proposal on a region's desk, as it was handed in; `pledge` is None where none was ever made.

    `overlap` is how far it overlaps with others, where that was asked (`with_degrees`) and it does.
    """

    proposal: Proposal
    policy: Policy
    place: RankedProposal | None
    pledge: MatchPledge | None
    overlap: Degree | None = None

    @property
    def content(self) -> dict[str, Any]:
        submission = self.proposal.submission
        return submission.content if submission is not None else {}

    @property
    def leader(self) -> dict[str, Any]:
        """Who leads it: name_ko, name_en, organization; empty where the dossier names nobody."""
        people: list[dict[str, Any]] = self.content.get("people", [])
        return next((person for person in people if person.get("part") == "leader"), {})

    @property
    def years(self) -> tuple[pledge_rules.YearFigures, ...]:
        return pledge_rules.year_figures(self.policy, self.content.get("lines", []))

    @property
    def required_krw(self) -> int:
        return sum(year.required_krw for year in self.years)

    @property
    def is_pledged(self) -> bool:
        return self.pledge is not None and self.pledge.state == "made"

    @property
    def is_of_own_agency(self) -> bool:
        """Whether an agency of the region itself leads: the region ranks its own then, and everybody is told."""
        lead = self.proposal.lead_organization
        return lead.kind == Kind.REGIONAL_AGENCY and lead.region_id == self.proposal.region_id

    @property
    def sector(self) -> str:
        return self.proposal.submission.sector if self.proposal.submission is not None else ""

    @property
    def pledged_by_year(self) -> tuple[int, ...]:
        """Won pledged for each project year; nothing where the pledge does not stand."""
        made = [self.pledge.year_krw] if self.pledge is not None and self.is_pledged else []
        return sum_years(made, self.policy.project_years.count)

    @property
    def pledged_krw(self) -> int:
        return sum(self.pledged_by_year)


def own_agencies_in(ranking: RegionalRanking) -> list[str]:
    """The numbers of a region's proposals that an agency of the region itself leads, in order."""
    own = {"lead_organization__kind": Kind.REGIONAL_AGENCY, "lead_organization__region": F("region")}
    rows = Proposal.objects.filter(call_id=ranking.call_id, region_id=ranking.region_id, state="submitted", **own)
    return list(rows.order_by("number").values_list("number", flat=True))


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a region's page of one call touches. `items` stand in the region's order, unplaced ones last."""

    call: Call
    region: Region
    policy: Policy
    ranking: RegionalRanking | None
    items: tuple[DeskItem, ...]

    @property
    def window(self) -> rules.RegionalWindow:
        return window_of(self.call)

    @property
    def state(self) -> str:
        return self.ranking.state if self.ranking is not None else RANKING.start

    @property
    def version(self) -> int:
        """What a writer must have read: 0 before the first save."""
        return self.ranking.version if self.ranking is not None else 0

    @property
    def unplaced(self) -> tuple[DeskItem, ...]:
        return tuple(item for item in self.items if item.place is None)

    @property
    def unpledged(self) -> tuple[DeskItem, ...]:
        return tuple(item for item in self.items if not item.is_pledged)

    @property
    def pledged_by_year(self) -> tuple[int, ...]:
        """Won pledged for each project year, over all proposals of the region."""
        return sum_years((item.pledged_by_year for item in self.items), self.policy.project_years.count)

    @property
    def pledged_krw(self) -> int:
        return sum(self.pledged_by_year)

    @property
    def required_krw(self) -> int:
        """The least that the rules ask of the region if all were selected, all years."""
        return sum(item.required_krw for item in self.items)

    @property
    def grant_krw(self) -> int:
        """The grant that the region's proposals ask for, all years."""
        return sum(item.proposal.submission.grant_krw for item in self.items if item.proposal.submission is not None)


def window_of(call: Call) -> rules.RegionalWindow:
    return rules.RegionalWindow(call.closes_at, call.ranking_due_at)


def pledge_window_of(call: Call, policy: Policy) -> rules.RegionalWindow:
    """When regions pledge: until rankings are due, or with no end where the rule set leaves it to the contract."""
    due_at = call.ranking_due_at if pledge_rules.due_with_ranking(policy) else None
    return rules.RegionalWindow(call.closes_at, due_at)


def grants_of(proposal: Proposal, policy: Policy) -> tuple[int, ...]:
    """The grant that a proposal asks for in each project year, as it was handed in."""
    content = proposal.submission.content if proposal.submission is not None else {}
    return pledge_rules.source_by_year(content.get("lines", []), Source.GRANT, policy.project_years.count)


def sum_years(pledges: Iterable[Sequence[int]], count: int) -> tuple[int, ...]:
    """The sums year by year; a pledge of fewer years gives nothing in the others."""
    sums = [0] * count
    for years in pledges:
        for index, amount_krw in enumerate(years[:count]):
            sums[index] += amount_krw
    return tuple(sums)


# --- Finding ------------------------------------------------------------------------------------------


def call_of(call_uid: UUID) -> Call:
    """An announced call whose proposals regions rank, with programme and rule set. Raises NotFound."""
    call = calls().filter(uid=call_uid, state="announced").exclude(program__route__in=WITH_PLANS).first()
    if call is None:
        raise NotFound.because("http.not_found")
    return call


def region_of(call: Call, code: str) -> Region:
    """The region of this code as it stood when the call closed. Raises NotFound."""
    region = regions_on(seoul_date(call.closes_at)).filter(code=code).first()
    if region is None:
        raise NotFound.because("http.not_found")
    return region


def rankings_visible_to(actor: Actor) -> QuerySet[RegionalRanking]:
    """Equals `permissions.may_view_ranking` row by row."""
    rankings = RegionalRanking.objects.select_related("call__program", "region")
    if actor.is_system:
        return rankings
    own = Q(region_id__in=permissions.regions_ranked(actor))
    if actor.is_overseer:
        return rankings.filter(own | Q(state="submitted"))
    return rankings.filter(own | (Q(state="submitted") & desk_rows(actor, None, ministry="call__program__ministry_id")))


def pledges_visible_to(actor: Actor) -> QuerySet[MatchPledge]:
    """Equals `permissions.may_view_pledge` row by row."""
    pledges = MatchPledge.objects.select_related("proposal__call__program", "region", "document")
    if actor.is_system:
        return pledges
    own = Q(region_id__in=permissions.regions_ranked(actor))
    return pledges.filter(own | Q(state="made", proposal__in=visible_to(actor).order_by().values("pk")))


def ranking_seen(call_uid: UUID, code: str, by: Actor) -> tuple[Call, Region, RegionalRanking | None]:
    """A region's ranking where the actor may see it. None: not begun, for the region's own officers only.

    Raises NotFound, the same for a region that does not exist, has not submitted, or is another's.
    """
    call = call_of(call_uid)
    region = region_of(call, code)
    ranking = RegionalRanking.objects.filter(call=call, region=region).select_related("call__program").first()
    seen = permissions.may_view_ranking(by, ranking) if ranking is not None else permissions.may_rank(by, region.pk)
    if not seen:
        raise NotFound.because("http.not_found")
    return call, region, ranking


def desk(call_uid: UUID, code: str, by: Actor) -> Desk:
    """A region's page of one call: constant number of queries. Raises NotFound as `ranking_seen`."""
    call, region, ranking = ranking_seen(call_uid, code, by)
    policy = policy_of(call.rule_set)
    mine = permissions.may_rank(by, region.pk)
    return Desk(call, region, policy, ranking, tuple(_items(call, region.pk, policy, hides_unmade=not mine)))


def with_degrees(desk: Desk, at: datetime) -> Desk:
    """The same desk, each proposal with how far it overlaps: one query more."""
    degrees = degrees_of([item.proposal.pk for item in desk.items], at)
    return replace(desk, items=tuple(replace(item, overlap=degrees.get(item.proposal.pk)) for item in desk.items))


def _items(call: Call, region_id: int, policy: Policy, *, hides_unmade: bool) -> list[DeskItem]:
    rows = (
        Proposal.objects.filter(call=call, region_id=region_id, state__in=HANDED_IN)
        .select_related("lead_organization", "submission", "place", "pledge__document")
        .order_by("number", "id")
    )
    items = []
    for row in rows:
        pledge = getattr(row, "pledge", None)
        if hides_unmade and pledge is not None and pledge.state != "made":
            pledge = None
        items.append(DeskItem(row, policy, getattr(row, "place", None), pledge))
    return sorted(items, key=lambda item: item.place.position if item.place else len(items) + 1)


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region in the overview of a call: what it has handed in. `ranking` is None before it has submitted."""

    region: Region
    proposals: int
    ranking: RegionalRanking | None
    pledges: int
    pledged_by_year: tuple[int, ...]


def overview(call_uid: UUID, by: Actor) -> tuple[Call, Policy, tuple[RegionLine, ...]]:
    """Every region that handed in proposals, for those who read them all. Raises NotFound for others."""
    call = call_of(call_uid)
    if not permissions.reads_rankings(by, call):
        raise NotFound.because("http.not_found")
    policy = policy_of(call.rule_set)
    counts: dict[int, int] = {}
    handed_in = Proposal.objects.filter(call=call, state__in=HANDED_IN)
    for region_id in handed_in.values_list("region_id", flat=True):
        counts[region_id] = counts.get(region_id, 0) + 1
    rankings = {row.region_id: row for row in rankings_visible_to(by).filter(call=call, state="submitted")}
    pledged: dict[int, list[list[int]]] = {}
    for region_id, years in MatchPledge.objects.filter(proposal__call=call, state="made").values_list(
        "region_id", "year_krw"
    ):
        pledged.setdefault(region_id, []).append(years)
    lines = tuple(
        RegionLine(
            region=region,
            proposals=counts[region.pk],
            ranking=rankings.get(region.pk),
            pledges=len(pledged.get(region.pk, ())),
            pledged_by_year=sum_years(pledged.get(region.pk, ()), policy.project_years.count),
        )
        for region in Region.objects.filter(pk__in=counts).order_by("order")
    )
    return call, policy, lines


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call on the list of a region's officers: how much is there to do, and how much is done."""

    call: Call
    region: Region
    proposals: int
    pledgeable: int
    """How many may still be pledged for: those not rejected or merged."""
    pledged: int
    ranking_state: str
    """Empty where the region has not begun."""


def calls_for_regions(by: Actor, at: datetime) -> list[CallLine]:
    """The calls whose proposals the actor's regions rank or have ranked: closed ones, the latest closing first.

    One query: the counts stand beside the first proposal of each region in each call.
    """
    region_ids = permissions.regions_ranked(by)
    if not region_ids:
        return []
    together = [F("call_id"), F("region_id")]
    open_ones, made = Q(state__in=PLEDGEABLE), Q(state__in=PLEDGEABLE, pledge__state="made")
    ranking = RegionalRanking.objects.filter(call=OuterRef("call"), region=OuterRef("region"))
    handed_in = (
        Proposal.objects.filter(
            region_id__in=region_ids, state__in=HANDED_IN, call__state="announced", call__closes_at__lte=at
        )
        .exclude(call__program__route__in=WITH_PLANS)
        .select_related("call__program__ministry", "call__program__agency", "call__rule_set", "region")
        .annotate(
            together=Window(Count("id"), partition_by=together),
            pledgeable=Window(Count("id", filter=open_ones), partition_by=together),
            pledged=Window(Count("id", filter=made), partition_by=together),
            ranking_state=Subquery(ranking.values("state")),
        )
    )
    firsts = handed_in.order_by("-call__closes_at", "-call_id", "-region_id").distinct(
        "call__closes_at", "call_id", "region_id"
    )
    return [
        CallLine(one.call, one.region, one.together, one.pledgeable, one.pledged, one.ranking_state or "")
        for one in firsts
    ]


def pledge_page(proposal_uid: UUID, by: Actor) -> DeskItem:
    """A proposal as handed in, with its pledge where the actor may see it. Raises NotFound."""
    row = (
        Proposal.objects.filter(pk__in=visible_to(by).filter(uid=proposal_uid, state__in=HANDED_IN).values("pk"))
        .select_related(
            "call__program", "call__rule_set", "region", "lead_organization", "submission", "place", "pledge__document"
        )
        .first()
    )
    if row is None:
        raise NotFound.because("http.not_found")
    pledge = getattr(row, "pledge", None)
    if pledge is not None and not permissions.may_view_pledge(by, pledge, sees_proposal=True):
        pledge = None
    place = getattr(row, "place", None) if permissions.may_rank(by, row.region_id) else None
    return DeskItem(row, policy_of(row.call.rule_set), place, pledge)


def pledge_document(proposal_uid: UUID, by: Actor) -> StoredFile:
    """The document of a pledge that the actor may see. Raises NotFound."""
    pledge = pledges_visible_to(by).filter(proposal__uid=proposal_uid, document__isnull=False).first()
    if pledge is None or pledge.document is None:
        raise NotFound.because("http.not_found")
    return pledge.document


def last_deed(subject_uid: UUID, *names: str) -> Event | None:
    """The latest event of a thing, of these names if any are given: who did what to it last."""
    events = Event.objects.filter(subject_uid=subject_uid)
    return (events.filter(name__in=names) if names else events).order_by("-id").first()
