"""The dates of a call: what order they stand in, what the rules' days make of them, and how far they may move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.calendar import SEOUL, add_business_days, seoul_date
from core.refusals import Value, Violation
from programs.policy import Policy

MOVABLE = ("opens_at", "closes_at", "ranking_due_at", "review_due_at", "result_due_at")
"""The dates of an announced call that may move to later, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When what happens in a call; None is not settled.

    `announces_at` is when it is meant to be announced, `review_due_at` the end of the experts' time and
    `result_due_at` of the ministry's decision.
    """

    opens_at: datetime
    closes_at: datetime
    ranking_due_at: datetime
    project_starts_on: date
    announces_at: datetime | None = None
    review_due_at: datetime | None = None
    result_due_at: datetime | None = None


def ranking_due(closes_at: datetime, policy: Policy) -> datetime:
    """The earliest end of the regions' time: the rule set's days after closing, at the same hour in Seoul."""
    return closes_at.astimezone(SEOUL) + timedelta(days=policy.timeline.ranking_days)


def review_due(ranking_due_at: datetime, policy: Policy) -> datetime:
    """The end of the experts' working days after the regions' time, at the same hour in Seoul."""
    return _working_days_after(ranking_due_at, policy.review.service_days)


def result_due(review_due_at: datetime, policy: Policy) -> datetime:
    """The end of the ministry's working days after the review, at the same hour in Seoul."""
    return _working_days_after(review_due_at, policy.timeline.selection_service_days)


def promised_dates(dates: Dates, policy: Policy) -> tuple[datetime, datetime]:
    """By when review and result are promised by the rules' working days."""
    review_due_at = dates.review_due_at or review_due(dates.ranking_due_at, policy)
    return review_due_at, dates.result_due_at or result_due(review_due_at, policy)


def known_dates(dates: Dates, policy: Policy) -> dict[str, datetime]:
    """The dates left open that the rules' working days settle: those that still lie before the projects start."""
    review_due_at, result_due_at = promised_dates(dates, policy)
    if dates.result_due_at is not None and review_due_at >= dates.result_due_at:
        return {}
    found = {"review_due_at": review_due_at, "result_due_at": result_due_at}
    return {
        name: moment
        for name, moment in found.items()
        if getattr(dates, name) is None and seoul_date(moment) < dates.project_starts_on
    }


def order_violations(dates: Dates) -> Iterator[Violation]:
    """Which date stands before the one that it has to follow; each fault stands beside the later of the two."""
    if dates.announces_at is not None and dates.announces_at > dates.opens_at:
        yield _out_of_order("call.announced_after_opening", "opens_at", dates, "announces_at")
    if dates.opens_at >= dates.closes_at:
        yield _out_of_order("call.closes_before_opening", "opens_at", dates, "closes_at")
    if dates.closes_at >= dates.ranking_due_at:
        yield _out_of_order("call.ranking_before_closing", "closes_at", dates, "ranking_due_at")
    if dates.review_due_at is not None and dates.ranking_due_at >= dates.review_due_at:
        yield _out_of_order("call.review_before_ranking", "ranking_due_at", dates, "review_due_at")
    if dates.result_due_at is not None:
        if dates.review_due_at is not None and dates.review_due_at >= dates.result_due_at:
            yield _out_of_order("call.result_before_review", "review_due_at", dates, "result_due_at")
        elif dates.ranking_due_at >= dates.result_due_at:
            yield _out_of_order("call.result_before_ranking", "ranking_due_at", dates, "result_due_at")


def moving_violations(before: Dates, after: Dates, at: datetime) -> Iterator[Violation]:
    """Why announced dates can't become those of `after`: only to later, and not once they passed.

    A date that was left open may still be settled, for a moment to come.
    """
    for name in MOVABLE:
        old, new = getattr(before, name), getattr(after, name)
        if new == old:
            continue
        passed = new if old is None else old
        if at >= passed:
            yield Violation("call.date_passed", {"passed_at": passed.isoformat()}, field=name)
        elif old is not None and new < old:
            yield Violation("call.date_only_later", {"now_at": old.isoformat()}, field=name)
    if all(getattr(before, name) == getattr(after, name) for name in MOVABLE):
        yield Violation("call.no_date_moved", {}, field="closes_at")


def scheduling_violations(dates: Dates, at: datetime) -> Iterator[Violation]:
    """Why a call can't be announced by itself at its `announces_at`."""
    if dates.announces_at is None:
        yield Violation("call.announcement_date_missing", {}, field="announces_at")
    elif dates.announces_at <= at:
        yield Violation(
            "call.announcement_date_passed", {"passed_at": dates.announces_at.isoformat()}, field="announces_at"
        )


def in_order(dates: Dates) -> Dates:
    """The same dates with what follows the regions' time pushed to the next working day where it no longer follows."""
    review_due_at, result_due_at = dates.review_due_at, dates.result_due_at
    if review_due_at is not None and review_due_at <= dates.ranking_due_at:
        review_due_at = _working_days_after(dates.ranking_due_at, 1)
    last = review_due_at or dates.ranking_due_at
    if result_due_at is not None and result_due_at <= last:
        result_due_at = _working_days_after(last, 1)
    return replace(dates, review_due_at=review_due_at, result_due_at=result_due_at)


def _working_days_after(moment: datetime, count: int) -> datetime:
    here = moment.astimezone(SEOUL)
    return datetime.combine(add_business_days(here.date(), count), here.time(), SEOUL)


def _out_of_order(code: str, before: str, dates: Dates, field: str) -> Violation:
    values: dict[str, Value] = {before: getattr(dates, before).isoformat()}
    return Violation(code, values, field=field)
