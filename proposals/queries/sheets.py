"""Answers to the call's own questions as they are stored: page by page, and what is known before anybody writes."""

from __future__ import annotations

from typing import Any

from accounts.actors import Actor
from accounts.models import Organization, Person
from programs.models import Call
from programs.policy import Prefill, Question, is_of_type
from programs.queries import form_of
from proposals.models import AnswerSheet, Proposal, Submission
from proposals.queries.proposal import visible_to
from proposals.rules import is_empty, kept


def write_sheets(proposal: Proposal, known: dict[str, Any]) -> None:
    """The pages of a new draft, with what is known filled in and marked as such."""
    sheets = []
    for section in form_of(proposal.call).sections:
        answers = kept(section, known)
        sheets.append(AnswerSheet(proposal=proposal, section=section.code, answers=answers, prefilled=list(answers)))
    AnswerSheet.objects.bulk_create(sheets)


def known_answers(call: Call, lead: Organization, by: Actor) -> dict[str, Any]:
    """What is known already of whoever begins a proposal, by code of the question that asks for it.

    Answers of an earlier proposal are taken only from one that he may see.
    """
    wanted = [question for question in form_of(call).questions if question.prefill is not None]
    if not wanted:
        return {}
    person = Person.objects.filter(pk=by.person_id).first() if by.person_id is not None else None
    facts: dict[Prefill, Any] = {
        Prefill.INSTITUTION_NAME: lead.name_ko,
        Prefill.BUSINESS_NUMBER: lead.business_number,
        Prefill.REGION: lead.region.name_ko if lead.region else "",
        Prefill.LEADER_NAME: person.name_ko if person else "",
        Prefill.RESEARCHER_NUMBER: person.researcher_number if person else "",
    }
    before = _last_answers(lead, by) if any(one.prefill is Prefill.LAST_ANSWER for one in wanted) else {}
    known = {
        one.code: before.get(one.code) if one.prefill is Prefill.LAST_ANSWER else facts[one.prefill]
        for one in wanted
        if one.prefill
    }
    return {one.code: known[one.code] for one in wanted if _fits(one, known[one.code])}


def _fits(question: Question, value: Any) -> bool:
    return not is_empty(value) and is_of_type(question, value)


def _last_answers(lead: Organization, by: Actor) -> dict[str, Any]:
    """What the institution's last submission answered, as far as the actor may see it."""
    seen = Submission.objects.filter(proposal__in=visible_to(by), proposal__lead_organization=lead)
    content = seen.order_by("-arrived_at", "-id").values_list("content", flat=True).first() or {}
    return {one["question"]: one["value"] for one in content.get("answers", ())}
