"""What every deed on a call leaves behind, the version it was meant for, and the reminders that follow its dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from core.events import record
from core.refusals import Stale
from programs import notices, rules
from programs.models import Call
from programs.policy import Policy

REMINDERS = ("closing_reminder_due_at", "ranking_reminder_due_at")


def plan_reminders(call: Call, policy: Policy, *, after: datetime) -> None:
    """Set when the call's dates are called to mind next; the caller saves `REMINDERS`."""
    lead_days = policy.timeline.reminder_lead_days
    call.closing_reminder_due_at = rules.next_reminder(call.closes_at, lead_days, after=after)
    call.ranking_reminder_due_at = rules.next_reminder(call.ranking_due_at, lead_days, after=after)


def record_on_call(
    name: str,
    call: Call,
    by: Actor,
    at: datetime,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
    tell: Iterable[int] = (),
) -> None:
    """Record an event of a call with the names and dates that its sentence speaks of."""
    record(
        name,
        subject=call,
        by=by,
        at=at,
        call_uid=call.uid,
        rule_set_id=call.rule_set_id,
        reason=reason,
        data={**notices.said_of_call(call), **(data or {})},
        tell=tell,
    )


def require_version(call: Call, version: int | None) -> None:
    """Raise Stale (`call.changed_meanwhile`) unless the sender read this version; None does not ask."""
    if version is not None and version != call.version:
        raise Stale.because("call.changed_meanwhile", changed_at=call.changed_at.isoformat(), version=call.version)
