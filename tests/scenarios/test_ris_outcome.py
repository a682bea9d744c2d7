"""What the file of 2004 must lead to, without a database: its marks through the real rules of assignment and selection.

The replay itself does the same through every action (docs/scenarios.md); this is quick enough for every run.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import cache

from core.calendar import funded_months, seoul_date
from core.money import WHOLE_BP
from programs.policy import Source
from proposals.rules import (
    KeptTarget,
    Line,
    Original,
    alternatives,
    overload_violations,
    overloads,
    shared_budget,
)
from reviews import rules
from scenarios.plan.money import by_source
from scenarios.plan.sequel import marks, shares_of
from tests.programs.policies import ADDED, policy_with, ris_policy
from tests.scenarios.test_plan import ris_plan

CEILING_KRW = 1_300_000_000


@cache
def scores() -> dict[str, int]:
    """The mean score of each proposal over its three experts, in basis points."""
    plan, policy = ris_plan(), ris_policy()
    judging = plan.scenario.judging
    assert judging is not None
    experts = list(plan.experts)
    matters = [
        rules.Matter(
            number,
            one.sector,
            f"{one.title_ko} {one.title_en}",
            frozenset(
                place
                for place, expert in enumerate(experts)
                if expert.person.organization in {one.lead, *(partner for partner, _ in one.partners)}
            ),
        )
        for number, one in enumerate(plan.proposals)
    ]
    judges = [rules.Judge(place, frozenset(expert.fields), expert.max_cases) for place, expert in enumerate(experts)]
    pairs = rules.assign(matters, judges, per_case=policy.review.reviewers_per_case).pairs
    assert len(pairs) == 330
    found: dict[str, list[Fraction]] = defaultdict(list)
    for case, expert in pairs:
        code = plan.proposals[case].code
        points = {
            criterion.code: marks(
                plan.scenario,
                judging,
                quality_bp=plan.quality_bp[code],
                code=code,
                expert=experts[expert].person.key,
                criterion=criterion.code,
                scale=range(criterion.scale_min, criterion.scale_max + 1),
            )[0]
            for criterion in policy.review.criteria
        }
        found[code].append(rules.score_bp(points, policy))
    return {code: rules.mean_bp(given) or 0 for code, given in found.items()}


def chosen() -> dict[str, list[tuple[str, ...]]]:
    """The originals of each selected team, by region."""
    plan, policy = ris_plan(), ris_policy()
    years = policy.project_years.count
    regions = [region.code for region in plan.scenario.regions]
    grants = {one.code: by_source(one.lines, Source.GRANT, years) for one in plan.proposals}
    orders = {ranking.region: [code for code, _ in ranking.order] for ranking in plan.rankings}
    teams = [merge.originals for merge in plan.merges]
    merged = {code for team in teams for code in team}
    teams += [(one.code,) for one in plan.proposals if one.code not in merged]
    candidates = []
    for number, team in enumerate(teams):
        region = plan.proposal(team[0]).region
        weights = [sum(grants[code]) for code in team]
        weighted = sum(scores()[code] * weight for code, weight in zip(team, weights, strict=True))
        score = round(Fraction(weighted, sum(weights)))
        candidates.append(
            rules.Candidate(
                id=number,
                region_id=regions.index(region),
                score_bp=score,
                merit=rules.merit_of(
                    score=score,
                    position=min(orders[region].index(code) + 1 for code in team),
                    ranked=len(orders[region]),
                    rank_weight_bp=policy.selection.regional_rank_weight_bp,
                ),
                grant_krw=sum(min(sum(won), CEILING_KRW) for won in zip(*(grants[code] for code in team), strict=True)),
            )
        )
    quotas = rules.Quotas(
        teams_per_region=policy.quota.teams_per_region,
        budget_krw=plan.scenario.call.budget_krw,
        min_score_bp=policy.selection.min_score_bp,
    )
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for number in rules.choose(candidates, quotas).selected:
        found[plan.proposal(teams[number][0]).region].append(teams[number])
    return found


def test_forty_experts_are_plainly_samples_of_institutions_of_all_regions() -> None:
    plan = ris_plan()
    assert len(plan.experts) == 40
    assert all(expert.person.name_ko.startswith("표본") for expert in plan.experts)
    assert max(expert.max_cases for expert in plan.experts) <= 12
    assert sum(expert.max_cases for expert in plan.experts) >= 330
    homes = {one.key: one for one in plan.organizations}
    assert {homes[expert.person.organization].kind for expert in plan.experts} == {"university", "public_research"}
    assert len({homes[expert.person.organization].region for expert in plan.experts}) == 16
    assert sum(bool(expert.conflicts) for expert in plan.experts) == 7


def test_the_optimum_is_what_history_tells_forty_three_teams_in_thirty_two_two_a_region() -> None:
    selected = chosen()
    assert {region: len(teams) for region, teams in selected.items()} == dict.fromkeys(
        (region.code for region in ris_plan().scenario.regions), 2
    )
    assert sum(len(team) for teams in selected.values() for team in teams) == 43
    assert sorted(selected["daejeon"], key=len) == [("daejeon-4",), ("daejeon-1", "daejeon-2", "daejeon-3")]


def the_daejeon_merge() -> tuple[list[Original], tuple[Line, ...], list[KeptTarget]]:
    """The offer of 2004 as the file tells it: three teams, one team's money, every target kept."""
    plan, policy = ris_plan(), ris_policy()
    merge = next(one for one in plan.merges if one.region == "daejeon")
    asked = {code: by_source(plan.proposal(code).lines, Source.GRANT, 3) for code in merge.originals}
    originals = [
        Original(
            code,
            "submitted",
            "daejeon",
            {
                "lines": [
                    {"year": line.year, "category": line.category, "source": line.source, "amount_krw": line.amount_krw}
                    for line in plan.proposal(code).lines
                ],
                "targets": [
                    {"indicator": indicator, "year": year, "value": str(value)}
                    for indicator, year, value in plan.proposal(code).targets
                ],
            },
            (),
        )
        for code in merge.originals
    ]
    lines = shared_budget(policy, originals)
    shares = shares_of(asked, merge.of_asked_bp, by_source(lines, Source.GRANT, 3))
    offered = [replace(one, year_krw=tuple(shares[one.number])) for one in originals]
    kept = [
        KeptTarget(code, indicator, year, value)
        for code in merge.originals
        for indicator, year, value in plan.proposal(code).targets
    ]
    return offered, lines, kept


def test_the_daejeon_merge_is_flagged_and_its_alternatives_are_priced() -> None:
    """One team's money for three teams' targets: much more is owed for each won; each other way owes no more."""
    originals, lines, kept = the_daejeon_merge()
    policy = ris_policy()
    grant_krw = sum(line.amount_krw for line in lines if line.source is Source.GRANT)
    found = overloads(policy, originals, kept)
    assert grant_krw == 3 * CEILING_KRW
    assert {one.indicator for one in found} == {one.indicator for one in kept}
    assert min(one.over_bp for one in found) > WHOLE_BP / 2
    assert all(one.kept == one.promised > one.due for one in found)
    ways = alternatives(policy, originals, lines, kept)
    assert [(one.way, one.seats, bool(one.over_bp)) for one in ways] == [
        ("offered", 1, True),
        *[("fund_one", 1, False)] * 3,
        ("separate", 3, False),
        ("smaller", 1, False),
    ]
    assert all(0 < one.grant_krw <= 3 * CEILING_KRW and one.match_krw > 0 for one in ways)
    held = policy_with("merging", ADDED["merging"])
    assert {one.code for one in overload_violations(held, found, overridden=False)} == {"merge.overloaded"}
    assert overload_violations(held, found, overridden=True) == []


def test_the_fourth_team_of_daejeon_does_not_fit_its_goal() -> None:
    plan = ris_plan()
    judging = plan.scenario.judging
    assert judging is not None
    points = {
        criterion: [
            marks(
                plan.scenario,
                judging,
                quality_bp=plan.quality_bp["daejeon-4"],
                code="daejeon-4",
                expert=expert.person.key,
                criterion=criterion,
                scale=range(1, 6),
            )[0]
            for expert in plan.experts
        ]
        for criterion in ("fit", "capacity")
    }
    assert max(points["fit"]) < 4
    assert min(points["capacity"]) >= 3


def test_one_original_of_daejeon_gets_a_third_and_no_won_is_lost() -> None:
    plan = ris_plan()
    merge = next(one for one in plan.merges if one.region == "daejeon")
    asked = {code: by_source(plan.proposal(code).lines, Source.GRANT, 3) for code in merge.originals}
    shares = shares_of(asked, merge.of_asked_bp, [CEILING_KRW] * 3)
    assert [sum(year) for year in zip(*shares.values(), strict=True)] == [CEILING_KRW] * 3
    assert shares["daejeon-2"] == [won * 3333 // WHOLE_BP for won in asked["daejeon-2"]]
    assert plan.proposal(merge.originals[0]).lead == "dria"


def test_the_money_comes_five_months_late() -> None:
    scenario, policy = ris_plan().scenario, ris_policy()
    assert scenario.contracts is not None
    (payment,) = scenario.contracts.payments
    arrived_on = seoul_date(payment.paid_at)
    starts_on = scenario.call.project_starts_on
    assert (arrived_on - starts_on).days == 152
    assert funded_months(arrived_on, policy.project_years.spend_by_date(starts_on.year, 1)) == 6
