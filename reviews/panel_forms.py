"""What the pages of a panel's meeting take. The law is not here: actions know it, refusals stand beside the fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextField, DateTimeInput
from core.templatetags.baro import in_language
from programs.policy import Policy
from reviews.forms import anchored
from reviews.models import Meeting, Member
from reviews.rules import COMMENT_LENGTH, MINUTES_LENGTH


def _named(members: Iterable[Member]) -> list[tuple[str, str]]:
    return [(str(one.uid), in_language(one.expert.person, "name")) for one in members]


class LeadersForm(forms.Form):
    """Who leads a meeting, and in his place."""

    chair_uid = forms.ChoiceField(label=_("Chair"))
    deputy_uid = forms.ChoiceField(
        label=_("Deputy"), required=False, help_text=_("Leads where the chair is outside or in conflict with a case.")
    )

    def __init__(self, *args: Any, members: Iterable[Member], meeting: Meeting | None = None, **options: Any) -> None:
        if meeting is not None:
            deputy = str(meeting.deputy.uid) if meeting.deputy else ""
            known = {"chair_uid": str(meeting.chair.uid), "deputy_uid": deputy}
            options["initial"] = {**known, **options.get("initial", {})}
        super().__init__(*args, **options)
        choices = [("", "–"), *_named(members)]
        for name in ("chair_uid", "deputy_uid"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def given(self) -> dict[str, Any]:
        """A valid form as the actions take it."""
        deputy = self.cleaned_data["deputy_uid"]
        rest = {name: value for name, value in self.cleaned_data.items() if name != "deputy_uid"}
        return {**rest, "chair_uid": UUID(rest["chair_uid"]), "deputy_uid": UUID(deputy) if deputy else None}


class PlaceForm(forms.Form):
    """When and where a panel meets."""

    starts_at = forms.DateTimeField(label=_("Begins"), widget=DateTimeInput, help_text=_("Korean time."))
    place = forms.CharField(label=_("Place"), max_length=200)


class CallForm(LeadersForm, PlaceForm):
    """A meeting to be called."""

    field_order = ("starts_at", "place", "chair_uid", "deputy_uid")


class WhyForm(forms.Form):
    """Why something is done."""

    reason = CountedTextField(label=_("Reason"), max_length=1_000, rows=3, required=False)


class MoveMeetingForm(PlaceForm, WhyForm):
    """Another time or place, and why."""

    field_order = ("starts_at", "place", "reason")


class RenameForm(LeadersForm, WhyForm):
    """Another chair or deputy, and why."""

    field_order = ("chair_uid", "deputy_uid", "reason")


class SignForm(WhyForm):
    """The signature under the minutes; a reason where somebody has not confirmed them."""


class ConcludeForm(forms.Form):
    """What comes out of a case: the experts' score, or points that the panel agrees on, and why."""

    outcome = forms.ChoiceField(
        label=_("Conclusion"),
        widget=forms.RadioSelect,
        choices=[("consensus", _("The panel agrees on these points")), ("mean", _("The experts' score stands"))],
    )

    def __init__(self, data: Any = None, *, policy: Policy, prefix: str = "conclude") -> None:
        super().__init__(data, prefix=prefix, initial={"outcome": "consensus"})
        self.policy = policy
        for criterion in policy.review.criteria:
            self.fields[f"points.{criterion.code}"] = forms.ChoiceField(
                label=in_language(criterion, "name"),
                choices=anchored(criterion),
                widget=forms.RadioSelect,
                required=False,
            )
        self.fields["reason"] = CountedTextField(
            label=_("Reason"),
            max_length=COMMENT_LENGTH,
            rows=4,
            required=False,
            help_text=_("A consensus needs one. It is kept with the conclusion and stands in the minutes."),
        )

    def given(self) -> dict[str, Any]:
        """A valid form as `conclude_item` takes it."""
        codes = [criterion.code for criterion in self.policy.review.criteria]
        sent = {code: self.cleaned_data[f"points.{code}"] for code in codes}
        agreed = {code: int(text) if text else None for code, text in sent.items()}
        return {
            "points": agreed if self.cleaned_data["outcome"] == "consensus" else None,
            "reason": self.cleaned_data["reason"],
        }


class RapporteurForm(forms.Form):
    """Who reports on a case."""

    expert_uid = forms.ChoiceField(label=_("Rapporteur"))

    def __init__(self, *args: Any, members: Iterable[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(one.expert.uid), in_language(one.expert.person, "name")) for one in members]
        self.fields["expert_uid"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]  # a ChoiceField

    def given(self) -> dict[str, Any]:
        return {"expert_uid": UUID(self.cleaned_data["expert_uid"])}


class MoveItemForm(WhyForm):
    """Another place on the agenda, and why."""

    place = forms.IntegerField(label=_("Place on the agenda"), min_value=1)
    field_order = ("place", "reason")


class MinutesForm(forms.Form):
    """What was said of a case."""

    minutes = CountedTextField(label=_("Minutes"), max_length=MINUTES_LENGTH, rows=12, required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int | None:
        digits = str(self.cleaned_data["version"]).removeprefix("v")
        return int(digits) if digits.isdigit() else None
