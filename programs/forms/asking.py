"""Whom a commissioned call asks, and a file beside a guideline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from core.templatetags.baro import in_language
from programs.rules import CALL_FILE_TYPES
from programs.rules.files import TITLE_LENGTH

EVERY, CHOSEN = "every", "chosen"


class AskedRegionsForm(forms.Form):
    """Every region that the rules let lead, or those that are ticked."""

    whom = forms.ChoiceField(
        label=_("Whom this call asks"),
        widget=forms.RadioSelect,
        choices=((EVERY, _("Every region that the rules let in")), (CHOSEN, _("Only the regions ticked below"))),
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Their governments are told when the call is announced, and answer until it closes."),
    )

    def __init__(self, *args: Any, regions: Iterable[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["regions"].choices = [  # type: ignore[attr-defined]  # a MultipleChoiceField
            (region.code, in_language(region, "name")) for region in regions
        ]

    def codes(self) -> list[str] | None:
        """The codes of a valid form; None for every region."""
        return None if self.cleaned_data["whom"] == EVERY else list(self.cleaned_data["regions"])


class CallFileForm(forms.Form):
    """A file with its name in both languages."""

    title_ko = forms.CharField(label=_("Name of the file in Korean"), max_length=TITLE_LENGTH)
    title_en = forms.CharField(label=_("Name of the file in English"), max_length=TITLE_LENGTH, required=False)
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in CALL_FILE_TYPES)})
    )
