"""Between the team and its institution's office, which alone hands in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import WrongState, refuse_if, require
from proposals import notices, permissions, queries, rules
from proposals.actions.opening import opened
from proposals.models import Proposal


def send_to_office(*, proposal_uid: UUID, by: Actor, at: datetime) -> Proposal:
    """Ask the leading institution's office to hand the proposal in. The team may go on writing.

    Raises as `opened` does, and RuleBroken with everything that would stand against handing it in now.
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at)
        facts = queries.facts_of(proposal, queries.elsewhere(proposal, by))
        refuse_if(rules.submission_violations(facts, queries.policy_for(proposal), at))
        queries.put(proposal, office_asked_at=at, office_asked_by=by.user_id)
        record(
            "proposals.office_asked",
            subject=proposal,
            by=by,
            at=at,
            data={"title_ko": proposal.title_ko, "title_en": proposal.title_en},
            tell=notices.on_office_asked(queries.audience(proposal, at), by),
            **queries.threads(proposal),
        )
    return proposal


def return_to_team(*, proposal_uid: UUID, reason: str, by: Actor, at: datetime) -> Proposal:
    """The office gives it back, with what is to be done.

    Raises as `opened` does, and NotAllowed, WrongState (`proposal.office_not_asked`), RuleBroken.
    """
    with transaction.atomic():
        proposal = opened(proposal_uid, by=by, at=at)
        require(permissions.may_submit(by, proposal), "return")
        if proposal.office_asked_at is None:
            raise WrongState.because("proposal.office_not_asked")
        refuse_if(rules.reason_violations(reason))
        queries.put(proposal, office_asked_at=None, office_asked_by=None)
        record(
            "proposals.returned_to_team",
            subject=proposal,
            by=by,
            at=at,
            reason=reason.strip(),
            data={"title_ko": proposal.title_ko, "title_en": proposal.title_en},
            tell=notices.on_returned(queries.audience(proposal, at), by),
            **queries.threads(proposal),
        )
    return proposal
