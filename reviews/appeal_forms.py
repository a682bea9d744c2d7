"""Forms of appeals: what a team writes, and what those say who check, judge and decide it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField
from core.templatetags.baro import in_language
from core.wording import label
from programs.policy import Policy
from reviews.forms import anchored
from reviews.models import Appeal, AppealSeat
from reviews.rules import COMMENT_LENGTH
from reviews.rules.appeals import FILE_TYPES

MOST = 10_000


class AppealForm(forms.Form):
    """Ground, the finding in dispute, and what happened. What is missing may be missing until it is filed."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect, required=False)
    disputed = forms.ChoiceField(label=_("What is in dispute"), required=False)
    statement = CountedTextField(label=_("What happened"), max_length=MOST, rows=10, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, grounds: Iterable[str], findings: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        heard = [(code, label(f"appeal.ground.{code}")) for code in Appeal.Ground.values if code in set(grounds)]
        self.fields["ground"].choices = heard  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["disputed"].choices = list(findings)  # type: ignore[attr-defined]  # a ChoiceField


class ReasonForm(forms.Form):
    """Why an officer turns an appeal away or how it is decided."""

    reason = CountedTextField(label=_("Reason"), max_length=MOST, rows=5, required=False)


class JudgesForm(forms.Form):
    """Experts who may judge an appeal; why it is decided so, where it goes to new ones."""

    experts = forms.MultipleChoiceField(
        label=_("Experts who did not judge it"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["experts"].choices = list(choices)  # type: ignore[attr-defined]  # a ChoiceField


class ReplaceForm(JudgesForm):
    """Who can't go on, if anybody, and why; who comes."""

    leaves = forms.ChoiceField(label=_("Who can't go on"), required=False)
    reason = CountedTextField(label=_("Reason"), max_length=MOST, rows=3, required=False)
    field_order = ("leaves", "reason", "experts")

    def __init__(self, *args: Any, silent: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        nobody = ("", _("Nobody: more are named"))
        self.fields["leaves"].choices = [nobody, *silent]  # type: ignore[attr-defined]  # a ChoiceField


class ConcludeForm(JudgesForm):
    """The reasons of the decision, and new experts where the judges asked for them."""

    reason = CountedTextField(label=_("Reason"), max_length=MOST, rows=5, required=False)
    field_order = ("reason", "experts")


class AttachForm(forms.Form):
    """A file beside an appeal."""

    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in FILE_TYPES)})
    )


class DetachForm(forms.Form):
    """Which file is taken back."""

    uid = forms.UUIDField(widget=forms.HiddenInput)


class VoteForm(forms.Form):
    """A vote with its reasons."""

    vote = forms.ChoiceField(label=_("Your vote"), widget=forms.RadioSelect, required=False)
    opinion = CountedTextField(label=_("Reason"), max_length=MOST, rows=6, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        votes = [(code, label(f"appeal.vote.{code}")) for code in AppealSeat.Vote.values]
        self.fields["vote"].choices = votes  # type: ignore[attr-defined]  # a ChoiceField


class AnewForm(forms.Form):
    """Points and a comment for each criterion."""

    def __init__(self, *args: Any, policy: Policy, **options: Any) -> None:
        super().__init__(*args, **options)
        self.policy = policy
        for criterion in policy.review.criteria:
            self.fields[f"points.{criterion.code}"] = forms.ChoiceField(
                label=in_language(criterion, "name"),
                choices=anchored(criterion),
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"comments.{criterion.code}"] = CountedTextField(
                label=_("Why"), max_length=COMMENT_LENGTH, rows=4, required=False
            )

    def marks(self) -> tuple[Mapping[str, int | None], Mapping[str, str]]:
        codes = [criterion.code for criterion in self.policy.review.criteria]
        points = {code: self.cleaned_data[f"points.{code}"] for code in codes}
        comments = {code: self.cleaned_data[f"comments.{code}"] for code in codes}
        return {code: int(given) if given else None for code, given in points.items()}, comments
