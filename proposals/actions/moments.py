"""What follows a call's closing for its proposals: a reminder before it, and what is told when it moves or has passed.

Sweeps call these. Each looks again under the proposal's lock whether it is still due, so that a second run does
nothing.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import require
from proposals import notices, queries
from proposals.models import Proposal


def remind_before_closing(*, proposal_uid: UUID, by: Actor, at: datetime) -> bool:
    """Tell the team and its office that the call is about to close; once. Tells whether it was due.

    Raises NotFound, and NotAllowed for anybody but the system.
    """
    return _tell(proposal_uid, "closing_reminded_at", "proposals.closing_near", by=by, at=at)


def follow_closing(*, proposal_uid: UUID, by: Actor, at: datetime) -> bool:
    """Tell the team and its office that the call closed without their proposal; once. Tells whether it was due.

    Raises NotFound, and NotAllowed for anybody but the system.
    """
    return _tell(proposal_uid, "closing_told_at", "proposals.closed_unsubmitted", by=by, at=at)


def tell_of_moved_closing(*, proposal_uid: UUID, by: Actor, at: datetime) -> bool:
    """Tell the team and its office that an outage moved the closing: they may hand in, replace and take back again.

    Once for each move; what was told of the old closing will be told of the new one. Tells whether it was due.
    Raises NotFound, and NotAllowed for anybody but the system.
    """
    with transaction.atomic():
        proposal = queries.locked(proposal_uid, by)
        require(by.is_system, "sweep")
        if not queries.moved_untold(Proposal.objects.filter(pk=proposal.pk), at).exists():
            return False
        call = proposal.call
        queries.put(proposal, outage_moves_told=call.outage_moves, closing_told_at=None)
        record(
            "proposals.closing_moved_for_submitted" if proposal.state == "submitted" else "proposals.closing_moved",
            subject=proposal,
            by=by,
            at=at,
            data={
                "title": proposal.title_ko,
                "number": proposal.number,
                "closes_at": call.closes_at.isoformat(),
                "was_closes_at": call.closed_before_at.isoformat() if call.closed_before_at else None,
                "available_bp": call.available_bp,
            },
            tell=notices.on_deadline(queries.audience(proposal, at)),
            **queries.threads(proposal),
        )
    return True


def _tell(proposal_uid: UUID, column: str, event: str, *, by: Actor, at: datetime) -> bool:
    with transaction.atomic():
        proposal = queries.locked(proposal_uid, by)
        require(by.is_system, "sweep")
        if not queries.DUE[column](Proposal.objects.filter(pk=proposal.pk), at).exists():
            return False
        queries.put(proposal, **{column: at})
        record(
            event,
            subject=proposal,
            by=by,
            at=at,
            data={
                "title_ko": proposal.title_ko,
                "title_en": proposal.title_en,
                "closes_at": proposal.call.closes_at.isoformat(),
            },
            tell=notices.on_deadline(queries.audience(proposal, at)),
            **queries.threads(proposal),
        )
    return True
