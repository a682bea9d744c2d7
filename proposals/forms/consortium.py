"""Find an institution, and ask it to join."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Words to look for; a GET form, so that the address is the view."""

    q = forms.CharField(max_length=60, required=False, label=_("Search"))

    def __init__(self, *args: object, label: str, hint: str = "", **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they are
        self.fields["q"].label, self.fields["q"].help_text = label, hint
        self.fields["q"].widget.input_type = "search"

    @property
    def wanted(self) -> str:
        """The words, or nothing where they can't be used."""
        return str(self.cleaned_data.get("q", "")).strip() if self.is_valid() else ""


class PartnerForm(forms.Form):
    """An institution that joins, and what it brings."""

    contribution = forms.CharField(
        label=_("What it brings"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Its tasks, its people, what it gains. It is asked to confirm this in its letter of consent."),
    )
