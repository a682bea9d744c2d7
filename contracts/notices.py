"""Whom each event of a contract tells, and what its sentence says. Takes ids that were fetched; asks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.actors import Actor
from accounts.models import Organization
from contracts.models import Contract, PaymentBatch, Tranche

Ids = Iterable[int]


def said_of(contract: Contract) -> dict[str, Any]:
    """The names and sums that every sentence about a contract may use."""
    return {
        "number": contract.number,
        "title_ko": contract.title_ko,
        "title_en": contract.title_en,
        "institution_ko": contract.lead_organization.name_ko,
        "institution_en": contract.lead_organization.name_en,
        "grant_krw": contract.grant_krw,
        "sha256": contract.sha256,
    }


def said_of_tranche(tranche: Tranche) -> dict[str, Any]:
    """The name of a tranche and the won of this part of it."""
    return {"tranche_ko": tranche.name_ko, "tranche_en": tranche.name_en, "amount_krw": tranche.amount_krw}


def said_of_batch(batch: PaymentBatch, count: int) -> dict[str, Any]:
    return {"number": batch.number, "total_krw": batch.total_krw, "count": count}


def said_of_ministry(ministry: Organization) -> dict[str, str]:
    return {"ministry_ko": ministry.name_ko, "ministry_en": ministry.name_en}


def others(users: Ids, by: Actor) -> set[int]:
    """Everybody but the one who did it: he knows."""
    return {user for user in users if user != by.user_id}
