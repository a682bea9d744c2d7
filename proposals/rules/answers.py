"""Answers to the call's own questions: what may be kept as a draft, what a submission needs, and who is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.money import MAX_KRW
from core.refusals import Value, Violation
from programs.policy import (
    Applicant,
    FormSection,
    Option,
    Policy,
    Question,
    Questionnaire,
    QuestionType,
    Source,
    answer_codes,
    asked,
    is_of_type,
    is_readable,
)
from proposals.rules.facts import Facts

Answers = Mapping[str, Any]
LONGEST_NUMBER = MAX_KRW


def path_of(form: Questionnaire, question: str) -> str:
    """The path of an answer, and the clause of what stands against it: `form.<section>.<question>`."""
    section = form.section_of(question)
    return f"form.{section.code if section else ''}.{question}"


def tier_of(facts: Facts, policy: Policy) -> str:
    """The code of the tier that holds the grant of all years; "" while none does, or the rules have none."""
    if policy.tiers is None:
        return ""
    grants: dict[int, int] = {}
    for line in facts.lines:
        if line.source is Source.GRANT:
            grants[line.year] = grants.get(line.year, 0) + line.amount_krw
    tier = policy.tiers.of(grants.values()) if grants else None
    return tier.code if tier else ""


def asked_of(facts: Facts, policy: Policy) -> tuple[Question, ...]:
    """The call's questions that this proposal is asked, as it stands."""
    applicant = Applicant(lead_kind=facts.lead.kind, tier=tier_of(facts, policy), sector=facts.sector)
    return asked(facts.form, facts.answers, applicant)


def answer_violations(facts: Facts, policy: Policy) -> Iterator[Violation]:
    """What stands against handing in the answers; what is not asked is not looked at."""
    for question in asked_of(facts, policy):
        path = path_of(facts.form, question.code)
        if question.type is QuestionType.FILE:
            if question.required and question.document not in facts.documents:
                yield _about(question, "answers.file_missing", path)
            continue
        answer = facts.answers.get(question.code)
        if is_empty(answer):
            if question.required:
                yield _about(question, "answers.missing", path)
        else:
            yield from _limit_violations(question, answer, path)


def _limit_violations(question: Question, answer: Any, path: str) -> Iterator[Violation]:
    if isinstance(answer, str) and question.max_words is not None:
        words = word_count(answer)
        if words > question.max_words:
            yield _about(question, "answers.too_many_words", path, count=words, most=question.max_words)
    if isinstance(answer, str) and len(answer) > question.most_chars:
        yield _about(question, "answers.too_long", path, length=len(answer), most=question.most_chars)
    if isinstance(answer, int) and not isinstance(answer, bool):
        suffix = "_krw" if question.type is QuestionType.WON else ""
        if question.least is not None and answer < question.least:
            values: dict[str, Value] = {f"least{suffix}": question.least}
            yield _about(question, f"answers.below_least{suffix}", path, **values)
        if question.most is not None and answer > question.most:
            values = {f"most{suffix}": question.most}
            yield _about(question, f"answers.above_most{suffix}", path, **values)


def keeping_violations(section: FormSection, answers: Answers, *, whole: bool) -> Iterator[Violation]:
    """Why these answers to a section's questions can't even be kept as a draft.

    `whole` asks for every question by name, so that nothing is dropped by forgetting it.
    """
    questions = {one.code: one for one in section.questions if one.type is not QuestionType.FILE}
    for code, answer in answers.items():
        path = f"form.{section.code}.{code}"
        question = questions.get(code)
        if question is None:
            yield Violation("answers.question_unknown", {"question": code}, path, path)
        elif not is_empty(answer):
            yield from _kind_violations(question, answer, path)
    if whole:
        for code in questions.keys() - answers.keys():
            path = f"form.{section.code}.{code}"
            yield Violation("answers.question_left_out", {"question": code}, path, path)


def _kind_violations(question: Question, answer: Any, path: str) -> Iterator[Violation]:
    if not is_of_type(question, answer):
        yield _about(question, f"answers.not_a_{question.type}", path)
    elif isinstance(answer, str) and not is_readable(answer):
        yield _about(question, "answers.not_readable", path)
    elif isinstance(answer, str) and len(answer) > KEPT_CHARS:
        yield _about(question, "answers.too_long", path, length=len(answer), most=KEPT_CHARS)
    elif isinstance(answer, int) and not isinstance(answer, bool) and abs(answer) > LONGEST_NUMBER:
        yield _about(question, "answers.number_too_large", path)


KEPT_CHARS = 20_000
"""How long a text is kept as a draft at all, whatever the question's own limit."""


def is_empty(answer: Any) -> bool:
    """Whether somebody gave no answer: a no is one, blanks are none."""
    return answer is None or answer == [] or (isinstance(answer, str) and not answer.strip())


def word_count(text: str) -> int:
    """Words as people count them in Korean and English: what stands between blanks."""
    return len(text.split())


def kept(section: FormSection, answers: Answers) -> dict[str, Any]:
    """The answers as they are stored: in the order of the questions, lines ending alike, nothing empty."""
    found: dict[str, Any] = {}
    for question in section.questions:
        answer = answers.get(question.code)
        if is_empty(answer):
            continue
        if isinstance(answer, str):
            answer = answer.replace("\r\n", "\n").replace("\r", "\n")
        if isinstance(answer, list):
            answer = [option for option in question.answers if option in answer]
        found[question.code] = answer
    return found


def chosen_options(question: Question, answer: Any) -> tuple[Option, ...]:
    """The options that an answer names."""
    return tuple(option for option in question.options if option.code in answer_codes(answer))


def _about(question: Question, code: str, path: str, **values: Value) -> Violation:
    """A violation with the question's own words in it."""
    named: dict[str, Value] = {"title_ko": question.title_ko, "title_en": question.title_en or question.title_ko}
    return Violation(code, {**named, **values}, path, path)
