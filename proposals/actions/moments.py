"""What follows a call's closing for proposals that were not handed in, and the reminder before it.

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
