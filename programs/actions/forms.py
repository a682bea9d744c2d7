"""Write what a call asks in its own words, before it is announced."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import RuleBroken, Stale, refuse_if, require
from programs import permissions, queries, rules
from programs.actions.recording import record_on_call
from programs.models import Call
from programs.states import CALL


def write_form(*, call_uid: UUID, content: object, version: int | None = None, by: Actor, at: datetime) -> Call:
    """Put these raw values in the place of all that a draft asks.

    `version` is the form's as it was read, 0 where there was none; None does not ask. The same questions again leave no
    trace. Raises NotFound, NotAllowed, WrongState, Stale (`form.changed_meanwhile`), RuleBroken with every fault and
    its path (`form.sections[0].questions[2].options`).
    """
    with transaction.atomic():
        call = queries.locked_call(call_uid, by)
        require(permissions.may_run_calls(by, call.program), "change")
        move = CALL.require("change", call.state)
        _require_version(call, version)
        questionnaire, found = rules.read_form(content)
        if questionnaire is None:
            raise RuleBroken(found)
        refuse_if(rules.form_violations(questionnaire, queries.policy_of(call.rule_set), call.program.sectors))
        if queries.write_form(call, questionnaire, by=by.user_id, at=at):
            queries.touch(call, by=by.user_id, at=at)
            counts = {"sections": len(questionnaire.sections), "questions": len(questionnaire.questions)}
            record_on_call(move.event, call, by, at, data={"changed": ["form"], **counts})
    return call


def copy_form(*, call_uid: UUID, from_call_uid: UUID, by: Actor, at: datetime) -> Call:
    """Let a draft ask what another call asks that the actor may read. Raises as `write_form` does."""
    content = rules.raw_of(queries.form_of(queries.call(from_call_uid, by)))
    return write_form(call_uid=call_uid, content=content, by=by, at=at)


def _require_version(call: Call, version: int | None) -> None:
    row = queries.form_row(call)
    current = row.version if row else 0
    if version is not None and version != current:
        raise Stale.because("form.changed_meanwhile", version=current)
