"""When the ministry may accept a region's plan."""

from __future__ import annotations

from collections.abc import Iterator

from core.refusals import Violation
from programs.routes import Traits


def accepting_violations(traits: Traits, *, endorsed: bool, grant_krw: int, left_krw: int) -> Iterator[Violation]:
    """Why a plan can't be accepted: its region has not endorsed it, or the call's money does not reach."""
    if traits.endorsed and not endorsed:
        yield Violation("plan.not_endorsed", {})
    if grant_krw > left_krw:
        yield Violation("plan.over_budget", {"grant_krw": grant_krw, "left_krw": left_krw})


def refusing_violations(reason: str) -> Iterator[Violation]:
    """A reason is asked for: the region reads it."""
    if not reason.strip():
        yield Violation("decision.reason_missing", {}, "reason")
