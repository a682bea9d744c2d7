"""What waits for somebody in this room."""

from __future__ import annotations

from datetime import datetime

from accounts.actors import Actor
from core.work import WorkItem
from programs import permissions
from programs.queries.calls import calls_run_by
from programs.queries.inquiries import waiting_at_desk
from programs.queries.programs import rule_sets_visible_to
from programs.queries.rule_drafts import rule_drafts_written_by

SHOWN = 50


def work_for(actor: Actor, at: datetime) -> list[WorkItem]:
    """For a programme's desks: drafts of calls to announce, before their window closes; rules to write and publish."""
    if actor.is_system or not actor.holds(*permissions.DESKS):
        return []
    items = [
        WorkItem(
            "work.programs.announce",
            {"title_ko": call.title_ko, "title_en": call.title_en},
            "programs:announce",
            (str(call.uid),),
            due_at=call.opens_at,
            since=call.created_at,
        )
        for call in calls_run_by(actor, at).filter(state="draft")[:SHOWN]
        if permissions.may_run_calls(actor, call.program)
    ]
    items += [
        WorkItem(
            "work.programs.publish",
            {
                "name_ko": rule_set.program.name_ko,
                "name_en": rule_set.program.name_en,
                "version": rule_set.version,
            },
            "programs:rule-set",
            (str(rule_set.uid),),
            since=rule_set.created_at,
        )
        for rule_set in rule_sets_visible_to(actor).filter(state="draft")[:SHOWN]
        if permissions.may_run_program(actor, rule_set.program)
    ]
    items += [
        WorkItem(
            "work.programs.write_rules",
            {"name_ko": draft.program.name_ko, "name_en": draft.program.name_en},
            "programs:rule-draft",
            (str(draft.uid),),
            since=draft.begun_at,
        )
        for draft in rule_drafts_written_by(actor)[:SHOWN]
    ]
    items += [
        WorkItem(
            "work.programs.answer",
            {"title_ko": waiting.call.title_ko, "title_en": waiting.call.title_en},
            "programs:answer-inquiry",
            (str(waiting.uid),),
            due_at=waiting.due_at,
            since=waiting.asked_at,
        )
        for waiting in waiting_at_desk(actor)[:SHOWN]
        if permissions.may_run_calls(actor, waiting.call.program)
    ]
    return items
