"""Write the next version of a programme's rules, group by group, until it is published or thrown away."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import NotFound, RuleBroken, Stale, WrongState, require
from programs import notices, permissions, queries, rules
from programs.actions.preset_files import read_preset
from programs.actions.rule_sets import draft_rule_set, publish_rule_set
from programs.editing import ABOUT, GROUPS, clause_paths, keep_standing, mark
from programs.models import Program, RuleDraft, RuleSet
from programs.policy import SCHEMA, PolicyInvalid, faults_of_raw, parse_new_policy, read_raw

MAX_CHARS = 256 * 1024
"""Of all that a draft holds, as text."""


def begin_rule_draft(*, program_uid: UUID, preset: str = "", by: Actor, at: datetime) -> RuleDraft:
    """Begin the next version of a programme's rules: from its last published version, else from a preset, else empty.

    A named `preset` goes before the last version. Raises NotFound, NotAllowed, WrongState (`rule_draft.exists`),
    RuleBroken (`program.preset_unknown`).
    """
    with transaction.atomic():
        program = queries.locked_program(program_uid)
        require(permissions.may_write_rules(by, program), "write_rules")
        if queries.rule_draft_of(program.pk) is not None:
            raise WrongState.because("rule_draft.exists")
        base = queries.latest_published(program.pk)
        draft = RuleDraft.objects.create(
            program=program,
            base=base,
            content=_first_content(base, preset),
            begun_at=at,
            begun_by=by.user_id,
            changed_at=at,
            changed_by=by.user_id,
        )
        _record("programs.rules_begun", draft, by, at)
    return draft


def save_rule_group(
    *,
    draft_uid: UUID,
    group: str,
    values: Mapping[str, Any] | None,
    assumed: Collection[str] | None = None,
    version: int | None,
    by: Actor,
    at: datetime,
) -> RuleDraft:
    """Keep one group of clauses as it was written, sound or not; None takes a group out that may be missing.

    `assumed` are those of its clauses that the source does not give; None leaves the marks as they are. `version` is
    what its writer read of this group; None does not ask. Raises NotFound, NotAllowed, Stale
    (`rule_draft.changed_meanwhile`), RuleBroken (`rule_draft.group_needed`, `rule_draft.too_long`).
    """
    if group not in GROUPS:
        raise NotFound.because("http.not_found")
    with transaction.atomic():
        draft = _locked(draft_uid, by)
        if version is not None and version != draft.version_of(group):
            changed_at = draft.changed_at.isoformat()
            raise Stale.because("rule_draft.changed_meanwhile", changed_at=changed_at, version=draft.version_of(group))
        if values is None and not GROUPS[group].optional:
            raise RuleBroken.because("rule_draft.group_needed", field=group)
        content = dict(draft.content)
        if group == ABOUT:
            content |= {name: value for name, value in (values or {}).items() if GROUPS[ABOUT].field((name,))}
        else:
            content = _with_group(content, group, values, assumed)
        _write(draft, content, {group}, by, at)
        _record("programs.rules_written", draft, by, at, group=group)
    return draft


def replace_rule_draft(*, draft_uid: UUID, text: str, by: Actor, at: datetime) -> RuleDraft:
    """Put the rules of a file (TOML or JSON) in place of all that is written.

    Raises NotFound, NotAllowed, RuleBroken (`policy.*`, every fault with its path; nothing is half taken).
    """
    with transaction.atomic():
        draft = _locked(draft_uid, by)
        try:
            parse_new_policy(text)
            raw = read_raw(text)
        except PolicyInvalid as invalid:
            raise RuleBroken(rules.policy_violations(invalid)) from invalid
        _write(draft, raw, set(GROUPS), by, at)
        _record("programs.rules_replaced", draft, by, at)
    return draft


def publish_rule_draft(*, draft_uid: UUID, by: Actor, at: datetime) -> RuleSet:
    """Make what is written the programme's next version, final from now on; the draft is gone.

    Raises NotFound, NotAllowed, RuleBroken (`policy.*`, every fault with its path; `rule_set.unchanged`).
    """
    with transaction.atomic():
        draft = queries.locked_rule_draft(draft_uid, by)
        require(permissions.may_run_program(by, draft.program), "publish")
        invalid = faults_of_raw(draft.content)
        if invalid:
            raise RuleBroken(rules.policy_violations(PolicyInvalid(invalid)))
        text = json.dumps(draft.content, ensure_ascii=False)
        made = draft_rule_set(program_uid=draft.program.uid, text=text, by=by, at=at)
        published = publish_rule_set(rule_set_uid=made.uid, by=by, at=at)
        draft.delete()
    return published


def discard_rule_draft(*, draft_uid: UUID, by: Actor, at: datetime) -> Program:
    """Throw away what is written. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        draft = _locked(draft_uid, by)
        _record("programs.rules_discarded", draft, by, at)
        program = draft.program
        draft.delete()
    return program


def _first_content(base: RuleSet | None, preset: str) -> dict[str, Any]:
    if preset:
        return read_raw(read_preset(preset).rules)
    if base is not None:
        return read_raw(base.text)
    empty: dict[str, Any] = {one.name: {} for one in GROUPS.values() if not one.optional and one.name != ABOUT}
    return {"schema": SCHEMA, "reference_ko": "", "reference_en": "", "assumed": [], **empty}


def _with_group(
    content: dict[str, Any], group: str, values: Mapping[str, Any] | None, assumed: Collection[str] | None
) -> dict[str, Any]:
    before, after = content.get(group), None if values is None else dict(values)
    marks = keep_standing(content.get("assumed", ()), group, before, after)
    if assumed is not None:
        marks = mark(marks, clause_paths(GROUPS[group], after), assumed)
    kept = {name: value for name, value in content.items() if name != group}
    return {**kept, "assumed": marks, **({} if after is None else {group: after})}


def _locked(draft_uid: UUID, by: Actor) -> RuleDraft:
    draft = queries.locked_rule_draft(draft_uid, by)
    require(permissions.may_write_rules(by, draft.program), "write_rules")
    return draft


def _write(draft: RuleDraft, content: Mapping[str, Any], groups: set[str], by: Actor, at: datetime) -> None:
    length = _length(content)
    if length > MAX_CHARS:
        raise RuleBroken.because("rule_draft.too_long", length=length, maximum=MAX_CHARS)
    draft.changed_at, draft.changed_by = at, by.user_id
    queries.write_draft(draft, content, groups)


def _length(content: Mapping[str, Any]) -> int:
    """Characters of a content as text. Raises RuleBroken (`policy.unreadable`) for what no text can hold."""
    try:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise RuleBroken.because("policy.unreadable", detail=type(error).__name__) from error
    if "\\u0000" in text:
        raise RuleBroken.because("policy.unreadable", detail="U+0000")
    return len(text)


def _record(name: str, draft: RuleDraft, by: Actor, at: datetime, **values: Any) -> None:
    data = {**notices.said_of_program(draft.program), **values}
    record(name, subject=draft.program, by=by, at=at, data=data)
