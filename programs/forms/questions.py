"""What the pages of the form editor take: a section, a question, a note on a standard part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField
from core.templatetags.baro import in_language
from core.wording import label
from programs.policy import ConditionOn, FileType, InstitutionKind, Policy, Prefill, Question, QuestionType

MEGABYTE = 1024 * 1024
TEXT_TYPES = "short_text,long_text"
USES = {
    "options": ("one_choice", "choices"),
    "max_words": ("short_text", "long_text"),
    "max_chars": ("short_text", "long_text"),
    "least": ("number", "won"),
    "most": ("number", "won"),
    "unit_ko": ("number",),
    "unit_en": ("number",),
    "file_types": ("file",),
    "max_bytes": ("file",),
}
"""What a type has no use for is not kept, so that a question may change its type."""


class FormSectionForm(forms.Form):
    """The heading of a page of questions."""

    title_ko = forms.CharField(label=_("Heading in Korean"), max_length=300)
    title_en = forms.CharField(label=_("Heading in English"), max_length=300, required=False)
    help_ko = CountedTextField(label=_("Help in Korean"), max_length=2_000, rows=3, required=False)
    help_en = CountedTextField(label=_("Help in English"), max_length=2_000, rows=3, required=False)
    code = forms.CharField(
        label=_("Code of the section"),
        max_length=30,
        required=False,
        help_text=_("Small letters, digits and underscores. Left empty: numbered."),
    )

    def raw(self, taken: Iterable[str]) -> dict[str, Any]:
        """The section as it is kept; `taken` are codes that a new one may not get."""
        return {**_texts(self, "title_ko", "title_en", "help_ko", "help_en"), "code": _code(self, "s", taken)}


class QuestionForm(forms.Form):
    """One question. What does not belong to its type is left out of it."""

    type = forms.ChoiceField(label=_("Type of answer"))
    title_ko = forms.CharField(label=_("Question in Korean"), max_length=300)
    title_en = forms.CharField(label=_("Question in English"), max_length=300, required=False)
    help_ko = CountedTextField(label=_("Help in Korean"), max_length=2_000, rows=3, required=False)
    help_en = CountedTextField(label=_("Help in English"), max_length=2_000, rows=3, required=False)
    required = forms.BooleanField(label=_("An answer is needed before the proposal is handed in"), required=False)
    options = forms.CharField(
        label=_("Answers to choose from"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("One a line: code | Korean | English, as in seed | 기초 연구 | Basic research."),
    )
    max_words = forms.IntegerField(label=_("Words at most"), min_value=1, max_value=5_000, required=False)
    max_chars = forms.IntegerField(label=_("Characters at most"), min_value=1, max_value=20_000, required=False)
    least = forms.IntegerField(label=_("Least"), required=False)
    most = forms.IntegerField(label=_("Most"), required=False)
    unit_ko = forms.CharField(label=_("Unit in Korean"), max_length=20, required=False)
    unit_en = forms.CharField(label=_("Unit in English"), max_length=20, required=False)
    file_types = forms.MultipleChoiceField(
        label=_("Kinds of file"), widget=forms.CheckboxSelectMultiple, required=False
    )
    max_bytes = forms.IntegerField(label=_("Megabytes at most"), min_value=1, max_value=500, required=False)
    prefill = forms.ChoiceField(
        label=_("Filled in from what is known"),
        required=False,
        help_text=_("Once, when a draft begins; applicants see where it comes from and may change it."),
    )
    condition = forms.MultipleChoiceField(
        label=_("Asked only where"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("One of what is ticked holds. Nothing ticked: everybody is asked."),
    )
    code = forms.CharField(
        label=_("Code of the question"),
        max_length=30,
        required=False,
        help_text=_("Small letters, digits and underscores. The same code in a later call finds the answer again."),
    )

    def __init__(
        self, *args: Any, before: Iterable[Question], policy: Policy, sectors: Iterable[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._offer("type", [(one.value, label(f"question_type.{one.value}")) for one in QuestionType])
        self._offer("file_types", [(one.value, one.value.upper()) for one in FileType])
        self._offer("prefill", [("", say("Nothing")), *((one.value, label(f"prefill.{one.value}")) for one in Prefill)])
        self._offer("condition", condition_choices(before, policy, sectors))

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # each of these is a ChoiceField

    def clean_options(self) -> list[dict[str, str]]:
        """The answers, one a line."""
        found = []
        for number, line in enumerate(self.cleaned_data["options"].splitlines(), start=1):
            parts = [part.strip() for part in line.split("|")]
            if not line.strip():
                continue
            if not 2 <= len(parts) <= 3 or not parts[0] or not parts[1]:
                text = _("Line %(number)s: a code, the Korean and the English answer, with | between them.")
                raise forms.ValidationError(text, code="line", params={"number": number})
            names = {"code": parts[0], "name_ko": parts[1]}
            found.append(names | ({"name_en": parts[2]} if len(parts) == 3 and parts[2] else {}))
        return found

    def clean_condition(self) -> dict[str, Any] | None:
        """What was ticked, as one condition."""
        ticked = [value.split(":", 2) for value in self.cleaned_data["condition"]]
        if not ticked:
            return None
        if len({(on, question) for on, question, _value in ticked}) > 1:
            text = _("Tick answers of one question, or one trait of the applicant, not of several.")
            raise forms.ValidationError(text, code="two")
        on, question, _first = ticked[0]
        return {"on": on, "values": [value for *_rest, value in ticked]} | ({"question": question} if question else {})

    def raw(self, taken: Iterable[str]) -> dict[str, Any]:
        """The question as it is kept; `taken` are codes that a new one may not get."""
        given = self.cleaned_data
        kind = given["type"]
        found: dict[str, Any] = {"code": _code(self, "q", taken), "type": kind, "required": given["required"]}
        found |= _texts(self, "title_ko", "title_en", "help_ko", "help_en")
        for name, types in USES.items():
            if kind in types and given[name] not in (None, "", []):
                found[name] = given[name] * MEGABYTE if name == "max_bytes" else given[name]
        for name in ("prefill", "condition"):
            if given[name]:
                found[name] = given[name]
        return found

    def groups(self) -> list[dict[str, Any]]:
        """The fields under their headings, each group with the types of answer that it is for."""
        texts = _("Limits of a text")
        return [
            self._group(_("Choices"), "one_choice,choices", "options"),
            self._group(texts, TEXT_TYPES, "max_words", "max_chars"),
            self._group(_("Limits of a number"), "number,won", "least", "most"),
            self._group(_("Unit"), "number", "unit_ko", "unit_en"),
            self._group(_("The file"), "file", "file_types", "max_bytes"),
        ]

    def _group(self, title: Any, types: str, *names: str) -> dict[str, Any]:
        return {"title": title, "types": types, "fields": [self[name] for name in names]}


class PartNoteForm(forms.Form):
    """What the call says of a standard part."""

    dropped = forms.BooleanField(label=_("This call does without this part"), required=False)
    help_ko = CountedTextField(
        label=_("Help in Korean"),
        max_length=2_000,
        rows=3,
        required=False,
        help_text=_("Stands in the place of the usual hint."),
    )
    help_en = CountedTextField(label=_("Help in English"), max_length=2_000, rows=3, required=False)
    max_chars = forms.IntegerField(label=_("Characters at most"), min_value=1, max_value=20_000, required=False)

    def raw(self, part: str) -> dict[str, Any]:
        """The note as it is kept: nothing but its code where nothing is said."""
        given = self.cleaned_data
        return {"code": part} | {name: given[name] for name in PartNoteForm.base_fields if given[name]}


def question_initial(question: Mapping[str, Any]) -> dict[str, Any]:
    """A question that was kept, as its form shows it."""
    initial = dict(question)
    lines = (
        " | ".join(filter(None, (option["code"], option["name_ko"], option.get("name_en", ""))))
        for option in question.get("options", ())
    )
    initial["options"] = "\n".join(lines)
    if "max_bytes" in question:
        initial["max_bytes"] = question["max_bytes"] // MEGABYTE
    condition = question.get("condition")
    if condition:
        named = f"{condition['on']}:{condition.get('question', '')}"
        initial["condition"] = [f"{named}:{value}" for value in condition["values"]]
    return initial


def condition_choices(before: Iterable[Question], policy: Policy, sectors: Iterable[str]) -> list[Any]:
    """All that a question may depend on: answers of earlier ones, and traits of the applicant, by subject."""
    found: list[Any] = []
    for question in before:
        if question.answers:
            prefix = f"{ConditionOn.ANSWER.value}:{question.code}:"
            options = {option.code: in_language(option, "name") for option in question.options}
            choices = [(prefix + one, options.get(one) or label(f"answer.{one}")) for one in question.answers]
            found.append((in_language(question, "title"), choices))
    tiers = policy.tiers.levels if policy.tiers else ()
    found += _traits(ConditionOn.LEAD_KIND, [(one.value, label(f"kind.{one.value}")) for one in InstitutionKind])
    found += _traits(ConditionOn.TIER, [(tier.code, in_language(tier, "name")) for tier in tiers])
    found += _traits(ConditionOn.SECTOR, [(sector, sector) for sector in sectors])
    return found


def _traits(on: ConditionOn, values: list[tuple[str, str]]) -> list[Any]:
    if not values:
        return []
    return [(label(f"condition_on.{on.value}"), [(f"{on.value}::{value}", name) for value, name in values])]


def _texts(form: forms.Form, *names: str) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in names if form.cleaned_data[name]}


def _code(form: forms.Form, letter: str, taken: Iterable[str]) -> str:
    """The code as it was typed, else the next number."""
    used = set(taken)
    numbered = (f"{letter}{number}" for number in range(1, len(used) + 2))
    return str(form.cleaned_data["code"]) or next(code for code in numbered if code not in used)
