"""Table files hold no formula."""

import csv
import io

import pytest

from core.sheets import cell, sheet


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_text_that_would_be_a_formula_is_led_by_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "shown"), [("대전", "대전"), (-5, -5), (None, ""), ("", ""), ("a=b", "a=b")])
def test_other_cells_stay_as_they_are(value: str | int | None, shown: str | int) -> None:
    assert cell(value) == shown


def test_a_sheet_begins_with_its_mark_and_keeps_line_breaks_inside_a_cell() -> None:
    response = sheet("name", ["지역", "=x"], [['대전\n"광역시"', 3]])
    text = response.content.decode()
    assert text.startswith("\ufeff지역,'=x\r\n")
    assert list(csv.reader(io.StringIO(text[1:])))[1] == ['대전\n"광역시"', "3"]
    assert response["Content-Disposition"] == 'attachment; filename="name.csv"'
