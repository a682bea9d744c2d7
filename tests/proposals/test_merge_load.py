"""What a merged team would owe for each won: flagged to the hundredth, brought down, overridden by two, priced."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from accounts.roles import Role
from core import sweeps
from core.refusals import NotAllowed, NotFound, RuleBroken, Stale, WrongState
from programs.models import Call
from programs.policy import Policy
from proposals import actions, permissions, queries, rules
from proposals.models import MergeOffer, Proposal
from proposals.rules import KeptTarget, Original
from proposals.rules.merge_load import Way
from proposals.tasks import MERGES_LAPSE
from tests.build import actor_for, an_officer
from tests.build_programs import a_rule_set
from tests.programs.policies import ADDED, policy_with, ris_policy, ris_raw
from tests.proposals.merging import AT, Merging, two_teams
from tests.proposals.test_merging_rules import an_original, one_budget, three

PLAIN = ris_policy()
HELD = policy_with("merging", ADDED["merging"])
"""A tenth more than was promised, an override, fourteen days."""
GRANT_KRW = 3 * 1_300_000_000
Held = tuple[Merging, Actor]


def all_of(originals: list[Original]) -> list[KeptTarget]:
    return [
        KeptTarget(one.number, target["indicator"], target["year"], Decimal(target["value"]))
        for one in originals
        for target in one.content["targets"]
    ]


# --- The rule -----------------------------------------------------------------------------------------


def test_all_targets_on_half_of_the_money_are_twice_what_was_promised() -> None:
    found = rules.overloads(PLAIN, three(), all_of(three()))
    assert [(one.indicator, one.kept, one.over_bp) for one in found] == [
        ("a", Decimal(90), 10_770),  # 8.1 billion asked, 3.9 offered: 107.69% more, told rounded up
        ("b", Decimal(90), 10_770),
    ]


@pytest.mark.parametrize(("value", "flagged"), [("43.33", False), ("43.34", True)])
def test_the_flag_falls_at_the_hundredth_of_a_target(value: str, flagged: bool) -> None:
    """90 promised for 8.1 billion make 43.333... on 3.9."""
    kept = [KeptTarget("R-1", "a", 1, Decimal(value))]
    assert bool(rules.overloads(PLAIN, three(), kept)) is flagged


@pytest.mark.parametrize(("value", "flagged"), [("47.66", False), ("47.67", True)])
def test_a_rule_may_allow_a_part_more(value: str, flagged: bool) -> None:
    kept = [KeptTarget("R-1", "a", 1, Decimal(value))]
    assert bool(rules.overloads(HELD, three(), kept)) is flagged


def test_rules_without_the_clause_flag_and_forbid_nothing() -> None:
    found = rules.overloads(PLAIN, three(), all_of(three()))
    assert rules.overload_violations(PLAIN, found, overridden=False) == []


def test_a_reason_helps_only_where_the_rules_let_somebody_sign_it() -> None:
    found = rules.overloads(HELD, three(), all_of(three()))
    strict = policy_with("merging", {**ADDED["merging"], "override": False})

    def codes(policy: Policy, overridden: bool) -> list[str]:
        return [one.code for one in rules.overload_violations(policy, found, overridden=overridden)]

    assert codes(HELD, False) == ["merge.overloaded"] * 2
    assert codes(HELD, True) == []
    assert codes(strict, True) == ["merge.overloaded"] * 2 + ["merge.no_override"]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 10**10), st.integers(0, 10**6)), min_size=2, max_size=4),
    st.integers(0, 10**10),
)
def test_targets_brought_down_to_the_shares_are_never_overloaded(asked: list[tuple[int, int]], won: int) -> None:
    originals = [
        replace(
            an_original(f"R-{place}", grant_krw=grant_krw * 100),
            year_krw=(min(won, grant_krw * 100),) * 3,
        )
        for place, (grant_krw, _hundredths) in enumerate(asked)
    ]
    for original, (_grant, hundredths) in zip(originals, asked, strict=True):
        for target in original.content["targets"]:
            target["value"] = f"{Decimal(hundredths) / 100:.2f}"
    kept = rules.rebased(PLAIN, originals)
    for original in originals:
        own = [one for one in kept if one.number == original.number]
        assert rules.overloads(PLAIN, [original], own) == []


# --- The alternatives ---------------------------------------------------------------------------------


def test_each_way_is_priced_in_seats_won_match_and_targets() -> None:
    ways = rules.alternatives(PLAIN, three(), one_budget(), all_of(three()))
    assert [(one.way, one.seats, one.grant_krw, one.targets["a"], one.over_bp > 0) for one in ways] == [
        (Way.OFFERED, 1, GRANT_KRW, Decimal(90), True),
        *[(Way.FUND_ONE, 1, 3 * 900_000_000, Decimal(30), False)] * 3,
        (Way.SEPARATE, 3, GRANT_KRW, Decimal("43.29"), False),
        (Way.SMALLER, 1, GRANT_KRW, Decimal("43.29"), False),
    ]
    assert [one.waiting for one in ways[1:4]] == [("R-2", "R-3"), ("R-1", "R-3"), ("R-1", "R-2")]
    assert ways[0].match_krw == 3 * 144_444_445  # a tenth of the whole budget, on top of 1.3 billion
    assert ways[4].match_krw >= ways[0].match_krw


def test_one_that_asked_for_more_than_a_team_may_have_gets_that_and_owes_its_part() -> None:
    big = an_original("R-1", grant_krw=2 * PLAIN.budget.max_grant_per_year_krw)
    way = rules.alternatives(PLAIN, [big, an_original("R-2")], one_budget(), [])[1]
    assert (way.year_krw[0], way.targets["a"]) == (PLAIN.budget.max_grant_per_year_krw, Decimal(15))


# --- The deeds ----------------------------------------------------------------------------------------


@pytest.fixture
def held(db: None) -> Held:
    """Two teams under rules that hold an offer against what was promised, and the ministry's approver."""
    merging = two_teams()
    raw = {**ris_raw(), "merging": ADDED["merging"]}
    rule_set = a_rule_set(merging.call.program, json.dumps(raw, default=str))
    Call.objects.filter(pk=merging.call.pk).update(rule_set=rule_set)
    for original in merging.originals:
        original.refresh_from_db()
    return merging, actor_for(an_officer(Role.MINISTRY_APPROVER, merging.ministry), AT)


def everything(merging: Merging) -> list[KeptTarget]:
    """Every target of both teams, on the money of one."""
    return [
        KeptTarget(one.number, target["indicator"], target["year"], Decimal(target["value"]))
        for one in merging.originals
        for target in queries.content_of(one)["targets"]
    ]


def an_override(held: Held) -> MergeOffer:
    merging, _approver = held
    return merging.offer(targets=everything(merging), override_reason="지역이 그렇게 원합니다.")


def test_an_overloaded_offer_is_not_sent_without_a_reason(held: Held) -> None:
    merging, _approver = held
    with pytest.raises(RuleBroken) as refused:
        merging.offer(targets=everything(merging))
    assert {one.code for one in refused.value.violations} == {"merge.overloaded"}
    assert not MergeOffer.objects.exists()


def test_a_reason_without_an_overload_is_no_override(held: Held) -> None:
    merging, _approver = held
    offer = merging.offer(override_reason="혹시 몰라서")
    assert (offer.state, offer.override_reason) == ("offered", "")
    assert offer.answer_due_at == AT + timedelta(days=14)


def test_nobody_is_asked_before_somebody_else_has_signed(held: Held) -> None:
    merging, approver = held
    offer = an_override(held)
    assert (offer.state, offer.answer_due_at, offer.is_sent) == ("held", None, False)
    for asked in (merging.teams[0].office, merging.teams[1].leader, merging.region):
        assert not queries.merges_visible_to(asked).filter(pk=offer.pk).exists()
        assert not permissions.may_view_merge(asked, offer, on_team=False)
    with pytest.raises(NotFound):
        merging.answer(offer, 0)
    signed = actions.sign_merge(offer_uid=offer.uid, sha256=offer.sha256, by=approver, at=AT + timedelta(days=1))
    assert (signed.state, signed.signed_by) == ("offered", approver.user_id)
    assert signed.answer_due_at == AT + timedelta(days=15)
    assert merging.answer(signed, 0).state == "offered"
    with pytest.raises(WrongState):
        actions.sign_merge(offer_uid=offer.uid, sha256=offer.sha256, by=approver, at=AT)


def test_only_the_approver_signs_and_only_what_he_read(held: Held) -> None:
    merging, approver = held
    offer = an_override(held)
    with pytest.raises(NotAllowed):
        actions.sign_merge(offer_uid=offer.uid, sha256=offer.sha256, by=merging.officer, at=AT)
    both = replace(approver, user_id=merging.officer.user_id)
    with pytest.raises(NotAllowed):
        actions.sign_merge(offer_uid=offer.uid, sha256=offer.sha256, by=both, at=AT)
    with pytest.raises(Stale):
        actions.sign_merge(offer_uid=offer.uid, sha256="0" * 64, by=approver, at=AT)
    with pytest.raises(NotFound):
        actions.sign_merge(offer_uid=uuid4(), sha256=offer.sha256, by=approver, at=AT)


def test_what_is_not_signed_is_never_sent_and_frees_the_teams(held: Held) -> None:
    merging, approver = held
    offer = an_override(held)
    with pytest.raises(WrongState):
        merging.offer()
    with pytest.raises(RuleBroken):
        actions.refuse_merge(offer_uid=offer.uid, reason=" ", by=approver, at=AT)
    refused = actions.refuse_merge(offer_uid=offer.uid, reason="목표를 낮추십시오.", by=approver, at=AT)
    assert (refused.state, refused.is_sent) == ("refused", False)
    assert merging.offer().state == "offered"


def test_an_offer_that_waits_for_a_signature_can_be_taken_back(held: Held) -> None:
    merging, _approver = held
    offer = an_override(held)
    taken = actions.withdraw_merge(offer_uid=offer.uid, reason="다시 씁니다.", by=merging.officer, at=AT)
    assert taken.state == "withdrawn"
    assert not queries.merges_visible_to(merging.region).exists()


@pytest.mark.parametrize(("seconds", "state"), [(-1, "offered"), (0, "lapsed")])
def test_an_offer_lapses_when_its_days_are_over(held: Held, seconds: int, state: str) -> None:
    merging, _approver = held
    offer = merging.offer()
    assert offer.answer_due_at is not None
    merging.answer(offer, 0)
    sweeps.run(MERGES_LAPSE, at=offer.answer_due_at + timedelta(seconds=seconds))
    offer.refresh_from_db()
    assert offer.state == state
    assert {one.state for one in Proposal.objects.all()} == {"submitted"}


def test_an_answer_a_moment_late_is_told_so_before_the_sweep_has_run(held: Held) -> None:
    merging, _approver = held
    offer = merging.offer()
    late: dict[str, Any] = {"offer_uid": offer.uid, "sha256": offer.sha256, "answer": "accepted"}
    assert offer.answer_due_at is not None
    with pytest.raises(WrongState) as refused:
        actions.answer_merge(
            **late, proposal_uid=merging.originals[0].uid, by=merging.teams[0].office, at=offer.answer_due_at
        )
    assert [one.code for one in refused.value.violations] == ["merge.too_late"]


def test_every_target_of_the_merged_project_points_to_its_origin(held: Held) -> None:
    merging, approver = held
    offer = an_override(held)
    offer = actions.sign_merge(offer_uid=offer.uid, sha256=offer.sha256, by=approver, at=AT)
    merging.answer(offer, 0)
    merging.answer(offer, 1)
    merged = merging.agree(offer).merged
    assert merged is not None
    for target in merged.targets.prefetch_related("origins__original"):
        parts = {one.original: one.value for one in target.origins.all()}
        assert set(parts) == set(merging.originals)
        assert sum(parts.values()) == target.value
