"""The line of a rule set, exactly; what waits; and to when a closing moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.availability import Measured, Standing
from core.calendar import SEOUL, is_business_day, same_hour_on_business_day, seoul_date, up_to_full_hour
from programs import rules
from programs.policy import Outage
from programs.rules import Verdict, Watched

CLOSES_AT = datetime(2004, 3, 31, 18, tzinfo=SEOUL)
OUTAGE = Outage(window_hours=24, least_bp=9_900, extension_hours=24, most_moves=3)
DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
LINE = timedelta(minutes=14, seconds=24)
"""One hundredth of a day."""
NONE = timedelta()
WATCHED = Watched(was_there=True, spoke_since=True, standing=Standing.UP)


def measured(down: timedelta, unknown: timedelta = NONE) -> Measured:
    return Measured(DAY - down - unknown, down, unknown)


@pytest.mark.parametrize(
    ("down", "unknown", "moves", "expected"),
    [
        (NONE, NONE, 0, Verdict.HELD),
        (LINE, NONE, 0, Verdict.HELD),
        (LINE + timedelta(microseconds=1), NONE, 0, Verdict.MOVED),
        (30 * MINUTE, NONE, 2, Verdict.MOVED),
        (30 * MINUTE, NONE, 3, Verdict.EXHAUSTED),
        (30 * MINUTE, 10 * MINUTE, 0, Verdict.MOVED),
        (10 * MINUTE, 4 * MINUTE, 0, Verdict.HELD),
        (10 * MINUTE, 5 * MINUTE, 0, Verdict.UNKNOWN),
        (NONE, DAY, 0, Verdict.UNKNOWN),
        (NONE, DAY, 3, Verdict.UNKNOWN),
    ],
)
def test_the_verdict(down: timedelta, unknown: timedelta, moves: int, expected: Verdict) -> None:
    assert rules.verdict(measured(down, unknown), OUTAGE, moves=moves) is expected


lengths = st.integers(0, 86_400).map(lambda seconds: timedelta(seconds=seconds))


@given(lengths, lengths, st.integers(0, 10_000), st.integers(1, 168))
def test_only_what_is_certain_decides(down: timedelta, unknown: timedelta, least_bp: int, hours: int) -> None:
    """If all unknown time were up, or all of it down, a verdict that was given would be the same."""
    outage = Outage(window_hours=hours, least_bp=least_bp, extension_hours=1, most_moves=1)
    down, unknown = min(down, outage.window), min(unknown, outage.window - min(down, outage.window))
    up = outage.window - down - unknown
    found = rules.verdict(Measured(up, down, unknown), outage, moves=0)
    best = rules.verdict(Measured(up + unknown, down, NONE), outage, moves=0)
    worst = rules.verdict(Measured(up, down + unknown, NONE), outage, moves=0)
    assert found is (best if best is worst else Verdict.UNKNOWN)
    share = (outage.window - down) / outage.window
    assert (best is Verdict.MOVED) == (share < least_bp / 10_000) or abs(share - least_bp / 10_000) < 1e-9
    shown = rules.available_bp(Measured(up, down, unknown), outage)
    assert (shown < least_bp) == (best is Verdict.MOVED), "the figure shown agrees with the verdict"


def test_a_probe_that_asks_in_vain_shows_no_outage() -> None:
    vain = Watched(was_there=False, spoke_since=True, standing=Standing.DOWN)
    assert rules.believed(measured(DAY), vain) == Measured(NONE, NONE, DAY)
    assert rules.believed(measured(DAY), WATCHED) == measured(DAY)


def settled(found: Verdict, watched: Watched, at: datetime, waits_from: datetime | None = None) -> bool:
    return rules.is_settled(found, watched, closes_at=CLOSES_AT, waits_from=waits_from, at=at)


def test_before_the_closing_only_a_move_is_settled_and_only_when_the_service_is_back() -> None:
    before, down = CLOSES_AT - 2 * MINUTE, Watched(was_there=True, spoke_since=False, standing=Standing.DOWN)
    assert settled(Verdict.MOVED, WATCHED, before)
    assert not settled(Verdict.MOVED, down, before)
    assert not settled(Verdict.MOVED, replace(down, standing=Standing.UNKNOWN), before)
    assert not any(settled(found, WATCHED, before) for found in Verdict if found is not Verdict.MOVED)


def test_after_the_closing_the_probes_last_word_is_waited_for() -> None:
    silent = Watched(was_there=True, spoke_since=False, standing=Standing.UNKNOWN)
    down = Watched(was_there=True, spoke_since=True, standing=Standing.DOWN)
    assert settled(Verdict.HELD, WATCHED, CLOSES_AT)
    assert not settled(Verdict.HELD, silent, CLOSES_AT)
    assert not settled(Verdict.HELD, silent, CLOSES_AT + DAY, CLOSES_AT + DAY - rules.PATIENCE + SECOND)
    assert settled(Verdict.HELD, silent, CLOSES_AT + DAY, CLOSES_AT + DAY - rules.PATIENCE)
    assert not settled(Verdict.MOVED, down, CLOSES_AT + DAY, CLOSES_AT), "while it is down everybody waits"
    nobody = Watched(was_there=False, spoke_since=False, standing=Standing.UNKNOWN)
    assert settled(Verdict.UNKNOWN, nobody, CLOSES_AT)
    assert not settled(Verdict.UNKNOWN, nobody, CLOSES_AT - SECOND)


@pytest.mark.parametrize(
    ("lost", "at", "expected"),
    [
        # Wednesday 31 March 2004, 18:00; the service was back before.
        (30 * MINUTE, CLOSES_AT - 90 * MINUTE, datetime(2004, 4, 1, 18, tzinfo=SEOUL)),
        # It came back after the closing: counted from then, up to the hour.
        (30 * MINUTE, CLOSES_AT + 5 * MINUTE, datetime(2004, 4, 1, 19, tzinfo=SEOUL)),
        # Two days lost; Friday evening, and 5 April 2004 was Arbour Day, a holiday then.
        (timedelta(hours=47, minutes=10), CLOSES_AT, datetime(2004, 4, 2, 18, tzinfo=SEOUL)),
        (timedelta(hours=60), CLOSES_AT, datetime(2004, 4, 6, 6, tzinfo=SEOUL)),
    ],
)
def test_to_when_a_closing_moves(lost: timedelta, at: datetime, expected: datetime) -> None:
    assert rules.moved_closing(CLOSES_AT, lost, OUTAGE, at) == expected


@given(st.integers(0, 200_000), st.integers(-86_400, 400_000))
def test_a_moved_closing_gives_back_at_least_what_was_lost(lost_seconds: int, at_seconds: int) -> None:
    lost, at = timedelta(seconds=lost_seconds), CLOSES_AT + timedelta(seconds=at_seconds)
    moved = rules.moved_closing(CLOSES_AT, lost, OUTAGE, at)
    assert moved >= max(CLOSES_AT, at) + max(lost, OUTAGE.extension)
    assert (moved.minute, moved.second, moved.microsecond) == (0, 0, 0)
    assert is_business_day(seoul_date(moved))
    due = rules.moved_with_it(CLOSES_AT + 14 * DAY, CLOSES_AT, moved)
    assert due >= moved + 14 * DAY
    assert is_business_day(seoul_date(due))


def test_an_outage_that_was_made_good_counts_no_more() -> None:
    assert rules.counted_from(CLOSES_AT, OUTAGE, None) == CLOSES_AT - DAY
    assert rules.counted_from(CLOSES_AT, OUTAGE, CLOSES_AT - 2 * DAY) == CLOSES_AT - DAY
    assert rules.counted_from(CLOSES_AT, OUTAGE, CLOSES_AT - 90 * MINUTE) == CLOSES_AT - 90 * MINUTE


def test_hours_and_days() -> None:
    assert up_to_full_hour(CLOSES_AT) == CLOSES_AT
    assert up_to_full_hour(CLOSES_AT + timedelta(microseconds=1)) == CLOSES_AT + timedelta(hours=1)
    saturday = datetime(2004, 4, 3, 18, tzinfo=SEOUL)
    assert same_hour_on_business_day(CLOSES_AT) == CLOSES_AT
    assert same_hour_on_business_day(saturday).date() > saturday.date()
    assert same_hour_on_business_day(saturday).time() == saturday.time()
