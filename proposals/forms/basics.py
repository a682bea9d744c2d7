"""How a proposal begins, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.forms.sections import VersionField

Choices = Iterable[tuple[str, str]]

TITLE_LENGTH = 160


class BasicsForm(forms.Form):
    """Title and field of the project."""

    title_ko = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH, help_text=_("One line that says what will be different.")
    )
    title_en = forms.CharField(
        label=_("Title in English"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=_("Needed only where foreign partners or reviewers read it."),
    )
    sector = forms.ChoiceField(label=_("Field"), required=False)
    version = VersionField()

    def __init__(self, *args: object, sectors: Iterable[str] = (), **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they are
        known = [(sector, sector) for sector in sectors]
        self.fields["sector"].choices = [("", _("Not chosen yet")), *known]  # type: ignore[attr-defined]  # a ChoiceField
        if not known:
            del self.fields["sector"]


class StartForm(forms.Form):
    """The first step: who leads, and a working title that can be changed later."""

    lead_organization = forms.ChoiceField(
        label=_("Leading institution"),
        widget=forms.RadioSelect,
        help_text=_("Its office submits the proposal and signs the contract."),
    )
    title_ko = forms.CharField(
        label=_("Working title"), max_length=TITLE_LENGTH, help_text=_("It can be changed until it is submitted.")
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=TITLE_LENGTH, required=False)

    despite = forms.BooleanField(
        label=_("Begin it all the same"),
        required=False,
        help_text=_("It can be written, and it can't be submitted unless this changes."),
    )

    def __init__(self, *args: object, institutions: Choices, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they are
        self.fields["lead_organization"].choices = list(institutions)  # type: ignore[attr-defined]  # a ChoiceField
        if "despite" not in self.data:
            self.fields["despite"].widget = forms.HiddenInput()

    def offer_despite(self) -> None:
        """Let the asker begin although it would be refused as things stand."""
        self.fields["despite"].widget = forms.CheckboxInput()
