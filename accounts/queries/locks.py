"""Rows held for a move, and what the database's unique indexes say in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from psycopg.errors import ExclusionViolation, UniqueViolation

from core.refusals import NotFound, RuleBroken, Violation

Row = TypeVar("Row", bound=models.Model)


def locked(model: type[Row], uid: UUID, *joined: str) -> Row:
    """The row, locked until the transaction ends, with these foreign rows joined. Raises NotFound."""
    rows = model._default_manager.select_related(*joined).select_for_update(of=("self",))
    row = rows.filter(uid=uid).first()
    if row is None:
        raise NotFound.because("http.not_found")
    return row


@contextmanager
def unique_or_refused(told: Mapping[str, Violation]) -> Iterator[None]:
    """Write something that must be unique: the index that it breaks is told as its violation (RuleBroken)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as problem:
        cause = problem.__cause__
        name = cause.diag.constraint_name if isinstance(cause, (UniqueViolation, ExclusionViolation)) else None
        if name is None or name not in told:
            raise
        raise RuleBroken([told[name]]) from problem
