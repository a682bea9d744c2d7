"""Bad scenarios, a row for each way in which they are bad: refused whole, every fault with its path."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.models import Event
from core.wording import known_codes
from scenarios.file import ScenarioInvalid, parse_scenario
from tests.scenarios.files import NURI, later_with, mini_with


def nuri_with(*changes: tuple[str, str]) -> str:
    """NURI's file with some of its words replaced; each must stand there."""
    text = NURI.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def faults_of(text: str) -> set[tuple[str, str]]:
    with pytest.raises(ScenarioInvalid) as caught:
        parse_scenario(text)
    assert {one.code for one in caught.value.violations} <= known_codes()[0], "said in words"
    return {(one.field, one.code) for one in caught.value.violations}


MINI_ROWS = [
    ("unknown key", "seed = 7", "seed = 7\nweather = 3", "weather", "scenario.unknown_key"),
    (
        "unknown key of an entry",
        "proposals = 3",
        "proposals = 3\nweather = 3",
        "regions[0].weather",
        "scenario.unknown_key",
    ),
    ("missing key", "project_starts_on = 2004-07-01\n", "", "call.project_starts_on", "scenario.missing_key"),
    ("missing range", "grant_least_krw = 600_000_000\n", "", "generator.grant_least_krw", "scenario.grant_range_empty"),
    (
        "wrong unit: won as text",
        "budget_krw = 20_000_000_000",
        'budget_krw = "200억원"',
        "call.budget_krw",
        "scenario.wrong_type",
    ),
    (
        "wrong unit: a part of one",
        "late_share_bp = 4000",
        "late_share_bp = 0.4",
        "generator.late_share_bp",
        "scenario.wrong_type",
    ),
    (
        "wrong unit: more than the whole",
        "most_bp = 1400",
        "most_bp = 14000",
        "generator.match_bp.most_bp",
        "scenario.too_large",
    ),
    (
        "wrong unit: no offset",
        "closes_at = 2004-04-30T18:00:00+09:00",
        "closes_at = 2004-04-30T18:00:00",
        "call.closes_at",
        "scenario.no_offset",
    ),
    (
        "outside the band of the rules",
        "grant_most_krw = 1_300_000_000",
        "grant_most_krw = 1_310_000_000",
        "generator.grant_most_krw",
        "scenario.outside_band",
    ),
    (
        "the least above the most",
        "grant_least_krw = 600_000_000",
        "grant_least_krw = 1_400_000_000",
        "generator.grant_least_krw",
        "scenario.grant_range_empty",
    ),
    (
        "quota: more withdrawn than there are",
        "resubmitted = 1",
        "resubmitted = 6",
        "generator.resubmitted",
        "scenario.too_large",
    ),
    (
        "quota: more institutions than proposals",
        "proposals = 3",
        "proposals = 3\ninstitutions = 4",
        "regions[0].institutions",
        "scenario.too_large",
    ),
    (
        "quota: fewer partners than the rules want",
        "partners = { least = 1",
        "partners = { least = 0",
        "generator.partners.least",
        "scenario.too_small",
    ),
    (
        "quota: fewer targets than the rules want",
        "targets = { least = 3",
        "targets = { least = 2",
        "generator.targets.least",
        "scenario.too_small",
    ),
    (
        "dates: closing before opening",
        "closes_at = 2004-04-30",
        "closes_at = 2004-03-01",
        "call.closes_at",
        "scenario.out_of_order",
    ),
    (
        "dates: ranking before closing",
        "ranking_due_at = 2004-05-21",
        "ranking_due_at = 2004-04-21",
        "call.ranking_due_at",
        "scenario.out_of_order",
    ),
    (
        "dates: a refusal before the opening",
        "at = 2004-04-30T11:00:00+09:00",
        "at = 2004-02-28T11:00:00+09:00",
        "refusals[0].at",
        "scenario.out_of_order",
    ),
    (
        "caps: a category above its cap",
        "most_bp = 1950",
        "most_bp = 2001",
        "generator.categories[0].code",
        "scenario.share_above_cap",
    ),
    (
        "caps: nothing left for the rest",
        "most_bp = 2900",
        "most_bp = 8000",
        "generator.categories",
        "scenario.nothing_left",
    ),
    (
        "a category that the rules do not know",
        'rest = "running"',
        'rest = "walking"',
        "generator.rest",
        "scenario.unknown_name",
    ),
    (
        "a kind that the rules leave out",
        'lead_kinds = [{ kind = "university"',
        'lead_kinds = [{ kind = "ngo"',
        "generator.lead_kinds[0].kind",
        "scenario.left_out_by_rules",
    ),
    (
        "a key of another refusal",
        'what = "ranking"',
        'what = "ranking"\ngrants_krw = [5]',
        "refusals[3].grants_krw",
        "scenario.key_only_for",
    ),
]
NURI_ROWS = [
    (
        "bands: a tier outside its band",
        "grant_least_krw = 3_000_000_000",
        "grant_least_krw = 2_900_000_000",
        "generator.tiers[0].grant_least_krw",
        "scenario.outside_band",
    ),
    (
        "bands: a tier above its band",
        "grant_most_krw = 990_000_000",
        "grant_most_krw = 1_000_000_000",
        "generator.tiers[2].grant_most_krw",
        "scenario.outside_band",
    ),
    (
        "bands: a tier twice",
        'code = "small", proposals',
        'code = "medium", proposals',
        "generator.tiers",
        "scenario.repeated",
    ),
    (
        "bands: no such tier",
        'code = "small", proposals',
        'code = "tiny", proposals',
        "generator.tiers[2].code",
        "scenario.unknown_name",
    ),
    (
        "bands: both ways",
        'rest = "running"',
        'rest = "running"\ngrant_most_krw = 5',
        "generator.grant_most_krw",
        "scenario.key_only_for",
    ),
    (
        "quota: tiers that make up too few",
        "proposals = 274",
        "proposals = 273",
        "generator.tiers",
        "scenario.sum_differs",
    ),
    (
        "a region that the rules leave out",
        'code = "jeju"\nproposals',
        'code = "seoul"\nproposals',
        "regions[12].code",
        "scenario.left_out_by_rules",
    ),
    (
        "a match that the rules do not know",
        "most_bp = 0 }",
        "most_bp = 10 }",
        "generator.match_bp",
        "scenario.no_match_here",
    ),
    (
        "no such clause",
        'clause = "tiers.levels"',
        'clause = "tiers.heights"',
        "refusals[5].clause",
        "scenario.unknown_name",
    ),
    (
        "an applicant of no kind",
        'kind = "firm"\nregion',
        'kind = "ministry"\nregion',
        "refusals[3].kind",
        "scenario.unknown_choice",
    ),
    (
        "an applicant after the closing",
        "at = 2004-05-06T11:30:00",
        "at = 2004-05-08T11:30:00",
        "refusals[3].at",
        "scenario.outside_window",
    ),
    (
        "an applicant that is a proposal",
        'what = "applicant"\nkind = "firm"',
        'what = "applicant"\nproposal = "daejeon-1"\nkind = "firm"',
        "refusals[3].proposal",
        "scenario.key_only_for",
    ),
]


@pytest.mark.parametrize("row", MINI_ROWS, ids=[row[0] for row in MINI_ROWS])
def test_a_bad_scenario_is_refused_with_the_path_of_its_fault(row: tuple[str, str, str, str, str]) -> None:
    _, before, after, path, code = row
    assert (path, code) in faults_of(mini_with((before, after)))


@pytest.mark.parametrize("row", NURI_ROWS, ids=[row[0] for row in NURI_ROWS])
def test_a_bad_scenario_of_tiers_is_refused_with_the_path_of_its_fault(row: tuple[str, str, str, str, str]) -> None:
    _, before, after, path, code = row
    assert (path, code) in faults_of(nuri_with((before, after)))


def test_fewer_experts_than_cases_need_are_refused() -> None:
    assert ("judging.loads.most", "scenario.quota_not_met") in faults_of(later_with(("experts = 7", "experts = 2")))


@pytest.mark.django_db
def test_nothing_of_a_bad_file_is_played(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(
        nuri_with(("proposals = 274", "proposals = 273"), ("seed = 20040616", "seed = -1")), encoding="utf-8"
    )
    with pytest.raises(CommandError, match=r"seed: .*scenario\.too_small"):
        call_command("replay", str(bad))
    assert not Event.objects.exists()
