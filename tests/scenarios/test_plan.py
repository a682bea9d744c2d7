"""What the file of 2004 comes to, before any database: counts, order, money within the rules, chance that repeats."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from core.money import below_bp
from programs.policy import Policy, Source
from proposals.rules import budget_check
from scenarios.file import read_scenario
from scenarios.plan import Plan, RegionName, plan_of
from tests.programs.policies import ris_policy
from tests.scenarios.files import RIS

INDICATORS = ("jobs", "patents", "trainees", "products", "firms-supported")


@cache
def ris_plan(seed: int | None = None) -> Plan:
    scenario = read_scenario(RIS)
    names = {
        region.code: RegionName(region.code, f"{region.code}도", region.code, region.code, region.code.title())
        for region in scenario.regions
    }
    scenario = scenario if seed is None else replace(scenario, seed=seed)
    return plan_of(scenario, ris_policy(), INDICATORS, names)


@pytest.fixture
def policy() -> Policy:
    return ris_policy()


def test_a_hundred_and_ten_proposals_over_sixteen_regions() -> None:
    plan = ris_plan()
    assert len(plan.proposals) == 110
    assert len({one.region for one in plan.proposals}) == 16
    assert len({one.code for one in plan.proposals}) == 110
    assert len({one.title_ko for one in plan.proposals}) == 110


def test_daejeon_sent_six_and_ranked_them_as_the_source_tells() -> None:
    plan = ris_plan()
    six = [one for one in plan.proposals if one.region == "daejeon"]
    assert [one.lead for one in six][:3] == ["dria", "kaist", "hanbat"]
    assert len(six) == 6
    ranking = next(one for one in plan.rankings if one.region == "daejeon")
    assert [code for code, _ in ranking.order] == [f"daejeon-{place}" for place in range(1, 7)]


def test_every_region_ranks_all_of_its_own() -> None:
    plan = ris_plan()
    for ranking in plan.rankings:
        own = {one.code for one in plan.proposals if one.region == ranking.region}
        assert {code for code, _ in ranking.order} == own
        assert len(ranking.order) == len(own)


def test_every_pledge_is_at_least_a_tenth(policy: Policy) -> None:
    plan = ris_plan()
    assert len(plan.pledges) == 110
    for pledge in plan.pledges:
        lines = plan.proposal(pledge.proposal).lines
        for year, match_krw in enumerate(pledge.year_krw, start=1):
            grant_krw = sum(one.amount_krw for one in lines if one.year == year and one.source is Source.GRANT)
            assert not below_bp(match_krw, grant_krw + match_krw, policy.match.share_bp)


def test_every_budget_is_accepted_by_the_rules(policy: Policy) -> None:
    assert [one.code for one in ris_plan().proposals if budget_check(policy, one.lines)] == []


def test_everything_happens_in_order() -> None:
    plan = ris_plan()
    call = plan.scenario.call
    for one in plan.proposals:
        assert call.opens_at <= one.written_at[0]
        assert list(one.written_at) == sorted(one.written_at)
        assert one.written_at[-1] <= one.asks_at <= one.submits_at < call.closes_at
        if one.withdraws_at and one.resubmits_at:
            assert one.submits_at <= one.withdraws_at < one.resubmits_at < call.closes_at
    for ranking in plan.rankings:
        assert call.closes_at <= ranking.saves_at < ranking.submits_at < call.ranking_due_at
    submitted = {ranking.region: ranking.submits_at for ranking in plan.rankings}
    assert all(call.closes_at <= one.makes_at <= submitted[one.region] for one in plan.pledges)


def test_people_are_plainly_samples() -> None:
    assert all(person.name_ko.startswith("표본") for person in ris_plan().people)


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    first = ris_plan()
    ris_plan.cache_clear()
    assert ris_plan().fingerprint() == first.fingerprint()
    assert ris_plan(seed=1).fingerprint() != first.fingerprint()
