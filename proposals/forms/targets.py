"""What the project promises to reach: one figure for each indicator and project year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from core.templatetags.baro import in_language
from programs.models import Indicator
from proposals.forms.sections import VersionField

Cell = tuple[str, int]
"""Indicator code, project year."""


def target_name(indicator: str, year: int) -> str:
    """The field of a target, as violations name it too."""
    return f"targets.{indicator}.{year}"


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator over the years."""

    label: str
    unit: str
    fields: tuple[BoundField, ...]


class TargetsForm(forms.Form):
    """An input for each indicator and year. An empty one is no target for that year."""

    version = VersionField()

    def __init__(
        self,
        data: Any = None,
        *,
        indicators: Sequence[Indicator],
        years: int,
        values: Mapping[Cell, Decimal] | None = None,
        version: str = "",
    ) -> None:
        self.indicators, self.years = indicators, range(1, years + 1)
        initial = {target_name(*cell): plain(value) for cell, value in (values or {}).items()}
        super().__init__(data, initial={**initial, "version": version})
        for indicator in indicators:
            for year in self.years:
                words = _("%(indicator)s (%(unit)s), year %(year)s") % {
                    "indicator": in_language(indicator, "name"),
                    "unit": in_language(indicator, "unit"),
                    "year": year,
                }
                self.fields[target_name(indicator.code, year)] = forms.DecimalField(
                    label=words,
                    required=False,
                    min_value=0,
                    max_digits=14,
                    decimal_places=2,
                    widget=forms.TextInput(
                        {"inputmode": "decimal", "autocomplete": "off", "aria-label": words, "data-cell": True}
                    ),
                )

    def rows(self) -> Iterator[Row]:
        for indicator in self.indicators:
            yield Row(
                in_language(indicator, "name"),
                in_language(indicator, "unit"),
                tuple(self[target_name(indicator.code, year)] for year in self.years),
            )

    def targets(self) -> dict[Cell, Decimal]:
        """The figures given, once the form is valid."""
        given = {cell: self.cleaned_data.get(target_name(*cell)) for cell in self.cells()}
        return {cell: value for cell, value in given.items() if value is not None}

    def cells(self) -> Iterator[Cell]:
        """Every cell of the grid, in the order in which it is read."""
        for indicator in self.indicators:
            for year in self.years:
                yield indicator.code, year


def plain(value: Decimal) -> str:
    """A stored figure without needless zeros: 30.00 is shown as 30."""
    return f"{value.normalize():f}"
