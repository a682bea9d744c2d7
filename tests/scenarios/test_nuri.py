"""The file of NURI 2004: what it comes to as a plan, and a small part of it played through every action."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from django.db import transaction

from programs.actions import read_preset
from programs.policy import Policy, Source, parse_policy
from proposals.rules import budget_check
from scenarios.driver import open_world, play
from scenarios.file import Scenario, read_scenario
from scenarios.plan import Plan, RegionName, plan_of
from scenarios.plan.money import by_source
from scenarios.report import funnel, tier_funnel, world_hash
from tests.scenarios.files import NURI, nuri_small

CAPITAL = ("seoul", "incheon", "gyeonggi")
TIERS = {"large": 62, "medium": 118, "small": 274}


@cache
def nuri() -> tuple[Scenario, Policy, Plan]:
    scenario = read_scenario(NURI)
    policy = parse_policy(read_preset(scenario.program.preset).rules)
    codes = [*(region.code for region in scenario.regions), *CAPITAL]
    names = {code: RegionName(code, f"{code}도", code, code, code.title()) for code in codes}
    return scenario, policy, plan_of(scenario, policy, ("a", "b", "c", "d"), names)


def test_454_proposals_of_111_universities_of_thirteen_regions_as_the_press_tells() -> None:
    _, _, plan = nuri()
    assert len(plan.proposals) == 454
    assert len({one.lead for one in plan.proposals}) == 111
    assert len({one.region for one in plan.proposals}) == 13
    assert not {one.region for one in plan.proposals} & {*CAPITAL}
    daejeon = [one for one in plan.proposals if one.region == "daejeon"]
    assert (len(daejeon), len({one.lead for one in daejeon})) == (25, 7)


def test_what_is_told_is_not_listed_as_assumed_and_what_is_not_told_is() -> None:
    assumed = {*nuri()[0].assumed}
    assert not assumed & {"regions.daejeon.proposals", "regions.daejeon.institutions", "program.preset"}
    assert {"generator", "regions.busan.proposals", "call.closes_at", "refusals"} <= assumed


def test_each_grant_lies_in_the_band_of_its_tier_in_all_years() -> None:
    _, policy, plan = nuri()
    assert policy.tiers is not None
    years = policy.project_years.count
    assert Counter(one.tier for one in plan.proposals) == TIERS
    for one in plan.proposals:
        tier = policy.tiers.of(by_source(one.lines, Source.GRANT, years))
        assert tier is not None
        assert tier.code == one.tier
        assert budget_check(policy, one.lines) == []


def test_no_region_pledges_where_the_rules_ask_for_no_match_and_every_one_ranks() -> None:
    _, _, plan = nuri()
    assert plan.pledges == ()
    assert len(plan.rankings) == 13
    assert sum(len(one.order) for one in plan.rankings) == 454


def test_those_that_must_be_refused_are_no_part_of_the_454() -> None:
    _, _, plan = nuri()
    assert [one.code for one in plan.applicants] == [
        "university-of-seoul",
        "university-of-incheon",
        "college-of-gyeonggi",
        "firm-as-leader",
    ]
    assert all(one.despite for one in plan.applicants)
    leads = {one.key: one.region for one in plan.organizations}
    assert [leads[one.lead] for one in plan.applicants] == ["seoul", "incheon", "gyeonggi", "daejeon"]


@pytest.mark.django_db
def test_a_small_part_of_it_is_played_with_every_refusal_and_gives_the_same_hash_each_time() -> None:
    hashes = []
    for _ in range(2):
        with transaction.atomic():
            scenario = nuri_small()
            played = play([open_world(scenario)], until=scenario.refusals[-1].at)
            assert [(one.code, one.holds) for one in played.refusals] == [(one.code, True) for one in scenario.refusals]
            assert [one.clause for one in played.refusals[:6]] == [
                *["eligibility.excluded_regions"] * 3,
                "eligibility.lead_kinds",
                "budget.max_grant_per_year_krw",
                "tiers.levels",
            ]
            rows = {row.region: row for row in funnel(scenario.call.code)}
            assert (rows["daejeon"].submitted, rows["daejeon"].institutions) == (5, 2)
            assert (rows["seoul"].drafted, rows["seoul"].submitted) == (1, 0)
            tiers = {row.tier: row.submitted for row in tier_funnel(scenario.call.code)}
            assert tiers == {"large": 1, "medium": 2, "small": 3}
            hashes.append(world_hash())
            transaction.set_rollback(True)
    assert hashes[0] == hashes[1]
