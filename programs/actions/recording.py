"""What every deed on a call leaves behind, and the version it was meant for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from core.events import record
from core.refusals import Stale
from programs import notices
from programs.models import Call


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
