"""Days and moments: half-open windows, project years, months that carry money, business days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import (
    SEOUL,
    ProjectYear,
    Window,
    add_business_days,
    add_months,
    business_days_between,
    fiscal_window,
    fiscal_year,
    funded_months,
    is_business_day,
    months_between,
    seoul_date,
    seoul_midnight,
)

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
CLOSES = datetime(2004, 3, 31, 18, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("seconds", "inside"),
    [(0, False), (-1, True), (1, False), (-0.000001, True)],
)
def test_a_window_no_longer_contains_the_moment_it_closes(seconds: float, inside: bool) -> None:
    window = Window(datetime(2004, 3, 2, 9, tzinfo=SEOUL), CLOSES)
    assert window.contains(CLOSES + timedelta(seconds=seconds)) is inside


def test_a_window_contains_the_moment_it_opens_whatever_the_zone() -> None:
    window = Window(datetime(2004, 3, 2, 9, tzinfo=SEOUL), CLOSES)
    assert window.contains(datetime(2004, 3, 2, 0, tzinfo=UTC))
    assert not window.contains(datetime(2004, 3, 1, 23, 59, 59, tzinfo=UTC))


def test_a_window_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="opens before"):
        Window(CLOSES, CLOSES)
    with pytest.raises(ValueError, match="aware"):
        Window(datetime(2004, 3, 2, tzinfo=UTC).replace(tzinfo=None), CLOSES)


def test_the_day_in_seoul_begins_nine_hours_before_that_in_greenwich() -> None:
    assert seoul_date(datetime(2004, 6, 30, 14, 59, 59, tzinfo=UTC)) == date(2004, 6, 30)
    assert seoul_date(datetime(2004, 6, 30, 15, tzinfo=UTC)) == date(2004, 7, 1)
    assert seoul_midnight(date(2004, 7, 1)) == datetime(2004, 6, 30, 15, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        seoul_date(datetime(2004, 7, 1, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize(
    ("index", "starts_on", "last_day"),
    [
        (1, date(2004, 7, 1), date(2005, 6, 30)),
        (2, date(2005, 7, 1), date(2006, 6, 30)),
        (3, date(2006, 7, 1), date(2007, 6, 30)),
    ],
)
def test_ris_years_run_from_july_to_june(index: int, starts_on: date, last_day: date) -> None:
    year = ProjectYear.of(date(2004, 7, 1), index)
    assert (year.starts_on, year.last_day) == (starts_on, last_day)
    assert year.window.contains(seoul_midnight(starts_on))
    assert not year.window.contains(seoul_midnight(year.ends_on))


def test_project_years_count_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        ProjectYear.of(date(2004, 7, 1), 0)


@given(days, st.integers(1, 8))
def test_project_years_follow_without_gap_or_overlap(first_day: date, index: int) -> None:
    this, following = ProjectYear.of(first_day, index), ProjectYear.of(first_day, index + 1)
    assert this.ends_on == following.starts_on
    assert this.contains(this.last_day)
    assert not this.contains(following.starts_on)


@pytest.mark.parametrize(
    ("arrived_on", "months"),
    [
        (date(2004, 11, 30), 6),
        (date(2004, 12, 1), 5),
        (date(2004, 6, 30), 11),
        (date(2004, 7, 1), 10),
        (date(2005, 4, 30), 1),
        (date(2005, 5, 1), 0),
        (date(2005, 5, 31), 0),
        (date(2005, 6, 30), 0),
    ],
)
def test_funded_months_are_whole_months_from_arrival_to_the_spend_by_date(arrived_on: date, months: int) -> None:
    assert funded_months(arrived_on, date(2005, 5, 31)) == months


@given(days, days)
def test_months_between_is_the_most_that_fit(starts_on: date, ends_on: date) -> None:
    months = months_between(starts_on, ends_on)
    if ends_on <= starts_on:
        assert months == 0
    else:
        assert add_months(starts_on, months) <= ends_on < add_months(starts_on, months + 1)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2004, 1, 31), 1, date(2004, 2, 29)),
        (date(2005, 1, 31), 1, date(2005, 2, 28)),
        (date(2004, 12, 15), 1, date(2005, 1, 15)),
        (date(2005, 1, 15), -1, date(2004, 12, 15)),
    ],
)
def test_a_month_on_stays_within_the_month(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2004, 4, 15), False),  # election of the National Assembly
        (date(2004, 9, 28), False),  # Chuseok
        (date(2004, 7, 17), False),  # Constitution Day, a Saturday
        (date(2004, 7, 1), True),
        (date(2005, 7, 17), False),
        (date(2008, 7, 17), True),  # Constitution Day is a holiday no more
        (date(2024, 5, 6), False),  # in place of Children's Day, a Sunday
    ],
)
def test_korean_holidays_are_no_business_days(day: date, works: bool) -> None:
    assert is_business_day(day) is works


@given(days, st.integers(1, 60))
def test_business_days_added_are_business_days_passed(day: date, count: int) -> None:
    reached = add_business_days(day, count)
    assert is_business_day(reached)
    assert business_days_between(day + timedelta(days=1), reached + timedelta(days=1)) == count


@given(days, st.integers(1, 60))
def test_business_days_go_back_as_they_came(day: date, count: int) -> None:
    start = add_business_days(day, 0)
    assert add_business_days(add_business_days(start, count), -count) == start


def test_the_fiscal_year_is_the_calendar_year_in_seoul() -> None:
    assert fiscal_year(date(2004, 12, 31)) == 2004
    window = fiscal_window(2004)
    assert window.contains(datetime(2003, 12, 31, 15, tzinfo=UTC))
    assert not window.contains(datetime(2004, 12, 31, 15, tzinfo=UTC))
