"""Who begins a region's plan, answers for the region, reads, sends back and decides."""

from __future__ import annotations

from uuid import UUID

from accounts.actors import Actor
from accounts.models import Organization
from accounts.roles import Power, Role
from programs.routes import Traits
from proposals.models import RegionalPlan
from proposals.permissions.proposal import may_start
from proposals.permissions.regional import may_rank

READERS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)


def may_begin_plan(actor: Actor, traits: Traits, lead: Organization) -> bool:
    """The region's officer names a leading institution where his region was asked; else somebody of the institution."""
    if traits.asked:
        return actor.holds_for_region(lead.region_id, Role.REGION_OFFICER)
    return may_start(actor, lead.pk)


def may_answer_plan(actor: Actor, region_id: int) -> bool:
    """Decline, and endorse: the region's own officers."""
    return may_rank(actor, region_id)


def may_read_plans(actor: Actor, ministry_id: int, program_uid: UUID) -> bool:
    """Every region's answer to a call: its ministry, its agency, those who oversee."""
    desks = actor.holds_for_ministry(ministry_id, *READERS, program_uid=program_uid)
    return actor.is_system or actor.is_overseer or desks


def may_give_back_plan(actor: Actor, ministry_id: int, program_uid: UUID) -> bool:
    """The ministry's officer, or the agency's with the delegated power over reviews."""
    agency = actor.holds_for_ministry(ministry_id, Role.AGENCY_OFFICER, power=Power.REVIEWS, program_uid=program_uid)
    return may_decide_plan(actor, ministry_id) or agency


def may_decide_plan(actor: Actor, ministry_id: int) -> bool:
    """Accepting and refusing binds the ministry's money: no delegation reaches it."""
    return actor.is_system or actor.holds_for_ministry(ministry_id, Role.MINISTRY_OFFICER)


def may_view_plan(actor: Actor, plan: RegionalPlan, *, on_team: bool) -> bool:
    """That there is a plan, and where it stands: both governments, its institution and team. Needs `call.program`."""
    return (
        on_team
        or may_read_plans(actor, plan.ministry_id, plan.call.program.uid)
        or actor.holds_for_region(plan.region_id, Role.REGION_OFFICER)
        or any(actor.holds_for_organization(one, Role.INSTITUTION_OFFICER) for one in plan.organization_ids)
    )
