"""Dates as Korean public money knows them: half-open windows, project and fiscal years, business days.

Moments are aware ``datetime``; days are ``date`` in Asia/Seoul. Whatever has an end ends before it: a
window that closes at 18:00:00 no longer contains 18:00:00.
"""

import calendar as month_lengths
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SEOUL = ZoneInfo("Asia/Seoul")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From ``opens_at``, that moment included, to ``closes_at``, that moment excluded."""

    opens_at: datetime
    closes_at: datetime

    def __post_init__(self) -> None:
        if self.opens_at.tzinfo is None or self.closes_at.tzinfo is None:
            raise ValueError("a window has aware moments")
        if self.opens_at >= self.closes_at:
            raise ValueError("a window opens before it closes")

    def contains(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


@dataclass(frozen=True, slots=True)
class ProjectYear:
    """One year of a project: ``index`` counts from 1, ``ends_on`` is the first day after it."""

    index: int
    starts_on: date
    ends_on: date

    @classmethod
    def of(cls, first_day: date, index: int) -> "ProjectYear":
        """Year ``index`` of a project whose first year begins on ``first_day`` (RIS: 1 July to 30 June)."""
        if index < 1:
            raise ValueError("project years count from 1")
        return cls(index, add_months(first_day, 12 * (index - 1)), add_months(first_day, 12 * index))

    @property
    def last_day(self) -> date:
        return self.ends_on - _DAY

    @property
    def window(self) -> Window:
        return Window(seoul_midnight(self.starts_on), seoul_midnight(self.ends_on))

    def contains(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on


def seoul_date(at: datetime) -> date:
    """The day it is in Seoul at an aware moment."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone has no day")
    return at.astimezone(SEOUL).date()


def seoul_midnight(day: date) -> datetime:
    """The moment a day begins in Seoul."""
    return datetime.combine(day, time.min, SEOUL)


def fiscal_year(day: date) -> int:
    """The national fiscal year: 1 January to 31 December (National Finance Act, article 2)."""
    return day.year


def fiscal_window(year: int) -> Window:
    """The fiscal year as moments."""
    return Window(seoul_midnight(date(year, 1, 1)), seoul_midnight(date(year + 1, 1, 1)))


def add_months(day: date, months: int) -> date:
    """The same day of another month; where that month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_lengths.monthrange(year, month + 1)[1]))


def months_between(starts_on: date, ends_on: date) -> int:
    """Whole months from ``starts_on`` to ``ends_on``, the latter excluded; 0 where it does not come later."""
    if ends_on <= starts_on:
        return 0
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    return months - (add_months(starts_on, months) > ends_on)


def funded_months(arrived_on: date, spend_by: date) -> int:
    """Whole months in which a year's money can be spent: from the day after it arrived to ``spend_by``,
    included.

    Money that arrives on 30 November and must be spent by 31 May is there for December to May: six months.
    """
    return months_between(arrived_on + _DAY, spend_by + _DAY)


def is_business_day(day: date) -> bool:
    """Not a Saturday, a Sunday or a public, substitute or temporary holiday in Korea."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """The ``count``-th business day after ``day`` (before it, where ``count`` is negative).

    0 gives ``day`` itself where it is a business day, else the next one.
    """
    if count == 0:
        return day if is_business_day(day) else add_business_days(day, 1)
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day


def up_to_full_hour(at: datetime) -> datetime:
    """The next full hour; a moment on the hour is one."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    return hour if hour == at else hour + timedelta(hours=1)


def same_hour_on_business_day(at: datetime) -> datetime:
    """The moment itself where its day in Seoul is a business day, else the same time of the next one."""
    here = at.astimezone(SEOUL)
    return datetime.combine(add_business_days(here.date(), 0), here.time(), SEOUL)


def business_days_between(starts_on: date, ends_on: date) -> int:
    """Business days from ``starts_on`` to ``ends_on``, the latter excluded; 0 where it is not later."""
    return sum(is_business_day(day) for day in _days(starts_on, ends_on))


def _days(starts_on: date, ends_on: date) -> Iterator[date]:
    for offset in range((ends_on - starts_on).days):
        yield starts_on + offset * _DAY


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("KR", years=year))
