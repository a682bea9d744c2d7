"""What a new rule set is asked beyond being readable: that its groups of clauses go together.

Versions that are published already are read without it: what once was a rule stays one.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from programs.policy.applicants import Regions, Tiers
from programs.policy.eligibility import Eligibility
from programs.policy.faults import Fault
from programs.policy.judging import Review, Selection
from programs.policy.money import Budget, Match, MatchForm
from programs.policy.outcomes import Continuity, Scoring
from programs.policy.places import Quota, TeamCount, Timeline
from programs.policy.regional import Deposit, Regional
from programs.policy.years import ProjectYears

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


def _deposit_of_nothing(deposit: Deposit, match: Match) -> Iterator[Fault]:
    if MatchForm.CASH not in match.forms:
        yield Fault("deposit.within_days", "policy.deposit_without_cash")


def _no_later_year(continuity: Continuity, years: ProjectYears) -> Iterator[Fault]:
    if continuity.share_bp and years.count == 1:
        yield Fault("continuity.share_bp", "policy.no_later_year")


def _reminded_too_early(timeline: Timeline) -> Iterator[Fault]:
    first = max(timeline.reminder_lead_days, default=0)
    if first > timeline.ranking_days:
        values = {"given": first, "most": timeline.ranking_days}
        yield Fault("timeline.reminder_lead_days", "policy.reminder_before_start", values)


_CHECKS: Mapping[Callable[..., Iterator[Fault]], tuple[str, ...]] = {
    _regions_in_and_out: ("regions", "eligibility"),
    _quotas_of_nobody: ("regional", "eligibility"),
    _quotas_outside: ("regional", "regions"),
    _merges_above_quota: ("quota", "selection"),
    _bands_outside_budget: ("tiers", "budget"),
    _never_dropped: ("scoring", "review"),
    _deposit_of_nothing: ("deposit", "match"),
    _no_later_year: ("continuity", "project_years"),
    _reminded_too_early: ("timeline",),
}
"""Each check, and the groups it needs."""
