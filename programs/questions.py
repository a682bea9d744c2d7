"""A call's questions as its pages show them: type, limits and condition in words. Fetches nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.baro import in_language
from core.wording import krw, label, size
from programs.policy import Condition, ConditionOn, Policy, Question, Questionnaire, QuestionType


def questions_shown(form: Questionnaire, policy: Policy) -> list[dict[str, Any]]:
    """The sections with their questions, in the order in which they are asked."""
    return [
        {
            "code": section.code,
            "title": in_language(section, "title"),
            "questions": [_question(question, form, policy) for question in section.questions],
        }
        for section in form.sections
    ]


def _question(question: Question, form: Questionnaire, policy: Policy) -> dict[str, Any]:
    return {
        "code": question.code,
        "title": in_language(question, "title"),
        "type": label(f"question_type.{question.type}"),
        "required": question.required,
        "limits": limits(question),
        "condition": condition_said(question.condition, form, policy) if question.condition else "",
        "prefill": _("Filled in: %(source)s") % {"source": label(f"prefill.{question.prefill}")}
        if question.prefill
        else "",
        "translated": bool(question.title_en) and all(option.name_en for option in question.options),
    }


def limits(question: Question) -> list[str]:
    """What an answer has to keep to, each as a few words."""
    found = [in_language(option, "name") for option in question.options]
    if question.max_words is not None:
        found.append(_("at most %(most)s words") % {"most": question.max_words})
    if question.max_chars is not None:
        found.append(_("at most %(most)s characters") % {"most": question.max_chars})
    if question.least is not None:
        found.append(_("not less than %(least)s") % {"least": _number(question, question.least)})
    if question.most is not None:
        found.append(_("not more than %(most)s") % {"most": _number(question, question.most)})
    if question.file_types:
        found.append(", ".join(kind.upper() for kind in question.file_types))
    if question.max_bytes is not None:
        found.append(_("at most %(most)s") % {"most": size(question.max_bytes)})
    return found


def _number(question: Question, value: int) -> str:
    if question.type is QuestionType.WON:
        return krw(value)
    return f"{value:,} {in_language(question, 'unit')}".strip()


def condition_said(condition: Condition, form: Questionnaire, policy: Policy) -> str:
    """Who is asked, in words."""
    names = [_value(condition, value, form, policy) for value in condition.values]
    if condition.on is ConditionOn.ANSWER:
        earlier = form.question(condition.question)
        subject = in_language(earlier, "title") if earlier else condition.question
    else:
        subject = label(f"condition_on.{condition.on}")
    return _("Asked only where: %(subject)s – %(values)s") % {"subject": subject, "values": ", ".join(names)}


def _value(condition: Condition, value: str, form: Questionnaire, policy: Policy) -> str:
    if condition.on is ConditionOn.LEAD_KIND:
        return label(f"kind.{value}")
    if condition.on is ConditionOn.SECTOR:
        return value
    if condition.on is ConditionOn.TIER:
        tiers = policy.tiers.levels if policy.tiers else ()
        return next((in_language(tier, "name") for tier in tiers if tier.code == value), value)
    earlier = form.question(condition.question)
    options = earlier.options if earlier else ()
    return next((in_language(one, "name") for one in options if one.code == value), label(f"answer.{value}"))
