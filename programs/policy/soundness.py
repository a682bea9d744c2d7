"""What a new rule set is asked beyond being readable: that its groups of clauses go together.

Versions that are published already are read without it: what once was a rule stays one.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from programs.policy.applicants import Regions, Tiers
from programs.policy.assigning import Assigning
from programs.policy.choosing import Choosing
from programs.policy.eligibility import Composition, Eligibility
from programs.policy.faults import Fault
from programs.policy.judging import Review, Selection
from programs.policy.money import Band, Budget, CategoryKind, Match, MatchForm
from programs.policy.outcomes import CONTINUITY, Continuity, Scoring
from programs.policy.places import Quota, TeamCount, Timeline
from programs.policy.regional import Deposit, Regional
from programs.policy.years import ProjectYears, Tranches

Groups = Mapping[str, Any]
"""Groups of clauses by name; one with faults of its own, or that a rule set does not have, is missing or None."""


def faults_of_groups(groups: Groups) -> Iterator[Fault]:
    """All that does not go together among groups that are each sound."""
    for check, names in _CHECKS.items():
        found = [groups.get(name) for name in names]
        if all(group is not None for group in found):
            yield from check(*found)


def _regions_in_and_out(regions: Regions, eligibility: Eligibility) -> Iterator[Fault]:
    for code in sorted({*regions.only} & {*eligibility.excluded_regions}):
        yield Fault("regions.only", "policy.region_in_and_out", {"region": code})


def _quotas_of_nobody(regional: Regional, eligibility: Eligibility) -> Iterator[Fault]:
    for place, quota in enumerate(regional.quotas):
        if quota.region in eligibility.excluded_regions:
            yield Fault(f"regional.quotas[{place}].region", "policy.quota_of_region_left_out", {"region": quota.region})


def _quotas_outside(regional: Regional, regions: Regions) -> Iterator[Fault]:
    for place, quota in enumerate(regional.quotas):
        if quota.region not in regions.only:
            yield Fault(f"regional.quotas[{place}].region", "policy.quota_of_region_left_out", {"region": quota.region})


def _merges_above_quota(quota: Quota, selection: Selection) -> Iterator[Fault]:
    most, merged = quota.teams_per_region, selection.merging.max_originals
    if quota.counts is TeamCount.ORIGINAL and selection.merging.allowed and most is not None and merged > most:
        values = {"given": merged, "most": most}
        yield Fault("selection.merging.max_originals", "policy.merge_above_quota", values)


def _bands_outside_budget(tiers: Tiers, budget: Budget) -> Iterator[Fault]:
    least, most = budget.min_grant_per_year_krw, budget.max_grant_per_year_krw
    for place, tier in enumerate(tiers.levels):
        values: dict[str, str | int] = {"least_krw": least, "most_krw": most}
        if tier.min_grant_krw < least:
            yield Fault(f"tiers.levels[{place}].min_grant_krw", "policy.band_outside_budget", values)
        if tier.max_grant_krw > most:
            yield Fault(f"tiers.levels[{place}].max_grant_krw", "policy.band_outside_budget", values)


def _never_dropped(scoring: Scoring, review: Review) -> Iterator[Fault]:
    if scoring.from_reviews > review.reviewers_per_case:
        values = {"given": scoring.from_reviews, "minimum": 1, "maximum": review.reviewers_per_case}
        yield Fault("scoring.from_reviews", "policy.out_of_range", values)


def _more_needed_than_judge(assigning: Assigning, review: Review) -> Iterator[Fault]:
    """No single field can need more experts than a case has."""
    asked = [("assigning.own_sector", assigning.own_sector)]
    asked += [(f"assigning.needed[{place}].at_least", one.at_least) for place, one in enumerate(assigning.needed)]
    for path, given in asked:
        if given > review.reviewers_per_case:
            yield Fault(path, "policy.too_large", {"given": given, "maximum": review.reviewers_per_case})


def _deposit_of_nothing(deposit: Deposit, match: Match) -> Iterator[Fault]:
    if MatchForm.CASH not in match.forms:
        yield Fault("deposit.within_days", "policy.deposit_without_cash")


def _no_later_year(continuity: Continuity, years: ProjectYears) -> Iterator[Fault]:
    if continuity.share_bp and years.count == 1:
        yield Fault("continuity.share_bp", "policy.no_later_year")


def _continuity_named_twice(continuity: Continuity, tranches: Tranches) -> Iterator[Fault]:
    """The part that does not wait has a code of its own among a year's tranches."""
    for place, tranche in enumerate(tranches.schedule):
        if continuity.share_bp and tranche.code == CONTINUITY:
            yield Fault(f"tranches.schedule[{place}].code", "policy.repeated", {"given": CONTINUITY})


def _reminded_too_early(timeline: Timeline) -> Iterator[Fault]:
    first = max(timeline.reminder_lead_days, default=0)
    if first > timeline.ranking_days:
        values = {"given": first, "most": timeline.ranking_days}
        yield Fault("timeline.reminder_lead_days", "policy.reminder_before_start", values)


def _members_beyond_most(eligibility: Eligibility) -> Iterator[Fault]:
    """Members of kinds that share none can't be the same ones: together they may be more than a consortium has."""
    if eligibility.max_partners is None:
        return
    apart: list[Composition] = []
    for item in sorted(eligibility.composition, key=lambda one: -one.at_least):
        if all(set(item.kinds).isdisjoint(one.kinds) for one in apart):
            apart.append(item)
    least, most = sum(item.at_least for item in apart), eligibility.max_partners + 1
    if len(apart) > 1 and least > most:
        yield Fault("eligibility.composition", "policy.least_above_most", {"least": least, "most": most})


def _quota_beyond_plan(quota: Quota, budget: Budget) -> Iterator[Fault]:
    """All teams of a region at the least grant there is, against what is planned for it."""
    planned, teams = quota.planned_grant_per_region_year_krw, quota.teams_per_region
    if planned is not None and teams is not None and teams * budget.min_grant_per_year_krw > planned:
        values = {"least_krw": teams * budget.min_grant_per_year_krw, "planned_krw": planned}
        yield Fault("quota.teams_per_region", "policy.quota_beyond_plan", values)


def _regional_beyond_plan(regional: Regional, quota: Quota, budget: Budget) -> Iterator[Fault]:
    planned = quota.planned_grant_per_region_year_krw
    for place, one in enumerate(regional.quotas):
        least_krw = one.teams * budget.min_grant_per_year_krw
        if planned is not None and least_krw > planned:
            values = {"least_krw": least_krw, "planned_krw": planned}
            yield Fault(f"regional.quotas[{place}].teams", "policy.quota_beyond_plan", values)


def _committee_too_small(tiers: Tiers, review: Review) -> Iterator[Fault]:
    """The committee must be able to judge at least as many cases as the tiers let win."""
    if review.max_cases_per_expert is None or any(tier.max_selected is None for tier in tiers.levels):
        return
    selected = sum(tier.max_selected or 0 for tier in tiers.levels)
    judged = review.committee_size * review.max_cases_per_expert // review.reviewers_per_case
    if judged < selected:
        yield Fault("review.max_cases_per_expert", "policy.committee_too_small", {"given": judged, "needed": selected})


def _floor_above_cap(continuity: Continuity, budget: Budget) -> Iterator[Fault]:
    """What of a tranche pays people whatever happens can't be more than people may be paid at all."""
    salaries = [one for one in budget.categories if one.kind is CategoryKind.SALARIES]
    caps = [one.cap_bp for one in salaries if one.band is Band.BLOCK]
    firm = [cap for cap in caps if cap is not None]
    if salaries and len(firm) == len(salaries) and continuity.payroll_floor_bp > sum(firm):
        values = {"given_bp": continuity.payroll_floor_bp, "cap_bp": sum(firm)}
        yield Fault("continuity.payroll_floor_bp", "policy.floor_above_cap", values)


def _least_above_quota(choosing: Choosing, quota: Quota) -> Iterator[Fault]:
    least, most = choosing.least_per_region, quota.teams_per_region
    if least is not None and most is not None and least > most:
        yield Fault("choosing.least_per_region", "policy.least_above_most", {"least": least, "most": most})


def _least_above_own_quota(choosing: Choosing, regional: Regional) -> Iterator[Fault]:
    for place, one in enumerate(regional.quotas):
        if choosing.least_per_region is not None and choosing.least_per_region > one.teams:
            values = {"least": choosing.least_per_region, "most": one.teams}
            yield Fault(f"regional.quotas[{place}].teams", "policy.least_above_most", values)


_CHECKS: Mapping[Callable[..., Iterator[Fault]], tuple[str, ...]] = {
    _regions_in_and_out: ("regions", "eligibility"),
    _quotas_of_nobody: ("regional", "eligibility"),
    _quotas_outside: ("regional", "regions"),
    _merges_above_quota: ("quota", "selection"),
    _bands_outside_budget: ("tiers", "budget"),
    _members_beyond_most: ("eligibility",),
    _quota_beyond_plan: ("quota", "budget"),
    _regional_beyond_plan: ("regional", "quota", "budget"),
    _committee_too_small: ("tiers", "review"),
    _floor_above_cap: ("continuity", "budget"),
    _never_dropped: ("scoring", "review"),
    _more_needed_than_judge: ("assigning", "review"),
    _deposit_of_nothing: ("deposit", "match"),
    _no_later_year: ("continuity", "project_years"),
    _continuity_named_twice: ("continuity", "tranches"),
    _reminded_too_early: ("timeline",),
    _least_above_quota: ("choosing", "quota"),
    _least_above_own_quota: ("choosing", "regional"),
}
"""Each check, and the groups it needs."""
