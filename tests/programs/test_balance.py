"""The balance index: bands, shares to the won, and every fault of a table of figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.refusals import RuleBroken
from programs.policy import Balance, BandCut, DivideBy, Division, Measure
from programs.policy.shares import bands_of, index_text
from programs.rules import (
    Figure,
    FigureTerms,
    as_rows,
    figure_of,
    figures_of,
    indices_of,
    missing_figures,
    read_cells,
    shares_of,
    written,
)

YOUTH = Measure(code="youth", name_ko="청년", name_en="Youth", weight_bp=6_000)
FIRMS = Measure(code="firms", name_ko="기업", name_en="Firms", weight_bp=4_000)
BALANCE = Balance(weight_bp=1_500, bands=6, measures=(YOUTH, FIRMS))
DIVISION = Division(basis=DivideBy.HANDED_IN, cut=BandCut.BY_ORDER, most_above_bp=2_000, least_below_bp=1_000)
TABLE = FigureTerms(
    year=2003,
    source="통계청",
    note="",
    cells={"daejeon": {"youth": "-1.5", "firms": "12*"}, "jeju": {"youth": "0", "firms": "0"}},
)


def values(*numbers: str) -> dict[str, Decimal]:
    return {f"r{place}": Decimal(number) for place, number in enumerate(numbers)}


@pytest.mark.parametrize(
    ("numbers", "cut", "bands"),
    [
        (("6", "5", "4", "3", "2", "1"), BandCut.BY_ORDER, [1, 2, 3, 4, 5, 6]),
        (("9", "9", "9", "1"), BandCut.BY_ORDER, [1, 1, 1, 5]),
        (("5", "5"), BandCut.BY_ORDER, [1, 1]),
        (("60", "59", "30", "0"), BandCut.BY_WIDTH, [1, 1, 4, 6]),
        (("-3", "-3"), BandCut.BY_WIDTH, [1, 1]),
    ],
)
def test_the_weakest_are_in_the_highest_band_and_equals_share_one(
    numbers: tuple[str, ...], cut: BandCut, bands: list[int]
) -> None:
    assert list(bands_of(values(*numbers), 6, cut).values()) == bands


def test_the_index_is_the_mean_of_the_bands_by_weight() -> None:
    figures = figures_of(TABLE, BALANCE, ["daejeon", "jeju"])
    found = indices_of(figures, BALANCE, BandCut.BY_ORDER)
    assert found["daejeon"].bands == {"youth": 4, "firms": 1}
    assert found["jeju"].bands == {"youth": 1, "firms": 4}
    assert [index_text(one.mean_bp) for one in found.values()] == ["2.80", "2.20"]


def test_fifteen_percent_go_by_the_index_and_the_rest_by_the_basis() -> None:
    indices = indices_of(figures_of(TABLE, BALANCE, ["daejeon", "jeju"]), BALANCE, BandCut.BY_ORDER)
    daejeon, jeju = shares_of(1_000, {"daejeon": 3, "jeju": 1}, indices, BALANCE, DIVISION)
    assert (daejeon.basis_krw, daejeon.index_krw, daejeon.share_krw) == (638, 84, 722)
    assert (jeju.basis_krw, jeju.index_krw) == (212, 66)
    assert (daejeon.least_krw, daejeon.most_krw) == (650, 866)
    alone = shares_of(1_000, {"daejeon": 3, "jeju": 1}, {}, None, replace(DIVISION, least_below_bp=None))
    assert [(one.share_krw, one.least_krw, one.index_krw) for one in alone] == [(750, None, 0), (250, None, 0)]


@given(
    st.integers(0, 10**13),
    st.lists(st.tuples(st.integers(1, 90), st.integers(-500, 500), st.integers(0, 50)), min_size=1, max_size=17),
    st.sampled_from(list(BandCut)),
)
def test_no_won_is_lost_and_a_weaker_region_never_gets_less(
    money_krw: int, rows: list[tuple[int, int, int]], cut: BandCut
) -> None:
    figures = {
        f"r{place}": {"youth": Figure(Decimal(youth)), "firms": Figure(Decimal(firms))}
        for place, (_, youth, firms) in enumerate(rows)
    }
    basis = {f"r{place}": count for place, (count, _, _) in enumerate(rows)}
    indices = indices_of(figures, BALANCE, cut)
    shares = shares_of(money_krw, basis, indices, BALANCE, DIVISION)
    assert sum(one.share_krw for one in shares) == money_krw
    for one in shares:
        assert one.least_krw is not None
        assert one.most_krw is not None
        assert one.least_krw <= one.share_krw <= one.most_krw
        for other in shares:
            if all(one.bands[code] >= other.bands[code] for code in ("youth", "firms")):
                assert one.index_krw >= other.index_krw - 1, "but for the won of a remainder"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"year": 1900}, "year", "figures.year_unknown"),
        ({"source": " "}, "source", "figures.source_missing"),
        ({"note": "가" * 501}, "note", "figures.text_too_long"),
        ({"cells": {**TABLE.cells, "seoul": {}}}, "seoul", "figures.region_unknown"),
        ({"cells": {**TABLE.cells, "jeju": {"youth": "1", "firms": "many"}}}, "jeju.firms", "figures.no_number"),
        ({"cells": {**TABLE.cells, "jeju": {"youth": "1"}}}, "jeju.firms", "figures.missing"),
        ({"cells": {"daejeon": TABLE.cells["daejeon"]}}, "jeju.youth", "figures.missing"),
        ({"cells": {**TABLE.cells, "jeju": {"rain": "1"}}}, "jeju.rain", "figures.measure_unknown"),
    ],
)
def test_a_bad_table_is_refused_where_it_is_wrong(changes: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        figures_of(replace(TABLE, **changes), BALANCE, ["daejeon", "jeju"])  # type: ignore[arg-type]  # as named
    assert (field, code) in {(one.field, one.code) for one in refused.value.violations}


def test_a_table_goes_out_and_comes_back_the_same_marks_and_all() -> None:
    figures = figures_of(TABLE, BALANCE, ["daejeon", "jeju"])
    lines = ["region,youth,firms", *(",".join(row) for row in as_rows(figures, ["youth", "firms"]))]
    assert read_cells("\r\n".join(lines).encode("utf-8-sig")) == written(figures)
    assert written(figures)["daejeon"]["firms"] == "12*"
    assert figure_of("1,234.5") == Figure(Decimal("1234.5"))
    assert missing_figures({}, BALANCE, ["jeju"])[0].values["measure_en"] == "Youth"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "figures.no_table"),
        (b"place,youth\njeju,1", "figures.no_table"),
        (b"region,youth,youth\njeju,1,2", "figures.no_table"),
        (b"region,youth\njeju", "figures.cells_differ"),
        (b"region,youth\njeju,1\njeju,2", "figures.region_twice"),
        (b"region,youth\n\xff\xfe,1", "figures.no_table"),
    ],
)
def test_a_file_that_is_no_table_is_refused(text: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_cells(text)
    assert refused.value.violations[0].code == code
