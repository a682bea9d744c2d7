"""What an outage does to a closing. Pure: what was measured and the clause in, a verdict and dates out.

Only what is certain moves a closing or holds it. Time that nobody watched is neither up nor down: where it decides,
the verdict is `unknown` and the desk is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.availability import Measured, Standing
from core.calendar import SEOUL, same_hour_on_business_day, up_to_full_hour
from core.money import WHOLE_BP
from programs.policy import Outage
from programs.rules.dates import Dates, in_order

PATIENCE = timedelta(minutes=30)
"""How long after a closing the check waits for a probe that was there before and has not spoken since."""


class Verdict(StrEnum):
    """What a check of a closing found."""

    HELD = "held"
    """At or above the line: the closing stands."""
    MOVED = "moved"
    """Below the line: the closing moved."""
    EXHAUSTED = "exhausted"
    """Below the line, and moved as often as the rules allow."""
    UNKNOWN = "unknown"
    """It turns on time that nobody watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What the probe tells at the moment of a check.

    `was_there`: it got a good answer in the days before; without one there is no probe, or one that asks in vain.
    `spoke_since`: it has looked at the closing's moment or after it, so that nothing before is still on its way.
    `standing`: what is known of this moment.
    """

    was_there: bool
    spoke_since: bool
    standing: Standing


def believed(measured: Measured, watched: Watched) -> Measured:
    """What was measured, or nothing at all where the probe asks in vain: a wrong address is no outage."""
    if watched.was_there:
        return measured
    return Measured(timedelta(), timedelta(), measured.up + measured.down + measured.unknown)


def counted_from(closes_at: datetime, outage: Outage, made_good_until: datetime | None) -> datetime:
    """Where the count begins: with the window, or later, where an outage in it was made good by a move already."""
    begins = closes_at - outage.window
    return begins if made_good_until is None else max(begins, made_good_until)


def available_bp(measured: Measured, outage: Outage) -> int:
    """The share of the window in which the service was not seen to be down, rounded down: never better than it was."""
    return int((outage.window - measured.down) * WHOLE_BP // outage.window)


def verdict(measured: Measured, outage: Outage, *, moves: int) -> Verdict:
    """What these figures mean for the closing, which has moved so many times. Exactly at the line it stands."""
    if _below(measured.down, outage):
        return Verdict.EXHAUSTED if moves >= outage.most_moves else Verdict.MOVED
    return Verdict.UNKNOWN if _below(measured.down + measured.unknown, outage) else Verdict.HELD


def _below(lost: timedelta, outage: Outage) -> bool:
    return lost * WHOLE_BP > outage.window * (WHOLE_BP - outage.least_bp)


def is_settled(
    found: Verdict, watched: Watched, *, closes_at: datetime, waits_from: datetime | None, at: datetime
) -> bool:
    """Whether the verdict can be given now.

    While the service is seen to be down everybody waits: the whole loss is known when it is back. Before the closing
    only a move is settled, since everything else may still change; after it the probe's last word is waited for,
    `PATIENCE` long from the first look.
    """
    if not watched.was_there:
        return at >= closes_at
    if watched.standing is Standing.DOWN:
        return False
    if at < closes_at:
        return found is Verdict.MOVED and watched.standing is Standing.UP
    return watched.spoke_since or (waits_from is not None and at >= waits_from + PATIENCE)


def moved_closing(closes_at: datetime, lost: timedelta, outage: Outage, at: datetime) -> datetime:
    """The new closing: counted from the old one, or from `at` where that has passed."""
    later = max(closes_at, at) + max(lost, outage.extension)
    return same_hour_on_business_day(up_to_full_hour(later.astimezone(SEOUL)))


def moved_dates(dates: Dates, after: datetime) -> dict[str, datetime | None]:
    """The closing and the dates that follow it, by name, once it moved to `after`; one that was left open stays so."""

    def moved(due_at: datetime | None) -> datetime | None:
        return None if due_at is None else moved_with_it(due_at, dates.closes_at, after)

    ordered = in_order(
        Dates(
            opens_at=dates.opens_at,
            closes_at=after,
            ranking_due_at=moved_with_it(dates.ranking_due_at, dates.closes_at, after),
            review_due_at=moved(dates.review_due_at),
            result_due_at=moved(dates.result_due_at),
            project_starts_on=dates.project_starts_on,
        )
    )
    return {
        "closes_at": ordered.closes_at,
        "ranking_due_at": ordered.ranking_due_at,
        "review_due_at": ordered.review_due_at,
        "result_due_at": ordered.result_due_at,
    }


def moved_with_it(due_at: datetime, before: datetime, after: datetime) -> datetime:
    """A date that follows the closing keeps its distance, and falls on a working day."""
    return same_hour_on_business_day((due_at + (after - before)).astimezone(SEOUL))
