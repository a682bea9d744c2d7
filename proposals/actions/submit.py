"""Hand in, replace and take back: the deeds that count."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import refuse_if, require
from proposals import notices, permissions, queries, rules
from proposals.actions.plans import follow_submission, follow_withdrawal
from proposals.models import Proposal, Submission
from proposals.states import PROPOSAL


def submit_proposal(
    *, proposal_uid: UUID, pledge_document: UploadedFile[bytes] | None = None, by: Actor, at: datetime
) -> Submission:
    """Hand in a proposal as it stands, or replace what was handed in; `at` is when it arrived.

    It keeps its number when it is replaced. Handing in the same content again gives the same receipt. A region's own
    plan brings the match that its budget names; `pledge_document` is the document of that pledge.
    Raises NotFound, NotAllowed, WrongState, RuleBroken with everything that `rules.submission_violations` finds.
    """
    with transaction.atomic():
        proposal = queries.with_people_held(queries.locked_with_call(proposal_uid, by))
        require(permissions.may_submit(by, proposal), "submit")
        move = PROPOSAL.require("replace" if proposal.state == "submitted" else "submit", proposal.state)
        content = queries.dossier(proposal)
        if receipt := queries.receipt_of(proposal, content):
            return receipt
        facts = queries.facts_of(proposal, queries.elsewhere(proposal, by))
        policy = queries.policy_for(proposal)
        refuse_if(rules.submission_violations(facts, policy, at))
        before = proposal.submission
        submission = queries.freeze(proposal, content, move, by=by, at=at)
        follow_submission(proposal, submission, before, pledge_document, by=by, at=at)
        audience = queries.audience(proposal, at)
        record(
            move.event,
            subject=proposal,
            by=by,
            at=at,
            data=_receipt(proposal, submission),
            tell=notices.on_submitted(audience, by),
            **queries.threads(proposal),
        )
    return submission


def _receipt(proposal: Proposal, submission: Submission) -> dict[str, Any]:
    return {
        "number": proposal.number,
        "sequence": submission.sequence,
        "title_ko": submission.title_ko,
        "title_en": submission.title_en,
        "grant_krw": submission.grant_krw,
        "total_krw": submission.total_krw,
        "sha256": submission.sha256,
    }


def withdraw_proposal(*, proposal_uid: UUID, reason: str = "", by: Actor, at: datetime) -> Proposal:
    """Take back what was handed in, until the call closes. It may be handed in again until then.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`proposal.late`).
    """
    with transaction.atomic():
        proposal = queries.locked_with_call(proposal_uid, by)
        require(permissions.may_withdraw(by, proposal), "withdraw")
        move = PROPOSAL.require("withdraw", proposal.state)
        refuse_if(rules.arrival_violations(queries.window_for(proposal), at))
        queries.move_to(proposal, move)
        queries.unbind(proposal)
        follow_withdrawal(proposal, by=by, at=at)
        record(
            move.event,
            subject=proposal,
            by=by,
            at=at,
            reason=reason,
            data={"number": proposal.number},
            tell=notices.on_withdrawn(queries.audience(proposal, at), by),
            **queries.threads(proposal),
        )
    return proposal
