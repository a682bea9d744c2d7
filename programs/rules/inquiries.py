"""Questions about a call: until when one asks, by when they are answered, what may not be said. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.calendar import SEOUL, add_business_days
from core.refusals import Violation

ASK_BEFORE_CLOSING = timedelta(days=1)
"""So long before the closing the last question is taken: the answer still has to reach everybody."""
ANSWER_DAYS = 3
"""Working days within which the office answers."""
TEXT_CHARS = 2_000
ANSWER_CHARS = 4_000
WAITING_MOST = 10
"""Questions of one person about one call that may wait for an answer at a time."""


def asked_until(closes_at: datetime) -> datetime:
    """The first moment at which no question is taken any more."""
    return closes_at - ASK_BEFORE_CLOSING


def answer_due(asked_at: datetime, closes_at: datetime) -> datetime:
    """By when a question is answered: after the office's working days, and before the closing."""
    here = asked_at.astimezone(SEOUL)
    promised = datetime.combine(add_business_days(here.date(), ANSWER_DAYS), here.time(), SEOUL)
    return min(promised, closes_at)


def asking_violations(text: str, *, state: str, closes_at: datetime, waiting: int, at: datetime) -> Iterator[Violation]:
    """Why a question about a call is not taken. `waiting` are those of the same person that wait for an answer."""
    if state != "announced":
        yield Violation("inquiry.not_open", {}, field="text")
    elif at >= asked_until(closes_at):
        yield Violation("inquiry.too_late", {"until_at": asked_until(closes_at).isoformat()}, field="text")
    if waiting >= WAITING_MOST:
        yield Violation("inquiry.too_many", {"most": WAITING_MOST}, field="text")
    yield from _text_violations(text, TEXT_CHARS, "text", needed=True)


def answering_violations(text_ko: str, text_en: str) -> Iterator[Violation]:
    """Why an answer can't be published: Korean is needed, English may follow."""
    yield from _text_violations(text_ko, ANSWER_CHARS, "text_ko", needed=True)
    yield from _text_violations(text_en, ANSWER_CHARS, "text_en", needed=False)


def _text_violations(text: str, most: int, field: str, *, needed: bool) -> Iterator[Violation]:
    if needed and not text.strip():
        yield Violation("program.text_missing", {}, field=field)
    if len(text) > most:
        yield Violation("program.text_too_long", {"length": len(text), "maximum": most}, field=field)
