"""Regional figures as they are written and read: cells of a table, and every fault of them by region and measure.

A cell is a number; a star after it marks a figure that no source gives: ``27.4*``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.refusals import RuleBroken, Violation, refuse_if
from programs.policy import Balance
from programs.policy.shares import Figure, Figures, missing_figures

ASSUMED = "*"
REGION = "region"
CELL = re.compile(r"-?\d{1,12}(?:\.\d{1,4})?\*?")
MOST_BYTES = 100_000
YEARS = range(1960, 2101)
SOURCE_LENGTH, NOTE_LENGTH = 500, 500

Cells = Mapping[str, Mapping[str, str]]
"""By region's code, then by the code of the measure: what was typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTerms:
    """A table of figures as an officer hands it in: of which year, from where, why it is new, and its cells."""

    year: int
    source: str
    note: str
    cells: Cells


def figure_of(cell: str) -> Figure | None:
    """The figure that a cell writes; None where it writes none."""
    plain = cell.strip().replace(",", "")
    if not CELL.fullmatch(plain):
        return None
    return Figure(Decimal(plain.removesuffix(ASSUMED)), plain.endswith(ASSUMED))


def cell_of(figure: Figure) -> str:
    return f"{figure.value}{ASSUMED if figure.is_assumed else ''}"


def figures_of(terms: FigureTerms, balance: Balance, regions: Collection[str]) -> dict[str, dict[str, Figure]]:
    """The figures of every region that the rules let lead, for every measure of the balance index.

    Raises RuleBroken with all faults: `figures.year_unknown`, `.source_missing`, `.text_too_long`, `.region_unknown`,
    `.measure_unknown`, `.no_number`, `.missing`.
    """
    measures = [measure.code for measure in balance.measures]
    faults = [*_faults_about(terms), *_faults_of_names(terms.cells, measures, regions)]
    found: dict[str, dict[str, Figure]] = {region: {} for region in regions}
    for region in regions:
        for measure in measures:
            cell = terms.cells.get(region, {}).get(measure, "").strip()
            figure = figure_of(cell)
            if figure is not None:
                found[region][measure] = figure
            elif cell:
                faults.append(Violation("figures.no_number", {"given": cell[:40]}, f"{region}.{measure}"))
    written = {one.field for one in faults}
    faults += [one for one in missing_figures(found, balance, regions) if one.field not in written]
    refuse_if(faults)
    return found


def _faults_about(terms: FigureTerms) -> Iterator[Violation]:
    if terms.year not in YEARS:
        yield Violation("figures.year_unknown", {"least": YEARS[0], "most": YEARS[-1]}, "year")
    if not terms.source.strip():
        yield Violation("figures.source_missing", field="source")
    for name, text, most in (("source", terms.source, SOURCE_LENGTH), ("note", terms.note, NOTE_LENGTH)):
        if len(text) > most:
            yield Violation("figures.text_too_long", {"length": len(text), "most": most}, name)


def _faults_of_names(cells: Cells, measures: Collection[str], regions: Collection[str]) -> Iterator[Violation]:
    for region, row in cells.items():
        if region not in regions:
            yield Violation("figures.region_unknown", {"given": region[:40]}, region[:40])
        for measure in row:
            if measure not in measures:
                yield Violation("figures.measure_unknown", {"given": measure[:40]}, f"{region[:40]}.{measure[:40]}")


def read_cells(content: bytes) -> dict[str, dict[str, str]]:
    """The cells of a CSV file: a column ``region`` with codes, a column for each measure by its code.

    Raises RuleBroken (`figures.no_table`, `figures.cells_differ`, `figures.region_twice`).
    """
    rows = [row for row in _rows(content) if any(cell.strip() for cell in row)]
    head = [title.strip() for title in rows[0]] if rows else []
    if REGION not in head or len(set(head)) < len(head):
        raise RuleBroken.because("figures.no_table", field="file", column=REGION)
    found: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(head):
            raise RuleBroken.because("figures.cells_differ", field="file", row=number, cells=len(row), head=len(head))
        cells = {title: cell.strip().removeprefix("'") for title, cell in zip(head, row, strict=True)}
        region = cells.pop(REGION)
        if region in found:
            raise RuleBroken.because("figures.region_twice", field="file", row=number, region=region[:40])
        found[region] = cells
    return found


def _rows(content: bytes) -> list[list[str]]:
    if len(content) > MOST_BYTES:
        raise RuleBroken.because("figures.no_table", field="file", column=REGION)
    try:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RuleBroken.because("figures.no_table", field="file", column=REGION) from error


def written(figures: Figures) -> dict[str, dict[str, str]]:
    """The figures as they are kept: each as the cell that writes it."""
    return {region: {code: cell_of(figure) for code, figure in row.items()} for region, row in figures.items()}


def as_rows(figures: Figures, measures: Iterable[str]) -> list[list[str]]:
    """The table of a file that can be taken again."""
    codes = list(measures)
    return [[region, *(cell_of(row[code]) if code in row else "" for code in codes)] for region, row in figures.items()]
