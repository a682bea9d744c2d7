"""Rules that are being written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.roles import Power, Role
from core.refusals import NotFound
from programs import permissions
from programs.models import RuleDraft
from programs.queries.rows import desk_rows, one


def rule_drafts() -> QuerySet[RuleDraft]:
    return RuleDraft.objects.select_related("program__ministry", "program__agency", "base").order_by("id")


def rule_drafts_visible_to(actor: Actor) -> QuerySet[RuleDraft]:
    """Equals `permissions.may_view_rule_draft` row by row."""
    return rule_drafts().filter(desk_rows(actor, "program__") | _written_by(actor))


def rule_drafts_written_by(actor: Actor) -> QuerySet[RuleDraft]:
    """Equals `permissions.may_write_rules` row by row, for whoever is not the system."""
    return rule_drafts().filter(_written_by(actor))


def _written_by(actor: Actor) -> Q:
    """Of the ministry whose officer the actor is, and of programmes whose rules his agency may write."""
    ministries = {held.organization_id for held in actor.offices if held.role is Role.MINISTRY_OFFICER}
    found = Q(program__ministry_id__in=ministries)
    for held in actor.offices:
        for given in held.powers if held.role is Role.AGENCY_OFFICER else ():
            if given.power == Power.RULES:
                one_program = Q() if given.program_uid is None else Q(program__uid=given.program_uid)
                found |= Q(program__ministry_id=given.ministry_id) & one_program
    return found


def rule_draft(uid: UUID, actor: Actor) -> RuleDraft:
    """Raises NotFound, also where the actor may not see it."""
    return _seen(one(rule_drafts().filter(uid=uid)), actor)


def locked_rule_draft(uid: UUID, actor: Actor) -> RuleDraft:
    """The draft's row, held until the transaction ends. Raises NotFound, also where it may not be seen."""
    return _seen(one(rule_drafts().select_for_update(of=("self",)).filter(uid=uid)), actor)


def rule_draft_of(program_id: int) -> RuleDraft | None:
    """The draft of a programme's rules, if somebody writes one."""
    return rule_drafts().filter(program_id=program_id).first()


def write_draft(draft: RuleDraft, content: Mapping[str, Any], groups: set[str]) -> None:
    """Store the content of a locked draft; `groups` are those that were saved. The caller has set who and when."""
    draft.content = dict(content)
    draft.versions = {**draft.versions, **{group: draft.version_of(group) + 1 for group in groups}}
    draft.save(update_fields=["content", "versions", "changed_at", "changed_by"])


def _seen(draft: RuleDraft, actor: Actor) -> RuleDraft:
    if not permissions.may_view_rule_draft(actor, draft.program):
        raise NotFound.because("http.not_found")
    return draft
