"""Who may do what with contracts and money: an actor against a row's own columns."""

from __future__ import annotations

from uuid import UUID

from accounts.actors import Actor
from accounts.roles import Power, Role
from contracts.models import Contract, PaymentBatch
from contracts.states import CONTRACT
from core.refusals import NotAllowed
from core.states import Move


def require(allowed: bool, verb: str) -> None:
    """Raises NotAllowed (`http.not_allowed`) unless allowed."""
    if not allowed:
        raise NotAllowed.because("http.not_allowed", verb=verb)


def may_run_contracts(actor: Actor, ministry_id: int, program_uid: UUID | None) -> bool:
    """The ministry's officer, or its agency's with the delegated power over contracts, draws up and pays out."""
    return (
        actor.is_system
        or actor.holds_for_ministry(ministry_id, Role.MINISTRY_OFFICER)
        or actor.holds_for_ministry(ministry_id, Role.AGENCY_OFFICER, power=Power.CONTRACTS, program_uid=program_uid)
    )


def ministries_paid_for(actor: Actor) -> frozenset[int]:
    """The ministries for all of whose programmes the actor pays out, so that a batch may hold any of them."""
    return frozenset(
        ministry_id
        for held in actor.offices
        for ministry_id in held.ministry_ids
        if may_run_contracts(actor, ministry_id, None)
    )


def may_sign_for_ministry(actor: Actor, contract: Contract) -> bool:
    return actor.holds_for_ministry(contract.ministry_id, Role.MINISTRY_APPROVER)


def may_sign_for_institution(actor: Actor, contract: Contract) -> bool:
    """The office of the leading institution; it also names the account that the money goes to."""
    return actor.holds_for_organization(contract.lead_organization_id, Role.INSTITUTION_OFFICER)


def may_match(actor: Actor, contract: Contract) -> bool:
    """The region's government signs its match, notes its council's budget and deposits."""
    return actor.holds_for_region(contract.region_id, Role.REGION_OFFICER)


def may_confirm_deposit(actor: Actor, contract: Contract) -> bool:
    """The institution sees its account; the contract desk sees the paper."""
    return may_sign_for_institution(actor, contract) or may_run_contracts(
        actor, contract.ministry_id, contract.call.program.uid
    )


def may_approve(actor: Actor, batch: PaymentBatch) -> bool:
    return actor.holds_for_ministry(batch.ministry_id, Role.MINISTRY_APPROVER)


def may_view(actor: Actor, contract: Contract, *, on_team: bool) -> bool:
    """Both sides, the region that matches, the team, and overseers."""
    return (
        actor.is_overseer
        or on_team
        or may_run_contracts(actor, contract.ministry_id, contract.call.program.uid)
        or may_sign_for_ministry(actor, contract)
        or actor.holds_for_region(contract.region_id, Role.REGION_OFFICER)
        or any(
            actor.holds_for_organization(organization_id, Role.INSTITUTION_OFFICER)
            for organization_id in contract.organization_ids
        )
    )


def may_view_account(actor: Actor, contract: Contract) -> bool:
    """A bank account is seen by those who name, confirm and pay to it."""
    return (
        may_sign_for_institution(actor, contract)
        or may_run_contracts(actor, contract.ministry_id, contract.call.program.uid)
        or may_sign_for_ministry(actor, contract)
    )


def may_view_batch(actor: Actor, batch: PaymentBatch) -> bool:
    return (
        actor.is_system
        or actor.is_overseer
        or actor.holds_for_ministry(batch.ministry_id, Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER)
        or actor.holds_for_ministry(batch.ministry_id, Role.AGENCY_OFFICER, power=Power.CONTRACTS)
    )


def available_moves(actor: Actor, contract: Contract) -> tuple[Move, ...]:
    """The verbs that this actor may use on this contract now."""
    allowed = {
        "sign_for_institution": may_sign_for_institution(actor, contract),
        "sign_for_ministry": may_sign_for_ministry(actor, contract),
        "cancel": may_run_contracts(actor, contract.ministry_id, contract.call.program.uid),
    }
    return tuple(move for move in CONTRACT.open_from(contract.state) if allowed[move.verb])
