"""What the committee's opinion and the ministry's answer have to say, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from core.calendar import SEOUL, add_business_days, seoul_date
from core.refusals import Violation

ANSWER_BUSINESS_DAYS = 10
"""Business days after the opinion within which the ministry answers, to the end of the office's day (assumed)."""
END_OF_DAY = time(18)
OPINIONS = ("merge", "join", "keep_apart")
ANSWERS = {"joined": "join", "accepted": "accept_overlap"}
"""What a ministry may answer, with the move that it makes."""
TEXT_MOST = 2_000


def answer_due_at(given_at: datetime) -> datetime:
    """Until when a ministry answers an opinion that is given at a moment."""
    return datetime.combine(add_business_days(seoul_date(given_at), ANSWER_BUSINESS_DAYS), END_OF_DAY, SEOUL)


def opinion_violations(opinion: str, text: str, *, given: bool) -> Iterator[Violation]:
    if given:
        yield Violation("overlap.opinion_given")
    if opinion not in OPINIONS:
        yield Violation("overlap.opinion_unknown", {}, "opinion")
    yield from text_violations(text)


def answer_violations(answer: str, text: str) -> Iterator[Violation]:
    if answer not in ANSWERS:
        yield Violation("overlap.answer_unknown", {}, "answer")
    yield from text_violations(text)


def text_violations(text: str) -> Iterator[Violation]:
    if not text.strip():
        yield Violation("overlap.text_missing", {}, "text")
    if len(text.strip()) > TEXT_MOST:
        yield Violation("overlap.text_too_long", {"length": len(text.strip()), "most": TEXT_MOST}, "text")
