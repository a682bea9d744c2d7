"""A region promises its match for one proposal. The promise binds only if the proposal is selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.files import HEAD_BYTES, store_upload, upload_name, upload_violations
from core.models import StoredFile
from core.refusals import Violation, WrongState, refuse_if
from programs.models import Call
from programs.policy import Policy
from programs.queries import policy_of
from proposals.models import MatchPledge, Proposal
from proposals.permissions import require
from proposals.permissions.regional import may_rank
from proposals.queries import regional as queries
from proposals.queries import regional_writes as writes
from proposals.rules.pledge import DOCUMENT_MAX_BYTES, DOCUMENT_TYPES, PledgeYear, pledge_violations
from proposals.rules.ranking import window_violations
from proposals.states import PLEDGE, PLEDGEABLE


def make_pledge(
    *,
    proposal_uid: UUID,
    year_krw: Sequence[int],
    document: UploadedFile[bytes] | None,
    in_kind_krw: Sequence[int] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> MatchPledge:
    """Pledge whole won for each project year, or replace what was pledged; `in_kind_krw` is the part of it in kind.

    Without a new `document` the former one stays. Raises NotFound, NotAllowed, WrongState, Stale, RuleBroken
    (`pledge.call_not_closed`, `.late`, `.years_differ`, `.document_missing`, `match.below_share`, `file.*`, ...).
    """
    with transaction.atomic():
        proposal, pledge, stored = writes.pledge_locked(proposal_uid, by)
        require(may_rank(by, proposal.region_id), "rank")
        if proposal.state not in PLEDGEABLE:
            raise WrongState.because("pledge.proposal_decided")
        move = PLEDGE.require("replace_pledge" if pledge.state == "made" else "make_pledge", pledge.state)
        writes.refuse_stale(pledge.uid, pledge.version, version)
        call = proposal.call
        policy = policy_of(call.rule_set)
        _refuse_closed(call, at)
        years = pledged_years(year_krw, in_kind_krw)
        refuse_if(
            [
                *pledge_violations(
                    policy,
                    queries.grants_of(proposal, policy),
                    years,
                    has_document=document is not None or pledge.document_id is not None,
                ),
                *_document_violations(document),
            ]
        )
        file = _kept(document, proposal, by, at) if document is not None else None
        writes.put_pledge(pledge, years, file, stored=stored, by=by, at=at)
        _record(move.event, pledge, proposal, call, by, at)
    return pledge


def promise(
    proposal: Proposal,
    policy: Policy,
    years: Sequence[PledgeYear],
    document: UploadedFile[bytes] | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Make or replace the pledge that comes with a region's answer to a call, for a proposal that the caller holds.

    Raises RuleBroken as `make_pledge` does, whatever the moment: the answer itself was in time.
    """
    pledge, stored = writes.pledge_of(proposal)
    move = PLEDGE.require("replace_pledge" if pledge.state == "made" else "make_pledge", pledge.state)
    has_document = document is not None or pledge.document_id is not None
    grants = queries.grants_of(proposal, policy)
    refuse_if([*pledge_violations(policy, grants, years, has_document=has_document), *_document_violations(document)])
    file = _kept(document, proposal, by, at) if document is not None else None
    writes.put_pledge(pledge, years, file, stored=stored, by=by, at=at)
    _record(move.event, pledge, proposal, proposal.call, by, at)


def withdraw_pledge(
    *, proposal_uid: UUID, reason: str = "", version: int | None = None, by: Actor, at: datetime
) -> MatchPledge:
    """Take a pledge back, as far as it is not due yet. The proposal keeps its place, marked as not pledged.

    Raises NotFound, NotAllowed, WrongState, Stale, RuleBroken (`pledge.late`).
    """
    with transaction.atomic():
        proposal, pledge, _ = writes.pledge_locked(proposal_uid, by)
        require(may_rank(by, proposal.region_id), "rank")
        move = PLEDGE.require("withdraw_pledge", pledge.state)
        writes.refuse_stale(pledge.uid, pledge.version, version)
        call = proposal.call
        _refuse_closed(call, at)
        writes.move_pledge(pledge, move.target)
        _record(move.event, pledge, proposal, call, by, at, reason=reason)
    return pledge


def pledged_years(year_krw: Sequence[int], in_kind_krw: Sequence[int]) -> tuple[PledgeYear, ...]:
    """Year by year; where no part in kind is given, all of it is cash."""
    in_kind = [*in_kind_krw, *([0] * len(year_krw))]
    return tuple(PledgeYear(amount, part) for amount, part in zip(year_krw, in_kind, strict=False))


def _refuse_closed(call: Call, at: datetime) -> None:
    """Pledges are made and taken back after the closing, until they are due if the rule set names that moment."""
    window = queries.pledge_window_of(call, policy_of(call.rule_set))
    refuse_if(window_violations(window, at, "pledge"))


def _document_violations(document: UploadedFile[bytes] | None) -> list[Violation]:
    """What stands against the document itself, told together with what stands against the amounts."""
    if document is None:
        return []
    head = document.read(HEAD_BYTES)
    document.seek(0)
    found = upload_violations(
        name=upload_name(document),
        size_bytes=document.size or 0,
        head=head,
        allowed=DOCUMENT_TYPES,
        max_bytes=DOCUMENT_MAX_BYTES,
    )
    return [replace(violation, field="document") for violation in found]


def _kept(document: UploadedFile[bytes], proposal: Proposal, by: Actor, at: datetime) -> StoredFile:
    """The document in store: the team may read what was promised to it, so its organisations may reach it."""
    return store_upload(
        document,
        allowed=DOCUMENT_TYPES,
        max_bytes=DOCUMENT_MAX_BYTES,
        by=by.user_id or 0,
        at=at,
        ministry_id=proposal.ministry_id,
        region_id=proposal.region_id,
        organization_ids=proposal.organization_ids,
    )


def _record(
    name: str,
    pledge: MatchPledge,
    proposal: Proposal,
    call: Call,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
) -> None:
    record(
        name,
        subject=pledge,
        by=by,
        at=at,
        project_uid=proposal.project_uid,
        call_uid=call.uid,
        rule_set_id=call.rule_set_id,
        reason=reason,
        data={
            "number": proposal.number,
            "total_krw": sum(pledge.year_krw),
            "year_krw": list(pledge.year_krw),
            "in_kind_krw": list(pledge.in_kind_krw),
            "sha256": pledge.document.sha256 if pledge.document else "",
        },
    )
