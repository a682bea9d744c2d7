"""The groups of clauses that came later: what they refuse, how they read, that older rule sets stay as they were."""

import json
from typing import Any

import pytest
from django.utils import translation

from programs.policy import (
    Policy,
    PolicyInvalid,
    Source,
    checksum,
    describe,
    parse_new_policy,
    parse_policy,
    policy_to_json,
)
from programs.policy.checks import Line, budget_violations
from programs.wording import say_clause
from programs.words import CLAUSES
from tests.programs.policies import ADDED, full_raw, full_with, put, ris_raw, ris_text

TIER = "tiers.levels"
FAULTY: list[tuple[str, object, str, str]] = [
    ("regions.only", [], "regions.only", "policy.too_few"),
    ("regions.only", ["daejeon", "daejeon"], "regions.only", "policy.repeated"),
    ("people.max_running", 2, "people.max_running_led", "policy.least_above_most"),
    ("people.max_total_share_bp", 10_001, "people.max_total_share_bp", "policy.too_large"),
    (f"{TIER}.1.max_grant_krw", 1_000_000_000, f"{TIER}[0].min_grant_krw", "policy.bands_overlap"),
    (f"{TIER}.1.code", "large", TIER, "policy.repeated"),
    (f"{TIER}.0.min_grant_krw", 2_000_000_000, f"{TIER}[0].min_grant_krw", "policy.least_above_most"),
    (f"{TIER}.0.max_grant_krw", 1_300_000_001, f"{TIER}[0].max_grant_krw", "policy.band_outside_budget"),
    (f"{TIER}.1.min_grant_krw", 99_999_999, f"{TIER}[1].min_grant_krw", "policy.band_outside_budget"),
    (f"{TIER}.0.max_grant_krw", "1.3e9", f"{TIER}[0].max_grant_krw", "policy.wrong_type"),
    ("regional.quotas.0.region", "seoul", "regional.quotas[0].region", "policy.quota_of_region_left_out"),
    ("eligibility.excluded_regions", ["busan"], "regions.only", "policy.region_in_and_out"),
    ("balance.measures.0.weight_bp", 5999, "balance.measures", "policy.not_whole"),
    ("division.most_above_bp", None, "division.most_above_bp", "policy.division_binds_nothing"),
    ("division.cut", "by_eye", "division.cut", "policy.unknown_choice"),
    ("drawing.region_most_bp", 0, "drawing.region_most_bp", "policy.too_small"),
    ("drawing.recent_years", 31, "drawing.recent_years", "policy.too_large"),
    ("assigning.own_sector", 4, "assigning.own_sector", "policy.too_large"),
    ("assigning.needed.0.at_least", 4, "assigning.needed[0].at_least", "policy.too_large"),
    ("assigning.max_per_region", 0, "assigning.max_per_region", "policy.too_small"),
    ("assigning.objective", "quickest", "assigning.objective", "policy.unknown_choice"),
    ("scoring.from_reviews", 2, "scoring.from_reviews", "policy.no_score_left"),
    ("scoring.from_reviews", 4, "scoring.from_reviews", "policy.out_of_range"),
    ("match.forms", ["in_kind"], "deposit.within_days", "policy.deposit_without_cash"),
    ("project_years.count", 1, "continuity.share_bp", "policy.no_later_year"),
    ("quota.counts", "original", "selection.merging.max_originals", "policy.merge_above_quota"),
    ("timeline.ranking_days", 5, "timeline.reminder_lead_days", "policy.reminder_before_start"),
    ("verdicts.outcomes.0.most_change_bp", 0, "verdicts.outcomes[0].least_change_bp", "policy.least_above_most"),
    ("verdicts.outcomes.0.most_change_bp", 0, "verdicts.outcomes[0].most_change_bp", "policy.change_missing"),
    ("verdicts.outcomes.1.most_change_bp", 5, "verdicts.outcomes[1].most_change_bp", "policy.change_not_expected"),
    ("verdicts.outcomes.1.from_score_bp", 9500, "verdicts.outcomes", "policy.scores_not_descending"),
    ("verdicts.outcomes.3.from_score_bp", 100, "verdicts.outcomes", "policy.verdict_missing"),
    ("verdicts.outcomes.0.code", "cut", "verdicts.outcomes", "policy.repeated"),
    ("choosing.least_per_region", 3, "choosing.least_per_region", "policy.least_above_most"),
    ("choosing.least_per_region", 4, "regional.quotas[0].teams", "policy.least_above_most"),
    ("choosing.rank_veto", "order!", "choosing.rank_veto", "policy.unknown_choice"),
    ("closeout.colour", 1, "closeout.colour", "policy.unknown_key"),
]


def new_with(path: str, value: object) -> Policy:
    return parse_new_policy(full_with(path, value))


@pytest.mark.parametrize(("path", "value", "where", "code"), FAULTY)
def test_what_does_not_go_together_is_refused_at_its_path(path: str, value: object, where: str, code: str) -> None:
    with pytest.raises(PolicyInvalid) as refused:
        new_with(path, value)
    assert (where, code) in [(fault.path, fault.code) for fault in refused.value.faults]


def test_faults_of_values_and_between_groups_are_named_at_once() -> None:
    raw = full_raw()
    for path, value in (("regional.quotas.0.region", "seoul"), ("appeal.within_days", 0), ("scoring.from_reviews", 4)):
        put(raw, path, value)
    del raw["waiting"]["valid_days"]
    with pytest.raises(PolicyInvalid) as refused:
        parse_new_policy(json.dumps(raw))
    assert {fault.path for fault in refused.value.faults} == {
        "regional.quotas[0].region",
        "appeal.within_days",
        "scoring.from_reviews",
        "waiting.valid_days",
    }


def test_a_rule_set_that_stands_is_read_whatever_is_asked_of_new_ones() -> None:
    parse_policy(full_with("scoring.from_reviews", 4))


def test_a_text_from_before_keeps_its_characters() -> None:
    """The first rule sets knew none of these groups: reading one and writing it again gives the same checksum."""
    before = {"schema", "reference_ko", "reference_en", "assumed", *ris_raw()} - ADDED.keys()
    text = policy_to_json(parse_policy(ris_text()))
    assert json.loads(text).keys() == before
    assert checksum(policy_to_json(parse_policy(text))) == checksum(text)


@pytest.mark.parametrize("group", sorted(ADDED))
def test_each_group_may_be_missing(group: str) -> None:
    raw = full_raw()
    del raw[group]
    policy = parse_new_policy(json.dumps(raw))
    assert f"{group}.none" in {clause.code for clause in describe(policy)}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_clause_has_its_sentence(language: str) -> None:
    with translation.override(language):
        for clause in describe(parse_new_policy(full_with())):
            assert clause.code in CLAUSES
            assert "%(" not in say_clause(clause)


@pytest.mark.parametrize(
    ("grants", "tier"),
    [
        ([1_000_000_000, 1_300_000_000, 1_000_000_000], "large"),
        ([999_999_999, 100_000_000, 500_000_000], "small"),
        ([999_999_999, 1_000_000_000, 1_000_000_000], None),
    ],
)
def test_a_project_is_of_one_tier_in_all_its_years(grants: list[int], tier: str | None) -> None:
    raw: dict[str, Any] = full_raw()
    policy = parse_new_policy(json.dumps(raw))
    lines = [Line(year, "running", Source.GRANT, grant) for year, grant in enumerate(grants, start=1)]
    assert policy.tiers is not None
    found = policy.tiers.of(grants)
    assert (found.code if found else None) == tier
    refused = [one for one in budget_violations(policy, lines) if one.code == "budget.outside_tiers"]
    assert [one.clause for one in refused] == ([] if tier else ["tiers.levels"])


def test_only_regions_let_in_and_not_left_out_may_lead() -> None:
    policy = parse_new_policy(full_with("eligibility.excluded_regions", ["seoul"]))
    assert [region for region in ("daejeon", "busan", "seoul", "jeju") if policy.lets_lead(region)] == [
        "daejeon",
        "busan",
    ]
