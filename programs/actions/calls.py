"""Draft, change, announce, move and cancel a call."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import RuleBroken, refuse_if, require
from programs import notices, permissions, queries, rules
from programs.actions.recording import REMINDERS, plan_reminders, record_on_call, require_version
from programs.models import Call
from programs.rules import CallTerms
from programs.states import CALL


def draft_call(*, program_uid: UUID, rule_set_uid: UUID, code: str, terms: CallTerms, by: Actor, at: datetime) -> Call:
    """Begin a call under a rule set of its programme; only its desks see it before it is announced.

    Where review and result have no date, the rules' working days give one.
    Raises NotFound, NotAllowed, RuleBroken (`call.*`, `program.code_taken`).
    """
    with transaction.atomic():
        program = queries.locked_program(program_uid)
        require(permissions.may_run_calls(by, program), "draft_call")
        rule_set = queries.rule_set_of(program.pk, rule_set_uid)
        terms = rules.completed(terms, queries.policy_of(rule_set))
        refuse_if([*rules.code_violations(code), *rules.draft_violations(terms)])
        stamps = {"created_at": at, "created_by": by.user_id, "changed_at": at, "changed_by": by.user_id}
        call, made = Call.objects.get_or_create(
            code=code, defaults={"program": program, "rule_set": rule_set, **asdict(terms), **stamps}
        )
        if not made:
            raise RuleBroken.because("program.code_taken", field="code", given=code)
        record_on_call("programs.call_drafted", call, by, at)
    return call


def change_call(
    *,
    call_uid: UUID,
    terms: CallTerms,
    rule_set_uid: UUID | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Call:
    """Change a draft; its rule set too, where one is given. The same words again leave no trace.

    Raises NotFound, NotAllowed, WrongState, Stale (`version` is not the one that was read), RuleBroken (`call.*`).
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(permissions.may_run_calls(by, call.program), "change")
        move = CALL.require("change", call.state)
        require_version(call, version)
        rule_set = call.rule_set if rule_set_uid is None else queries.rule_set_of(call.program_id, rule_set_uid)
        refuse_if(rules.draft_violations(terms))
        changed = rules.changed_names(queries.terms_of(call), terms)
        if rule_set.pk != call.rule_set_id:
            changed.append("rule_set")
        if changed:
            call.rule_set = rule_set
            queries.write_terms(call, terms, by=by.user_id, at=at)
            record_on_call(move.event, call, by, at, data={"changed": changed})
    return call


def announce_call(*, call_uid: UUID, by: Actor, at: datetime) -> Call:
    """Make a draft public and binding. From now on only its dates move, and only to later.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (everything that is still missing or does not fit the rules).
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(permissions.may_run_calls(by, call.program), "announce")
        move = CALL.require("announce", call.state)
        refuse_if(queries.readiness(call, at))
        policy = queries.policy_of(call.rule_set)
        call.announced_at, call.announced_by, call.state = at, by.user_id, move.target
        if call.program.traits.asked:
            call.asked_regions = [region.code for region in queries.asked_regions(call, policy, at)]
        plan_reminders(call, policy, after=at)
        call.save(update_fields=["announced_at", "announced_by", "state", "asked_regions", *REMINDERS])
        regions, asked = queries.asked_desks(call, policy, at), call.program.traits.asked
        tell = notices.on_announced(desks=queries.desks(call.program, at), regions=() if asked else regions, by=by)
        record_on_call(move.event, call, by, at, tell=tell)
        if asked:
            count = len(queries.asked_regions(call, policy, at))
            record_on_call("programs.regions_asked", call, by, at, data={"count": count}, tell=regions)
    return call


def move_call_dates(
    *,
    call_uid: UUID,
    reason: str,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    ranking_due_at: datetime | None = None,
    review_due_at: datetime | None = None,
    result_due_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Call:
    """Move dates of an announced call to later, for a reason that everybody reads. None keeps a date.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`call.date_only_later`, `call.date_passed`, ...).
    """
    moved = (opens_at, closes_at, ranking_due_at, review_due_at, result_due_at)
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(permissions.may_run_calls(by, call.program), "move_dates")
        move = CALL.require("move_dates", call.state)
        policy, before = queries.policy_of(call.rule_set), queries.terms_of(call)
        after = rules.with_dates(before, dict(zip(rules.MOVABLE, moved, strict=True)))
        refuse_if([*rules.reason_violations(reason), *rules.move_violations(before, after, policy, at=at)])
        queries.write_terms(call, after, by=by.user_id, at=at)
        plan_reminders(call, policy, after=at)
        call.save(update_fields=REMINDERS)
        tell = notices.on_dates_moved(
            desks=queries.desks(call.program, at),
            regions=queries.asked_desks(call, policy, at),
            institutions=queries.institution_desks(policy, at),
        )
        was = {f"was_{name}": _iso(getattr(before, name)) for name in rules.changed_names(before, after)}
        record_on_call(move.event, call, by, at, reason=reason.strip(), data=was, tell=tell)
    return call


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def cancel_call(*, call_uid: UUID, reason: str, by: Actor, at: datetime) -> Call:
    """End a call for good, with a reason. What was announced stays readable.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`call.reason_missing`).
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(permissions.may_run_calls(by, call.program), "cancel")
        move = CALL.require("cancel", call.state)
        refuse_if(rules.reason_violations(reason))
        was_public = call.announced_at is not None
        call.state, call.cancelled_at, call.cancelled_by = move.target, at, by.user_id
        call.cancel_reason = reason.strip()
        call.closing_reminder_due_at = call.ranking_reminder_due_at = None
        call.save(
            update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason", *REMINDERS],
        )
        policy = queries.policy_of(call.rule_set)
        tell = notices.on_cancelled(
            desks=queries.desks(call.program, at),
            regions=queries.asked_desks(call, policy, at) if was_public else (),
            institutions=queries.institution_desks(policy, at) if was_public else (),
        )
        record_on_call(move.event, call, by, at, reason=reason.strip(), tell=tell)
    return call
