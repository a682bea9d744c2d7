"""The event of a deed in a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from core.events import record
from core.models import Event
from reviews import notices
from reviews.models import Round


def tell_round(
    name: str,
    round_: Round,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    tell: Iterable[int] = (),
    values: Mapping[str, Any] | None = None,
) -> Event:
    return record(
        name,
        subject=round_,
        by=by,
        at=at,
        call_uid=round_.call.uid,
        rule_set_id=round_.call.rule_set_id,
        reason=reason,
        data={**notices.said_of(round_), **(values or {})},
        tell=tell,
    )
