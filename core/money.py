"""Whole Korean won: reading, comparing, sharing and writing amounts.

Every amount is an ``int`` of won and every rate an ``int`` of basis points (10,000 bp = the whole). Nothing
here ever passes through a float: a limit is compared by cross-multiplication, so that 20.01% is above 20%
and 9.99% is below 10% for amounts of any size.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

WHOLE_BP = 10_000
MAX_KRW = 10**15
"""The largest amount that can be entered: more than the national budget, far inside a 64-bit column."""

_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]+")
_DECIMAL = re.compile(r"[0-9][0-9,]*\.[0-9]*|\.[0-9]+")
_NEGATIVE = re.compile(r"[-\u2212][0-9.,]+")


class MoneyInvalid(ValueError):
    """A text that is not a whole amount of won; ``code`` says why (``money.blank``, ...)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Rounding(StrEnum):
    """What becomes of a fraction of a won."""

    DOWN = "down"
    UP = "up"
    HALF_EVEN = "half_even"


def parse_krw(text: str) -> int:
    """Read an amount as people write it: ``1000``, ``1,000``, full-width digits, with spaces around it.

    Raises MoneyInvalid: ``money.blank``, ``money.not_whole`` (a decimal point), ``money.negative``,
    ``money.not_number`` (``1e9``, wrong grouping, words), ``money.too_large`` (above MAX_KRW).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise MoneyInvalid("money.blank")
    if _NEGATIVE.fullmatch(plain):
        raise MoneyInvalid("money.negative")
    if _DECIMAL.fullmatch(plain):
        raise MoneyInvalid("money.not_whole")
    if not _GROUPED.fullmatch(plain):
        raise MoneyInvalid("money.not_number")
    digits = plain.replace(",", "").lstrip("0") or "0"
    if len(digits) > len(str(MAX_KRW)) or int(digits) > MAX_KRW:
        raise MoneyInvalid("money.too_large")
    return int(digits)


def format_krw(amount_krw: int) -> str:
    """Write an amount with thousands separators and no unit: ``1300000000`` -> ``1,300,000,000``."""
    return f"{amount_krw:,}"


def exceeds_bp(part: int, whole: int, bp: int) -> bool:
    """Is ``part`` more than ``bp`` of ``whole``? Exact; a part equal to the limit does not exceed it."""
    return part * WHOLE_BP > whole * bp


def below_bp(part: int, whole: int, bp: int) -> bool:
    """Is ``part`` less than ``bp`` of ``whole``? Exact; a part equal to the floor is not below it."""
    return part * WHOLE_BP < whole * bp


def share_bp(part: int, whole: int) -> int:
    """``part`` of ``whole`` in basis points, halves to even. For display: limits are checked with
    ``exceeds_bp``.

    The share of nothing is 0. Neither may be negative.
    """
    if part < 0 or whole < 0:
        raise ValueError("a share is of amounts that are not negative")
    return 0 if whole == 0 else _divide(part * WHOLE_BP, whole, Rounding.HALF_EVEN)


def bp_of(amount_krw: int, bp: int, rounding: Rounding) -> int:
    """``bp`` basis points of an amount that is not negative, in whole won, rounded as named."""
    if amount_krw < 0 or bp < 0:
        raise ValueError("a rate is taken of amounts that are not negative")
    return _divide(amount_krw * bp, WHOLE_BP, rounding)


def split_krw(total_krw: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split an amount in proportion to ``weights``; the parts add up to ``total_krw`` exactly.

    Largest remainder: every part is its exact share rounded down, and the won left over go one each to the
    largest remainders, the earlier part first where they are equal. A weight of 0 gets nothing.
    Raises ValueError for a negative total or weight, or where all weights are 0.
    """
    if total_krw < 0 or any(weight < 0 for weight in weights):
        raise ValueError("a split is of an amount and weights that are not negative")
    whole = sum(weights)
    if whole == 0:
        raise ValueError("a split needs a weight above zero")
    parts = [total_krw * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(total_krw * weights[place] % whole), place))
    for place in by_remainder[: total_krw - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def _divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    quotient, remainder = divmod(numerator, denominator)
    match rounding:
        case Rounding.DOWN:
            return quotient
        case Rounding.UP:
            return quotient + (remainder > 0)
        case Rounding.HALF_EVEN:
            twice = 2 * remainder
            return quotient + (twice > denominator or (twice == denominator and quotient % 2 == 1))
