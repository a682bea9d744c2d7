"""Who may: an actor against a row's own columns.

A call's row brings its programme, a rule set's too; nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from accounts.roles import Power, Role
from core.states import Move
from programs.models import Call, Program, RuleSet
from programs.states import CALL, RULE_SET

DESKS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)
OFFICIALS = (*DESKS, Role.REGION_OFFICER, Role.EXPERT, Role.AUDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_create_program(actor: Actor, ministry_id: int) -> bool:
    """An officer of the ministry makes its programmes; nobody makes another's."""
    return actor.is_system or actor.holds_for_ministry(ministry_id, Role.MINISTRY_OFFICER)


def may_run_program(actor: Actor, program: Program) -> bool:
    """What a programme is and which rules bind is the ministry's own: no delegation reaches it."""
    return may_create_program(actor, program.ministry_id)


def may_write_rules(actor: Actor, program: Program) -> bool:
    """Drafts of rules: the ministry's officer, or the agency's with the delegated power over this programme's rules."""
    return may_run_program(actor, program) or actor.holds_for_ministry(
        program.ministry_id, Role.AGENCY_OFFICER, power=Power.RULES, program_uid=program.uid
    )


def may_view_rule_draft(actor: Actor, program: Program) -> bool:
    """Who writes it, and who reads drafts of the programme."""
    return may_write_rules(actor, program) or reads_drafts(actor, program.ministry_id, program.uid)


def may_run_calls(actor: Actor, program: Program) -> bool:
    """The ministry's officer, or the agency's with the delegated power over calls of this programme."""
    return (
        actor.is_system
        or actor.holds_for_ministry(program.ministry_id, Role.MINISTRY_OFFICER)
        or actor.holds_for_ministry(
            program.ministry_id, Role.AGENCY_OFFICER, power=Power.CALLS, program_uid=program.uid
        )
    )


def reads_drafts(actor: Actor, ministry_id: int, program_uid: UUID) -> bool:
    """Who sees what is not public yet: the programme's desks, those who oversee everything, the system."""
    return (
        actor.is_system
        or actor.is_overseer
        or actor.holds_for_ministry(ministry_id, Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER)
        or actor.holds_for_ministry(ministry_id, Role.AGENCY_OFFICER, power=Power.CALLS, program_uid=program_uid)
    )


def may_view_rule_set(actor: Actor, rule_set: RuleSet) -> bool:
    """Published rules are everybody's; a draft is its desks'."""
    program = rule_set.program
    return rule_set.state == "published" or reads_drafts(actor, program.ministry_id, program.uid)


def may_view_call(actor: Actor, call: Call) -> bool:
    """What was announced once is public for good, cancelled or not; a draft is its desks'."""
    return call.announced_at is not None or reads_drafts(actor, call.program.ministry_id, call.program.uid)


def may_propose(actor: Actor) -> bool:
    """Who is offered to start a proposal: a person of an institution, rather than one who judges or decides."""
    return actor.is_known and actor.organization_id is not None and not actor.holds(*OFFICIALS)


def may_answer(actor: Actor, call: Call, regions: Collection[int]) -> bool:
    """Who is shown the way to the regions' plans: desks, the asked regions' officers, institutions that may begin."""
    if reads_drafts(actor, call.program.ministry_id, call.program.uid):
        return True
    if any(actor.holds_for_region(region, Role.REGION_OFFICER) for region in regions):
        return True
    return actor.holds(Role.INSTITUTION_OFFICER) or may_propose(actor)


def may_ask(actor: Actor, call: Call) -> bool:
    """Who may ask about a call: people of institutions and regions, rather than those who answer or judge."""
    if may_run_calls(actor, call.program) or actor.is_system:
        return False
    return may_propose(actor) or actor.holds(Role.REGION_OFFICER)


def available_moves(actor: Actor, call: Call, at: datetime) -> tuple[Move, ...]:
    """The verbs that this actor may use on this call now; what time rules out is left out as well."""
    if not may_run_calls(actor, call.program):
        return ()
    own = (move for move in CALL.open_from(call.state) if move.permission == "run_calls")
    return tuple(move for move in own if _in_time(move, call, at))


def _in_time(move: Move, call: Call, at: datetime) -> bool:
    last = {
        "announce": call.closes_at,
        "schedule": call.opens_at,
        "move_dates": max(moment for moment in (call.ranking_due_at, call.review_due_at, call.result_due_at) if moment),
    }
    return move.verb not in last or at < last[move.verb]


def available_rule_set_moves(actor: Actor, rule_set: RuleSet) -> tuple[Move, ...]:
    """The verbs that this actor may use on this rule set."""
    return RULE_SET.open_from(rule_set.state) if may_run_program(actor, rule_set.program) else ()
