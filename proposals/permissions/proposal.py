"""Who may see, write and hand in a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from accounts.roles import Role
from core.refusals import Violation
from core.states import Move
from programs.models import Call
from proposals.models import Proposal
from proposals.rules.facts import Window
from proposals.rules.window import arrival_violations
from proposals.states import HANDED_IN, PROPOSAL


@dataclass(frozen=True, slots=True)
class Membership:
    """What the actor is in a proposal's team: his part in it, None where he has none."""

    part: str | None = None
    may_edit: bool = False


NO_MEMBER = Membership()


def may_start(actor: Actor, organization_id: int) -> bool:
    """A person of the institution, or the holder of its office."""
    belongs = actor.person_id is not None and actor.organization_id == organization_id
    return belongs or actor.holds_for_organization(organization_id, Role.INSTITUTION_OFFICER)


def may_view(actor: Actor, proposal: Proposal, member: Membership) -> bool:
    """The consortium sees it always; offices that decide, and those that oversee, see what was handed in."""
    return (
        may_view_draft(actor, proposal, member)
        or _decides(actor, proposal)
        or (actor.is_overseer and proposal.submission_id is not None)
    )


def may_view_draft(actor: Actor, proposal: Proposal, member: Membership) -> bool:
    """The working copy is the consortium's own: its team, the offices of its institutions, a region's for its plan."""
    return (
        actor.is_system
        or member.part is not None
        or any(actor.holds_for_organization(one, Role.INSTITUTION_OFFICER) for one in proposal.organization_ids)
        or (proposal.by_region and actor.holds_for_region(proposal.region_id, Role.REGION_OFFICER))
    )


def _decides(actor: Actor, proposal: Proposal) -> bool:
    return proposal.state in HANDED_IN and (
        actor.holds_for_region(proposal.region_id, Role.REGION_OFFICER)
        or actor.holds_for_ministry(
            proposal.ministry_id,
            Role.MINISTRY_OFFICER,
            Role.MINISTRY_APPROVER,
            Role.AGENCY_OFFICER,
            program_uid=proposal.call.program.uid,
        )
    )


def may_edit(actor: Actor, proposal: Proposal, member: Membership) -> bool:
    """Those of the team who write, and the offices that answer for it, which outlive their people."""
    lead = actor.holds_for_organization(proposal.lead_organization_id, Role.INSTITUTION_OFFICER)
    return member.may_edit or lead or may_submit(actor, proposal)


def may_submit(actor: Actor, proposal: Proposal) -> bool:
    """Only the institution hands in, through its office; a region its own plan, through its government's."""
    if proposal.by_region:
        return actor.holds_for_region(proposal.region_id, Role.REGION_OFFICER)
    return actor.holds_for_organization(proposal.lead_organization_id, Role.INSTITUTION_OFFICER)


may_withdraw = may_submit

MAY = {"submit": may_submit, "withdraw": may_withdraw}
"""The predicate of each permission that an institution's move of a proposal names."""
MOVES = tuple(move for move in PROPOSAL.moves if move.permission in MAY)
"""The institution's moves. The others are the ministry's, and higher rooms make them."""


def available_moves(actor: Actor, proposal: Proposal, call: Call, at: datetime) -> tuple[Move, ...]:
    """The moves that the actor may make now; whether the content suffices is the rules' to say."""
    shut = closed_moves(actor, proposal, call, at)
    return tuple(move for move in MOVES if move.verb not in shut)


def closed_moves(actor: Actor, proposal: Proposal, call: Call, at: datetime) -> Mapping[str, Violation]:
    """Why each other move is not open: the state, the time, or the actor, in this order."""
    closes_at = max(call.closes_at, proposal.reopened_until or call.closes_at)
    late = next(iter(arrival_violations(Window(call.state, call.opens_at, closes_at), at)), None)
    shut: dict[str, Violation] = {}
    for move in MOVES:
        if proposal.state not in move.sources:
            values = {"verb": move.verb, "state": proposal.state}
            shut[move.verb] = Violation("proposal.wrong_state", values)
        elif late is not None:
            shut[move.verb] = late
        elif not MAY[move.permission](actor, proposal):
            shut[move.verb] = Violation("http.not_allowed", {"verb": move.verb})
    return shut
