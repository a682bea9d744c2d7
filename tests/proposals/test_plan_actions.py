"""Regions answer a call: plans begun, handed in, endorsed, sent back, declined; who may, and when."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from core import sweeps
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, WrongState
from proposals import actions
from proposals.models import MatchPledge, RegionalPlan
from proposals.permissions.plans import may_view_plan
from proposals.queries.plans import visible_to
from proposals.tasks import PLANS_CLOSE, PLANS_OVERDUE
from tests.build import MARCH, a_ministry_world, actor_for
from tests.build_plans import AFTER, CLOSES_AT, Round, a_round

pytestmark = pytest.mark.django_db
DUE_AT = CLOSES_AT + timedelta(days=10)


def codes(raised: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.code for one in raised.value.violations}


def give_back(round_: Round, plan: RegionalPlan, *parts: str) -> RegionalPlan:
    return actions.give_plan_back(
        plan_uid=plan.uid, parts=parts, note="다시 써 주세요.", due_at=DUE_AT, by=round_.ministry, at=AFTER
    )


def test_asked_regions_are_told_by_their_office(db: None) -> None:
    round_ = a_round()
    event = Event.objects.get(name="programs.regions_asked")
    told = set(Delivery.objects.filter(event=event).values_list("user_id", flat=True))
    assert {round_.world.region_officer.pk, round_.busan_officer_user.pk} <= told
    round_.call.refresh_from_db()
    assert round_.call.asked_regions is not None
    assert len(round_.call.asked_regions) == 16


def test_an_institution_begins_nothing_of_its_own(db: None) -> None:
    round_ = a_round()
    with pytest.raises(RuleBroken) as raised:
        actions.start_proposal(
            call_uid=round_.call.uid,
            lead_organization_uid=round_.world.institution.uid,
            title_ko="제목",
            by=round_.agency,
            at=MARCH,
        )
    assert ("proposal.route_takes_plans", "route") in {(one.code, one.clause) for one in raised.value.violations}


def test_the_region_begins_writes_and_hands_in_its_plan(db: None) -> None:
    round_ = a_round()
    plan = round_.handed_in()
    assert (plan.state, plan.handed_in_at) == ("handed_in", MARCH)
    assert plan.proposal is not None
    assert plan.proposal.by_region
    assert plan.proposal.state == "submitted"
    assert not MatchPledge.objects.exists()  # the rules ask for none


def test_a_region_has_one_standing_plan(db: None) -> None:
    round_ = a_round()
    plan = round_.begin()
    with pytest.raises(RuleBroken) as raised:
        round_.begin()
    assert "plan.region_has_one" in codes(raised)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionalPlan.objects.create(
            call=plan.call, region=plan.region, ministry=plan.ministry, proposal=None, begun_at=MARCH
        )


def test_another_region_neither_begins_here_nor_sees_it(db: None) -> None:
    round_ = a_round()
    with pytest.raises(NotAllowed):
        actions.begin_plan(
            call_uid=round_.call.uid,
            lead_organization_uid=round_.world.institution.uid,
            title_ko="남의 계획",
            by=round_.busan,
            at=MARCH,
        )
    plan = round_.begin()
    with pytest.raises(NotFound):
        actions.endorse_plan(plan_uid=plan.uid, by=round_.busan, at=MARCH)


def test_every_reader_of_a_plan_finds_it_in_lists(db: None) -> None:
    round_ = a_round()
    plan = round_.handed_in()
    users = [*round_.world.users().values(), round_.busan_officer_user, round_.leader_user]
    for user in users:
        actor = actor_for(user)
        on_team = user == round_.leader_user
        listed = visible_to(actor).filter(pk=plan.pk).exists()
        assert listed == may_view_plan(actor, plan, on_team=on_team), user.email
    assert not visible_to(actor_for(a_ministry_world("busan").ministry_officer)).exists()


def test_a_region_declines_with_a_reason_and_may_think_again(db: None) -> None:
    round_ = a_round()
    for reason, region in (("", "daejeon"), ("예산이 없습니다.", "nowhere")):
        with pytest.raises(Refused):
            actions.decline_plan(call_uid=round_.call.uid, region=region, reason=reason, by=round_.region, at=MARCH)
    said = actions.decline_plan(
        call_uid=round_.call.uid, region="daejeon", reason="예산이 없습니다.", by=round_.region, at=MARCH
    )
    assert (said.state, said.proposal) == ("declined", None)
    assert round_.begin().state == "writing"


def test_what_is_handed_in_can_be_taken_back_but_not_declined(db: None) -> None:
    round_ = a_round()
    plan = round_.handed_in()
    with pytest.raises(WrongState):
        actions.decline_plan(
            call_uid=round_.call.uid, region="daejeon", reason="안 합니다.", by=round_.region, at=MARCH
        )
    assert plan.proposal is not None
    actions.withdraw_proposal(proposal_uid=plan.proposal.uid, by=round_.region, at=MARCH)
    plan.refresh_from_db()
    assert plan.state == "writing"


def test_a_plan_that_was_sent_back_is_open_for_the_named_parts(db: None) -> None:
    round_ = a_round()
    plan = round_.handed_in()
    assert plan.proposal is not None
    uid: UUID = plan.proposal.uid
    plan = give_back(round_, plan, "sections")
    assert (plan.state, plan.returned_times, plan.parts) == ("returned", 1, ["sections"])
    later = AFTER + timedelta(days=1)
    actions.save_section(proposal_uid=uid, code="summary", text="고친 요약", version=None, by=round_.region, at=later)
    actions.change_basics(proposal_uid=uid, title_ko="다른 제목", title_en="", sector="", by=round_.region, at=later)
    with pytest.raises(RuleBroken) as raised:
        actions.submit_proposal(proposal_uid=uid, by=round_.region, at=later)
    assert codes(raised) == {"plan.part_not_returned"}
    actions.change_basics(proposal_uid=uid, title_ko="대전 계획", title_en="", sector="", by=round_.region, at=later)
    assert actions.submit_proposal(proposal_uid=uid, by=round_.region, at=later).sequence == 2
    plan.refresh_from_db()
    assert plan.state == "handed_in"
    with pytest.raises(RuleBroken) as raised:
        give_back(round_, plan, "budget")
    assert codes(raised) == {"plan.returned_enough"}


def test_the_day_of_a_plan_that_was_sent_back_counts_to_the_second(db: None) -> None:
    round_ = a_round()
    plan = give_back(round_, round_.handed_in(), "sections")
    assert plan.proposal is not None
    uid = plan.proposal.uid
    with pytest.raises(RuleBroken):
        actions.save_section(proposal_uid=uid, code="summary", text="늦음", version=None, by=round_.region, at=DUE_AT)
    assert sweeps.run(PLANS_OVERDUE, at=DUE_AT).done == 1
    assert sweeps.run(PLANS_OVERDUE, at=DUE_AT).done == 0


@pytest.mark.parametrize(
    ("parts", "note", "days", "code"),
    [
        ((), "무엇을", 1, "plan.parts_missing"),
        (("poem",), "무엇을", 1, "plan.part_unknown"),
        (("budget",), " ", 1, "plan.note_missing"),
        (("budget",), "무엇을", -1, "plan.due_in_the_past"),
    ],
)
def test_sending_back_says_what_and_until_when(
    db: None, parts: tuple[str, ...], note: str, days: int, code: str
) -> None:
    round_ = a_round()
    plan = round_.handed_in()
    with pytest.raises(RuleBroken) as raised:
        actions.give_plan_back(
            plan_uid=plan.uid, parts=parts, note=note, due_at=AFTER + timedelta(days=days), by=round_.ministry, at=AFTER
        )
    assert codes(raised) == {code}


def test_a_region_does_not_read_for_the_ministry(db: None) -> None:
    round_ = a_round()
    plan = round_.handed_in()
    with pytest.raises(NotAllowed):
        actions.give_plan_back(
            plan_uid=plan.uid, parts=["budget"], note="무엇을", due_at=DUE_AT, by=round_.region, at=AFTER
        )


def test_an_institution_of_the_region_begins_where_regions_do(db: None) -> None:
    """The route on which the region's agency designs its plan: it hands in, its government endorses."""
    round_ = a_round("daedeok-cluster-2005")
    plan = round_.handed_in()
    assert plan.proposal is not None
    assert not plan.proposal.by_region
    with pytest.raises(NotAllowed):
        actions.endorse_plan(plan_uid=plan.uid, by=round_.agency, at=MARCH)
    endorsed = actions.endorse_plan(plan_uid=plan.uid, by=round_.region, at=MARCH)
    assert endorsed.endorsed_at == MARCH
    assert not MatchPledge.objects.exists()
    with pytest.raises(RuleBroken) as raised:
        actions.endorse_plan(plan_uid=plan.uid, by=round_.region, at=MARCH)
    assert codes(raised) == {"plan.endorsed_before"}


def test_only_the_regions_of_the_rules_begin(db: None) -> None:
    round_ = a_round("daedeok-cluster-2005")
    agency = actor_for(round_.busan_agency_user)
    lead = round_.busan_agency_user.person
    assert lead is not None
    assert lead.organization is not None
    with pytest.raises(RuleBroken) as raised:
        actions.begin_plan(
            call_uid=round_.call.uid, lead_organization_uid=lead.organization.uid, title_ko="부산", by=agency, at=MARCH
        )
    assert {"eligibility.region_not_included", "plan.region_not_asked"} <= codes(raised)


def test_the_desks_hear_who_did_not_answer(db: None) -> None:
    round_ = a_round()
    round_.handed_in()
    type(round_.call).objects.filter(pk=round_.call.pk).update(closing_swept_at=CLOSES_AT)
    assert sweeps.run(PLANS_CLOSE, at=CLOSES_AT).done == 1
    assert sweeps.run(PLANS_CLOSE, at=AFTER).done == 0
    event = Event.objects.get(name="proposals.plans_closed")
    assert "부산" in event.data["missed_ko"]
    assert "대전" not in event.data["missed_ko"]
