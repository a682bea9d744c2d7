"""What is typed in answer to an offer to merge: yes or no, a pledge with it, a signature, a reason to take it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField, WonField
from core.money import MAX_KRW
from programs.policy import Policy
from proposals.forms.merging import REASON_LENGTH, other_ways
from proposals.forms.regional import in_kind_field, year_field
from proposals.rules.pledge import DOCUMENT_TYPES, YearFigures, takes_in_kind

ANSWERS = (("accepted", _("Accept exactly these terms")), ("declined", _("Decline")))


class AnswerForm(forms.Form):
    """Yes or no to the terms whose hash was read."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Accept or decline.")},
    )
    reason = CountedTextField(
        label=_("Reason"), max_length=REASON_LENGTH, rows=3, required=False, help_text=_("Optional.")
    )


class RegionAnswerForm(forms.Form):
    """The region's yes with its pledge for the merged team, or its no."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Accept or decline.")},
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, policy: Policy, figures: Sequence[YearFigures], sha256: str
    ) -> None:
        least = {year_field(one.year): one.required_krw for one in figures}
        super().__init__(data, files, initial={"sha256": sha256, **least})
        self.in_kind = takes_in_kind(policy)
        self.figures = tuple(figures)
        for one in figures:
            words = {"year": one.year}
            self.fields[year_field(one.year)] = WonField(
                label=gettext("Match pledged, year %(year)s") % words, required=False, max_krw=MAX_KRW
            )
            if self.in_kind:
                self.fields[in_kind_field(one.year)] = WonField(
                    label=gettext("Of this in kind, year %(year)s") % words, required=False, max_krw=MAX_KRW
                )
        self.fields["reason"] = CountedTextField(
            label=_("Reason"),
            max_length=REASON_LENGTH,
            rows=3,
            required=False,
            help_text=_("Needed to decline. The teams and the ministry read it."),
        )
        self.fields["document"] = forms.FileField(
            label=_("Document of the pledge"),
            help_text=_("PDF, HWP, HWPX, DOCX, JPG or PNG, at most 20 MB."),
            required=False,
            widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in DOCUMENT_TYPES)}),
        )

    def rows(self) -> Iterator[tuple[YearFigures, BoundField, BoundField | None]]:
        for one in self.figures:
            yield one, self[year_field(one.year)], self[in_kind_field(one.year)] if self.in_kind else None

    def year_krw(self) -> list[int]:
        return [self.cleaned_data[year_field(one.year)] or 0 for one in self.figures]

    def in_kind_krw(self) -> list[int]:
        if not self.in_kind:
            return []
        return [self.cleaned_data[in_kind_field(one.year)] or 0 for one in self.figures]


class SignForm(forms.Form):
    """Whether an override is signed, with the hash of the terms that were read."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.ChoiceField(
        label=_("Decision"),
        choices=(("sign", _("Sign: the offer is sent")), ("refuse", _("Do not sign: the offer is not sent"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Sign or do not.")},
    )
    reason = CountedTextField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        rows=3,
        required=False,
        help_text=_("Needed if you do not sign. The officer reads it."),
    )


class WithdrawForm(forms.Form):
    """Why an offer is taken back; the rule that there must be a reason is the action's."""

    chosen = forms.ChoiceField(
        label=_("What is done instead"),
        choices=lambda: [("", _("Not said")), *other_ways()],
        required=False,
    )
    reason = CountedTextField(label=_("Reason"), max_length=REASON_LENGTH, rows=3, required=False)
