"""Follow what programmes say: note which of them overlap."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import require
from programs.queries import locked_program
from proposals.actions.overlaps import keep_up
from proposals.models import Overlap
from proposals.queries import program_overlaps as queries


def compare_program(*, program_uid: UUID, by: Actor, at: datetime) -> bool:
    """Note what a programme overlaps with, once its rules, words or indicators changed; tells whether it was due.

    Officers of both ministries are told of what is found. Nothing happens to the programme. Raises NotFound, and
    NotAllowed for anybody but the system.
    """
    with transaction.atomic():
        program = locked_program(program_uid)
        require(by.is_system, "sweep")
        if not queries.put_compared(program, at):
            return False
        found = queries.overlapping_programs(program, at)
        common = {
            other: {"alike_bp": one.likeness.total_bp, "text_bp": one.likeness.text_bp} for other, one in found.items()
        }

        def note(other: int) -> Overlap:
            return queries.note_overlap(program, found[other].program, at, **common[other])

        keep_up(queries.overlaps_of_program(program), common, note, tells=True, by=by, at=at)
    return True
