"""Which rows an actor reaches, and the one row that was asked for."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.actors import Actor
from accounts.roles import Power, Role
from core.refusals import NotFound

Row = TypeVar("Row", bound=Model)


def desk_rows(actor: Actor, path: str) -> Q:
    """Rows of the programmes whose drafts the actor reads; equals `permissions.reads_drafts` row by row."""
    if actor.is_system or actor.is_overseer:
        return Q(pk__isnull=False)  # not an empty Q, which would vanish beside another condition
    found = Q(pk__in=[])
    for held in actor.offices:
        if held.role in {Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER}:
            found |= Q(**{f"{path}ministry_id__in": sorted(held.ministry_ids)})
        if held.role is Role.AGENCY_OFFICER:
            for given in held.powers:
                if given.power == Power.CALLS:
                    one: dict[str, Any] = {f"{path}ministry_id": given.ministry_id}
                    if given.program_uid is not None:
                        one[f"{path}uid"] = given.program_uid
                    found |= Q(**one)
    return found


def one(found: QuerySet[Row]) -> Row:
    row = found.first()
    if row is None:
        raise NotFound.because("http.not_found")
    return row
