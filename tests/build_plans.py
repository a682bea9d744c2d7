"""Calls that take regions' plans, for tests, made by the actions themselves under the presets' own rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Kind, Role
from core.wording import SEOUL
from programs import actions as programs
from programs.models import Call
from programs.policy import Source
from programs.policy.checks import Line
from programs.queries import policy_of
from proposals import actions, rules
from proposals.models import Proposal, RegionalPlan
from tests.build import MARCH, World, a_ministry_world, a_person, a_user, actor_for, an_officer, an_organization
from tests.build_programs import BEFORE, SYSTEM, a_call
from tests.build_proposals import pdf
from tests.remembered import remembered

CLOSES_AT = datetime(2004, 3, 31, 18, tzinfo=SEOUL)
AFTER = CLOSES_AT + timedelta(days=2)
STARTS_ON = {"technopark": date(2005, 1, 1), "daedeok-cluster-2005": date(2005, 12, 1)}
GRANT_KRW = 100_000_000
"""Of a plan, in each project year."""


@dataclass
class Round:
    """A call that takes plans: the ministry with its desks, Daejeon and Busan with governments and agencies."""

    world: World
    call: Call
    busan_officer_user: User
    busan_agency_user: User
    leader_user: User

    @cached_property
    def region(self) -> Actor:
        return self.world.actor("region_officer")

    @cached_property
    def ministry(self) -> Actor:
        return self.world.actor("ministry_officer")

    @cached_property
    def agency(self) -> Actor:
        """The office of Daejeon's regional agency, the leading institution."""
        return self.world.actor("institution_officer")

    @cached_property
    def busan(self) -> Actor:
        return actor_for(self.busan_officer_user)

    @property
    def writer(self) -> Actor:
        """Who begins and writes the plan of Daejeon."""
        return self.region if self.call.program.traits.asked else self.agency

    def begin(self, at: datetime = MARCH) -> RegionalPlan:
        lead = self.world.institution
        return actions.begin_plan(
            call_uid=self.call.uid, lead_organization_uid=lead.uid, title_ko="대전 계획", by=self.writer, at=at
        )

    def write(self, plan: RegionalPlan, grant_krw: int = GRANT_KRW, at: datetime = MARCH) -> Proposal:
        """Everything that the rules of the presets ask for."""
        proposal = _of(plan)
        write_plan(proposal, self.leader_user, self.writer, grant_krw, at)
        return proposal

    def handed_in(self, grant_krw: int = GRANT_KRW, at: datetime = MARCH) -> RegionalPlan:
        plan = self.begin(at)
        proposal = self.write(plan, grant_krw, at)
        actions.submit_proposal(proposal_uid=proposal.uid, by=self.writer, at=at)
        plan.refresh_from_db()
        return plan


def _of(plan: RegionalPlan) -> Proposal:
    assert plan.proposal is not None
    return plan.proposal


def write_plan(proposal: Proposal, leader: User, by: Actor, grant_krw: int, at: datetime) -> None:
    """A complete plan with one leader, written by the office that answers for it."""
    uid = proposal.uid
    for code in rules.SECTIONS:
        actions.save_section(proposal_uid=uid, code=code, text=f"{code} 내용", version=0, by=by, at=at)
    assert leader.person is not None
    actions.put_person(
        proposal_uid=uid,
        person_uid=leader.person.uid,
        part="leader",
        person_kind="researcher",
        share_bp=1_000,
        by=by,
        at=at,
    )
    years = range(1, policy_of(proposal.call.rule_set).project_years.count + 1)
    lines = [Line(year, "running", Source.GRANT, grant_krw) for year in years]
    actions.save_budget(proposal_uid=uid, lines=lines, by=by, at=at)
    codes = [one.code for one in proposal.call.program.indicators.all()[:3]]
    targets = {(code, year): Decimal(10) for code in codes for year in years}
    actions.save_targets(proposal_uid=uid, targets=targets, by=by, at=at)
    actions.attach_file(proposal_uid=uid, document="plan", upload=pdf(), by=by, at=at)


@remembered
def a_round(preset: str = "technopark", **terms: Any) -> Round:
    """A call of this preset, open in MARCH until CLOSES_AT."""
    world = a_ministry_world(kind=Kind.REGIONAL_AGENCY)
    program, rule_set = programs.load_preset(
        preset, ministry_uid=world.ministry.uid, agency_uid=world.agency.uid, by=SYSTEM, at=BEFORE
    )
    busan = an_organization(Kind.REGIONAL_GOVERNMENT, "busan")
    busan_agency = an_organization(Kind.REGIONAL_AGENCY, "busan")
    officer = an_officer(Role.REGION_OFFICER, busan)
    call = a_call(program, rule_set, project_starts_on=STARTS_ON[preset], **terms)
    call.program = program
    return Round(
        world=world,
        call=call,
        busan_officer_user=officer,
        busan_agency_user=an_officer(Role.INSTITUTION_OFFICER, busan_agency),
        leader_user=a_user(a_person(world.institution)),
    )
