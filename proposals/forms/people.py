"""Somebody who works on the project."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.wording import label
from programs.policy import PersonKind
from proposals.rules.drafting import PARTS


class PercentField(forms.Field):
    """A percentage that a person types ("12.5"), as whole basis points (1250)."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "percent": _("Enter a percentage from 0 to 100, with at most two decimals."),
    }

    def to_python(self, value: Any) -> int | None:
        """Basis points, or None when left empty."""
        text = unicodedata.normalize("NFKC", str(value or "")).strip().removesuffix("%").strip()
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", text) or Decimal(text) > 100:
            raise forms.ValidationError(self.error_messages["percent"], code="percent")
        return int(Decimal(text) * 100)

    def prepare_value(self, value: Any) -> Any:
        """Basis points as the percentage that is shown; what was typed is shown as typed."""
        return f"{(Decimal(value) / 100).normalize():f}" if isinstance(value, int) else value


class PersonForm(forms.Form):
    """A person's part, kind and share of time. What is paid follows from the kind, by the rule set."""

    part = forms.ChoiceField(
        label=_("Part in the project"),
        widget=forms.RadioSelect,
        help_text=_("One person leads. A writer helps with the proposal and does not work on the project."),
    )
    person_kind = forms.ChoiceField(label=_("Kind of position"), widget=forms.RadioSelect)
    share_bp = PercentField(
        label=_("Share of working time (%)"),
        help_text=_("Of all working time over the project. All projects of a person add up to at most 100%."),
    )
    may_edit = forms.BooleanField(label=_("May edit this proposal"), required=False)

    def __init__(self, *args: Any, pays: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        parts: Any = self.fields["part"]
        parts.choices = [(part, label(f"part.{part}")) for part in PARTS]
        kinds: Any = self.fields["person_kind"]
        kinds.choices = [(kind.value, f"{label(f'person_kind.{kind}')} – {pays[kind]}") for kind in PersonKind]
