"""What every change of a working copy begins with: lock, permission, state, time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from core.refusals import WrongState, refuse_if, require
from proposals import permissions, queries, rules
from proposals.models import Proposal
from proposals.states import EDITABLE


def opened(proposal_uid: UUID, *, by: Actor, at: datetime, parts: Collection[str] = queries.PARTS) -> Proposal:
    """The working copy, locked, with those parts of it that are needed, for somebody who may write on it now.

    The team is always read, since it tells who may write. Must be called inside the action's transaction. Raises
    NotFound, NotAllowed, WrongState, RuleBroken (`proposal.call_closed`, `proposal.call_not_open`,
    `proposal.call_cancelled`).
    """
    proposal = queries.with_parts(queries.locked(proposal_uid, by), {"participations", *parts})
    require(permissions.may_edit(by, proposal, queries.membership(by, proposal)), "edit")
    if proposal.state not in EDITABLE:
        raise WrongState.because("proposal.wrong_state", verb="edit", state=proposal.state)
    refuse_if(rules.drafting_violations(queries.window_for(proposal), at))
    return proposal
