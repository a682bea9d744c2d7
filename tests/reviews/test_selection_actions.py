"""Selections against PostgreSQL: the proved proposal, overrides by name, decision, publication."""

from __future__ import annotations

import json
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, RuleBroken, WrongState
from programs.models import RuleSet
from programs.policy import checksum, policy_to_json, with_changes
from programs.queries import policy_of
from proposals.models import MatchPledge, MergeOffer, MergingEnd, Proposal
from reviews import actions, permissions, queries
from reviews.models import Decision, Selection
from reviews.states import SELECTION
from tests.build import a_ministry_world, actor_for
from tests.build_reviews import OPENED_AT, SELECTED_AT, Panel, a_panel
from tests.reviews.test_round_actions import BYSTANDERS, refused

pytestmark = pytest.mark.django_db
REASON = "지역 안배를 위해 순위를 바꿉니다."


def override(panel: Panel, number: int, outcome: str, reason: str = REASON, by: object = None) -> Decision:
    return actions.override_decision(
        decision_uid=panel.decision(number).uid,
        outcome=outcome,
        reason=reason,
        by=by or panel.officer,  # type: ignore[arg-type]  # an actor
        at=SELECTED_AT,
    )


def test_the_two_best_of_a_region_are_in_and_the_third_waits() -> None:
    panel = a_panel(4, 4)
    selection = panel.selected(3, 5, 4, 1)
    assert selection.value == selection.bound
    outcomes = [panel.decision(number).outcome for number in range(4)]
    assert outcomes == ["waiting", "selected", "selected", "rejected"]
    third, last = panel.decision(0), panel.decision(3)
    assert (third.score_bp, third.regional_position, third.waiting_position) == (6_000, 1, 1)
    assert (third.ground, last.ground) == ("quota_or_budget_full", "below_minimum")
    assert third.number == panel.proposals[0].number
    assert third.lead_ko == panel.world.institution.name_ko


def test_each_decision_keeps_its_reason_and_it_is_true() -> None:
    panel = a_panel(4, 4)
    selection = panel.selected(3, 5, 4, 1)
    winner, third, last = panel.decision(2), panel.decision(0), panel.decision(3)
    assert (third.displaced, third.drawn_in, third.method) == ([winner.number], [], "solved_again")
    assert [rule["code"] for rule in third.binding] == ["region_most"]
    assert third.binding[0]["values"] | {"region_en": ""} == {"region_ko": "대전광역시", "region_en": "", "limit": 2}
    assert third.need == winner.merit - third.merit + 1
    assert third.needed_score_bp is not None
    weight_bp = 10_000 - policy_of(panel.call.rule_set).selection.regional_rank_weight_bp
    assert (third.needed_score_bp - (third.score_bp or 0)) * weight_bp >= third.need
    assert (third.needed_score_bp - 1 - (third.score_bp or 0)) * weight_bp < third.need
    assert (winner.displaced, winner.margin) == ([third.number], third.need - 1)
    assert (last.mends, last.merit_rank) == (["below_minimum"], 4)
    assert selection.lot_seed == ""


def test_rules_that_clash_are_named_and_nothing_is_kept() -> None:
    panel = a_panel(2, 4)
    panel.pledge()
    panel.close(5, 1)
    choosing(panel, least_per_region=2)
    with pytest.raises(RuleBroken) as clash:
        panel.propose()
    codes = [one.code for one in clash.value.violations]
    assert codes == ["selection.rules_clash", "selection.rule.below_minimum", "selection.rule.region_least"]
    assert not Selection.objects.exists()
    with pytest.raises(CommandError, match="대전광역시"):
        call_command("select", panel.call.code)


def test_the_command_prints_value_bound_and_the_reason_of_each() -> None:
    panel = a_panel(3, 4)
    with pytest.raises(CommandError):
        call_command("select", panel.call.code)
    with pytest.raises(CommandError):
        call_command("select", "no-such-call")
    panel.pledge()
    panel.close(3, 5, 4)
    choosing(panel, lot_seed=7, rank_veto="unranked", max_per_lead=1)
    out = StringIO()
    call_command("select", panel.call.code, "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["value"], found["proved"], found["selected"], found["lot_seed"]) == (found["bound"], True, 1, "7")
    rows = {row["number"]: row for row in found["proposals"]}
    best, second = (rows[panel.proposals[number].number] for number in (1, 2))
    assert (best["outcome"], best["displaced"]) == ("selected", [second["number"]])
    assert "lead_most" in {rule["code"] for rule in second["binding"]}
    lines = StringIO()
    call_command("select", panel.call.code, stdout=lines)
    assert best["number"] in lines.getvalue()
    assert not Selection.objects.exists()


def test_regions_and_the_committee_see_shares_and_nothing_else_before_the_decision() -> None:
    panel = a_panel(3, 4)
    selection = panel.selected(3, 5, 4)
    told = Delivery.objects.filter(event__name="reviews.selection_proposed").values_list("user_id", flat=True)
    region_officer = panel.world.users()["region_officer"]
    assert {region_officer.pk, panel.users[0].pk} <= set(told)
    for actor in (panel.officer, panel.role("auditor"), panel.role("region_officer"), panel.expert(0)):
        [row] = queries.shares_of(selection.uid, actor)
        assert (row.asked_teams, row.selected_teams) == (3, 2)
        assert row.selected_krw == panel.decision(1).grant_krw + panel.decision(2).grant_krw
    strangers = [panel.role("institution_officer"), a_ministry_world().actor("ministry_officer", OPENED_AT)]
    for actor in (*strangers, actor_for(panel.outsider, OPENED_AT)):
        with pytest.raises(NotFound):
            queries.shares_of(selection.uid, actor)
    with pytest.raises(NotFound):
        queries.selection_page(selection.uid, panel.role("region_officer"))
    override(panel, 1, "waiting")
    assert queries.shares_of(selection.uid, panel.officer)[0].selected_teams == 1
    actions.discard_selection(selection_uid=selection.uid, reason="재평가", by=panel.officer, at=SELECTED_AT)
    with pytest.raises(NotFound):
        queries.shares_of(selection.uid, panel.officer)


def choosing(panel: Panel, **clauses: object) -> None:
    """The call under a later version of its rules, with the group about choosing."""
    older = panel.call.rule_set
    none = {"least_per_region": "none", "rank_veto": "weight_only", "max_per_lead": "none", "tiers_filled": False}
    money = {"first_year_krw": "none", "later_years_krw": "none", "lot_seed": "none"}
    policy = with_changes(older.text, {"choosing": none | money | clauses})
    text = policy_to_json(policy)
    newer = RuleSet.objects.create(
        program=older.program,
        version=older.version + 1,
        schema=older.schema,
        text=text,
        checksum=checksum(text),
        reference_ko=older.reference_ko,
        state="draft",
        created_at=OPENED_AT,
    )
    type(panel.call).objects.filter(pk=panel.call.pk).update(rule_set=newer)
    panel.call.refresh_from_db()


def test_without_a_pledge_nobody_is_in() -> None:
    panel = a_panel(1, 3)
    panel.pledge()
    MatchPledge.objects.update(state="withdrawn")
    panel.close()
    panel.propose()
    assert panel.decision().ground == "no_pledge"


def test_a_selection_is_proposed_once_of_a_closed_round_by_the_ministry() -> None:
    panel = a_panel(1, 3)
    refused(panel.propose, "selection.round_not_closed")
    panel.pledge()
    panel.close()
    for role in (*BYSTANDERS, "agency_officer", "ministry_approver", "auditor"):
        with pytest.raises(NotAllowed):
            actions.propose_selection(call_uid=panel.call.uid, by=panel.role(role), at=SELECTED_AT)
    with pytest.raises(NotFound):
        actions.propose_selection(call_uid=uuid4(), by=panel.officer, at=SELECTED_AT)
    panel.propose()
    refused(panel.propose, "selection.stands", WrongState)


def test_an_override_is_named_and_reasoned_and_goes_back_without_trace_of_a_reason() -> None:
    panel = a_panel(1, 3)
    panel.selected()
    refused(lambda: override(panel, 0, "maybe"), "decision.outcome_unknown")
    refused(lambda: override(panel, 0, "waiting", " "), "decision.reason_missing")
    for role in ("agency_officer", "auditor", "ministry_approver"):
        with pytest.raises(NotAllowed):
            override(panel, 0, "waiting", by=panel.role(role))
    for role in BYSTANDERS:
        with pytest.raises(NotFound):
            override(panel, 0, "waiting", by=panel.role(role))
    decision = override(panel, 0, "waiting")
    assert (decision.outcome, decision.proposed) == ("waiting", "selected")
    assert (decision.override_reason, decision.override_by_name) == (REASON, panel.officer.name)
    assert Event.objects.get(name="reviews.decision_overridden").reason == REASON
    assert override(panel, 0, "selected", "").override_reason == ""


def test_an_override_may_break_a_quota_but_not_the_budget() -> None:
    panel = a_panel(3, 4, budget_krw=7_500_000_000)
    selection = panel.selected(5, 4, 3)
    override(panel, 2, "selected")
    refused(
        lambda: actions.decide_selection(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT),
        "selection.over_budget",
    )
    override(panel, 1, "waiting")
    assert actions.decide_selection(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT).state == "decided"


def test_a_selection_among_other_proposals_than_stand_now_is_not_decided() -> None:
    panel = a_panel(2, 3)
    selection = panel.selected()
    Proposal.objects.filter(pk=panel.proposals[0].pk).update(state="withdrawn")
    refused(
        lambda: actions.decide_selection(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT),
        "selection.out_of_date",
    )


def test_merges_are_answered_before_the_decision_and_end_with_it() -> None:
    panel = a_panel(2, 3)
    selection = panel.selected()
    leading = panel.proposals[0]
    offer = MergeOffer.objects.create(
        call=panel.call,
        region=leading.region,
        ministry=leading.ministry,
        organization_ids=leading.organization_ids,
        leading=leading,
        coordinator=panel.experts[0].person,
        terms={"title_ko": "통합"},
        sha256="0" * 64,
        offered_at=SELECTED_AT,
    )
    refused(
        lambda: actions.decide_selection(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT),
        "selection.merges_open",
    )
    MergeOffer.objects.filter(pk=offer.pk).update(state="withdrawn")
    assert not MergingEnd.objects.exists()
    actions.decide_selection(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    end = MergingEnd.objects.get(call=panel.call)
    assert (end.ended_at, end.ended_by) == (SELECTED_AT, panel.officer.user_id)


def test_publishing_moves_every_proposal_and_tells_its_team() -> None:
    panel = a_panel(4, 4)
    selection = panel.selected(3, 5, 4, 1)
    for act in (actions.decide_selection, actions.publish_selection):
        act(selection_uid=selection.uid, by=panel.officer, at=SELECTED_AT)
    states = [Proposal.objects.get(pk=proposal.pk).state for proposal in panel.proposals]
    assert states == ["waiting", "selected", "selected", "rejected"]
    told = set(Delivery.objects.filter(event__name="proposals.proposal_selected").values_list("user_id", flat=True))
    assert panel.world.institution_officer.pk in told
    refused(lambda: override(panel, 0, "selected"), "selection.wrong_state", WrongState)


def test_one_that_is_given_up_makes_room_for_another() -> None:
    panel = a_panel(1, 3)
    selection = panel.selected()
    refused(
        lambda: actions.discard_selection(selection_uid=selection.uid, reason=" ", by=panel.officer, at=SELECTED_AT),
        "decision.reason_missing",
    )
    actions.discard_selection(selection_uid=selection.uid, reason="재평가", by=panel.officer, at=SELECTED_AT)
    again = panel.propose()
    assert again.inputs_sha256 == selection.inputs_sha256, "the same inputs"


@pytest.mark.parametrize("state", SELECTION.states)
@pytest.mark.parametrize("verb", [move.verb for move in SELECTION.moves])
def test_every_verb_in_every_state(state: str, verb: str) -> None:
    panel = a_panel(1, 3)
    selection = panel.selected()
    Selection.objects.filter(pk=selection.pk).update(state=state, decided_at=SELECTED_AT)
    given = {"selection_uid": selection.uid, "by": panel.officer, "at": SELECTED_AT}
    if verb == "discard":
        given["reason"] = "재평가"
    act = getattr(actions, f"{verb}_selection")
    if state in SELECTION.named(verb).sources:
        assert act(**given).state == SELECTION.named(verb).target
    else:
        refused(lambda: act(**given), "selection.wrong_state", WrongState)


@pytest.mark.parametrize("verb", ["decide", "publish", "discard"])
def test_only_the_ministry_itself_selects(verb: str) -> None:
    panel = a_panel(1, 3)
    selection = panel.selected()
    act = getattr(actions, f"{verb}_selection")
    given = {"selection_uid": selection.uid, "at": SELECTED_AT, **({"reason": "x"} if verb == "discard" else {})}
    for role in ("agency_officer", "ministry_approver", "auditor", "coordinator"):
        with pytest.raises(NotAllowed):
            act(by=panel.role(role), **given)
    strangers = [panel.role(role) for role in BYSTANDERS]
    strangers += [panel.expert(0), a_ministry_world().actor("ministry_officer", OPENED_AT)]
    for actor in strangers:
        with pytest.raises(NotFound):
            act(by=actor, **given)


def test_selections_seen_are_those_that_may_be_seen() -> None:
    panel = a_panel(1, 3)
    selection = panel.selected()
    for state in SELECTION.states:
        Selection.objects.filter(pk=selection.pk).update(state=state, decided_at=SELECTED_AT)
        selection.refresh_from_db()
        for user in (*panel.world.users().values(), *panel.users):
            actor = actor_for(user, OPENED_AT)
            seen = queries.selections_visible_to(actor).exists()
            assert seen == permissions.may_view_selection(actor, selection, panel.call.program.uid), (state, user.email)
