"""Who sees an overlap, advises on it and answers? Pure: the actor against the row's own columns."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.roles import Role
from proposals.models import Overlap

DESKS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)


def reads_overlaps(actor: Actor) -> bool:
    """Whether there may be any for the actor: a desk, or who oversees."""
    return actor.is_overseer or actor.holds(*DESKS)


def may_view_overlap(actor: Actor, overlap: Overlap) -> bool:
    """The desks of either programme, and those who oversee. Needs the programmes."""
    return (
        actor.is_system
        or actor.is_overseer
        or any(
            actor.holds_for_ministry(program.ministry_id, *DESKS, program_uid=program.uid)
            for program in (overlap.first_program, overlap.second_program)
        )
    )


def may_advise(actor: Actor) -> bool:
    """The coordinating committee alone, whoever else oversees."""
    return actor.holds(Role.COORDINATOR)


def may_answer_overlap(actor: Actor, overlap: Overlap) -> bool:
    """The ministry of what was there later: it could have known of the other."""
    return actor.holds_for_ministry(overlap.second_ministry_id, Role.MINISTRY_OFFICER)
