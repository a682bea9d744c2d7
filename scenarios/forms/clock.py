"""What the clock's page takes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import DateTimeInput


class ClockForm(forms.Form):
    """A moment to go to, in Korean time."""

    to = forms.DateTimeField(label=_("Move to"), widget=DateTimeInput, help_text=_("A later moment, in Korean time."))
