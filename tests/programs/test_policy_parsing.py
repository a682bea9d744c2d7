"""The strict parser: what it refuses, where it says so, and that a rule set survives being stored."""

import json
import tomllib
from contextlib import suppress
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.policy import (
    Fault,
    PolicyInvalid,
    checksum,
    describe,
    parse_policy,
    policy_to_json,
    upgrade,
)
from tests.programs.policies import ris_policy, ris_raw, ris_text, text_with

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)

FAULTY: list[tuple[str, object, str, str]] = [
    ("match.share_bp", True, "match.share_bp", "policy.wrong_type"),
    ("match.share_bp", 1000.0, "match.share_bp", "policy.wrong_type"),
    ("match.share_bp", "1000", "match.share_bp", "policy.wrong_type"),
    ("match.share_bp", None, "match.share_bp", "policy.wrong_type"),
    ("match.share_bp", -1, "match.share_bp", "policy.too_small"),
    ("match.share_bp", 10_000, "match.share_bp", "policy.too_large"),
    ("match.document_required", 1, "match.document_required", "policy.wrong_type"),
    ("match.forms", [], "match.forms", "policy.too_few"),
    ("match.forms", "cash", "match.forms", "policy.wrong_type"),
    ("match.forms", ["cash", "cash"], "match.forms", "policy.repeated"),
    ("match.due", "someday", "match.due", "policy.unknown_choice"),
    ("match.colour", "red", "match.colour", "policy.unknown_key"),
    ("match", 5, "match", "policy.wrong_type"),
    ("match", None, "match", "policy.wrong_type"),
    ("weather", {}, "weather", "policy.unknown_key"),
    ("reference_ko", "", "reference_ko", "policy.blank"),
    ("reference_ko", 5, "reference_ko", "policy.wrong_type"),
    ("budget.categories.0.cap_bp", 10_001, "budget.categories[0].cap_bp", "policy.too_large"),
    ("budget.categories.0.cap_bp", "no", "budget.categories[0].cap_bp", "policy.wrong_type"),
    ("budget.categories.0.cap_bp", True, "budget.categories[0].cap_bp", "policy.wrong_type"),
    ("budget.categories.1.code", "salaries", "budget.categories", "policy.repeated"),
    ("budget.categories.1.code", "Fixed Capital", "budget.categories[1].code", "policy.bad_code"),
    ("budget.sources", ["grant"], "budget.sources", "policy.regional_source_missing"),
    ("budget.sources", ["regional"], "budget.sources", "policy.grant_missing"),
    ("budget.max_grant_per_year_krw", 10**16, "budget.max_grant_per_year_krw", "policy.too_large"),
    ("budget.max_grant_per_year_krw", 5, "budget.min_grant_per_year_krw", "policy.least_above_most"),
    ("eligibility.max_partners", 0, "eligibility.max_partners", "policy.too_small"),
    ("eligibility.partner_kinds", [], "eligibility.partner_kinds", "policy.no_partner_can_join"),
    (
        "eligibility.composition.0.at_least",
        22,
        "eligibility.composition[0].at_least",
        "policy.least_above_most",
    ),
    ("timeline.reminder_lead_days", [1, 3], "timeline.reminder_lead_days", "policy.not_descending"),
    ("review.criteria.0.weight_bp", 2999, "review.criteria", "policy.not_whole"),
    ("review.criteria.0.scale_min", 5, "review.criteria[0].scale_min", "policy.least_above_most"),
    ("review.criteria.0.anchors.0.score", 9, "review.criteria[0].anchors[0].score", "policy.out_of_range"),
    ("review.reviewers_per_case", 41, "review.reviewers_per_case", "policy.out_of_range"),
    ("review.phases.0.may_score", False, "review.phases", "policy.nobody_scores"),
    ("selection.merging.allowed", False, "selection.merging.max_originals", "policy.merging_not_allowed"),
    ("selection.merging.max_originals", 1, "selection.merging.max_originals", "policy.merge_of_one"),
    ("project_years.starts.day", 32, "project_years.starts.day", "policy.too_large"),
    ("project_years.spend_by", {"month": 2, "day": 29}, "project_years.spend_by.day", "policy.too_large"),
    ("tranches.schedule.0.share_bp", 9999, "tranches.schedule", "policy.tranches_not_whole"),
    ("pay.rules.3.person_kind", "student", "pay.rules", "policy.pay_rule_missing"),
    ("targets.maximum", 2, "targets.minimum", "policy.least_above_most"),
    ("files.documents.0.types", ["exe"], "files.documents[0].types[0]", "policy.unknown_choice"),
    ("assumed", ["match.weather"], "assumed", "policy.no_such_clause"),
    ("assumed", ["match", "match"], "assumed", "policy.repeated"),
    ("schema", 2, "schema", "policy.out_of_range"),
    ("schema", 0, "schema", "policy.out_of_range"),
    ("schema", True, "schema", "policy.wrong_type"),
    ("schema", "1", "schema", "policy.wrong_type"),
]


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(PolicyInvalid) as refused:
        parse_policy(text)
    return refused.value.faults


@pytest.mark.parametrize(("path", "value", "where", "code"), FAULTY)
def test_a_faulty_value_is_refused_at_its_path(path: str, value: object, where: str, code: str) -> None:
    assert (where, code) in [(fault.path, fault.code) for fault in faults_of(text_with(path, value))]


def test_a_faulty_value_is_named_with_what_is_allowed() -> None:
    [fault] = faults_of(text_with("budget.categories.0.cap_bp", 10_001))
    assert fault.values == {"given": 10_001, "maximum": 10_000}
    [fault] = faults_of(text_with("match.due", "someday"))
    assert fault.values["given"] == "someday"
    assert "ranking" in str(fault.values["choices"])


def test_every_fault_is_named_at_once() -> None:
    raw = ris_raw()
    raw["match"]["share_bp"] = True
    raw["match"]["colour"] = "red"
    raw["review"]["criteria"][0]["weight_bp"] = 0
    raw["assumed"].append("no.such")
    raw["weather"] = 1
    del raw["quota"]
    del raw["targets"]["minimum"]
    assert {(fault.path, fault.code) for fault in faults_of(json.dumps(raw))} >= {
        ("match.share_bp", "policy.wrong_type"),
        ("match.colour", "policy.unknown_key"),
        ("review.criteria", "policy.not_whole"),
        ("assumed", "policy.no_such_clause"),
        ("weather", "policy.unknown_key"),
        ("quota", "policy.missing_key"),
        ("targets.minimum", "policy.missing_key"),
    }


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The address of every key in the raw rule set."""
    if isinstance(value, dict):
        found = [(*path, key) for key in value]
        return found + [leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for place, inner in enumerate(value) for leaf in leaves(inner, (*path, place))]
    return []


def without(raw: dict[str, Any], address: tuple[str | int, ...]) -> str:
    here: Any = raw
    for step in address[:-1]:
        here = here[step]
    del here[address[-1]]
    return json.dumps(raw)


LATER = ("outage",)
"""A group that came after the first rule sets: they are valid without it."""


@pytest.mark.parametrize(
    "address", [leaf for leaf in leaves(ris_raw()) if not str(leaf[-1]).endswith("_en") and leaf != LATER]
)
def test_no_rule_may_be_left_out(address: tuple[str | int, ...]) -> None:
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in address).lstrip(".")
    assert (where, "policy.missing_key") in [
        (fault.path, fault.code) for fault in faults_of(without(ris_raw(), address))
    ]


@pytest.mark.parametrize("address", [leaf for leaf in leaves(ris_raw()) if str(leaf[-1]).endswith("_en")])
def test_english_may_be_left_out(address: tuple[str | int, ...]) -> None:
    assert parse_policy(without(ris_raw(), address)) != ris_policy()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not a rule set",
        "schema = ",
        "{",
        '{"schema": 1, "schema": 1}',
        "[]",
        '{"a":' * 50_000,
        "schema = 1\nschema = 1",
        "#" * 300_000,
        "\x00",
    ],
)
def test_a_text_that_is_no_rule_set_is_refused(text: str) -> None:
    assert faults_of(text)


def test_a_date_is_no_text() -> None:
    raw = ris_text().replace('reference_en = "', 'reference_en = 2004-03-02 #"', 1)
    assert tomllib.loads(raw)
    assert [(fault.path, fault.code) for fault in faults_of(raw)] == [("reference_en", "policy.wrong_type")]


def test_what_is_stored_reads_back_as_the_same_rules() -> None:
    policy = ris_policy()
    stored = policy_to_json(policy)
    assert parse_policy(stored) == policy
    assert policy_to_json(parse_policy(stored)) == stored
    assert json.loads(stored)["budget"]["categories"][2]["cap_bp"] is None


def test_the_checksum_is_over_the_stored_text() -> None:
    stored = policy_to_json(ris_policy())
    assert checksum(stored) == checksum(stored)
    assert checksum(stored) != checksum(stored + " ")
    assert checksum("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_rule_set_cannot_be_changed() -> None:
    policy = ris_policy()
    with pytest.raises(FrozenInstanceError):
        policy.match.share_bp = 1  # type: ignore[misc]  # what the test is about


def test_rules_of_today_need_no_upgrade() -> None:
    raw = ris_raw()
    assert upgrade(raw) == raw


@given(anything)
def test_no_value_breaks_the_parser(value: object) -> None:
    for path in ("budget", "review.criteria", "pay.rules", "assumed"):
        with suppress(PolicyInvalid):
            parse_policy(text_with(path, value))


def test_a_rule_set_from_before_there_was_a_group_stays_as_it_was() -> None:
    raw = json.loads(without(ris_raw(), LATER))
    raw["assumed"].remove("outage")
    policy = parse_policy(json.dumps(raw))
    assert policy.outage is None
    assert "outage" not in policy_to_json(policy)
    assert parse_policy(policy_to_json(policy)) == policy
    assert [clause.code for clause in describe(policy) if clause.group == "outage"] == ["outage.none"]
