"""Whole won: what is read, how limits compare, and that a split never loses a won."""

import os
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.money import (
    MAX_KRW,
    MoneyInvalid,
    Rounding,
    below_bp,
    bp_of,
    exceeds_bp,
    format_krw,
    parse_krw,
    share_bp,
    split_krw,
)

SPLITS = int(os.environ.get("BARO_SPLITS", "200"))
"""Random splits tried; 10,000 at full size."""
amounts = st.integers(0, MAX_KRW)
rates = st.integers(0, 10_000)
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("1000", 1000),
        ("1,000", 1000),
        ("1,300,000,000", 1_300_000_000),
        ("  25 ", 25),
        ("007", 7),
        ("\uff11\uff0c\uff10\uff10\uff10", 1000),
        ("\uff11\uff12\uff13", 123),
        ("1000000000000000", MAX_KRW),
        ("0" * 50 + "1", 1),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: int) -> None:
    assert parse_krw(text) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "money.blank"),
        (" \u3000\t", "money.blank"),
        ("1.5", "money.not_whole"),
        ("1,000.00", "money.not_whole"),
        ("\uff11\uff0e\uff15", "money.not_whole"),
        (".5", "money.not_whole"),
        ("1.", "money.not_whole"),
        ("-1", "money.negative"),
        ("\u2212 1", "money.not_number"),
        ("\u22121", "money.negative"),
        ("-0.5", "money.negative"),
        ("1e9", "money.not_number"),
        ("1,00", "money.not_number"),
        ("1,,000", "money.not_number"),
        (",000", "money.not_number"),
        ("1 000", "money.not_number"),
        ("0x10", "money.not_number"),
        ("1_000", "money.not_number"),
        ("천원", "money.not_number"),
        ("٣", "money.not_number"),
        ("NaN", "money.not_number"),
        ("1000000000000001", "money.too_large"),
        ("9" * 10_000, "money.too_large"),
    ],
)
def test_what_is_no_whole_amount_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(MoneyInvalid) as refused:
        parse_krw(text)
    assert refused.value.code == code


@given(amounts)
def test_what_is_written_reads_back(amount: int) -> None:
    assert parse_krw(format_krw(amount)) == amount


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    with suppress(MoneyInvalid):
        assert 0 <= parse_krw(text) <= MAX_KRW


@pytest.mark.parametrize(
    ("part", "whole", "bp", "above", "below"),
    [
        (2000, 10_000, 2000, False, False),
        (2001, 10_000, 2000, True, False),
        (999, 10_000, 1000, False, True),
        (1000, 10_000, 1000, False, False),
        (260_000_000, 1_300_000_000, 2000, False, False),
        (260_000_001, 1_300_000_000, 2000, True, False),
        (259_999_999, 1_300_000_000, 2000, False, True),
        (0, 0, 0, False, False),
        (1, 0, 10_000, True, False),
        (10**30 + 1, 5 * 10**30, 2000, True, False),
    ],
)
def test_limits_compare_to_the_won(part: int, whole: int, bp: int, above: bool, below: bool) -> None:
    assert exceeds_bp(part, whole, bp) is above
    assert below_bp(part, whole, bp) is below


@given(amounts, amounts, rates)
def test_a_part_is_above_or_below_or_at_a_limit(part: int, whole: int, bp: int) -> None:
    limit = Fraction(whole * bp, 10_000)
    assert (exceeds_bp(part, whole, bp), below_bp(part, whole, bp)) == (part > limit, part < limit)


@pytest.mark.parametrize(
    ("amount", "bp", "rounding", "result"),
    [
        (1, 5000, Rounding.DOWN, 0),
        (1, 5000, Rounding.UP, 1),
        (1, 5000, Rounding.HALF_EVEN, 0),
        (3, 5000, Rounding.HALF_EVEN, 2),
        (5, 5000, Rounding.HALF_EVEN, 2),
        (1_300_000_001, 1000, Rounding.UP, 130_000_001),
        (10, 10_000, Rounding.UP, 10),
    ],
)
def test_rounding_is_as_named(amount: int, bp: int, rounding: Rounding, result: int) -> None:
    assert bp_of(amount, bp, rounding) == result


@given(amounts, rates)
def test_roundings_lie_around_the_exact_amount(amount: int, bp: int) -> None:
    exact = Fraction(amount * bp, 10_000)
    down, up = bp_of(amount, bp, Rounding.DOWN), bp_of(amount, bp, Rounding.UP)
    assert down <= exact <= up < down + 2
    assert bp_of(amount, bp, Rounding.HALF_EVEN) == round(exact)


@given(amounts, st.integers(1, MAX_KRW))
def test_a_shown_share_is_the_nearest_basis_point(part: int, whole: int) -> None:
    assert share_bp(part, whole) == round(Fraction(part * 10_000, whole))


def test_a_share_of_nothing_is_nothing() -> None:
    assert share_bp(0, 0) == 0


@settings(max_examples=SPLITS, deadline=None)
@given(amounts, weights)
def test_a_split_loses_no_won_and_is_fair(total: int, parts: list[int]) -> None:
    split = split_krw(total, parts)
    assert sum(split) == total
    assert split == split_krw(total, parts)
    for part, weight in zip(split, parts, strict=True):
        assert abs(part - Fraction(total * weight, sum(parts))) < 1
        assert weight or part == 0


@given(amounts, weights)
def test_more_weight_never_gets_less(total: int, parts: list[int]) -> None:
    split = split_krw(total, parts)
    ranked = sorted(zip(parts, split, strict=True))
    assert all(low[1] <= high[1] for low, high in pairwise(ranked) if low[0] < high[0])


@pytest.mark.parametrize(
    ("total", "parts", "split"),
    [(100, [1, 1, 1], (34, 33, 33)), (1, [1, 2], (0, 1)), (0, [5, 5], (0, 0)), (7, [0, 1, 0], (0, 7, 0))],
)
def test_won_left_over_go_to_the_largest_remainder_then_the_first(
    total: int, parts: list[int], split: tuple[int, ...]
) -> None:
    assert split_krw(total, parts) == split


@pytest.mark.parametrize(("total", "parts"), [(1, []), (1, [0, 0]), (-1, [1]), (1, [2, -1])])
def test_a_split_of_nonsense_is_refused(total: int, parts: list[int]) -> None:
    with pytest.raises(ValueError, match="split"):
        split_krw(total, parts)


def test_negative_amounts_have_no_share() -> None:
    with pytest.raises(ValueError, match="not negative"):
        share_bp(-1, 5)
    with pytest.raises(ValueError, match="not negative"):
        bp_of(-1, 5, Rounding.DOWN)
