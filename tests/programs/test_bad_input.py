"""Bad rule sets and presets, a row for each way in which they are bad: refused whole, every fault with its path."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from core.refusals import RuleBroken
from programs.actions import preset_files
from programs.actions.preset_files import preset_violations, read_preset
from programs.models import Program, RuleSet
from programs.policy import PolicyInvalid, parse_new_policy
from programs.words import FAULTS
from tests.build import MARCH, a_ministry_world, sign_in
from tests.build_programs import a_program, a_rule_set, it_is
from tests.programs.policies import full_raw, put

Changes = dict[str, object]
WHOLE = 10_000

RULE_SETS: list[tuple[str, Changes, str, str]] = [
    ("unknown key", {"people.colour": 1}, "people.colour", "policy.unknown_key"),
    ("unknown group", {"weather": {}}, "weather", "policy.unknown_key"),
    (
        "missing key",
        {"people": {"max_running": 5, "max_running_led": 3}},
        "people.max_total_share_bp",
        "policy.missing_key",
    ),
    ("wrong unit: per cent for basis points", {"match.share_bp": "10%"}, "match.share_bp", "policy.wrong_type"),
    ("wrong unit: a part of one", {"match.share_bp": 0.1}, "match.share_bp", "policy.wrong_type"),
    (
        "wrong unit: 100 million won",
        {"budget.max_grant_per_year_krw": 13.0},
        "budget.max_grant_per_year_krw",
        "policy.wrong_type",
    ),
    (
        "wrong unit: more than the whole",
        {"people.max_total_share_bp": 100_000},
        "people.max_total_share_bp",
        "policy.too_large",
    ),
    (
        "bands overlap",
        {"tiers.levels.1.max_grant_krw": 1_000_000_000},
        "tiers.levels[0].min_grant_krw",
        "policy.bands_overlap",
    ),
    (
        "a band outside the budget",
        {"tiers.levels.0.max_grant_krw": 2 * 10**9},
        "tiers.levels[0].max_grant_krw",
        "policy.band_outside_budget",
    ),
    (
        "verdicts overlap",
        {"verdicts.outcomes.1.from_score_bp": 9_500},
        "verdicts.outcomes",
        "policy.scores_not_descending",
    ),
    (
        "quota of nobody",
        {"regional.quotas.0.region": "seoul"},
        "regional.quotas[0].region",
        "policy.quota_of_region_left_out",
    ),
    (
        "quota above what is planned",
        {
            "budget.min_grant_per_year_krw": 100_000_000,
            "quota.planned_grant_per_region_year_krw": 150_000_000,
            "quota.teams_per_region": 2,
        },
        "quota.teams_per_region",
        "policy.quota_beyond_plan",
    ),
    (
        "a region's own quota above what is planned",
        {"budget.min_grant_per_year_krw": 100_000_000, "quota.planned_grant_per_region_year_krw": 250_000_000},
        "regional.quotas[0].teams",
        "policy.quota_beyond_plan",
    ),
    (
        "more winners than can be judged",
        {"tiers.levels.1.max_selected": 61, "review.max_cases_per_expert": 2},
        "review.max_cases_per_expert",
        "policy.committee_too_small",
    ),
    (
        "more members than a consortium has",
        {
            "eligibility.max_partners": 2,
            "eligibility.composition": [
                {"code": code, "name_ko": code, "kinds": [code], "at_least": 2} for code in ("university", "firm")
            ],
        },
        "eligibility.composition",
        "policy.least_above_most",
    ),
    (
        "a merge above the quota",
        {"quota.counts": "original"},
        "selection.merging.max_originals",
        "policy.merge_above_quota",
    ),
    (
        "dates out of order: reminded before the start",
        {"timeline.ranking_days": 5},
        "timeline.reminder_lead_days",
        "policy.reminder_before_start",
    ),
    (
        "dates out of order: a reminder after its last",
        {"timeline.reminder_lead_days": [1, 3]},
        "timeline.reminder_lead_days",
        "policy.not_descending",
    ),
    (
        "no such day",
        {"project_years.spend_by": {"month": 2, "day": 29}},
        "project_years.spend_by.day",
        "policy.too_large",
    ),
    (
        "caps that leave no whole",
        {
            "budget.categories": [
                {"code": "salaries", "name_ko": "인건비", "kind": "salaries", "cap_bp": 2_000, "band": "block"},
                {"code": "running", "name_ko": "운영비", "kind": "running", "cap_bp": 7_000, "band": "block"},
            ]
        },
        "budget.categories",
        "policy.caps_below_whole",
    ),
    (
        "a floor above its cap",
        {"continuity.payroll_floor_bp": 2_001},
        "continuity.payroll_floor_bp",
        "policy.floor_above_cap",
    ),
    ("the least above the most", {"people.max_running": 2}, "people.max_running_led", "policy.least_above_most"),
    ("parts above the whole", {"balance.measures.0.weight_bp": WHOLE}, "balance.measures", "policy.not_whole"),
    ("a region in and out", {"eligibility.excluded_regions": ["busan"]}, "regions.only", "policy.region_in_and_out"),
]


def with_changes(changes: Changes) -> str:
    raw = full_raw()
    for path, value in changes.items():
        put(raw, path, value)
    return json.dumps(raw)


@pytest.mark.parametrize(("changes", "path", "code"), [row[1:] for row in RULE_SETS], ids=[row[0] for row in RULE_SETS])
def test_a_bad_rule_set_is_refused_with_the_path_of_its_fault(changes: Changes, path: str, code: str) -> None:
    with pytest.raises(PolicyInvalid) as refused:
        parse_new_policy(with_changes(changes))
    assert (path, code) in {(fault.path, fault.code) for fault in refused.value.faults}
    assert code in FAULTS, "said in words"


def test_all_that_is_wrong_with_a_rule_set_is_told_at_once() -> None:
    together = {"quota of nobody", "a floor above its cap", "verdicts overlap", "unknown key"}
    rows = [row for row in RULE_SETS if row[0] in together]
    changes = {path: value for row in rows for path, value in row[1].items()}
    with pytest.raises(PolicyInvalid) as refused:
        parse_new_policy(with_changes(changes))
    found = {(fault.path, fault.code) for fault in refused.value.faults}
    assert {(path, code) for _, _, path, code in rows} <= found


PRESETS: list[tuple[str, str, str, str, str]] = [
    (
        "unknown key",
        "nuri-2004.program.toml",
        'route = "competed"',
        'route = "competed"\ncolour = "red"',
        "program.colour",
    ),
    ("missing key", "nuri-2004.program.toml", 'reference = "업무위탁 협약 (가정)"', "", "agency.reference"),
    ("wrong unit: no day", "nuri-2004.program.toml", "starts_on = 2004-01-01", "starts_on = 2004", "agency.starts_on"),
    ("a choice that is none", "nuri-2004.program.toml", 'route = "competed"', 'route = "lottery"', "program.route"),
    ("a code twice", "nuri-2004.program.toml", 'code = "internships"', 'code = "student-places"', "indicators"),
    ("its rules lack a key", "nuri-2004.toml", "committee_size = 120\n", "", "review.committee_size"),
    (
        "its rules in another unit",
        "nuri-2004.toml",
        "weight_bp = 1500\nbands",
        "weight_bp = 15.0\nbands",
        "balance.weight_bp",
    ),
    ("bands overlap", "nuri-2004.toml", "2_999_999_999", "3_000_000_000", "tiers.levels[0].min_grant_krw"),
    (
        "quota that can't be met",
        "nuri-2004.toml",
        'max_cases_per_expert = "none"',
        "max_cases_per_expert = 1",
        "review.max_cases_per_expert",
    ),
    ("dates out of order", "nuri-2004.toml", "ranking_days = 14", "ranking_days = 2", "timeline.reminder_lead_days"),
    (
        "caps that exclude each other",
        "nuri-2004.toml",
        "max_grant_per_year_krw = 5_000_000_000",
        "max_grant_per_year_krw = 4_000_000_000",
        "tiers.levels[0].max_grant_krw",
    ),
]


@pytest.mark.parametrize(
    ("file", "before", "after", "path"), [row[1:] for row in PRESETS], ids=[row[0] for row in PRESETS]
)
def test_a_bad_preset_is_refused_with_its_file_and_path(
    file: str, before: str, after: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(preset_files.FOLDER, tmp_path / "presets"))
    monkeypatch.setattr(preset_files, "FOLDER", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    assert (file, path) in {(one.field, one.clause) for one in preset_violations("nuri-2004")}
    if file.endswith(".program.toml"):
        with pytest.raises(RuleBroken):
            read_preset("nuri-2004")


@pytest.mark.django_db
def test_nothing_of_a_bad_rule_set_is_kept() -> None:
    program = a_program()
    with pytest.raises(RuleBroken) as refused:
        a_rule_set(program, with_changes({"tiers.levels.1.max_grant_krw": 10**9, "people.colour": 1}))
    assert {one.clause for one in refused.value.violations} >= {"people.colour"}
    assert not RuleSet.objects.exists()
    assert Program.objects.count() == 1


STATEMENTS = (
    "insert into programs_ruleset select * from programs_ruleset where id = %s "
    "on conflict (id) do update set text = '{}'",
    "update programs_ruleset set checksum = repeat('0', 64), published_at = null where id = %s",
    "alter table programs_ruleset drop column text",
    "drop table programs_ruleset cascade",
    "create rule hole as on update to programs_ruleset do instead nothing",
)


@pytest.mark.django_db
def test_a_published_rule_set_is_changed_by_no_route_and_no_statement_of_the_applications_role() -> None:
    it_is(MARCH)
    world = a_ministry_world()
    made = a_rule_set(a_program(world.ministry))
    client = sign_in(Client(), world.ministry_officer)
    path = reverse("api:rule-set", args=[made.uid])
    for verb in ("put", "patch", "delete", "post"):
        assert getattr(client, verb)(path, {"text": "{}"}, content_type="application/json").status_code in {
            403,
            404,
            405,
        }
    again = client.post(reverse("api:rule-set-publish", args=[made.uid]), {}, content_type="application/json")
    assert again.status_code in {403, 409}
    client.post(reverse("programs:publish-rules", args=[made.uid]))
    for statement in STATEMENTS:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [made.pk] if "%s" in statement else None)
    stands = RuleSet.objects.get(pk=made.pk)
    assert (stands.text, stands.checksum, stands.state) == (made.text, made.checksum, "published")
