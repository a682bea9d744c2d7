"""What is typed on this room's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """A few words to look for."""

    q = forms.CharField(label=_("Words to look for"), max_length=100, required=False)
