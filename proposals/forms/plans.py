"""What is typed around a region's plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField, DateTimeInput
from core.wording import label
from proposals.forms.basics import StartForm
from proposals.rules.plans import NOTE_CHARS, PLAN_PARTS
from proposals.rules.pledge import DOCUMENT_TYPES

Choices = Iterable[tuple[str, str]]


class BeginPlanForm(StartForm):
    """The leading institution of the region's plan, and a working title."""

    def __init__(self, *args: Any, institutions: Choices, **options: Any) -> None:
        super().__init__(*args, institutions=institutions, **options)
        self.fields["lead_organization"].help_text = _("It leads the project and signs the contract.")


class PlanReasonForm(forms.Form):
    """Why a region makes no plan, or the ministry declines one."""

    reason = CountedTextField(
        label=_("Reason"),
        max_length=2_000,
        rows=4,
        help_text=_("The other side reads it; it stays in the history."),
    )


class GiveBackForm(forms.Form):
    """Which parts come back, what is to be done, until when."""

    parts = forms.MultipleChoiceField(
        label=_("Parts to be written again"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only these may differ when the plan comes again."),
        error_messages={"required": _("Name at least one part that is to be written again.")},
    )
    note = CountedTextField(label=_("What is to be done"), max_length=NOTE_CHARS, rows=6)
    due_at = forms.DateTimeField(
        label=_("Due"), widget=DateTimeInput, help_text=_("The plan is open for these parts until then.")
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["parts"].choices = [  # type: ignore[attr-defined]  # a MultipleChoiceField
            (part, label(f"task.{part}")) for part in PLAN_PARTS
        ]


class EndorseForm(forms.Form):
    """The government's word that it stands behind the plan, with the document of its pledge where one is needed."""

    agreed = forms.BooleanField(
        label=_("The government of the region stands behind this plan."),
        error_messages={"required": _("Tick the box if the region stands behind the plan.")},
    )
    document = forms.FileField(
        label=_("Document of the pledge"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in DOCUMENT_TYPES)}),
    )

    def __init__(self, *args: Any, pledges: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not pledges:
            del self.fields["document"]
