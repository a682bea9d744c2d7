"""One document of the proposal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """A file, and the one whose place it takes. What it may be is the rules' to say; here it only has to be there."""

    replaces = forms.UUIDField(required=False)
    file = forms.FileField(label=_("File"), allow_empty_file=True, max_length=None)
