"""One part of the text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

from core.fields import CountedTextarea
from core.wording import label
from proposals.rules import SECTION_CHARS


class VersionField(forms.IntegerField):
    """The version that a writer saw, as the page carries it: "v3". The script that saves sends If-Match instead."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(min_value=0, required=False)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(str(value or "").removeprefix("v"))


class SectionForm(forms.Form):
    """The text of one section, and the version that its writer saw. `help_text` and `most` are the call's own.

    Its length is a rule of the action, so that portal and API refuse alike; the widget only counts.
    """

    text = forms.CharField(label=_("Text"), required=False, strip=False, widget=CountedTextarea)
    version = VersionField()

    def __init__(self, *args: Any, code: str, help_text: str = "", most: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.code = code
        text = self.fields["text"]
        text.label, text.help_text = (
            label(f"section.{code}"),
            conditional_escape(help_text) or label(f"section_hint.{code}"),
        )
        text.widget.attrs.update({"rows": 16, "data-count-max": most or SECTION_CHARS})

    def clean_text(self) -> str:
        """Lines end alike whatever the browser sends, so that a text saved again is the same text."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")
