"""The thirteen programmes that come as files: what they say, and that their assumptions are marked."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import Any

import pytest
from django.utils import translation

from programs.actions import preset_names, preset_violations, read_preset
from programs.policy import Clause, Effect, Policy, checksum, describe, parse_new_policy, policy_to_json
from programs.wording import say_clause

NAMES = preset_names()
NAMED_ONLY = (
    "culture-cluster-centre",
    "it-start-ups",
    "new-technology-business-incubator",
    "regional-research-centre",
    "regional-technology-innovation-centre",
    "software-promotion-centre",
)
ROUTES = {"technopark": "commissioned", "daedeok-cluster-2005": "region_initiated"}
CAPITAL = ("seoul", "incheon", "gyeonggi")

NURI_TIERS = [
    ("large", 3_000_000_000, 5_000_000_000, 25),
    ("medium", 1_000_000_000, 2_999_999_999, 25),
    ("small", 0, 999_999_999, 61),
]
"""Code, least and most grant a year, teams selected in 2004."""
NURI = [
    ("eligibility.excluded_regions", CAPITAL),
    ("budget.max_grant_per_year_krw", 5_000_000_000),
    ("balance.weight_bp", 1500),
    ("balance.bands", 6),
    ("project_years.count", 5),
    ("quota.planned_grant_per_region_year_krw", 260_000_000_000 // 13),
    ("eligibility.max_led_per_institution", None),
]
"""What the source or the press of 2004 says, and where it stands."""


def policy(name: str) -> Policy:
    return parse_new_policy(read_preset(name).rules)


def clauses(name: str) -> dict[str, Clause]:
    return {clause.path: clause for clause in describe(policy(name))}


def test_there_are_thirteen_programmes_of_six_ministries() -> None:
    presets = [read_preset(name) for name in NAMES]
    assert len({preset.program.code for preset in presets}) == 13
    of = Counter(preset.ministry.name_ko for preset in presets)
    assert sorted(of.values()) == [1, 1, 1, 2, 2, 6]
    samples = {preset.ministry.name_ko for preset in presets if preset.ministry.is_sample}
    assert samples == {preset.ministry.name_ko for preset in presets if preset.program.is_assumed}
    assert len(samples) == 2, "the source names four of the six"
    assert {name: read_preset(name).program.route for name in NAMES} == {
        name: ROUTES.get(name, "competed") for name in NAMES
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_is_sound_and_says_itself_in_both_languages(name: str) -> None:
    assert preset_violations(name) == []
    preset = read_preset(name)
    assert preset.program.name_en
    assert preset.program.goal_en
    assert preset.ministry.name_en
    assert all(one.name_en and one.unit_en for one in preset.indicators)
    said: dict[str, set[str]] = {}
    for language in ("ko", "en"):
        with translation.override(language):
            sentences = {clause.path: say_clause(clause) for clause in describe(policy(name))}
        gaps = [path for path, text in sentences.items() if "%(" in text or "-, " in text or " -" in text]
        assert gaps == []
        assert not [clause.path for clause in describe(policy(name)) if sentences[clause.path] == clause.code]
        said[language] = set(sentences.values())
    assert said["ko"].isdisjoint(said["en"])


def test_the_pilot_of_2004_keeps_its_checksum() -> None:
    assert checksum(policy_to_json(policy("ris-pilot-2004"))) == (
        "ca16809bdc858086a020a11868b415378dcd2f3eda2467d6c9f8fcda7866f858"
    )


@pytest.mark.parametrize(("path", "value"), NURI)
def test_nuri_has_the_figures_of_its_source(path: str, value: Any) -> None:
    assert attrgetter(path)(policy("nuri-2004")) == value


def test_nuri_has_three_tiers_with_their_bands() -> None:
    nuri = policy("nuri-2004")
    assert nuri.tiers is not None
    tiers = nuri.tiers
    assert [(one.code, one.min_grant_krw, one.max_grant_krw, one.max_selected) for one in tiers.levels] == NURI_TIERS
    assert sum(one.max_selected or 0 for one in tiers.levels) == 111
    found = {grant: tier.code for grant in (1, 10**9, 3 * 10**9) if (tier := tiers.of([grant])) is not None}
    assert found == {1: "small", 10**9: "medium", 3 * 10**9: "large"}
    assert tiers.of([5 * 10**9 + 1]) is None
    assert not nuri.lets_lead("seoul")
    assert nuri.lets_lead("daejeon")


def test_nuri_balances_regions_by_four_figures_pays_in_halves_and_is_reviewed_each_year() -> None:
    nuri = policy("nuri-2004")
    assert nuri.balance is not None
    assert nuri.verdicts is not None
    assert [one.code for one in nuri.balance.measures] == [
        "youth_population",
        "large_firms",
        "research_investment",
        "fiscal_independence",
    ]
    assert [one.share_bp for year in (1, 2) for one in nuri.tranches.for_year(year)] == [5000] * 4
    assert {one.effect for one in nuri.verdicts.outcomes} == set(Effect)
    days = nuri.review.service_days + nuri.timeline.selection_service_days
    assert days == 14, "working days from May 27 to June 16, 2004"


def test_what_is_told_of_nuri_is_not_marked_assumed() -> None:
    said = clauses("nuri-2004")
    told = ("eligibility.excluded_regions", "balance.weight_bp", "balance.bands", "project_years.count")
    assert [path for path in told if said[path].assumed] == []
    assert said["quota.planned_grant_per_region_year_krw"].assumed
    assert said["match.share_bp"].assumed


def test_what_is_told_of_the_other_programmes_is_not_marked_either() -> None:
    assert clauses("technopark")["quota.teams_per_region"].values == {"teams_per_region": 1}
    told = {
        "technopark": ["quota.teams_per_region"],
        "daedeok-cluster-2005": ["eligibility.lead_kinds", "regions.only"],
    }
    for name in (*told, "bk21", *NAMED_ONLY):
        groups = {path.partition(".")[0] for path in clauses(name)} - {"regions"}
        plain = [clause.path for clause in describe(policy(name)) if not clause.assumed]
        of_groups_it_has = [path for path in plain if path.rpartition(".none")[0] not in groups and "." in path]
        assert of_groups_it_has == told.get(name, [])


def test_daedeok_is_of_its_region_and_begins_in_december_and_graduate_schools_apply_to_bk21() -> None:
    daedeok = policy("daedeok-cluster-2005")
    assert daedeok.regions is not None
    assert (daedeok.regions.only, daedeok.project_years.starts.month) == (("daejeon",), 12)
    assert len(read_preset("daedeok-cluster-2005").program.sectors) == 8
    bk21 = policy("bk21")
    assert [one.code for one in bk21.eligibility.composition] == ["graduate_school"]
    school = bk21.files.document("graduate_school")
    assert school is not None
    assert school.required
