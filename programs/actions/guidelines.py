"""Write the guideline of a call, part by part, before it is announced."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import NotFound, refuse_if, require
from programs import permissions, queries, rules
from programs.actions.recording import record_on_call
from programs.models import Call, Guideline
from programs.rules import Part
from programs.states import CALL


def add_guideline(*, call_uid: UUID, part: Part, by: Actor, at: datetime) -> Guideline:
    """Put a part at the end of a draft's guideline.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`program.text_missing`, `call.too_many_parts`, ...).
    """
    with transaction.atomic():
        call = _draft(call_uid, by)
        count = call.guidelines.count()
        refuse_if(rules.part_violations(part, parts_before=count))
        guideline = Guideline.objects.create(call=call, order=count + 1, **asdict(part))
        _changed(call, by, at, guideline.order)
    return guideline


def change_guideline(
    *, call_uid: UUID, order: int, part: Part, place: int | None = None, by: Actor, at: datetime
) -> Guideline:
    """Rewrite the part that stands at `order` (from 1), and move it to `place` where one is given.

    Raises NotFound, NotAllowed, WrongState, RuleBroken.
    """
    with transaction.atomic():
        call = _draft(call_uid, by)
        rows = list(call.guidelines.order_by("order"))
        guideline = _part_at(rows, order)
        refuse_if(rules.part_violations(part, parts_before=len(rows) - 1))
        Guideline.objects.filter(pk=guideline.pk).update(**asdict(part))
        if place is not None:
            rows.remove(guideline)
            rows.insert(max(0, place - 1), guideline)
            queries.number_guidelines(rows)
        _changed(call, by, at, order)
        guideline.refresh_from_db()
    return guideline


def remove_guideline(*, call_uid: UUID, order: int, by: Actor, at: datetime) -> None:
    """Take the part at `order` out of a draft's guideline; those behind it move up.

    Raises NotFound, NotAllowed, WrongState.
    """
    with transaction.atomic():
        call = _draft(call_uid, by)
        rows = list(call.guidelines.order_by("order"))
        guideline = _part_at(rows, order)
        rows.remove(guideline)
        guideline.delete()
        queries.number_guidelines(rows)
        _changed(call, by, at, order)


def _draft(call_uid: UUID, by: Actor) -> Call:
    call = queries.locked_call(call_uid, by)
    require(permissions.may_run_calls(by, call.program), "change")
    CALL.require("change", call.state)
    return call


def _part_at(rows: list[Guideline], order: int) -> Guideline:
    for row in rows:
        if row.order == order:
            return row
    raise NotFound.because("http.not_found")


def _changed(call: Call, by: Actor, at: datetime, order: int) -> None:
    queries.touch(call, by=by.user_id, at=at)
    record_on_call(CALL.named("change").event, call, by, at, data={"changed": ["guidelines"], "number": order})
