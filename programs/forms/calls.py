"""What the desks' pages take. Rules are not here: the actions know them, and their refusals stand beside the fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField, DateInput, DateTimeInput, WonField
from core.money import MAX_KRW
from programs.models import RuleSet
from programs.policy import Policy
from programs.rules import LENGTHS, PART_LENGTHS, CallTerms, Part, completed, ranking_due


class CallForm(forms.Form):
    """The terms of a call, in the order in which an officer thinks of them."""

    rule_set = forms.ChoiceField(label=_("Rules"), help_text=_("The call is bound to this version for ever."))
    title_ko = forms.CharField(label=_("Korean title of the call"), max_length=LENGTHS["title_ko"])
    title_en = forms.CharField(
        label=_("English title of the call"),
        max_length=LENGTHS["title_en"],
        required=False,
        help_text=_("Needed before the call is announced."),
    )
    summary_ko = CountedTextField(
        label=_("What it is for, in Korean"),
        max_length=LENGTHS["summary_ko"],
        rows=5,
        help_text=_("In two or three sentences: what is supported, for whom, to what end."),
    )
    summary_en = CountedTextField(
        label=_("What it is for, in English"), max_length=LENGTHS["summary_en"], rows=5, required=False
    )
    announces_at = forms.DateTimeField(
        label=_("Announcement"),
        widget=DateTimeInput,
        required=False,
        help_text=_("When you mean to announce it. Left empty: when somebody presses the button."),
    )
    opens_at = forms.DateTimeField(label=_("Opening"), widget=DateTimeInput, help_text=_("Korean time."))
    closes_at = forms.DateTimeField(
        label=_("Closing"), widget=DateTimeInput, help_text=_("What arrives at this very second is late.")
    )
    ranking_due_at = forms.DateTimeField(
        label=_("Regional ranking due"),
        widget=DateTimeInput,
        required=False,
        help_text=_("Left empty: the earliest moment that the rules allow."),
    )
    review_due_at = forms.DateTimeField(
        label=_("Review due"),
        widget=DateTimeInput,
        required=False,
        help_text=_("Left empty: after the working days that the rules promise."),
    )
    result_due_at = forms.DateTimeField(
        label=_("Result due"),
        widget=DateTimeInput,
        required=False,
        help_text=_("Left empty: after the working days that the rules promise."),
    )
    project_starts_on = forms.DateField(label=_("Projects start"), widget=DateInput)
    budget_krw = WonField(
        label=_("Budget"),
        min_krw=1,
        max_krw=MAX_KRW,
        help_text=_("Grant money of all project years together, without the regions' match."),
    )
    contact = forms.CharField(
        label=_("Contact"),
        max_length=LENGTHS["contact"],
        required=False,
        help_text=_("Office with telephone or e-mail. Needed before the call is announced."),
    )

    def __init__(self, *args: Any, rule_sets: Iterable[RuleSet], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rule_sets = {str(row.uid): row for row in rule_sets}
        self.fields["rule_set"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (uid, _("Version %(version)s · %(reference)s") % {"version": row.version, "reference": row.reference_ko})
            for uid, row in self.rule_sets.items()
        ]

    def chosen(self) -> RuleSet | None:
        """The rule set that was chosen, or the first one to choose."""
        uid = str(self["rule_set"].value() or "")
        return self.rule_sets.get(uid) or next(iter(self.rule_sets.values()), None)

    def terms(self, policy: Policy) -> CallTerms:
        """The terms of a valid form; the regions' time as short as the rules allow where none was given."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"rule_set", "code"}}
        given["ranking_due_at"] = given["ranking_due_at"] or ranking_due(given["closes_at"], policy)
        return completed(CallTerms(**given), policy)


class NewCallForm(CallForm):
    """A new call has a code of its own too."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Short and lasting, as in ris-2004: it stands in numbers of proposals and in addresses."),
    )
    field_order = ("rule_set", "code")


class PartForm(forms.Form):
    """A part of a guideline, in both languages."""

    title_ko = forms.CharField(label=_("Heading in Korean"), max_length=PART_LENGTHS["title_ko"])
    text_ko = CountedTextField(label=_("Text in Korean"), max_length=PART_LENGTHS["text_ko"], rows=8)
    title_en = forms.CharField(label=_("Heading in English"), max_length=PART_LENGTHS["title_en"], required=False)
    text_en = CountedTextField(label=_("Text in English"), max_length=PART_LENGTHS["text_en"], rows=8, required=False)

    def part(self) -> Part:
        return Part(**self.cleaned_data)


class DatesForm(forms.Form):
    """New dates of an announced call, and why. What has no date yet may be left empty."""

    closes_at = forms.DateTimeField(label=_("Closing"), widget=DateTimeInput)
    ranking_due_at = forms.DateTimeField(label=_("Regional ranking due"), widget=DateTimeInput)
    review_due_at = forms.DateTimeField(label=_("Review due"), widget=DateTimeInput, required=False)
    result_due_at = forms.DateTimeField(label=_("Result due"), widget=DateTimeInput, required=False)
    reason = CountedTextField(
        label=_("Reason"), max_length=1_000, rows=3, help_text=_("Everybody concerned is told, with this reason.")
    )


class ScheduleForm(forms.Form):
    """When a checked call is announced by itself."""

    announces_at = forms.DateTimeField(label=_("Announce at"), widget=DateTimeInput, help_text=_("Korean time."))


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = CountedTextField(
        label=_("Reason"), max_length=1_000, rows=3, help_text=_("Everybody concerned is told, with this reason.")
    )
