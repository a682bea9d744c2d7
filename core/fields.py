"""Form fields of the house: whole won, and native inputs for dates and counted text."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

_SEPARATORS = re.compile(r"[,\s]")
_SELECTED = mark_safe(" selected")
_WHOLE = re.compile(r"-?[0-9]+")


class WonInput(forms.TextInput):
    """A text input for an amount: digits in groups of three, the unit beside it.

    Not `type=number`, which hides separators, changes on a mouse wheel and cannot take a pasted 1,000,000.
    """

    template_name = "django/forms/widgets/won.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """A number is shown with separators; what a person typed is shown as typed."""
        return f"{value:,}" if isinstance(value, int) else super().format_value(value)


class WonField(forms.Field):
    """An amount in whole won. Takes 1,000,000 or 1000000 or full-width digits; refuses decimals and words."""

    widget = WonInput
    default_error_messages = {
        "whole": _("Enter an amount in whole won, such as 1,000,000."),
    }

    def __init__(self, *, min_krw: int | None = 0, max_krw: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        if min_krw is not None:
            self.validators.append(MinValueValidator(min_krw))
        if max_krw is not None:
            self.validators.append(MaxValueValidator(max_krw))

    def to_python(self, value: Any) -> int | None:
        """The amount in won, or None when left empty."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", str(value))).removesuffix("원")
        if not _WHOLE.fullmatch(digits) or len(digits) > 18:
            raise ValidationError(self.error_messages["whole"], code="whole")
        return int(digits)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the amount differs, however it is written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own picker of a date and a time, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class CountedTextarea(forms.Textarea):
    """A text area that says how many letters are left; the limit comes from the field's `max_length`."""

    template_name = "django/forms/widgets/counted_textarea.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The widget's values, with the limit for its sentence."""
        context = super().get_context(name, value, attrs)
        context["widget"]["limit"] = context["widget"]["attrs"]["data-count-max"]
        return context


class CountedTextField(forms.CharField):
    """Text up to a length. The browser does not cut it off: pasted text is kept and the excess is told."""

    widget = CountedTextarea

    def __init__(self, *, max_length: int, rows: int = 6, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(MaxLengthValidator(max_length))
        self.widget.attrs.update({"rows": rows, "data-count-max": max_length})


class LongSelect(forms.Select):
    """A choice among many: its options are written without a template and a context for each."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _SELECTED if str(key) in chosen else "", label) for key, label in self.choices),
        )
        told = {"class": "krds-form-select", "name": name, **self.build_attrs(self.attrs, attrs)}
        return format_html("<select{}>{}</select>", flatatt(told), options)
