"""One page of the call's own questions as a form. Nothing is required here: a draft may be kept as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from core.fields import CountedTextarea, DateInput, WonField
from core.templatetags.baro import in_language
from core.wording import krw, label
from programs.policy import Condition, ConditionOn, Question, QuestionType
from proposals.forms.sections import VersionField

RADIOS_MOST = 7
"""More answers than these are chosen from a list."""
YES_NO = {"yes": True, "no": False}


class AnswersForm(forms.Form):
    """The questions of a page that the applicant may be asked, each under its code, and the version that was read."""

    version = VersionField()

    def __init__(
        self, *args: Any, questions: Iterable[Question], prefilled: Iterable[str] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.questions = {one.code: one for one in questions if one.type is not QuestionType.FILE}
        filled = set(prefilled)
        for code, question in self.questions.items():
            field = _field(question)
            field.label = _title(question)
            field.help_text = _help(question, code in filled, self.questions)
            self.fields[code] = field

    def answers(self) -> dict[str, Any]:
        """The answers of a valid form as they are kept; None where there is none."""
        return {code: _kept(self.cleaned_data[code]) for code in self.questions}

    def rows(self) -> list[dict[str, Any]]:
        """Each field with what it depends on within this page, as the script that hides it reads it."""
        return [
            {"field": self[code], "shown_if": _shown_if(question.condition, self.questions)}
            for code, question in self.questions.items()
        ]


def initial_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as the form shows them."""
    return {code: _shown(value) for code, value in answers.items()}


def _shown(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _kept(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def _field(question: Question) -> forms.Field:
    match question.type:
        case QuestionType.LONG_TEXT:
            limit = {"rows": 8, "data-count-max": question.most_chars}
            if question.max_words is not None:
                limit["data-count-words"] = question.max_words
            return forms.CharField(required=False, strip=False, widget=CountedTextarea(limit))
        case QuestionType.NUMBER:
            return forms.IntegerField(required=False, widget=forms.TextInput({"inputmode": "numeric"}))
        case QuestionType.WON:
            return WonField(required=False, min_krw=None)
        case QuestionType.DATE:
            return forms.DateField(required=False, widget=DateInput)
        case QuestionType.YES_NO:
            choices = [(code, label(f"answer.{code}")) for code in YES_NO]
            return forms.TypedChoiceField(
                required=False, widget=forms.RadioSelect, choices=choices, coerce=YES_NO.__getitem__, empty_value=None
            )
        case QuestionType.ONE_CHOICE:
            return _choosing(question)
        case QuestionType.CHOICES:
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(required=False, widget=widget, choices=_options(question))
    return forms.CharField(required=False)


def _choosing(question: Question) -> forms.ChoiceField:
    if len(question.options) <= RADIOS_MOST:
        return forms.ChoiceField(required=False, widget=forms.RadioSelect, choices=_options(question))
    return forms.ChoiceField(required=False, choices=[("", _("Choose")), *_options(question)])


def _options(question: Question) -> list[tuple[str, str]]:
    return [(option.code, in_language(option, "name")) for option in question.options]


def _title(question: Question) -> str:
    title = in_language(question, "title")
    return title if question.required else _("%(title)s (optional)") % {"title": title}


def _help(question: Question, is_prefilled: bool, here: Mapping[str, Question]) -> str:
    """What is said under a question, escaped: field templates take help as markup."""
    said = [in_language(question, "help")]
    if is_prefilled:
        said.append(_("Filled in from what is known. Please check it."))
    said += limits_said(question)
    condition = question.condition
    if _shown_if(condition, here) and condition is not None:
        earlier = here[condition.question]
        values = ", ".join(_answer_name(earlier, value) for value in condition.values)
        asked = {"subject": in_language(earlier, "title"), "values": values}
        said.append(_("Asked only where: %(subject)s – %(values)s") % asked)
    return " ".join(str(conditional_escape(one)) for one in said if one)


def limits_said(question: Question) -> list[str]:
    """The limits of words and numbers; those of a long text are counted live beside it."""
    said = []
    if question.type is QuestionType.NUMBER and question.unit_ko:
        said.append(_("Unit: %(unit)s.") % {"unit": in_language(question, "unit")})
    if question.type is QuestionType.SHORT_TEXT:
        said.append(_("At most %(most)s characters.") % {"most": question.most_chars})
    if question.max_words is not None:
        said.append(_("At most %(most)s words.") % {"most": question.max_words})
    write = krw if question.type is QuestionType.WON else "{:,}".format
    if question.least is not None:
        said.append(_("At least %(least)s.") % {"least": write(question.least)})
    if question.most is not None:
        said.append(_("At most %(most)s.") % {"most": write(question.most)})
    return said


def _answer_name(question: Question, value: str) -> str:
    names = {option.code: in_language(option, "name") for option in question.options}
    return names.get(value) or label(f"answer.{value}")


def _shown_if(condition: Condition | None, here: Mapping[str, Question]) -> str:
    """The condition for the script, where it looks at a question of the same page."""
    if condition is None or condition.on is not ConditionOn.ANSWER or condition.question not in here:
        return ""
    return f"{condition.question}:{','.join(condition.values)}"
