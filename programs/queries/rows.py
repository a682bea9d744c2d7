"""Which rows an actor reaches, and the one row that was asked for."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.actors import Actor
from accounts.queries import overseen_rows
from accounts.roles import Power
from core.refusals import NotFound

Row = TypeVar("Row", bound=Model)


def desk_rows(actor: Actor, path: str) -> Q:
    """Rows of the programmes whose drafts the actor reads; equals `permissions.reads_drafts` row by row."""
    return overseen_rows(actor, Power.CALLS, ministry=f"{path}ministry_id", program=f"{path}uid")


def one(found: QuerySet[Row]) -> Row:
    row = found.first()
    if row is None:
        raise NotFound.because("http.not_found")
    return row
