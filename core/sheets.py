"""Tables as files that spreadsheets open: UTF-8 with a mark, whole numbers, and no cell that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # the package tells no types
from django.http import HttpResponse

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | None


def cell(value: Cell) -> str | int:
    """The value as a spreadsheet shall show it: text that would start a formula is led by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A download `name`.csv, which Excel reads as UTF-8 for the mark at its start."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([cell(title) for title in head])
    writer.writerows([cell(value) for value in row] for row in rows)
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """The table as a file; rows are written as they come and never held together."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([cell(title) for title in head])
        writer.writerows([cell(value) for value in row] for row in rows)


def write_xlsx(path: Path, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """The table as a workbook; text is never read as a formula, and a row leaves memory when it is written."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        page = book.add_worksheet()
        page.freeze_panes(1, 0)
        page.write_row(0, 0, head, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            page.write_row(number, 0, ["" if value is None else value for value in row])


WRITERS: dict[str, Callable[[Path, Sequence[str], Iterable[Sequence[Cell]]], None]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
}
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
