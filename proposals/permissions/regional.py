"""Who ranks and pledges, and who sees it? A region's own officers; others once it is submitted or made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.actors import Actor
from accounts.roles import Role
from core.refusals import Violation
from core.states import Lifecycle, Move
from programs.models import Call
from proposals.models import MatchPledge, RegionalRanking
from proposals.rules.ranking import RegionalWindow, window_violations
from proposals.states import PLEDGE, RANKING

READERS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)


def may_rank(actor: Actor, region_id: int) -> bool:
    """Rank, reopen, pledge and withdraw for a region: only its own officers, whoever else may look."""
    return actor.holds_for_region(region_id, Role.REGION_OFFICER)


def regions_ranked(actor: Actor) -> frozenset[int]:
    """The regions for which `may_rank` holds."""
    return frozenset(
        held.region_id for held in actor.offices if held.role is Role.REGION_OFFICER and held.region_id is not None
    )


def reads_rankings(actor: Actor, call: Call) -> bool:
    """Whether the actor reads what regions have handed in to a call: the ministry, its agency, overseers."""
    return (
        actor.is_system
        or actor.is_overseer
        or actor.holds_for_ministry(call.program.ministry_id, *READERS, program_uid=call.program.uid)
    )


def may_view_ranking(actor: Actor, ranking: RegionalRanking) -> bool:
    """A draft is the region's alone. Needs `ranking.call.program`."""
    if actor.is_system or may_rank(actor, ranking.region_id):
        return True
    return ranking.state == "submitted" and reads_rankings(actor, ranking.call)


def may_view_pledge(actor: Actor, pledge: MatchPledge, *, sees_proposal: bool) -> bool:
    """The region sees its pledge always; whoever may see the proposal, the team too, while it is made."""
    if actor.is_system or may_rank(actor, pledge.region_id):
        return True
    return pledge.state == "made" and sees_proposal


def ranking_moves(actor: Actor, region_id: int, state: str, window: RegionalWindow, at: datetime) -> tuple[Move, ...]:
    """What the actor may do with a region's ranking now."""
    return _open_moves(RANKING, state, may_rank(actor, region_id), window_violations(window, at, "ranking"))


def pledge_moves(actor: Actor, region_id: int, state: str, window: RegionalWindow, at: datetime) -> tuple[Move, ...]:
    """What the actor may do with a pledge now."""
    return _open_moves(PLEDGE, state, may_rank(actor, region_id), window_violations(window, at, "pledge"))


def _open_moves(life: Lifecycle, state: str, allowed: bool, closed: Sequence[Violation]) -> tuple[Move, ...]:
    own = tuple(move for move in life.open_from(state) if move.permission == "rank")
    return own if allowed and not closed else ()
