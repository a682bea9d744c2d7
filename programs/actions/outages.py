"""Check whether the service was there before a closing, and move the closing by the rule set's own rule if it was not.

A sweep calls this. A closing is checked once, under the call's lock; a second look at the same time finds the check.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import require
from programs import notices, queries, rules
from programs.actions.recording import plan_reminders, record_on_call
from programs.models import Call
from programs.policy import Outage, Policy
from programs.queries.outages import Seen
from programs.rules import Verdict
from programs.states import CALL

EVENTS = {
    Verdict.HELD: "programs.closing_held",
    Verdict.EXHAUSTED: "programs.closing_moved_enough",
    Verdict.UNKNOWN: "programs.closing_unwatched",
}


def check_closing(*, call_uid: UUID, by: Actor, at: datetime) -> Verdict | None:
    """Give the verdict on the call's closing, if it can be given now; a move of the closing is one for all.

    Nothing is done for a call that is not announced, whose rules have no such clause, or whose closing was followed or
    checked already. Raises NotFound, and NotAllowed for anybody but the system.
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(by.is_system, "sweep")
        policy = queries.policy_of(call.rule_set)
        outage = policy.outage
        is_over = call.state != "announced" or call.closing_swept_at is not None
        if outage is None or is_over or not queries.awaits_check(call, policy):
            return None
        seen = queries.seen_before(call, outage, at)
        found = rules.verdict(seen.measured, outage, moves=call.outage_moves)
        waits_from = call.check_waits_from
        if not rules.is_settled(found, seen.watched, closes_at=call.closes_at, waits_from=waits_from, at=at):
            _wait(call, at)
            return None
        if found is Verdict.MOVED:
            _move(call, policy, outage, seen, by, at)
        else:
            _stand(call, outage, seen, found, by, at)
    return found


def _wait(call: Call, at: datetime) -> None:
    """Remember since when the check of a closing that passed waits for the probe's word."""
    if call.check_waits_from is None and at >= call.closes_at:
        call.check_waits_from = at
        call.save(update_fields=["check_waits_from"])


def _move(call: Call, policy: Policy, outage: Outage, seen: Seen, by: Actor, at: datetime) -> None:
    """Move the closing and what follows it, and tell everybody who plans by it."""
    move = CALL.require("extend", call.state)
    before, due_before = call.closes_at, call.ranking_due_at
    after = rules.moved_closing(before, seen.measured.down, outage, at)
    check = queries.write_check(call, outage, seen, Verdict.MOVED, moved_to_at=after, at=at)
    for name, moment in rules.moved_dates(queries.terms_of(call), after).items():
        setattr(call, name, moment)
    call.closed_before_at, call.outage_moved_at, call.available_bp = before, at, check.available_bp
    call.outage_moves += 1
    call.closing_swept_at = call.check_waits_from = None
    plan_reminders(call, policy, after=at)
    queries.touch_moved(call, by=by.user_id, at=at)
    record_on_call(
        move.event,
        call,
        by,
        at,
        data={
            "was_closes_at": before.isoformat(),
            "was_ranking_due_at": due_before.isoformat(),
            **_figures(outage, seen, check.available_bp),
        },
        tell=notices.on_dates_moved(
            desks=queries.desks(call.program, at),
            regions=queries.region_desks(policy, at),
            institutions=queries.institution_desks(policy, at),
        ),
    )


def _stand(call: Call, outage: Outage, seen: Seen, found: Verdict, by: Actor, at: datetime) -> None:
    """Keep the closing, and say why. The desks hear of it where it was not simply held."""
    check = queries.write_check(call, outage, seen, found, moved_to_at=None, at=at)
    call.check_waits_from = None
    call.save(update_fields=["check_waits_from"])
    desks = () if found is Verdict.HELD else queries.desks(call.program, at)
    figures = _figures(outage, seen, check.available_bp)
    record_on_call(EVENTS[found], call, by, at, data=figures, tell=notices.on_closing_stood(desks=desks))


def _figures(outage: Outage, seen: Seen, available_bp: int) -> dict[str, Any]:
    """What was measured, as the event keeps it for good."""
    measured = seen.measured
    return {
        "since_at": seen.since.isoformat(),
        "until_at": seen.until.isoformat(),
        "window_hours": outage.window_hours,
        "up_seconds": int(measured.up.total_seconds()),
        "down_seconds": int(measured.down.total_seconds()),
        "unknown_seconds": int(measured.unknown.total_seconds()),
        "down_minutes": -(-int(measured.down.total_seconds()) // 60),
        "unknown_minutes": -(-int(measured.unknown.total_seconds()) // 60),
        "available_bp": available_bp,
        "least_bp": outage.least_bp,
        "most_moves": outage.most_moves,
    }
