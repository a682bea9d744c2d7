"""Who offers a merge, who answers, who sees it."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.roles import Power, Role
from programs.models import Program
from proposals.models import MergeOffer, Proposal
from proposals.permissions.proposal import may_submit
from proposals.permissions.regional import may_rank


def may_offer_merges(actor: Actor, program: Program) -> bool:
    """The ministry's officer, or its agency's with the delegated power over reviews, for a programme's calls."""
    ministry_id = program.ministry_id
    return (
        actor.is_system
        or actor.holds_for_ministry(ministry_id, Role.MINISTRY_OFFICER)
        or actor.holds_for_ministry(ministry_id, Role.AGENCY_OFFICER, power=Power.REVIEWS, program_uid=program.uid)
    )


def may_offer_merge(actor: Actor, proposal: Proposal) -> bool:
    """Who offers merges in the proposal's programme."""
    return may_offer_merges(actor, proposal.call.program)


def may_sign_override(actor: Actor, offer: MergeOffer) -> bool:
    """The ministry's approver, and never who made the offer himself."""
    approves = actor.holds_for_ministry(offer.ministry_id, Role.MINISTRY_APPROVER)
    return approves and actor.user_id is not None and actor.user_id != offer.offered_by


def may_answer_merge(actor: Actor, original: Proposal) -> bool:
    """Each leading institution answers for itself, through its office."""
    return may_submit(actor, original)


def may_answer_for_region(actor: Actor, offer: MergeOffer) -> bool:
    return may_rank(actor, offer.region_id)


def may_view_merge(actor: Actor, offer: MergeOffer, *, on_team: bool) -> bool:
    """Those who offer and overseers; once it is sent, those who are asked with their teams, and the region."""
    desk = (
        actor.is_system
        or actor.is_overseer
        or may_offer_merge(actor, offer.leading)
        or actor.holds_for_ministry(offer.ministry_id, Role.MINISTRY_APPROVER)
    )
    return desk or (offer.is_sent and _is_asked(actor, offer, on_team=on_team))


def _is_asked(actor: Actor, offer: MergeOffer, *, on_team: bool) -> bool:
    return (
        on_team
        or actor.holds_for_region(offer.region_id, Role.REGION_OFFICER)
        or any(actor.holds_for_organization(one, Role.INSTITUTION_OFFICER) for one in offer.organization_ids)
    )
