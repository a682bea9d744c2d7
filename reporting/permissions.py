"""Who may look at what joins several rooms. Pure: the actor against a row's own columns."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.models import Office
from accounts.roles import Power, Role
from programs.models import Call
from proposals.models import Proposal
from reporting.rules.sight import Reader

DESKS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)


def may_oversee(actor: Actor) -> bool:
    """All programmes on one page: auditor and coordinating committee."""
    return actor.is_overseer


def reads_directory(actor: Actor) -> bool:
    """People, organisations and offices of everybody: the administrator, and those who oversee."""
    return actor.holds(Role.ADMINISTRATOR) or actor.is_overseer


def may_view_handover(actor: Actor, office: Office) -> bool:
    """What lies on an office's desk: officers of the same organisation, the administrator, those who oversee."""
    return (
        actor.is_system
        or reads_directory(actor)
        or any(held.organization_id == office.organization_id for held in actor.offices)
    )


def may_look_after_sweeps(actor: Actor) -> bool:
    """Scheduled work is the administrator's to watch and to start."""
    return actor.holds(Role.ADMINISTRATOR)


def reads_whole_call(actor: Actor, call: Call) -> bool:
    """Every region of a call: its ministry, the agency that has any power over its programme, those who oversee."""
    return (
        actor.is_system
        or actor.is_overseer
        or actor.holds_for_ministry(call.program.ministry_id, *DESKS, program_uid=call.program.uid)
    )


def regions_read(actor: Actor) -> frozenset[int]:
    """The regions whose own rows the actor reads in any announced call, as their officer."""
    return frozenset(
        held.region_id for held in actor.offices if held.role is Role.REGION_OFFICER and held.region_id is not None
    )


def may_read_funnel(actor: Actor, call: Call) -> bool:
    """The whole funnel, or the part of one's own region; nobody else, since drafts are counted in it."""
    return reads_whole_call(actor, call) or (call.announced_at is not None and bool(regions_read(actor)))


def readers_of_call(actor: Actor, call: Call) -> frozenset[Reader]:
    """As what the actor reads the history of a call: needs `call.program`."""
    ministry_id, program_uid = call.program.ministry_id, call.program.uid
    powers = {None: Reader.DESK, Power.REVIEWS: Reader.REVIEW_DESK, Power.CONTRACTS: Reader.CONTRACT_DESK}
    found = {
        reader
        for power, reader in powers.items()
        if actor.holds_for_ministry(ministry_id, *DESKS, power=power, program_uid=program_uid)
    }
    if actor.is_overseer or actor.is_system:
        found.add(Reader.OVERSEER)
    if regions_read(actor) and call.announced_at is not None:
        found.add(Reader.REGION)
    return frozenset(found)


def readers_of_project(actor: Actor, proposal: Proposal, *, on_team: bool) -> frozenset[Reader]:
    """As what the actor reads the history of a project that he may see: needs `proposal.call.program`."""
    found = set(readers_of_call(actor, proposal.call)) - {Reader.REGION}
    if actor.holds_for_region(proposal.region_id, Role.REGION_OFFICER):
        found.add(Reader.REGION)
        if proposal.by_region:  # the working copy of its own plan is its own
            found.add(Reader.TEAM)
    if on_team or any(actor.holds_for_organization(one, Role.INSTITUTION_OFFICER) for one in proposal.organization_ids):
        found.add(Reader.TEAM)
    return frozenset(found)
