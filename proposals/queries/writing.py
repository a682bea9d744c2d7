"""The writes that actions are made of: every change of a working copy is signed and counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import F

from accounts.actors import Actor
from accounts.models import User
from core.models import StoredFile
from core.refusals import NotAllowed, Stale
from core.states import Move
from proposals.models import Participation, Proposal


def signature(by: Actor) -> int:
    """The account that signs a write. Raises NotAllowed for an actor without one."""
    if by.user_id is None:
        raise NotAllowed.because("http.not_allowed")
    return by.user_id


def put(row: Any, **values: Any) -> None:
    """Write some columns of one row, and only those."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def move_to(proposal: Proposal, move: Move, **values: Any) -> None:
    """Carry out a move of the proposal, and what goes with it."""
    put(proposal, state=move.target, **values)


def touch(proposal: Proposal, part: str = "", *, by: Actor, at: datetime, **values: Any) -> Proposal:
    """Write a change of the working copy: who, when, the next version, also of its part (basics, budget, targets)."""
    if part:
        values[f"{part}_version"] = getattr(proposal, f"{part}_version") + 1
    put(proposal, version=proposal.version + 1, changed_at=at, changed_by=signature(by), **values)
    return proposal


def require_version(proposal: Proposal, part: str, version: int | None) -> None:
    """Raise Stale (`proposal.changed_meanwhile`) where the writer read another version; None asks for none."""
    current: int = getattr(proposal, f"{part}_version")
    if version is not None and version != current:
        raise Stale.because("proposal.changed_meanwhile", version=current)


def name_of(user_id: int | None) -> str:
    """What an account's person is called; "" for nobody."""
    if user_id is None:
        return ""
    return User.objects.filter(pk=user_id).values_list("person__name_ko", flat=True).first() or ""


def bind(proposal: Proposal, *, again: bool) -> None:
    """What was handed in now counts for everybody in it; those who left since it was handed in before are free."""
    everybody = Participation.objects.filter(proposal=proposal)
    if again:
        everybody.filter(part=Participation.Part.FORMER).delete()
    everybody.update(
        bound_part=F("part"),
        bound_bp=F("share_bp"),
        bound_number=proposal.number,
        standing=Participation.Standing.PENDING,
    )


def unbind(proposal: Proposal) -> None:
    """What was handed in counts no more."""
    everybody = Participation.objects.filter(proposal=proposal)
    everybody.filter(part=Participation.Part.FORMER).delete()
    everybody.update(bound_part="", bound_bp=0, bound_number="", standing=Participation.Standing.DRAFT)


def set_standing(project_uid: UUID, standing: str) -> None:
    """Say for everybody of a project whether what he promised there counts: draft, pending, running or ended."""
    Participation.objects.filter(project_uid=project_uid).update(standing=standing)


def set_organizations(proposal: Proposal, ids: set[int]) -> None:
    """Let the second wall know the consortium: on the proposal and on its files."""
    put(proposal, organization_ids=sorted(ids))
    StoredFile.objects.filter(attachment__proposal=proposal).update(organization_ids=sorted(ids))


class Threads(TypedDict):
    """Where an event belongs beside its subject: the project's history, the call's, the rules in force."""

    project_uid: UUID
    call_uid: UUID | None
    rule_set_id: int


def threads(proposal: Proposal) -> Threads:
    """The threads of a proposal. A call's thread, which its officers read, knows of no draft."""
    return {
        "project_uid": proposal.project_uid,
        "call_uid": proposal.call.uid if proposal.submission_id else None,
        "rule_set_id": proposal.call.rule_set_id,
    }
