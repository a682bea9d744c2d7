"""Two more ways to a grant over HTTP alone: a region's plan by commission to its first money, and one of its own."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from accounts.roles import Kind, Role
from contracts.models import Contract, PaymentBatch, Tranche
from contracts.queries import breaches
from programs.actions import load_preset
from programs.models import Call, RuleSet
from proposals.models import Proposal, RegionalPlan
from proposals.rules import SECTIONS
from tests.build import World, a_ministry_world, a_person, a_user, an_officer
from tests.build_plans import CLOSES_AT, STARTS_ON
from tests.build_programs import BEFORE, SYSTEM, it_is
from tests.build_proposals import pdf
from tests.journeys.story import Browser, time_passes

pytestmark = pytest.mark.django_db
OPEN = datetime.fromisoformat("2004-03-15T10:00:00+09:00")
READ_AT = CLOSES_AT + timedelta(days=3)
SIGNED_AT = datetime.fromisoformat("2005-01-10T10:00:00+09:00")


class Stage:
    """A preset's programme, its ministry and agency, Daejeon's government and regional agency, a browser each."""

    def __init__(self, preset: str) -> None:
        cache.clear()
        it_is(BEFORE)
        self.world: World = a_ministry_world(kind=Kind.REGIONAL_AGENCY)
        _program, self.rule_set = load_preset(
            preset, ministry_uid=self.world.ministry.uid, agency_uid=self.world.agency.uid, by=SYSTEM, at=BEFORE
        )
        self.starts_on: date = STARTS_ON[preset]
        self.leader: User = a_user(a_person(self.world.institution))
        self.second_approver: User = an_officer(Role.MINISTRY_APPROVER, self.world.ministry)
        self.browsers: dict[int, Browser] = {}

    def of(self, role: str) -> Browser:
        return self.browser(self.world.users()[role])

    def browser(self, user: User) -> Browser:
        return self.browsers.setdefault(user.pk, Browser(user))


def announced(stage: Stage, rule_set: RuleSet, *, asks: tuple[str, ...] = ()) -> Call:
    """The officer drafts the call with its guideline and a file, names the regions asked, and announces it."""
    officer = stage.of("ministry_officer")
    officer.send(
        "programs:draft-call",
        rule_set.program.uid,
        rule_set=rule_set.uid,
        code="plans-2004",
        title_ko="계획 공고",
        title_en="Call for plans",
        summary_ko="지역의 계획을 받습니다.",
        summary_en="Takes plans of regions.",
        opens_at="2004-03-02T09:00",
        closes_at="2004-03-31T18:00",
        ranking_due_at="2004-04-14T18:00",
        project_starts_on=stage.starts_on.isoformat(),
        budget_krw="30,000,000,000",
        contact="지역산업과",
    )
    call = Call.objects.get()
    part = {"title_ko": "계획서", "text_ko": "제출합니다.", "title_en": "The plan", "text_en": "Hand it in."}
    officer.send("programs:add-guideline", call.uid, **part)
    officer.send("programs:call-files", call.uid, title_ko="서식", title_en="Form", file=pdf("form.pdf"))
    if asks:
        officer.send("programs:ask-regions", call.uid, whom="chosen", regions=list(asks))
    officer.send("programs:announce", call.uid)
    page = Browser().open("programs:call", call.uid)
    assert "Regions answer this call, each with one plan" in page
    assert "Form" in page
    return call


def written(stage: Stage, writer: Browser, call: Call) -> RegionalPlan:
    """Whoever answers for the region begins its plan and writes everything on the pages."""
    lead = stage.world.institution
    writer.send("proposals:plan-begin", call.uid, lead_organization=lead.uid, title_ko="대전 계획", title_en="Daejeon")
    plan = RegionalPlan.objects.get()
    assert plan.proposal is not None
    uid = plan.proposal.uid
    for code in SECTIONS:
        writer.press("proposals:section", uid, code, text=f"{code} 본문", version="v0", then="next")
    assert stage.leader.person is not None
    seat = {"part": "leader", "person_kind": "researcher", "share_bp": "20", "may_edit": "on"}
    writer.press("proposals:person", uid, stage.leader.person.uid, **seat)
    years = range(1, 6 if call.program.traits.asked else 4)
    writer.send("proposals:budget", uid, **{f"lines.{year}.running.grant": "100,000,000" for year in years})
    codes = call.program.indicators.values_list("code", flat=True)[:3]
    writer.send("proposals:targets", uid, **{f"targets.{code}.{year}": "5" for code in codes for year in years})
    writer.press("proposals:upload", uid, "plan", file=pdf())
    handed_in(writer, plan.proposal)
    return plan


def handed_in(writer: Browser, proposal: Proposal) -> None:
    proposal.refresh_from_db()
    writer.send("proposals:submit", proposal.uid, version=f"v{proposal.version}", agreed="on")


def paid(stage: Stage, proposal: Proposal) -> None:
    """The contract is drawn from what was handed in, signed by both sides, and its first tranche is paid."""
    officer, office = stage.of("ministry_officer"), stage.of("institution_officer")
    time_passes(SIGNED_AT)
    rows = [str(proposal.uid)]
    officer.finds("contracts:draw", proposal.call.uid).send("contracts:draw", proposal.call.uid, rows=rows, sure="on")
    contract = Contract.objects.get()
    account = {"bank": "표본은행", "number": "123-456-789012", "holder": "표본 테크노파크"}
    office.to_do("contracts:account", contract.uid, **account)
    officer.to_do("contracts:confirm-account", contract.uid)
    office.to_do("contracts:sign", contract.uid, read="on")
    stage.of("ministry_approver").to_do("contracts:sign", contract.uid, read="on")
    time_passes(SIGNED_AT + timedelta(days=1))
    tranche = Tranche.objects.get(state="released")
    officer.press("contracts:draw-up-batch", stage.world.ministry.uid, rows=[str(tranche.uid)], sure="on")
    batch = PaymentBatch.objects.get()
    for user in (stage.world.ministry_approver, stage.second_approver):
        stage.browser(user).to_do("contracts:approve-batch", batch.uid)
    payment = batch.payments.get()
    officer.to_do("contracts:pay-batch", batch.uid, **{f"references.{payment.end_to_end_id}": "KB-0001"})
    tranche.refresh_from_db()
    assert tranche.state == "paid"


def test_a_commissioned_plan_from_the_ministrys_question_to_money() -> None:
    stage = Stage("technopark")
    call = announced(stage, stage.rule_set, asks=("daejeon",))
    time_passes(OPEN)
    region, officer = stage.of("region_officer"), stage.of("ministry_officer")
    region.finds("proposals:call-plans", call.uid)
    refused = stage.browser(stage.leader).client.get(reverse("proposals:plan-begin", args=[call.uid]))
    assert refused.status_code == 404
    plan = written(stage, region, call)
    assert plan.proposal is not None
    time_passes(READ_AT)
    due_at = (READ_AT + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    officer.finds("proposals:plan", plan.uid)
    officer.send("proposals:plan-return", plan.uid, parts=["sections"], note="요약을 다시 써 주세요.", due_at=due_at)
    time_passes(READ_AT + timedelta(days=1))
    region.finds("proposals:plan", plan.uid)
    section = plan.proposal.sections.get(code="summary")
    text = {"text": "고친 요약", "version": f"v{section.version}", "then": "next"}
    region.press("proposals:section", plan.proposal.uid, "summary", **text)
    handed_in(region, plan.proposal)
    officer.send("reviews:accept-plan", plan.uid)
    plan.refresh_from_db()
    assert plan.state == "accepted"
    assert reverse("reviews:open-round", args=[call.uid]) not in officer.open("reporting:home")
    paid(stage, plan.proposal)
    assert list(breaches()) == []


def test_a_plan_of_the_regions_own_to_its_acceptance() -> None:
    stage = Stage("daedeok-cluster-2005")
    call = announced(stage, stage.rule_set)
    time_passes(OPEN)
    plan = written(stage, stage.of("institution_officer"), call)
    officer, region = stage.of("ministry_officer"), stage.of("region_officer")
    assert "reviews/accept" not in officer.open("proposals:plan", plan.uid)
    region.finds("proposals:plan", plan.uid).send("proposals:plan-endorse", plan.uid, agreed="on")
    officer.finds("proposals:plan", plan.uid).send("reviews:accept-plan", plan.uid)
    plan.refresh_from_db()
    assert plan.state == "accepted"
