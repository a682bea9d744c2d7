"""When something may still be done. The window is half-open: what arrives at the closing second is late."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime

from core.refusals import Value, Violation
from proposals.rules.facts import Window


def arrival_violations(window: Window, at: datetime) -> Iterator[Violation]:
    """Why a submission that arrives at `at` comes at the wrong time."""
    yield from not_open_violations(window, at)
    if window.state == "announced" and at >= window.closes_at:
        late_seconds = math.ceil((at - window.closes_at).total_seconds())
        values: dict[str, Value] = {"closes_at": window.closes_at.isoformat(), "late_seconds": late_seconds}
        yield Violation("proposal.late", values, "call")


def drafting_violations(window: Window, at: datetime) -> Iterator[Violation]:
    """Why a draft can't be begun or changed at `at`."""
    yield from not_open_violations(window, at)
    if window.state == "announced" and at >= window.closes_at:
        yield Violation("proposal.call_closed", {"closes_at": window.closes_at.isoformat()}, "call")


def not_open_violations(window: Window, at: datetime) -> Iterator[Violation]:
    if window.state == "cancelled":
        yield Violation("proposal.call_cancelled", {}, "call")
    elif window.state != "announced" or at < window.opens_at:
        yield Violation("proposal.call_not_open", {"opens_at": window.opens_at.isoformat()}, "call")
