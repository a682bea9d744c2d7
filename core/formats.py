"""How budget tables and deadlines count. Pure; `core.wording` says single values in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


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


def in_unit(amount_krw: int, unit: WonUnit) -> int:
    """Whole units, halves away from zero, as Korean budget papers round."""
    size = UNIT_SIZE[unit]
    units = (abs(amount_krw) + size // 2) // size
    return -units if amount_krw < 0 else units


def clock_time(at: datetime) -> str:
    """Hours and minutes in Seoul, on a 24-hour clock in both languages."""
    return f"{at.astimezone(SEOUL):%H:%M}"


def days_between(at: datetime, end: datetime) -> int:
    """Calendar days in Seoul from one moment to another; the same day is 0, the past is negative."""
    return (end.astimezone(SEOUL).date() - at.astimezone(SEOUL).date()).days
