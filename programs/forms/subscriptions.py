"""What the notice board takes of somebody who wants to hear of calls."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SubscribeForm(forms.Form):
    """An address, and the conditions as they stand in the address of the page."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1_000)
