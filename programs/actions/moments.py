"""What follows a moment that passed: an opening, a closing, the end of the regions' time, and reminders before.

Sweeps call these. Each looks again under the call's lock whether it is still due, so that a second run, or a run beside
another, does nothing. All return whether something was done.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from programs import notices, queries, rules
from programs.actions.recording import record_on_call
from programs.models import Call


def follow_opening(*, call_uid: UUID, by: Actor, at: datetime) -> bool:
    """Tell those who may answer it that the call is open. Raises NotFound."""
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        if not _is_due(call, call.opens_at, call.opening_swept_at, at):
            return False
        policy = queries.policy_of(call.rule_set)
        call.opening_swept_at = at
        call.save(update_fields=["opening_swept_at"])
        tell = notices.on_opened(institutions=queries.answering_desks(call, policy, at))
        record_on_call("programs.call_opened", call, by, at, tell=tell)
    return True


def follow_closing(*, call_uid: UUID, by: Actor, at: datetime) -> bool:
    """Tell the programme's desks that nothing is taken any more, and the regions that they rank. Raises NotFound.

    Waits until it was checked whether the service was there before the closing: till then it may still move.
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        policy = queries.policy_of(call.rule_set)
        if not _is_due(call, call.closes_at, call.closing_swept_at, at) or queries.awaits_check(call, policy):
            return False
        call.closing_swept_at, call.closing_reminder_due_at = at, None
        call.save(update_fields=["closing_swept_at", "closing_reminder_due_at"])
        tell = notices.on_closed(desks=queries.desks(call.program, at), regions=queries.asked_desks(call, policy, at))
        event = "programs.call_closed_to_plans" if call.program.traits.plans else "programs.call_closed"
        record_on_call(event, call, by, at, tell=tell)
    return True


def follow_ranking_end(*, call_uid: UUID, by: Actor, at: datetime) -> bool:
    """Tell the programme's desks that the regions' time is over. Raises NotFound."""
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        if not _is_due(call, call.ranking_due_at, call.ranking_swept_at, at):
            return False
        call.ranking_swept_at, call.ranking_reminder_due_at = at, None
        call.save(update_fields=["ranking_swept_at", "ranking_reminder_due_at"])
        tell = notices.on_ranking_ended(desks=queries.desks(call.program, at))
        event = "programs.plans_due" if call.program.traits.plans else "programs.ranking_ended"
        record_on_call(event, call, by, at, tell=tell)
    return True


def remind_before_closing(*, call_uid: UUID, by: Actor, at: datetime) -> bool:
    """Remind the offices of eligible institutions, and plan the next reminder. Raises NotFound.

    Reminders that were missed become one; after the closing none is sent.
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        if not _is_due(call, call.closing_reminder_due_at, None, at) or at >= call.closes_at:
            return False
        policy = queries.policy_of(call.rule_set)
        lead_days = policy.timeline.reminder_lead_days
        call.closing_reminder_due_at = rules.next_reminder(call.closes_at, lead_days, after=at)
        call.save(update_fields=["closing_reminder_due_at"])
        tell = notices.on_closing_near(institutions=queries.answering_desks(call, policy, at))
        record_on_call("programs.closing_near", call, by, at, tell=tell)
    return True


def remind_before_ranking(*, call_uid: UUID, by: Actor, at: datetime) -> bool:
    """Remind the regions that rankings, and pledges where the rules say so, are due; plan the next. Raises NotFound."""
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        if not _is_due(call, call.ranking_reminder_due_at, None, at) or at >= call.ranking_due_at:
            return False
        policy = queries.policy_of(call.rule_set)
        lead_days = policy.timeline.reminder_lead_days
        call.ranking_reminder_due_at = rules.next_reminder(call.ranking_due_at, lead_days, after=at)
        call.save(update_fields=["ranking_reminder_due_at"])
        if call.program.traits.plans:
            tell, event = set(queries.desks(call.program, at)), "programs.plans_near"
        else:
            tell = notices.on_ranking_near(regions=queries.region_desks(policy, at))
            event = f"programs.ranking_near_{policy.match.due.value}"
        record_on_call(event, call, by, at, tell=tell)
    return True


def _is_due(call: Call, moment: datetime | None, done_at: datetime | None, at: datetime) -> bool:
    return call.state == "announced" and done_at is None and moment is not None and moment <= at
