"""Everything that stands against handing a proposal in, at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from core.refusals import Violation
from programs.policy import Policy, StandardPart
from proposals.rules.answers import answer_violations
from proposals.rules.budget import budget_check
from proposals.rules.consortium import consortium_violations, leading_violations
from proposals.rules.facts import Facts
from proposals.rules.people import people_violations
from proposals.rules.window import arrival_violations

SECTIONS = tuple(part.value for part in StandardPart)
"""The parts of the text, in the order in which they are written and read. All are needed that the call keeps."""


def submission_violations(facts: Facts, policy: Policy, at: datetime) -> list[Violation]:
    """Why a proposal that arrives at `at` can't be handed in: every reason, each with its field and its clause."""
    return [*arrival_violations(facts.window, at), *content_violations(facts, policy)]


def content_violations(facts: Facts, policy: Policy) -> list[Violation]:
    """What is missing or wrong in the proposal itself, whenever it arrives."""
    return [
        *_title_violations(facts),
        *_section_violations(facts),
        *answer_violations(facts, policy),
        *consortium_violations(facts, policy),
        *leading_violations(facts.elsewhere, policy),
        *people_violations(facts, policy),
        *budget_check(policy, facts.lines, facts.explained),
        *_target_violations(facts, policy),
        *_document_violations(facts, policy),
    ]


def _title_violations(facts: Facts) -> Iterator[Violation]:
    if not facts.title_ko.strip():
        yield Violation("proposal.title_missing", {}, "title_ko")


def _section_violations(facts: Facts) -> Iterator[Violation]:
    for code in facts.form.standard_parts:
        text, note = facts.sections.get(code, ""), facts.form.note(code)
        if not text.strip():
            yield Violation("proposal.section_empty", {"section": code}, f"sections.{code}")
        elif note is not None and note.max_chars is not None and len(text) > note.max_chars:
            values = {"length": len(text), "most": note.max_chars}
            yield Violation("proposal.text_too_long", values, f"sections.{code}", f"form.parts.{code}")


def _target_violations(facts: Facts, policy: Policy) -> Iterator[Violation]:
    """A target is an indicator with a promise, for however many years."""
    count = len({indicator for indicator, _ in facts.targets})
    least, most = policy.targets.minimum, policy.targets.maximum
    if count < least:
        yield Violation("targets.too_few", {"count": count, "least": least}, "targets", "targets.minimum")
    if most is not None and count > most:
        yield Violation("targets.too_many", {"count": count, "most": most}, "targets", "targets.maximum")
    years = policy.project_years.count
    for indicator, year in facts.targets:
        if not 1 <= year <= years:
            values = {"year": year, "count": years}
            field = f"targets.{indicator}.{year}"
            yield Violation("targets.year_unknown", values, field, "project_years.count")


def _document_violations(facts: Facts, policy: Policy) -> Iterator[Violation]:
    for document in policy.files.documents:
        if document.required and document.code not in facts.documents:
            values = {"name_ko": document.name_ko, "name_en": document.name_en or document.name_ko}
            clause = f"files.documents.{document.code}"
            yield Violation("files.document_missing", values, f"files.{document.code}", clause)
