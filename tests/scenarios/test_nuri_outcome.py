"""What NURI's file must lead to, without a database: marks through the real rules of assignment, shares, selection.

The replay itself does the same through every action (docs/nuri.md); this is quick enough for every run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from functools import cache

from programs.actions import read_preset
from programs.policy import Source
from programs.policy.shares import RegionShare, indices_of, shares_of
from programs.rules import figures_of
from reviews import rules
from scenarios.plan import PlannedProposal
from scenarios.plan.money import by_source
from scenarios.plan.sequel import marks
from tests.scenarios.test_nuri import nuri

YEARS = 5


@cache
def scores() -> dict[str, int]:
    """The mean score of each proposal over its three experts, in basis points."""
    scenario, policy, plan = nuri()
    judging = scenario.judging
    assert judging is not None
    matters = [
        rules.Matter(
            number,
            one.sector,
            f"{one.title_ko} {one.title_en}",
            frozenset(
                place
                for place, expert in enumerate(plan.experts)
                if expert.person.organization in {one.lead, *(partner for partner, _ in one.partners)}
            ),
        )
        for number, one in enumerate(plan.proposals)
    ]
    judges = [rules.Judge(place, frozenset(one.fields), one.max_cases) for place, one in enumerate(plan.experts)]
    found: dict[str, list[Fraction]] = defaultdict(list)
    for case, expert in rules.assign(matters, judges, per_case=policy.review.reviewers_per_case).pairs:
        code = plan.proposals[case].code
        points = {
            criterion.code: marks(
                scenario,
                judging,
                quality_bp=plan.quality_bp[code],
                code=code,
                expert=plan.experts[expert].person.key,
                criterion=criterion.code,
                scale=range(criterion.scale_min, criterion.scale_max + 1),
            )[0]
            for criterion in policy.review.criteria
        }
        found[code].append(rules.score_bp(points, policy))
    return {code: rules.mean_bp(given) or 0 for code, given in found.items()}


def grants_of(one: PlannedProposal) -> tuple[int, ...]:
    return tuple(by_source(one.lines, Source.GRANT, YEARS))


@cache
def shares() -> tuple[RegionShare, ...]:
    """The first year's money by region."""
    scenario, policy, _ = nuri()
    table = read_preset(scenario.program.preset).figures
    assert table is not None
    assert policy.balance is not None
    assert policy.division is not None
    assert policy.choosing is not None
    basis = {region.code: region.proposals for region in scenario.regions}
    indices = indices_of(figures_of(table, policy.balance, list(basis)), policy.balance, policy.division.cut)
    return shares_of(policy.choosing.first_year_krw or 0, basis, indices, policy.balance, policy.division)


@cache
def chosen() -> tuple[list[PlannedProposal], rules.Chosen]:
    scenario, policy, plan = nuri()
    assert policy.tiers is not None
    assert policy.choosing is not None
    regions = [region.code for region in scenario.regions]
    candidates = [
        rules.Candidate(
            id=number,
            region_id=regions.index(one.region),
            score_bp=scores()[one.code],
            merit=rules.merit_of(score=scores()[one.code], position=None, ranked=1, rank_weight_bp=0),
            grant_krw=sum(grants_of(one)),
            grants_krw=grants_of(one),
            tier=one.tier,
            number=one.code,
        )
        for number, one in enumerate(plan.proposals)
    ]
    by_tier = {tier.code: tier.max_selected or 0 for tier in policy.tiers.levels}
    quotas = rules.Quotas(
        teams_per_region=policy.quota.teams_per_region,
        budget_krw=scenario.call.budget_krw,
        min_score_bp=policy.selection.min_score_bp,
        pledge_needed=False,
        by_tier=by_tier,
        least_by_tier=by_tier,
        budget_by_year_krw=policy.choosing.money_of_years(YEARS, scenario.call.budget_krw),
        most_krw_by_region={regions.index(one.region): one.most_krw or 0 for one in shares()},
        least_krw_by_region={regions.index(one.region): one.least_krw or 0 for one in shares()},
        seed=str(policy.choosing.lot_seed),
    )
    found = rules.choose(candidates, rules.within_reach(quotas, candidates))
    return [plan.proposals[number] for number in found.selected], found


def test_111_of_454_are_selected_with_proof_25_large_25_medium_61_small() -> None:
    inside, found = chosen()
    assert found.value == found.bound
    assert len(inside) == 111
    assert Counter(one.tier for one in inside) == {"large": 25, "medium": 25, "small": 61}


def test_daejeon_has_six_of_four_universities() -> None:
    six = [one for one in chosen()[0] if one.region == "daejeon"]
    assert (len(six), len({one.lead for one in six})) == (6, 4)


def test_the_index_weighs_fifteen_percent_and_every_region_keeps_to_its_share() -> None:
    assert sum(one.share_krw for one in shares()) == 220_000_000_000
    assert sum(one.index_krw for one in shares()) == 33_000_000_000
    first_year = Counter[str]()
    for one in chosen()[0]:
        first_year[one.region] += grants_of(one)[0]
    assert sum(first_year.values()) <= 220_000_000_000
    for share in shares():
        assert (share.least_krw or 0) <= first_year[share.region] <= (share.most_krw or 0)


def test_the_review_is_of_days_that_are_told() -> None:
    scenario = nuri()[0]
    assert scenario.judging is not None
    assert scenario.selection is not None
    assert scenario.judging.opens_at.isoformat()[:10] == "2004-05-27"
    assert scenario.selection.published_at.isoformat()[:10] == "2004-06-16"
    assert {"judging.opens_at", "selection.published_at"}.isdisjoint(scenario.assumed)
