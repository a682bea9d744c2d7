"""What becomes of a proposal that was handed in: told by the selection, which calls this downward."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from accounts.actors import Actor
from core.events import record
from proposals import notices, queries
from proposals.models import Participation, Proposal
from proposals.states import PROPOSAL


def settle_proposal(*, proposal: Proposal, verb: str, by: Actor, at: datetime) -> None:
    """Move a proposal, whose row the caller has locked, to selected, waiting or rejected, and tell its people.

    What an appeal brings back from the rejected takes up its people's time again.

    Who may was decided by the action that calls this, in the same transaction. Raises WrongState.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a proposal is settled inside the transaction of the selection")
    move = PROPOSAL.require(verb, proposal.state)
    proposal_was = proposal.state
    queries.move_to(proposal, move)
    if move.target == "rejected":
        queries.set_standing(proposal.project_uid, Participation.Standing.ENDED)
    elif proposal_was == "rejected":
        queries.set_standing(proposal.project_uid, Participation.Standing.PENDING)
    audience = queries.audience(proposal, at)
    record(
        move.event,
        subject=proposal,
        by=by,
        at=at,
        data={
            "number": proposal.number,
            "title_ko": proposal.submission.title_ko if proposal.submission else "",
            "title_en": proposal.submission.title_en if proposal.submission else "",
        },
        tell=notices.on_settled(audience),
        **queries.threads(proposal),
    )
