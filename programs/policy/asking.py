"""Read a call's questions strictly, keep them in one canonical text, and tell which of them an applicant is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from programs.policy.eligibility import InstitutionKind
from programs.policy.faults import Fault, PolicyInvalid
from programs.policy.parsing import fault_of
from programs.policy.questions import NO, YES, Condition, ConditionOn, Question, Questionnaire, QuestionType
from programs.policy.root import Policy

MAX_TEXT = 512 * 1024
"""Characters of the longest form that is read."""
Answer = str | int | bool | list[str]
"""What an answer is: text, whole number, yes or no, the codes of options; a date is its ISO text."""
_WORDS = {"policy.missing_key": "form.missing_key", "policy.unknown_key": "form.unknown_key"}
_ADAPTER = TypeAdapter(Questionnaire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """What conditions look at beside answers: the leading institution's kind, the tier's code and the sector."""

    lead_kind: str = ""
    tier: str = ""
    sector: str = ""


def parse_questionnaire(raw: object) -> Questionnaire:
    """The questions that raw values hold. Raises PolicyInvalid with every fault and its path."""
    try:
        text = json.dumps(raw, ensure_ascii=False)
        unreadable = tuple(Fault(path, "form.text_unreadable") for path in _unreadable(raw))
    except (RecursionError, TypeError, ValueError) as error:  # nested past all measure, or no JSON at all
        raise PolicyInvalid((Fault("", "form.text_unreadable"),)) from error
    if len(text) > MAX_TEXT:
        raise PolicyInvalid((Fault("", "policy.text_too_long", {"maximum": MAX_TEXT}),))
    if unreadable:
        raise PolicyInvalid(unreadable)
    try:
        found = _ADAPTER.validate_json(text)
    except ValidationError as error:
        faults = tuple(fault_of("", details) for details in error.errors(include_url=False))
        raise PolicyInvalid(
            tuple(Fault(one.path, _WORDS.get(one.code, one.code), one.values) for one in faults)
        ) from error
    if faults := tuple(found.faults()):
        raise PolicyInvalid(faults)
    return found


def questionnaire_to_raw(questionnaire: Questionnaire) -> dict[str, Any]:
    """The raw values of a form; what is empty is left out."""
    raw: dict[str, Any] = _ADAPTER.dump_python(questionnaire, mode="json", exclude_defaults=True)
    return raw


def questionnaire_to_json(questionnaire: Questionnaire) -> str:
    """The canonical text of a form: the same questions always give the same characters."""
    return json.dumps(questionnaire_to_raw(questionnaire), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=64)
def questionnaire_of(text: str) -> Questionnaire:
    """The form of a text that was kept."""
    return _ADAPTER.validate_json(text)


def faults_under(questionnaire: Questionnaire, policy: Policy, sectors: tuple[str, ...]) -> Iterator[Fault]:
    """Conditions that name what the call's rules and its programme do not have."""
    tiers = () if policy.tiers is None else tuple(tier.code for tier in policy.tiers.levels)
    known = {
        ConditionOn.LEAD_KIND: tuple(kind.value for kind in InstitutionKind),
        ConditionOn.TIER: tiers,
        ConditionOn.SECTOR: sectors,
    }
    for path, question in questionnaire.placed():
        condition = question.condition
        if condition is not None and condition.on in known:
            choices = known[condition.on]
            for value in condition.values:
                if value not in choices:
                    values: dict[str, str | int] = {"given": value, "choices": ", ".join(choices) or "-"}
                    yield Fault(f"{path}.condition.values", "policy.unknown_choice", values)


def untranslated(questionnaire: Questionnaire) -> Iterator[str]:
    """The paths of Korean texts that have no English one."""
    for place, section in enumerate(questionnaire.sections):
        if not section.title_en.strip():
            yield f"sections[{place}].title_en"
    for path, question in questionnaire.placed():
        if not question.title_en.strip():
            yield f"{path}.title_en"
        if question.help_ko.strip() and not question.help_en.strip():
            yield f"{path}.help_en"
        for number, option in enumerate(question.options):
            if not option.name_en.strip():
                yield f"{path}.options[{number}].name_en"


def asked(questionnaire: Questionnaire, answers: Mapping[str, Answer], applicant: Applicant) -> tuple[Question, ...]:
    """The questions that this applicant is asked. One that is not asked has no answer for those that depend on it."""
    found: list[Question] = []
    given: dict[str, Answer] = {}
    for question in questionnaire.questions:
        if question.condition is None or _holds(question.condition, given, applicant):
            found.append(question)
            if question.code in answers:
                given[question.code] = answers[question.code]
    return tuple(found)


def _holds(condition: Condition, given: Mapping[str, Answer], applicant: Applicant) -> bool:
    if condition.on is ConditionOn.ANSWER:
        return not answer_codes(given.get(condition.question)).isdisjoint(condition.values)
    looked_at = {
        ConditionOn.LEAD_KIND: applicant.lead_kind,
        ConditionOn.TIER: applicant.tier,
        ConditionOn.SECTOR: applicant.sector,
    }
    return looked_at[condition.on] in condition.values


def answer_codes(answer: Answer | None) -> frozenset[str]:
    """An answer as the codes that a condition names; empty where there is none."""
    if answer is None:
        return frozenset()
    if isinstance(answer, bool):
        return frozenset({YES if answer else NO})
    return frozenset(answer) if isinstance(answer, list) else frozenset({str(answer)})


def is_of_type(question: Question, value: object) -> bool:
    """Whether a value is an answer to this question at all, whatever its limits."""
    match question.type:
        case QuestionType.SHORT_TEXT | QuestionType.LONG_TEXT:
            return isinstance(value, str)
        case QuestionType.NUMBER | QuestionType.WON:
            return isinstance(value, int) and not isinstance(value, bool)
        case QuestionType.DATE:
            return isinstance(value, str) and _is_date(value)
        case QuestionType.YES_NO:
            return isinstance(value, bool)
        case QuestionType.ONE_CHOICE:
            return isinstance(value, str) and value in question.answers
        case QuestionType.CHOICES:
            return (
                isinstance(value, list)
                and all(isinstance(one, str) and one in question.answers for one in value)
                and len(set(value)) == len(value)
            )
    return False


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unreadable(raw: object, path: str = "") -> Iterator[str]:
    """Where a text holds what no text does: NUL, or half of a character."""
    if isinstance(raw, Mapping):
        for name, inner in raw.items():
            yield from _unreadable(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(raw, list | tuple):
        for place, inner in enumerate(raw):
            yield from _unreadable(inner, f"{path}[{place}]")
    elif isinstance(raw, str) and not is_readable(raw):
        yield path


def is_readable(text: str) -> bool:
    """Whether the database takes a text: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
