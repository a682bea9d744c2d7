"""An offer that asks too much of its money is signed by somebody else, or is not sent; one without answers lapses."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.refusals import RuleBroken, Stale, WrongState
from programs.queries import policy_of
from proposals import permissions, queries, rules
from proposals.actions.merging import refuse_after_the_decision, tell_of_merge
from proposals.models import MergeOffer
from proposals.permissions import require
from proposals.states import MERGE


def sign_merge(*, offer_uid: UUID, sha256: str, by: Actor, at: datetime) -> MergeOffer:
    """The approver signs the override of exactly these terms: the offer is sent to everybody who has to agree.

    Raises NotFound, NotAllowed (also for who made the offer), WrongState (also `merge.selection_decided`), Stale
    (`merge.other_terms`).
    """
    with transaction.atomic():
        offer = queries.locked_merge(offer_uid, by)
        require(permissions.may_sign_override(by, offer), "sign_merge")
        move = MERGE.require("sign_merge", offer.state)
        refuse_after_the_decision(offer.call)
        if sha256 != offer.sha256:
            raise Stale.because("merge.other_terms")
        queries.sign_offer(offer, move, due_at=rules.answers_due(policy_of(offer.call.rule_set), at), by=by, at=at)
        tell_of_merge(move.event, offer, by, at, reason=offer.override_reason)
    return offer


def refuse_merge(*, offer_uid: UUID, reason: str, by: Actor, at: datetime) -> MergeOffer:
    """The approver does not sign, for a written reason: the offer is never sent.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`merge.refusal_reason_missing`).
    """
    with transaction.atomic():
        offer = queries.locked_merge(offer_uid, by)
        require(permissions.may_sign_override(by, offer), "refuse_merge")
        move = MERGE.require("refuse_merge", offer.state)
        if not reason.strip():
            raise RuleBroken.because("merge.refusal_reason_missing", field="reason")
        queries.close_merge(offer, move, at=at)
        tell_of_merge(move.event, offer, by, at, reason=reason.strip())
    return offer


def lapse_merge(*, offer_uid: UUID, by: Actor, at: datetime) -> MergeOffer:
    """An offer that was not answered by all in time ends; its originals stay as they are. Raises WrongState."""
    with transaction.atomic():
        offer = queries.locked_merge(offer_uid, by)
        require(by.is_system, "lapse_merge")
        move = MERGE.require("lapse_merge", offer.state)
        if offer.answer_due_at is None or at < offer.answer_due_at:
            raise WrongState.because("merge.not_lapsed")
        queries.close_merge(offer, move, at=at)
        tell_of_merge(move.event, offer, by, at)
    return offer
