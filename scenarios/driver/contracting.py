"""Chapter eight: contracts are drawn up and signed, accounts confirmed, and the money paid in batches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from hashlib import sha256

from contracts import actions as contracts
from contracts.models import Contract, PaymentBatch, Tranche
from proposals.models import Proposal
from scenarios.driver.world import Step, World
from scenarios.file import ContractsEntry, PaymentEntry
from scenarios.plan import PlannedContracts


def steps(world: World) -> Iterator[Step]:
    entry = world.plan.scenario.contracts
    if entry is None:
        return
    for planned in world.plan.contracts:
        name = f"contracts.{planned.region}"
        yield Step(planned.draws_at, f"{name}.draw", partial(_draw, world, entry, planned))
        yield Step(planned.institutions_sign_at, f"{name}.institutions", partial(_institutions, world, entry, planned))
        yield Step(planned.ministry_signs_at, f"{name}.ministry", partial(_ministry, world, entry, planned))
        yield Step(planned.accounts_confirmed_at, f"{name}.accounts", partial(_confirm, world, entry, planned))
    for number, payment in enumerate(entry.payments):
        name = f"payments.{number}"
        yield Step(payment.drawn_up_at, f"{name}.draw_up", partial(_draw_up, world, payment))
        for approver, moment in zip(payment.approvers, payment.approved_at, strict=True):
            yield Step(moment, f"{name}.approve.{approver}", partial(_approve, world, payment, approver))
        yield Step(payment.paid_at, f"{name}.pay", partial(_pay, world, payment))


def _draw(world: World, entry: ContractsEntry, planned: PlannedContracts, at: datetime) -> None:
    region = world.region(planned.region)
    selected = Proposal.objects.filter(call=world.call, region=region, state="selected").order_by("number")
    for uid in selected.values_list("uid", flat=True):
        contracts.draw_contract(proposal_uid=uid, by=world.actor(entry.office, at), at=at)


def _drawn(world: World, planned: PlannedContracts) -> Iterator[Contract]:
    """The contracts of a region, in order of number."""
    rows = Contract.objects.filter(call=world.call, region=world.region(planned.region)).order_by("number")
    yield from rows.select_related("lead_organization")


def _institutions(world: World, entry: ContractsEntry, planned: PlannedContracts, at: datetime) -> None:
    """Each leading institution names its account and signs. The account's number comes from the contract's."""
    for contract in _drawn(world, planned):
        institution = world.key_of(contract.lead_organization)
        by = world.actor(f"{institution}.office", at)
        digits = f"{int(sha256(contract.number.encode()).hexdigest(), 16) % 10**12:012d}"
        contracts.name_account(
            contract_uid=contract.uid,
            bank=entry.bank,
            number=f"{digits[:3]}-{digits[3:6]}-{digits[6:]}",
            holder=contract.lead_organization.name_ko,
            by=by,
            at=at,
        )
        contracts.sign_for_institution(contract_uid=contract.uid, sha256=contract.sha256, by=by, at=at)


def _ministry(world: World, entry: ContractsEntry, planned: PlannedContracts, at: datetime) -> None:
    by = world.actor(entry.signer, at)
    for contract in _drawn(world, planned):
        contracts.sign_for_ministry(contract_uid=contract.uid, sha256=contract.sha256, by=by, at=at)


def _confirm(world: World, entry: ContractsEntry, planned: PlannedContracts, at: datetime) -> None:
    by = world.actor(entry.office, at)
    for contract in _drawn(world, planned):
        contracts.confirm_account(contract_uid=contract.uid, by=by, at=at)


def _ministry_id(world: World) -> int:
    return world.organization(world.plan.scenario.program.ministry).pk


def _draw_up(world: World, payment: PaymentEntry, at: datetime) -> None:
    """All tranches of this call that are released by now."""
    released = Tranche.objects.filter(contract__call=world.call, state="released").order_by("id")
    contracts.draw_up_batch(
        ministry_id=_ministry_id(world),
        tranche_uids=list(released.values_list("uid", flat=True)),
        by=world.actor(payment.office, at),
        at=at,
    )


def _batch(world: World, payment: PaymentEntry) -> PaymentBatch:
    return PaymentBatch.objects.get(ministry_id=_ministry_id(world), drawn_up_at=payment.drawn_up_at)


def _approve(world: World, payment: PaymentEntry, approver: str, at: datetime) -> None:
    batch = _batch(world, payment)
    contracts.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=world.actor(approver, at), at=at)


def _pay(world: World, payment: PaymentEntry, at: datetime) -> None:
    """The bank's references are samples, one for each payment, in the order of their instruction."""
    batch = _batch(world, payment)
    instructed = batch.payments.order_by("id").values_list("end_to_end_id", flat=True)
    references = {one: f"SAMPLE-{batch.number}-{place:04d}" for place, one in enumerate(instructed, start=1)}
    contracts.mark_batch_paid(batch_uid=batch.uid, references=references, by=world.actor(payment.office, at), at=at)
