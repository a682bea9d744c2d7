"""Every clause, choice, fault and violation has its sentence."""

import ast
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import programs.policy
from core.wording import label
from programs.policy import Fault, FileType, Prefill, QuestionType, StandardPart, describe
from programs.wording import say_choice, say_clause, say_fault
from programs.words import CHOICES, CLAUSES, FAULTS, VIOLATIONS
from tests.programs.policies import policy_with, ris_policy

SOURCES = Path(programs.policy.__file__).parent
ENUMS = [
    value
    for value in vars(programs.policy).values()
    if isinstance(value, type) and issubclass(value, StrEnum) and value is not FileType
    if not value.__module__.endswith((".questions", ".asking"))
]
"""What a rule set may choose from; a type of file is its own name, and what a call's form asks has words of its own."""
FORM_ENUMS = {QuestionType: "question_type", Prefill: "prefill", StandardPart: "section"}


def literals(*paths: Path) -> set[str]:
    """Every text written in these modules."""
    return {
        node.value
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def choices(value: Any) -> set[str]:
    """Every word chosen anywhere in a rule set."""
    if isinstance(value, StrEnum):
        return {value.value}
    if isinstance(value, tuple):
        return {word for part in value for word in choices(part)}
    if is_dataclass(value):
        return {word for field in fields(value) for word in choices(getattr(value, field.name))}
    return set()


@pytest.mark.parametrize("clause", describe(ris_policy()), ids=lambda clause: clause.path)
def test_every_clause_says_itself_without_a_gap(clause: programs.policy.Clause) -> None:
    with translation.override("en"):
        sentence = say_clause(clause)
    assert "-, " not in sentence
    assert " -" not in sentence


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("match.due", "contract", "match.due.contract"),
        ("match.basis", "grant", "match.basis.grant"),
        ("match.document_required", False, "match.document_required.no"),
        ("budget.cap_basis", "grant", "budget.cap_basis.grant"),
        ("quota.counts", "original", "quota.counts.original"),
        ("quota.teams_per_region", "none", "quota.teams_per_region.none"),
        ("quota.planned_grant_per_region_year_krw", "none", "quota.planned_grant_per_region_year_krw.none"),
        ("eligibility.max_partners", "none", "eligibility.max_partners.none"),
        ("eligibility.max_led_per_person", "none", "eligibility.max_led_per_person.none"),
        ("eligibility.max_led_per_institution", 2, "eligibility.max_led_per_institution"),
        ("eligibility.excluded_regions", ["seoul"], "eligibility.excluded_regions"),
        ("review.max_cases_per_expert", "none", "review.max_cases_per_expert.none"),
        ("timeline.reminder_lead_days", [], "timeline.reminder_lead_days.none"),
        ("project_years.reminder_lead_days", [], "project_years.reminder_lead_days.none"),
        ("selection.merging.region_consents", False, "selection.merging.region_consents.no"),
        ("targets.maximum", "none", "targets.maximum.none"),
        ("budget.categories.0.band", "explain", "budget.categories.explain"),
        ("budget.categories.0.band", "notify", "budget.categories.notify"),
    ],
)
def test_other_choices_have_their_sentence_too(path: str, value: object, code: str) -> None:
    assumed_anyway = policy_with(path, value)
    [clause] = [clause for clause in describe(assumed_anyway) if clause.code == code][:1]
    assert say_clause(clause) != code


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_choice_has_a_name(enum: type[StrEnum]) -> None:
    assert {member.value for member in enum} <= CHOICES.keys()


@pytest.mark.parametrize(("enum", "family"), FORM_ENUMS.items(), ids=FORM_ENUMS.values())
def test_every_choice_of_a_form_has_a_name(enum: type[StrEnum], family: str) -> None:
    for member in enum:
        assert label(f"{family}.{member.value}") != f"{family}.{member.value}"


def test_every_choice_that_is_made_has_a_name() -> None:
    assert choices(ris_policy()) - set(FileType) <= CHOICES.keys()


def test_every_fault_has_its_sentence_and_no_other() -> None:
    written = {text for text in literals(*SOURCES.glob("*.py")) if text.startswith("policy.")}
    assert written == set(FAULTS)


def test_every_violation_of_amounts_has_its_sentence() -> None:
    written = {
        text
        for text in literals(SOURCES / "checks.py")
        if text.startswith(("budget.", "match.")) and text.count(".") == 1 and " " not in text
    }
    clauses = {clause.path for clause in describe(ris_policy())} | {"budget.categories", "budget.", "match."}
    assert written - clauses <= set(VIOLATIONS)


def test_sentences_are_worded_in_the_readers_language() -> None:
    clauses = {clause.path: clause for clause in describe(ris_policy())}
    with translation.override("en"):
        assert say_clause(clauses["budget.categories.salaries"]) == "Salaries: at most 20%. More is refused."
        assert say_clause(clauses["match.forms"]) == "The region may contribute: Cash, In kind."
        assert "30 MB" in say_clause(clauses["files.documents.plan"])
        assert say_fault(Fault("review.criteria", "policy.not_whole", {"sum_bp": 9999})) == (
            "The weights add up to 99.99% instead of 100%."
        )
        assert say_choice("nowhere") == "nowhere"


def test_no_sentence_stands_for_nothing() -> None:
    roots = {clause.path.split(".")[0] for clause in describe(ris_policy())}
    assert {code.split(".")[0] for code in CLAUSES} == roots
