"""The ministry accepts and refuses regions' plans: within the money, honestly labelled, and a contract follows."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from contracts import actions as contracts
from core.refusals import NotAllowed, RuleBroken, WrongState
from proposals import actions as proposals
from proposals.models import RegionalPlan
from reviews import actions
from reviews.models import PLANS_READ, Decision, Selection
from tests.build import MARCH, a_person, a_user, actor_for
from tests.build_plans import AFTER, GRANT_KRW, Round, a_round, write_plan
from tests.proposals.test_regional_races import at_once

JUNE = AFTER + timedelta(days=60)
YEARS = 5


def a_busan_plan(round_: Round) -> RegionalPlan:
    """The other region's plan, handed in."""
    officer, agency = round_.busan, round_.busan_agency_user.person
    assert agency is not None
    assert agency.organization is not None
    plan = proposals.begin_plan(
        call_uid=round_.call.uid,
        lead_organization_uid=agency.organization.uid,
        title_ko="부산 계획",
        by=officer,
        at=MARCH,
    )
    assert plan.proposal is not None
    write_plan(plan.proposal, a_user(a_person(agency.organization)), officer, GRANT_KRW, MARCH)
    proposals.submit_proposal(proposal_uid=plan.proposal.uid, by=officer, at=MARCH)
    plan.refresh_from_db()
    return plan


@pytest.mark.django_db
def test_an_accepted_plan_leads_to_its_contract() -> None:
    round_ = a_round()
    plan = round_.handed_in()
    decision = actions.accept_plan(plan_uid=plan.uid, by=round_.ministry, at=AFTER)
    assert (decision.outcome, decision.ground, decision.score_bp) == ("selected", "plan_accepted", None)
    selection = Selection.objects.get()
    assert (selection.state, selection.solver, selection.was_judged) == ("published", PLANS_READ, False)
    assert plan.proposal is not None
    contract = contracts.draw_contract(proposal_uid=plan.proposal.uid, by=round_.ministry, at=JUNE)
    assert (contract.grant_krw, contract.match_krw) == (GRANT_KRW * YEARS, 0)


@pytest.mark.django_db
def test_each_decision_joins_the_one_selection_of_the_call() -> None:
    round_ = a_round()
    first, second = round_.handed_in(), a_busan_plan(round_)
    actions.accept_plan(plan_uid=first.uid, by=round_.ministry, at=AFTER)
    before = Selection.objects.get().inputs_sha256
    actions.refuse_plan(plan_uid=second.uid, reason="준비가 부족합니다.", by=round_.ministry, at=AFTER)
    selection = Selection.objects.get()
    assert selection.inputs_sha256 != before
    assert list(selection.decisions.order_by("id").values_list("outcome", flat=True)) == ["selected", "rejected"]
    second.refresh_from_db()
    assert (second.state, second.reason) == ("refused", "준비가 부족합니다.")
    with pytest.raises(WrongState):
        actions.accept_plan(plan_uid=second.uid, by=round_.ministry, at=AFTER)


@pytest.mark.django_db
def test_what_the_money_does_not_reach_is_not_accepted() -> None:
    round_ = a_round(budget_krw=GRANT_KRW * YEARS)
    first, second = round_.handed_in(), a_busan_plan(round_)
    actions.accept_plan(plan_uid=first.uid, by=round_.ministry, at=AFTER)
    with pytest.raises(RuleBroken) as raised:
        actions.accept_plan(plan_uid=second.uid, by=round_.ministry, at=AFTER)
    assert [one.code for one in raised.value.violations] == ["plan.over_budget"]


@pytest.mark.django_db
def test_a_plan_waits_for_the_endorsement_that_its_route_wants() -> None:
    round_ = a_round("daedeok-cluster-2005")
    plan = round_.handed_in()
    with pytest.raises(RuleBroken) as raised:
        actions.accept_plan(plan_uid=plan.uid, by=round_.ministry, at=AFTER)
    assert [one.code for one in raised.value.violations] == ["plan.not_endorsed"]
    proposals.endorse_plan(plan_uid=plan.uid, by=round_.region, at=AFTER)
    assert actions.accept_plan(plan_uid=plan.uid, by=round_.ministry, at=AFTER).outcome == "selected"


@pytest.mark.django_db
def test_only_the_ministry_decides_and_says_why_it_refuses() -> None:
    round_ = a_round()
    plan = round_.handed_in()
    for by in (round_.region, round_.world.actor("agency_officer"), round_.world.actor("ministry_approver")):
        with pytest.raises(NotAllowed):
            actions.accept_plan(plan_uid=plan.uid, by=by, at=AFTER)
    not_lately = actor_for(round_.world.ministry_officer, stepped_up=False)
    with pytest.raises(NotAllowed):
        actions.accept_plan(plan_uid=plan.uid, by=not_lately, at=AFTER)
    with pytest.raises(RuleBroken):
        actions.refuse_plan(plan_uid=plan.uid, reason=" ", by=round_.ministry, at=AFTER)


@pytest.mark.django_db
def test_no_committee_judges_such_a_call() -> None:
    round_ = a_round()
    round_.handed_in()
    with pytest.raises(WrongState) as raised:
        actions.open_round(call_uid=round_.call.uid, due_at=JUNE, by=round_.ministry, at=AFTER)
    assert raised.value.violations[0].code == "round.plans_are_read"
    with pytest.raises(WrongState):
        actions.propose_selection(call_uid=round_.call.uid, by=round_.ministry, at=AFTER)


def test_of_two_that_are_accepted_at_once_the_money_reaches_for_one(committed_db: str) -> None:
    round_ = a_round(budget_krw=GRANT_KRW * YEARS)
    acts = [
        partial(actions.accept_plan, plan_uid=plan.uid, by=round_.ministry, at=AFTER)
        for plan in (round_.handed_in(), a_busan_plan(round_))
    ]
    assert at_once(*acts) == ["Decision", "RuleBroken"]
    assert Decision.objects.filter(outcome="selected").count() == 1
