"""The sections from judgement to payment are read as strictly: every fault has its path."""

from __future__ import annotations

import pytest

from scenarios.file import ScenarioInvalid, parse_scenario, read_scenario
from tests.scenarios.files import RIS, later_with


def faults_of(text: str) -> set[tuple[str, str]]:
    with pytest.raises(ScenarioInvalid) as caught:
        parse_scenario(text)
    return {(one.field, one.code) for one in caught.value.violations}


def test_the_later_sections_are_sound_and_may_be_left_out() -> None:
    scenario = parse_scenario(later_with())
    assert scenario.judging is not None
    assert [merge.code for merge in scenario.merges] == ["busan"]
    assert scenario.contracts is not None


@pytest.mark.parametrize(
    ("before", "after", "path", "code"),
    [
        ("experts = 7", "experts = 0", "judging.experts", "scenario.too_small"),
        ("experts = 7", "experts = 7\nmood = 3", "judging.mood", "scenario.unknown_key"),
        ("noise_bp = 800", "noise_bp = 80.5", "judging.noise_bp", "scenario.wrong_type"),
        (
            'office = "agency"\nexperts',
            'office = "administrator"\nexperts',
            "judging.office",
            "scenario.unknown_choice",
        ),
        ("opens_at = 2004-05-24", "opens_at = 2004-05-21", "judging.opens_at", "scenario.out_of_order"),
        ("due_at = 2004-06-14", "due_at = 2004-06-12", "judging.due_at", "scenario.out_of_order"),
        (
            "fields = { least = 1, most = 2 }",
            "fields = { least = 1, most = 9 }",
            "judging.fields.most",
            "scenario.too_large",
        ),
        ("loads = { least = 3", "loads = { least = 6", "judging.loads", "scenario.least_above_most"),
        (
            'proposal = "busan-1", quality',
            'proposal = "busan-9", quality',
            "judging.known[0].proposal",
            "scenario.unknown_name",
        ),
        (
            'region = "busan"\ntitle_ko = "부산 통합',
            'region = "seoul"\ntitle_ko = "부산 통합',
            "merges[0].region",
            "scenario.unknown_name",
        ),
        ("place = 2, answers", "place = 7, answers", "merges[0].parts[1].place", "scenario.too_large"),
        ("place = 2, answers", "place = 1, answers", "merges[0].parts", "scenario.repeated"),
        (
            "answers_at = 2004-06-17",
            "answers_at = 2004-06-15",
            "merges[0].parts[0].answers_at",
            "scenario.out_of_order",
        ),
        (
            "2004-06-17T10:00:00+09:00 }",
            "2004-06-17T10:00:00+09:00, of_asked_bp = 3000 }",
            "merges[0].parts",
            "scenario.nobody_takes_the_rest",
        ),
        ('coordinator = "member-1"', 'coordinator = "nobody"', "merges[0].coordinator", "scenario.unknown_choice"),
        (
            'office = "officer"\nmerge_office',
            'office = "agency"\nmerge_office',
            "selection.office",
            "scenario.unknown_choice",
        ),
        ("proposed_at = 2004-06-22", "proposed_at = 2004-06-20", "selection.proposed_at", "scenario.out_of_order"),
        (
            "overrides = []",
            'overrides = [{ proposal = "busan-1", outcome = "loved", reason = "x" }]',
            "selection.overrides[0].outcome",
            "scenario.unknown_choice",
        ),
        (
            "drawn = { from_at = 2004-06-25",
            "drawn = { from_at = 2004-06-24",
            "contracts.drawn.from_at",
            "scenario.out_of_order",
        ),
        (
            "ministry_signs = { from_at = 2004-07-01",
            "ministry_signs = { from_at = 2004-06-01",
            "contracts.ministry_signs.from_at",
            "scenario.out_of_order",
        ),
        ('signer = "approver"', 'signer = "officer"', "contracts.signer", "scenario.unknown_choice"),
        (
            'approvers = ["approver", "approver-2"]',
            'approvers = ["approver"]',
            "contracts.payments[0].approvers",
            "scenario.too_few",
        ),
        (
            'approvers = ["approver", "approver-2"]',
            'approvers = ["approver", "approver"]',
            "contracts.payments[0].approvers",
            "scenario.repeated",
        ),
        ("paid_at = 2004-11-30", "paid_at = 2004-11-20", "contracts.payments[0].paid_at", "scenario.out_of_order"),
        ("[selection]", "[choosing]", "choosing", "scenario.unknown_key"),
    ],
)
def test_each_fault_has_its_path(before: str, after: str, path: str, code: str) -> None:
    assert (path, code) in faults_of(later_with((before, after)))


def test_a_section_needs_the_one_before_it() -> None:
    whole = later_with()
    first, last = whole.index("[selection]"), whole.index("[contracts]")
    without_selection = whole[:first] + whole[last:]
    assert faults_of(without_selection) == {
        ("merges", "scenario.needs_section"),
        ("contracts", "scenario.needs_section"),
    }
    first, last = whole.index("[judging]"), whole.index("[[merges]]")
    assert ("selection", "scenario.needs_section") in faults_of(whole[:first] + whole[last:])


def test_of_the_call_of_2004_only_what_is_told_is_no_assumption() -> None:
    scenario = read_scenario(RIS)
    assumed = {merge.code for merge in scenario.merges if f"merges.{merge.code}" in scenario.assumed}
    assert {merge.code for merge in scenario.merges} - assumed == {"daejeon"}
    assert len(scenario.merges) == 10
    assert {"judging", "selection", "contracts", "merges.daejeon.coordinator"} <= set(scenario.assumed)
    told = next(merge for merge in scenario.merges if merge.code == "daejeon")
    assert [part.place for part in told.parts] == [1, 2, 3]
