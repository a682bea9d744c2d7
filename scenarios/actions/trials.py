"""Try other rules on a closed call, and forget a trial. Nothing of the call changes by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.money import MAX_KRW
from core.refusals import RuleBroken, Violation, refuse_if, require
from programs.models import Call
from programs.policy import Policy, checksum, policy_to_json
from programs.queries import policy_of, policy_with
from reviews.queries import points_given
from scenarios import permissions, queries
from scenarios.models import Trial
from scenarios.rules import CALL_BUDGET, trial_violations

NOTE_CHARS = 200


def try_rules(*, call_uid: UUID, changes: Mapping[str, Any], note: str = "", by: Actor, at: datetime) -> Trial:
    """Hold a closed call again, in thought, with some clauses changed; `changes` are new values by address.

    The address ``call.budget_krw`` is the call's money. Raises NotFound, NotAllowed, RuleBroken (`policy.*` with paths;
    `trial.nothing_changed`, `trial.budget_unknown`, `trial.note_too_long`, `trial.criterion_never_scored`,
    `trial.points_off_scale`).
    """
    with transaction.atomic():
        call = queries.call_to_try(call_uid, by, at)
        program = call.program
        require(permissions.may_try_rules(by, program.ministry_id, program.uid), "try_rules")
        policy, budget_krw = _changed(call, changes)
        refuse_if(
            [
                *_note_violations(note),
                *trial_violations(
                    policy_of(call.rule_set), policy, points_given(call), same_budget=budget_krw == call.budget_krw
                ),
            ]
        )
        text = policy_to_json(policy)
        found = Trial.objects.create(
            call=call,
            ministry=program.ministry,
            note=note.strip(),
            changes=dict(changes),
            text=text,
            checksum=checksum(text),
            budget_krw=budget_krw,
            result=queries.tried(call, policy, budget_krw),
            tried_at=at,
            tried_by=by.user_id,
            tried_by_name=by.name,
        )
        _record("scenarios.rules_tried", found, by, at)
    return found


def forget_trial(*, trial_uid: UUID, by: Actor, at: datetime) -> None:
    """Throw a trial away. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        found = queries.trial(trial_uid, by)
        require(permissions.may_forget_trial(by, found.ministry_id, found.call.program.uid), "forget")
        _record("scenarios.trial_forgotten", found, by, at)
        found.delete()


def _changed(call: Call, changes: Mapping[str, Any]) -> tuple[Policy, int]:
    """The rules and the money that are tried. Raises RuleBroken."""
    clauses = {path: value for path, value in changes.items() if path != CALL_BUDGET}
    budget_krw = changes.get(CALL_BUDGET, call.budget_krw)
    if not isinstance(budget_krw, int) or isinstance(budget_krw, bool) or not 0 < budget_krw <= MAX_KRW:
        raise RuleBroken.because("trial.budget_unknown", field=CALL_BUDGET, most_krw=MAX_KRW)
    return policy_with(call.rule_set, clauses), budget_krw


def _note_violations(note: str) -> list[Violation]:
    if len(note.strip()) <= NOTE_CHARS:
        return []
    return [Violation("trial.note_too_long", {"length": len(note.strip()), "most": NOTE_CHARS}, "note")]


def _record(name: str, found: Trial, by: Actor, at: datetime) -> None:
    record(
        name,
        subject=found,
        by=by,
        at=at,
        call_uid=found.call.uid,
        rule_set_id=found.call.rule_set_id,
        data={
            "title_ko": found.call.title_ko,
            "title_en": found.call.title_en,
            "paths": ", ".join(sorted(found.changes)),
            "checksum": found.checksum,
        },
    )
