"""The events of tranches, payments and batches: what each says, and whom it tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from accounts.actors import Actor
from contracts import notices, queries
from contracts.models import Contract, Payment, PaymentBatch, Tranche
from core.events import record
from core.models import Event


def record_tranche(
    name: str,
    contract: Contract,
    tranche: Tranche,
    by: Actor,
    at: datetime,
    *,
    tell: list[int],
    reference: str = "",
    reason: str = "",
    rest_krw: int = 0,
) -> Event:
    """The event of a tranche, on the record of its project."""
    data = {**notices.said_of(contract), **notices.said_of_tranche(tranche)}
    if rest_krw:
        data["rest_krw"] = rest_krw
    return record(
        name,
        subject=tranche,
        by=by,
        at=at,
        project_uid=contract.project_uid,
        call_uid=contract.call.uid,
        rule_set_id=contract.rule_set_id,
        reason=reason,
        data={**data, "reference": reference} if reference else data,
        tell=notices.others(tell, by),
    )


def record_payment(name: str, payment: Payment, by: Actor, at: datetime, *, reason: str) -> Event:
    """The event of a payment that the bank rejected or sent back, in the bank's own words; both sides are told."""
    tranche, contract = payment.tranche, payment.tranche.contract
    tell = [*queries.desks_of(contract, at), *queries.institution_of(contract, at)]
    return record_tranche(name, contract, tranche, by, at, tell=tell, reason=reason)


def record_batch(
    name: str,
    batch: PaymentBatch,
    by: Actor,
    at: datetime,
    *,
    tell: list[int],
    reason: str = "",
    more: Mapping[str, str] = MappingProxyType({}),
) -> Event:
    """The event of a batch with what every sentence about it may use, and what is told besides."""
    return record(
        name,
        subject=batch,
        by=by,
        at=at,
        reason=reason,
        data={**notices.said_of_batch(batch, batch.payments.count()), **more},
        tell=notices.others(tell, by),
    )
