"""A scenario file is read strictly: every fault at once, each with its path, and nothing of a bad file is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.file import ScenarioInvalid, parse_scenario, read_scenario
from tests.scenarios.files import MINI, NURI, RIS, TRIAL, mini_with


def faults_of(text: str) -> set[tuple[str, str]]:
    with pytest.raises(ScenarioInvalid) as caught:
        parse_scenario(text)
    return {(one.field, one.code) for one in caught.value.violations}


@pytest.mark.parametrize("path", [MINI, NURI, RIS, TRIAL], ids=lambda path: path.stem)
def test_our_own_files_are_sound(path: Path) -> None:
    assert read_scenario(path).code == path.stem


@pytest.mark.parametrize(
    ("before", "after", "path", "code"),
    [
        ("seed = 7", "", "seed", "scenario.missing_key"),
        ("seed = 7", "seed = 7\nweather = 3", "weather", "scenario.unknown_key"),
        ("seed = 7", 'seed = "7"', "seed", "scenario.wrong_type"),
        ("seed = 7", "seed = -7", "seed", "scenario.too_small"),
        ("schema = 1", "schema = 2", "schema", "scenario.too_large"),
        ('kind = "agency"', 'kind = "circus"', "organizations[1].kind", "scenario.unknown_choice"),
        ("budget_krw = 20_000_000_000", "budget_krw = 2.5", "call.budget_krw", "scenario.wrong_type"),
        (
            "opens_at = 2004-03-02T10:00:00+09:00",
            "opens_at = 2004-03-02T10:00:00",
            "call.opens_at",
            "scenario.no_offset",
        ),
        ("proposals = 3", "proposals = 0", "regions[0].proposals", "scenario.too_small"),
        ('code = "jeju"', 'code = "Jeju Island"', "regions[1].code", "scenario.bad_code"),
        ('text_en = "Anybody may propose."', 'text_en = ""', "call.guidelines[0].text_en", "scenario.blank"),
        ('"seed", "org', '"seeds", "org', "assumed", "scenario.no_such_path"),
        ('lead = "harbour"', 'lead = "mcie"', "proposals[0].lead", "scenario.lead_of_another_region"),
        ('lead = "harbour"', 'lead = "nobody"', "proposals[0].lead", "scenario.unknown_name"),
        ("place = 2", "place = 4", "proposals[0].place", "scenario.too_large"),
        ("submits_at = 2004-04-29", "submits_at = 2004-05-29", "proposals[0].submits_at", "scenario.outside_window"),
        ("closes_at = 2004-04-30", "closes_at = 2004-05-30", "call.ranking_due_at", "scenario.out_of_order"),
        ('office = "agency"', 'office = "vacant"', "call.office", "scenario.unknown_name"),
        ('preset = "ris-pilot-2004"', 'preset = "lottery"', "program.preset", "scenario.unknown_name"),
        ('role = "ministry_officer"', 'role = "region_officer"', "offices[0].role", "scenario.role_not_for_kind"),
        ('who = "busan.desk"', 'who = "seoul.desk"', "sign_ins[1].who", "scenario.unknown_name"),
        ("share_bp = 999\n", "", "refusals[2].share_bp", "scenario.key_only_for"),
        ('proposal = "busan-1"', 'proposal = "busan-9"', "refusals[3].proposal", "scenario.unknown_name"),
        ("draft_within_days = 20", "draft_within_days = 50", "generator.draft_within_days", "scenario.too_large"),
    ],
)
def test_each_fault_has_its_path(before: str, after: str, path: str, code: str) -> None:
    assert (path, code) in faults_of(mini_with((before, after)))


def test_all_faults_are_told_at_once() -> None:
    text = mini_with(
        ("seed = 7", 'seed = "x"'), ('kind = "agency"', 'kind = "circus"'), ("proposals = 3", "proposals = 0")
    )
    assert {path for path, _ in faults_of(text)} == {"seed", "organizations[1].kind", "regions[0].proposals"}


def test_what_is_no_toml_is_refused() -> None:
    assert faults_of("seed = = 3") == {("", "scenario.unreadable")}


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioInvalid) as caught:
        read_scenario(tmp_path / "none.toml")
    assert [one.code for one in caught.value.violations] == ["scenario.unreadable"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(ScenarioInvalid) as caught:
        read_scenario(huge)
    assert [one.code for one in caught.value.violations] == ["scenario.file_too_large"]


def test_people_of_our_files_are_plainly_samples() -> None:
    for path in (NURI, RIS, TRIAL):
        assert all(office.holder_ko.startswith("표본") for office in read_scenario(path).offices if office.holder_ko)
