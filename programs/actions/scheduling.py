"""Let a call be announced by itself at a moment, take that back, and what follows the moment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import RuleBroken, refuse_if, require
from programs import notices, permissions, queries, rules
from programs.actions.calls import announce_call
from programs.actions.recording import record_on_call
from programs.models import Call
from programs.states import CALL


def schedule_call(*, call_uid: UUID, announces_at: datetime | None = None, by: Actor, at: datetime) -> Call:
    """Have a checked draft announced by itself at `announces_at`, or at the moment that it names already.

    Everything that would stand against announcing it then is refused now. Until then it can't be changed, only taken
    back. Raises NotFound, NotAllowed, WrongState, RuleBroken (`call.announcement_date_passed`, ...).
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(permissions.may_run_calls(by, call.program), "schedule")
        move = CALL.require("schedule", call.state)
        call.announces_at = announces_at or call.announces_at
        refuse_if(rules.scheduling_violations(queries.terms_of(call), at))
        refuse_if(queries.readiness(call, call.announces_at or at))
        call.state, call.scheduled_at, call.scheduled_by = move.target, at, by.user_id
        call.save(update_fields=["state", "announces_at", "scheduled_at", "scheduled_by"])
        tell = notices.on_scheduled(desks=queries.desks(call.program, at), by=by)
        record_on_call(move.event, call, by, at, data=_when(call), tell=tell)
    return call


def unschedule_call(*, call_uid: UUID, by: Actor, at: datetime) -> Call:
    """Take back that a call is announced by itself: it is a draft again. Raises NotFound, NotAllowed, WrongState."""
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(permissions.may_run_calls(by, call.program), "unschedule")
        move = CALL.require("unschedule", call.state)
        _to_draft(call, move.target)
        tell = notices.on_scheduled(desks=queries.desks(call.program, at), by=by)
        record_on_call(move.event, call, by, at, data=_when(call), tell=tell)
    return call


def follow_schedule(*, call_uid: UUID, by: Actor, at: datetime) -> bool:
    """Announce a scheduled call whose moment has come; whether something was done.

    Where the rules refuse by now, the call is a draft again and its desks are told why. Raises NotFound, and
    NotAllowed for anybody but the system.
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(by.is_system, "sweep")
        if call.state != "scheduled" or call.announces_at is None or call.announces_at > at:
            return False
        try:
            announce_call(call_uid=call_uid, by=by, at=at)
        except RuleBroken as refused:
            _put_back(call, refused, by, at)
    return True


def _put_back(call: Call, refused: RuleBroken, by: Actor, at: datetime) -> None:
    move = CALL.require("put_back", call.state)
    _to_draft(call, move.target)
    reasons = [{"code": one.code, "values": dict(one.values), "field": one.field} for one in refused.violations]
    tell = notices.on_announcement_refused(desks=queries.desks(call.program, at))
    record_on_call(move.event, call, by, at, data={**_when(call), "reasons": reasons}, tell=tell)


def _to_draft(call: Call, target: str) -> None:
    call.state, call.scheduled_at, call.scheduled_by = target, None, None
    call.save(update_fields=["state", "scheduled_at", "scheduled_by"])


def _when(call: Call) -> dict[str, str]:
    return {} if call.announces_at is None else {"announces_at": call.announces_at.isoformat()}
