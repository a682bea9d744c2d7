"""What the overlap radar knows of a proposal, kept after it was handed in, replaced, taken back or merged."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import require
from proposals import queries
from proposals.actions.overlaps import follow_sketch
from proposals.models import Proposal
from proposals.queries.alike import draw_one_at_a_time, put_sketch, sketches_due


def keep_sketch(*, proposal_uid: UUID, by: Actor, at: datetime) -> bool:
    """Draw what was handed in anew, or forget it where nothing stands, and note its overlaps; tells whether it was due.

    One at a time: of two that are alike and come at once, the second sees the first.
    Nothing happens to the proposal, so no event tells of it, but of an overlap. A hand-in stays as quick as it is: a
    sweep calls this.
    Raises NotFound, and NotAllowed for anybody but the system.
    """
    with transaction.atomic():
        draw_one_at_a_time()
        proposal = queries.locked(proposal_uid, by)
        require(by.is_system, "sweep")
        if not sketches_due(at).filter(pk=proposal.pk).exists():
            return False
        whole = Proposal.objects.select_related("submission", "call__program").get(pk=proposal.pk)
        put_sketch(whole)
        follow_sketch(whole, by=by, at=at)
    return True
