"""Write what an action decided on a locked call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime

from programs.models import Call, Guideline
from programs.rules import MAX_PARTS, CallTerms


def write_terms(call: Call, terms: CallTerms, *, by: int | None, at: datetime) -> None:
    """Put the terms on a locked call as its next version."""
    for name, value in asdict(terms).items():
        setattr(call, name, value)
    touch(call, by=by, at=at)


def touch(call: Call, *, by: int | None, at: datetime) -> None:
    """Count one more version of a locked call, and write what was changed on it."""
    call.version, call.changed_at, call.changed_by = call.version + 1, at, by
    names = [field.name for field in fields(CallTerms)]
    call.save(update_fields=["version", "changed_at", "changed_by", "rule_set", *names])


def touch_moved(call: Call, *, by: int | None, at: datetime) -> None:
    """Write what an outage moved on a locked call, as its next version."""
    call.version, call.changed_at, call.changed_by = call.version + 1, at, by
    call.save(
        update_fields=[
            *("version", "changed_at", "changed_by", "closes_at", "ranking_due_at", "review_due_at", "result_due_at"),
            *("closed_before_at", "outage_moved_at", "available_bp", "outage_moves"),
            *("closing_swept_at", "check_waits_from", "closing_reminder_due_at", "ranking_reminder_due_at"),
        ]
    )


def number_guidelines(rows: Sequence[Guideline]) -> None:
    """Number parts from 1 in the order given: first out of the way, since no number may stand twice."""
    for offset in (MAX_PARTS, 0):
        for number, row in enumerate(rows, start=1 + offset):
            Guideline.objects.filter(pk=row.pk).update(order=number)
