"""Rules that are being written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.actors import Actor
from core.refusals import NotFound
from programs import permissions
from programs.models import RuleDraft
from programs.queries.rows import one


def rule_drafts() -> QuerySet[RuleDraft]:
    return RuleDraft.objects.select_related("program__ministry", "program__agency", "base").order_by("id")


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
