"""A draft as an applicant would have it, for an officer who tries out a call before it is announced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organization
from core.refusals import NotFound
from core.scope import SYSTEM, within
from programs.models import Call
from programs.policy import Policy
from programs.queries import calls_run_by, policy_of, region_ids
from proposals.actions.drafts import start_proposal
from proposals.models import Proposal

DAY = timedelta(days=1)


@contextmanager
def tried_out(*, call_uid: UUID, kind: str = "", by: Actor, at: datetime) -> Iterator[tuple[Proposal, Actor]]:
    """A draft in this call, which is open for the time being, and the applicant who writes it. Nothing of it stays.

    The draft is begun by the action that applicants begin theirs with, in a transaction that is always undone, so that
    what is tried out is exactly what they will get. The leading institution is made up, of `kind` or of the first that
    the rules let lead. Raises NotFound where the actor does not read the call's drafts, and as `start_proposal` does.
    """
    with within(SYSTEM), transaction.atomic():
        call = calls_run_by(by, at).filter(uid=call_uid).exclude(state="cancelled").first()
        if call is None:
            raise NotFound.because("http.not_found")
        _open(call, at)
        lead = _institution(policy_of(call.rule_set), kind, at)
        applicant = replace(by, organization_id=lead.pk, offices=())
        yield (
            start_proposal(
                call_uid=call_uid,
                lead_organization_uid=lead.uid,
                title_ko="미리 보기",
                title_en="Preview",
                by=applicant,
                at=at,
            ),
            applicant,
        )
        transaction.set_rollback(True)


def _open(call: Call, at: datetime) -> None:
    """The call as if it had just been announced and opened; where its closing has passed, all its dates lie later."""
    later = max(at + DAY - call.closes_at, timedelta())
    names = ("closes_at", "ranking_due_at", "review_due_at", "result_due_at")
    moved = {name: getattr(call, name) + later for name in names if getattr(call, name) is not None}
    Call.objects.filter(pk=call.pk).update(
        state="announced", announced_at=at, announces_at=None, opens_at=at - DAY, **moved
    )


def _institution(policy: Policy, kind: str, at: datetime) -> Organization:
    kinds = [one.value for one in policy.eligibility.lead_kinds]
    return Organization.objects.create(
        kind=kind if kind in kinds else kinds[0],
        region_id=region_ids(policy, at)[0],
        name_ko="예시 기관",
        name_en="Example institution",
    )
