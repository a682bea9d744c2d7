"""How amounts, rates and moments look on a page. Pure: values and a language in, text out."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class WonUnit(StrEnum):
    """Units in which public budgets are printed; a table names its unit once, in the caption."""

    WON = "won"
    THOUSAND = "thousand"
    MILLION = "million"
    HUNDRED_MILLION = "hundred_million"


UNIT_SIZE: Mapping[WonUnit, int] = MappingProxyType(
    {
        WonUnit.WON: 1,
        WonUnit.THOUSAND: 1_000,
        WonUnit.MILLION: 1_000_000,
        WonUnit.HUNDRED_MILLION: 100_000_000,
    }
)


def rounded_to_unit(amount_krw: int, unit: WonUnit) -> int:
    """Whole units, halves away from zero, as Korean budget papers round."""
    size = UNIT_SIZE[unit]
    units = (abs(amount_krw) + size // 2) // size
    return -units if amount_krw < 0 else units


def grouped(number: int) -> str:
    """Digits in groups of three: 1234567 becomes 1,234,567."""
    return f"{number:,}"


def won(amount_krw: int, language: str) -> str:
    """An amount that stands alone, with its unit."""
    return f"{grouped(amount_krw)}원" if language.startswith("ko") else f"KRW {grouped(amount_krw)}"


def percent(rate_bp: int) -> str:
    """Basis points as percent without needless zeros: 999 is 9.99%, 1000 is 10%."""
    sign = "-" if rate_bp < 0 else ""
    whole, rest = divmod(abs(rate_bp), 100)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{sign}{whole:,}{decimals}%"


def day(on: date, language: str) -> str:
    """A date in full. A moment is first taken to Seoul, where the fiscal rules count their days."""
    if isinstance(on, datetime):
        on = on.astimezone(SEOUL).date()
    if language.startswith("ko"):
        return f"{on.year}년 {on.month}월 {on.day}일"
    return f"{on.day} {ENGLISH_MONTHS[on.month - 1]} {on.year}"


def clock_time(at: datetime) -> str:
    """Hours and minutes in Seoul, on a 24-hour clock in both languages."""
    return f"{at.astimezone(SEOUL):%H:%M}"


def moment(at: datetime, language: str) -> str:
    """A moment in Seoul to the minute."""
    separator = " " if language.startswith("ko") else ", "
    return f"{day(at, language)}{separator}{clock_time(at)}"


def whole_days_between(at: datetime, end: datetime) -> int:
    """Calendar days in Seoul from one moment to another; the same day is 0, the past is negative."""
    return (end.astimezone(SEOUL).date() - at.astimezone(SEOUL).date()).days


def file_size(size_bytes: int) -> str:
    """A file's size as people read it, in decimal units like the storage makers."""
    if size_bytes < 1_000:
        return f"{size_bytes} B"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1_000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"
