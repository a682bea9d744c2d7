"""Regions' plans: which there are, who sees them, what waits; and one held while it changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from accounts.actors import Actor
from accounts.models import Organization, Region
from accounts.queries import NOTHING, desk_rows, holders
from accounts.roles import Role
from core.duties import Rows, duty
from core.models import Event
from core.refusals import NotFound
from programs.models import Call
from programs.policy import Policy
from programs.queries import asked_among, asked_regions, calls, desks, policy_of, regions
from programs.routes import WITH_ASKED, WITH_PLANS
from proposals.models import Participation, Proposal, RegionalPlan
from proposals.permissions import plans as permissions
from proposals.permissions.regional import regions_ranked
from proposals.queries.proposal import JOINS, TEAM, institutions_of
from proposals.queries.regional_work import region_officers
from proposals.states import STANDING_PLANS

LISTED = 50


@dataclass(frozen=True, slots=True)
class RegionAnswer:
    """A region that a call concerns, and the last that it answered; None where it has said nothing yet."""

    region: Region
    plan: RegionalPlan | None

    @property
    def state(self) -> str:
        return self.plan.state if self.plan is not None else "asked"


def plan_call(call_uid: UUID) -> Call:
    """An announced call that takes plans. Raises NotFound."""
    call = calls().filter(uid=call_uid, announced_at__isnull=False, program__route__in=WITH_PLANS).first()
    if call is None:
        raise NotFound.because("http.not_found")
    return call


def visible_to(actor: Actor) -> QuerySet[RegionalPlan]:
    """Equals `permissions.may_view_plan` row by row."""
    found = RegionalPlan.objects.select_related("call__program", "call__rule_set", "region", "proposal__submission")
    found = found.select_related("proposal__lead_organization", "ministry")
    if actor.is_system or actor.is_overseer:
        return found
    seen = Q(region_id__in=regions_ranked(actor)) | desk_rows(actor, None)
    institutions = institutions_of(actor)
    seen |= Q(organization_ids__overlap=institutions) if institutions else NOTHING
    if actor.person_id is not None:
        teams = Participation.objects.filter(person_id=actor.person_id, part__in=TEAM).order_by().values("proposal")
        seen |= Q(proposal__in=teams)
    return found.filter(seen)


def plan_page(plan_uid: UUID, by: Actor) -> RegionalPlan:
    """A plan with its call, region and proposal. Raises NotFound."""
    plan = visible_to(by).filter(uid=plan_uid).first()
    if plan is None:
        raise NotFound.because("http.not_found")
    return plan


def answers(call: Call, by: Actor) -> list[RegionAnswer]:
    """The regions that a call concerns with their answers, as far as the actor sees them. Two queries."""
    concerned = asked_regions(call, policy_of(call.rule_set), call.closes_at)
    latest = {plan.region_id: plan for plan in visible_to(by).filter(call=call).order_by("id")}
    if not permissions.may_read_plans(by, call.program.ministry_id, call.program.uid):
        own = {*regions_ranked(by), *latest, *(() if call.program.traits.asked else _regions_of(by))}
        concerned = [region for region in concerned if region.pk in own]
    return [RegionAnswer(region, latest.get(region.pk)) for region in concerned]


def _regions_of(by: Actor) -> set[int | None]:
    """Where the institutions are for which the actor may begin a plan."""
    numbers = {by.organization_id or 0, *institutions_of(by)}
    return set(Organization.objects.filter(pk__in=numbers).values_list("region_id", flat=True))


@dataclass(frozen=True, slots=True)
class PlanCall:
    """A call that takes plans, as its list shows it: how many regions it concerns, how many have handed in."""

    call: Call
    concerned: int
    handed_in: int


def calls_with_plans(by: Actor, at: datetime) -> list[PlanCall]:
    """Announced calls that take plans and concern the actor, what closes last first: three queries, however many."""
    found = calls().filter(announced_at__isnull=False, program__route__in=WITH_PLANS)
    known, own = regions(at), {held.region_id for held in by.offices if held.region_id is not None}
    seen = visible_to(by).exclude(state__in=("writing", "declined")).order_by()
    counts = dict(seen.values_list("call_id").annotate(count=Count("region_id", distinct=True)))
    mine = set(visible_to(by).order_by().values_list("call_id", flat=True))
    lines = []
    for call in found.order_by("-closes_at", "-id")[:LISTED]:
        reads = permissions.may_read_plans(by, call.program.ministry_id, call.program.uid)
        concerned = [one for one in asked_among(call, policy_of(call.rule_set), known) if reads or one.pk in own]
        if reads or concerned or call.pk in mine:
            lines.append(PlanCall(call, len(concerned), counts.get(call.pk, 0)))
    return lines


def leads_of(call: Call, region_id: int) -> QuerySet[Organization]:
    """The institutions of a region that may lead its plan: of a kind that the rules accept."""
    kinds = [kind.value for kind in policy_of(call.rule_set).eligibility.lead_kinds]
    return Organization.objects.filter(region_id=region_id, kind__in=kinds, successor=None).order_by("name_ko")


def standing_plan(call: Call, region_id: int) -> RegionalPlan | None:
    """The plan beside which the region has no other."""
    return RegionalPlan.objects.filter(call=call, region_id=region_id, state__in=STANDING_PLANS).first()


def plan_of(proposal: Proposal) -> RegionalPlan | None:
    """The plan that a locked proposal is, held until the transaction ends; None for any other proposal."""
    if not proposal.call.program.traits.plans:
        return None
    return RegionalPlan.objects.select_for_update(no_key=True).filter(proposal=proposal).first()


def locked_plan(plan_uid: UUID, by: Actor) -> RegionalPlan:
    """A plan that the actor may see: its call, its proposal and it held, in this order. Raises NotFound."""
    seen = plan_page(plan_uid, by)
    call = calls().select_for_update(of=("self",), no_key=True).get(pk=seen.call_id)
    held = Proposal.objects.select_related(*JOINS).select_for_update(of=("self",), no_key=True)
    proposal = held.filter(pk=seen.proposal_id or 0).first()
    plan = RegionalPlan.objects.select_related("region").select_for_update(of=("self",), no_key=True).get(pk=seen.pk)
    if proposal is None:
        raise NotFound.because("http.not_found")
    plan.call = proposal.call = call
    plan.proposal = proposal
    return plan


def locked_call_of(call_uid: UUID) -> Call:
    """An announced call that takes plans, held: two regions' offices begin one after the other. Raises NotFound."""
    plan_call(call_uid)
    return calls().select_for_update(of=("self",), no_key=True).get(uid=call_uid)


def accepted_krw(call: Call) -> int:
    """The grants of the plans of a call that were accepted."""
    accepted = RegionalPlan.objects.filter(call=call, state="accepted")
    return accepted.aggregate(sum=Sum("proposal__submission__grant_krw"))["sum"] or 0


def move_plan(plan: RegionalPlan, state: str, **values: Any) -> None:
    """Write a new state, and what goes with it, as the plan's next version."""
    changes = {"state": state, "version": plan.version + 1, **values}
    for name, value in changes.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(changes))


def told_of_plan(plan: RegionalPlan, at: datetime) -> list[int]:
    """Both governments' desks and the leading institution's office."""
    lead = plan.organization_ids[0] if plan.organization_ids else None
    office = [] if lead is None else holders(Role.INSTITUTION_OFFICER, at=at, organization_id=lead)
    return [*desks(plan.call.program, at), *region_officers(plan.region_id, at), *office]


def told_of_silence(call: Call, silent: Iterable[Region], at: datetime) -> list[int]:
    """The call's desks, and the offices of the regions that did not answer."""
    regions = holders(Role.REGION_OFFICER, at=at, region_ids=[region.pk for region in silent])
    return [*desks(call.program, at), *regions]


def history_of(plan: RegionalPlan) -> list[Event]:
    """What was done to the plan as a region's answer, oldest first."""
    return list(Event.objects.filter(subject_uid=plan.uid).order_by("id"))


def plans_overdue(at: datetime) -> QuerySet[RegionalPlan]:
    """Plans that were sent back for a day that passed, which nobody was told yet."""
    return RegionalPlan.objects.filter(state="returned", due_at__lte=at, overdue_told_at=None)


def calls_to_answer(at: datetime) -> QuerySet[Call]:
    """Calls that asked regions and are over for good, of which it was not told yet who has not answered."""
    told = Event.objects.filter(name="proposals.plans_closed").values("call_uid")
    over = Call.objects.filter(state="announced", closes_at__lte=at, closing_swept_at__isnull=False)
    return over.filter(program__route__in=WITH_ASKED).exclude(uid__in=told)


def silent_regions(call: Call, policy: Policy) -> list[Region]:
    """The regions asked that neither handed a plan in nor declined."""
    answered = RegionalPlan.objects.filter(call=call).exclude(state="writing").values_list("region_id", flat=True)
    said = set(answered)
    return [region for region in asked_regions(call, policy, call.closes_at) if region.pk not in said]


def duties_of_plans(actor: Actor, at: datetime) -> Iterable[Rows]:
    """Calls to answer, plans to write, to write again, to endorse; and to read, for those who decide."""
    plans = RegionalPlan.objects.order_by()
    titles = {"uid": F("uid"), "title_ko": F("call__title_ko"), "title_en": F("call__title_en")}
    closing = {**titles, "due_at": F("call__closes_at"), "since": F("begun_at")}
    own = regions_ranked(actor)
    if own:
        codes = ArraySubquery(Region.objects.filter(pk__in=own).order_by().values("code"))
        answered = RegionalPlan.objects.filter(call=OuterRef("pk"), region_id__in=own)
        asking = Call.objects.order_by().filter(
            ~Exists(answered),
            state="announced",
            program__route__in=WITH_ASKED,
            opens_at__lte=at,
            closes_at__gt=at,
            asked_regions__overlap=codes,
        )
        call = {"uid": F("uid"), "title_ko": F("title_ko"), "title_en": F("title_en"), "due_at": F("closes_at")}
        yield duty("answer_call", asking, **call, since=F("opens_at"))
        mine = plans.filter(region_id__in=own, call__state="announced")
        asked = mine.filter(call__program__route__in=WITH_ASKED)
        yield duty("write_plan", asked.filter(state="writing", call__closes_at__gt=at), **closing)
        again = {**titles, "due_at": F("due_at"), "since": F("handed_in_at")}
        yield duty("amend_plan", asked.filter(state="returned"), **again)
        waits = mine.exclude(call__program__route__in=WITH_ASKED).filter(state="handed_in", endorsed_at=None)
        yield duty("endorse_plan", waits, **{**titles, "due_at": F("call__ranking_due_at"), "since": F("handed_in_at")})
    if actor.holds(Role.MINISTRY_OFFICER):
        at_desk = plans.filter(desk_rows(actor, None), state="handed_in")
        ready = at_desk.filter(Q(endorsed_at__isnull=False) | Q(call__program__route__in=WITH_ASKED))
        yield duty("read_plan", ready, **{**titles, "due_at": F("call__ranking_due_at"), "since": F("handed_in_at")})
    institutions = institutions_of(actor)
    if institutions:
        led = plans.filter(organization_ids__overlap=institutions, state="returned")
        led = led.exclude(call__program__route__in=WITH_ASKED)
        yield duty("amend_plan", led, **{**titles, "due_at": F("due_at"), "since": F("handed_in_at")})
