"""A table of the regions' figures, a field for each, or a file in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from core.templatetags.baro import in_language
from programs.policy import Measure
from programs.rules import YEARS, FigureTerms, read_cells
from programs.rules.figures import NOTE_LENGTH, SOURCE_LENGTH

CELL_LENGTH = 24


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """A region with its fields, in the order of the measures."""

    region: Region
    cells: list[tuple[Measure, BoundField]]


class FiguresForm(forms.Form):
    """The whole table; its cells are named as the rules name their faults: region, dot, measure."""

    year = forms.IntegerField(
        label=_("Year of the figures"), min_value=YEARS[0], max_value=YEARS[-1], widget=forms.NumberInput
    )
    source = forms.CharField(
        label=_("Where the figures come from"), max_length=SOURCE_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label=_("Why they are new"), max_length=NOTE_LENGTH, required=False)
    file = forms.FileField(
        label=_("CSV file in place of the table below"),
        required=False,
        help_text=_("A column “region” with codes and a column for each figure, as the download has it."),
    )

    def __init__(self, *args: Any, regions: Iterable[Region], measures: Iterable[Measure], **options: Any) -> None:
        super().__init__(*args, **options)
        self._regions, self._measures = list(regions), list(measures)
        for region in self._regions:
            for measure in self._measures:
                label = f"{in_language(region, 'name')}, {in_language(measure, 'name')}"
                box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "aria-label": label})
                field = forms.CharField(label=label, max_length=CELL_LENGTH, required=False, widget=box)
                self.fields[f"{region.code}.{measure.code}"] = field

    def about(self) -> Iterator[BoundField]:
        """The fields above the table."""
        return (self[name] for name in self.base_fields)

    def rows(self) -> Iterator[FiguresRow]:
        """The table."""
        for region in self._regions:
            yield FiguresRow(region, [(one, self[f"{region.code}.{one.code}"]) for one in self._measures])

    def terms(self) -> FigureTerms:
        """What was handed in. Raises RuleBroken for a file that is no table."""
        given = self.cleaned_data
        if given["file"]:
            cells = read_cells(given["file"].read())
        else:
            cells = {
                region.code: {one.code: given[f"{region.code}.{one.code}"] for one in self._measures}
                for region in self._regions
            }
        return FigureTerms(year=given["year"], source=given["source"], note=given["note"], cells=cells)
