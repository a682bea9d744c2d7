"""Draw a round's committee by lot, and invite those drawn."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from reviews import notices, permissions, queries
from reviews.actions.committee import invite_experts
from reviews.models import Member
from reviews.permissions import require
from reviews.rules.pool import PoolTerms


def draw_pool(*, round_uid: UUID, terms: PoolTerms, by: Actor, at: datetime) -> list[Member]:
    """Draw as many experts as the terms want from those who can come and are not on the committee, and invite them.

    The same terms over the same register draw the same experts, so that what an officer was shown is what he confirms.
    Raises NotFound, NotAllowed, WrongState, RuleBroken (`pool.*`).
    """
    with transaction.atomic():
        round_ = queries.locked_round(round_uid, by)
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "invite")
        drawn, there = queries.drawn_for(round_, terms, at)
        uids = [one.uid for one in drawn]
        members = invite_experts(round_uid=round_uid, expert_uids=uids, by=by, at=at)
        data = {**notices.said_of(round_), "count": len(drawn), "seed": terms.seed, "there": there}
        record("reviews.pool_drawn", subject=round_, by=by, at=at, call_uid=round_.call.uid, data=data)
    return members
