"""Who may move time where time is a sample's, and who may try rules on a call."""

from __future__ import annotations

from uuid import UUID

from accounts.actors import Actor
from accounts.roles import Power, Role


def may_move_clock(actor: Actor) -> bool:
    return actor.holds(Role.ADMINISTRATOR)


def may_try_rules(actor: Actor, ministry_id: int, program_uid: UUID | None) -> bool:
    """The ministry's officers, and its agency's with the power over reviews: a trial shows every score."""
    return (
        actor.is_system
        or actor.holds_for_ministry(ministry_id, Role.MINISTRY_OFFICER)
        or actor.holds_for_ministry(ministry_id, Role.MINISTRY_APPROVER)
        or actor.holds_for_ministry(ministry_id, Role.AGENCY_OFFICER, power=Power.REVIEWS, program_uid=program_uid)
    )


def may_look_for_trials(actor: Actor) -> bool:
    """Who has desks or oversees: whom the list of calls to try is for."""
    roles = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)
    return actor.is_overseer or any(actor.holds(role) for role in roles)


def may_view_trial(actor: Actor, ministry_id: int, program_uid: UUID | None) -> bool:
    """Who may try, and who oversees everything."""
    return actor.is_overseer or may_try_rules(actor, ministry_id, program_uid)


def may_forget_trial(actor: Actor, ministry_id: int, program_uid: UUID | None) -> bool:
    """Whoever may try: a trial is a sheet of paper on the desk, not a record."""
    return may_try_rules(actor, ministry_id, program_uid)
