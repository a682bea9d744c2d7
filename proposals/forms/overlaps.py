"""What the committee advises on an overlap, and what a ministry answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.wording import label
from proposals.models import Overlap
from proposals.rules.overlaps import ANSWERS, OPINIONS, TEXT_MOST
from proposals.states import OVERLAP


class _SaidForm(forms.Form):
    text = forms.CharField(
        label=_("Reasons"),
        max_length=TEXT_MOST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Both ministries and the committee read them."),
    )


class OpinionForm(_SaidForm):
    """Merge, join or keep apart."""

    opinion = forms.ChoiceField(label=_("Opinion"), widget=forms.RadioSelect)
    field_order = ("opinion", "text")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opinion"].choices = [(one, label(f"opinion.{one}")) for one in OPINIONS]  # type: ignore[attr-defined]  # the stubs tell of plain fields


class AnswerForm(_SaidForm):
    """Joined, and how; or accepted, and why."""

    answer = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    opinion_read = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("answer", "text")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].choices = [(one, label(f"overlap.{move}")) for one, move in ANSWERS.items()]  # type: ignore[attr-defined]  # the stubs tell of plain fields

    def take_opinion(self, opinion: str) -> None:
        """What stands now is shown beside the form: sending it once more is knowing of it."""
        if self.is_bound:
            self.data = {**dict(self.data.items()), "opinion_read": opinion}
        self.initial["opinion_read"] = opinion


class OverlapFilterForm(forms.Form):
    """The list's conditions, in the address."""

    kind = forms.ChoiceField(label=_("What overlaps"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    opinion = forms.ChoiceField(label=_("Opinion"), required=False)
    across = forms.BooleanField(label=_("Across ministries only"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        every = ("", _("All"))
        self.fields["kind"].choices = [every, *((one, label(f"overlap_kind.{one}")) for one in Overlap.Kind.values)]  # type: ignore[attr-defined]  # the stubs tell of plain fields
        self.fields["state"].choices = [every, *((one, label(f"overlap.{one}")) for one in OVERLAP.states)]  # type: ignore[attr-defined]  # the stubs tell of plain fields
        self.fields["opinion"].choices = [every, *((one, label(f"opinion.{one}")) for one in OPINIONS)]  # type: ignore[attr-defined]  # the stubs tell of plain fields
