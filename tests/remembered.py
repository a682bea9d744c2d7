"""A world that many tests begin with is built by the actions once a process, and after that its rows are put back.

A third of the tests' time went into building the same few worlds again and again. What a builder left in an empty
database is written down, row for row, and the next test that begins with it gets those rows and a copy of what the
builder gave. Anything else is built as ever: a second world beside the first, one with objects among its arguments, and
any world in a database of the test's own, whose counters have not moved on with those of the first.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from accounts.models import User

P = ParamSpec("P")
R = TypeVar("R")
PLAIN = (int, str, bool, type(None))


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a builder gave, and the statements that put its rows back; None where it changed a row of the template."""

    given: Any
    rows: str | None


_kept: dict[tuple[Any, ...], Remembered] = {}


def remembered(builder: Callable[P, R]) -> Callable[P, R]:
    """Build this world once for each set of arguments in each of the databases where tests are undone."""

    @wraps(builder)
    def built(*args: P.args, **changes: P.kwargs) -> R:
        given = (*args, *changes.values())
        if not all(isinstance(one, PLAIN) for one in given) or not connection.in_atomic_block or User.objects.exists():
            return builder(*args, **changes)
        key = (builder, connection.settings_dict["NAME"], args, tuple(sorted(changes.items())))
        if key not in _kept:
            before = _rows()
            result = builder(*args, **changes)
            _kept[key] = Remembered(deepcopy(result), _putting_back(before, _rows()))
            return result
        kept = _kept[key]
        if kept.rows is None:
            return builder(*args, **changes)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(kept.rows)
        again: R = deepcopy(kept.given)
        return again

    return built


def _tables() -> dict[str, list[str]]:
    """Each table of ours with the columns that are written."""
    return {
        model._meta.db_table: [
            field.column for field in model._meta.local_concrete_fields if field.column and not field.generated
        ]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def _rows() -> dict[str, list[str]]:
    """Every row of every table, each as PostgreSQL writes a row down."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(sql.SQL("SELECT t::text FROM {} AS t ORDER BY 1").format(sql.Identifier(table)))
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def _putting_back(before: dict[str, list[str]], after: dict[str, list[str]]) -> str | None:
    """The statements that add what is new. None where something that was there has changed."""
    parts = []
    for table, columns in _tables().items():
        there = set(before[table])
        if not there <= set(after[table]):
            return None
        if new := [row for row in after[table] if row not in there]:
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            parts.append(
                sql.SQL("INSERT INTO {table} ({names}) SELECT {names} FROM unnest({rows}::{table}[])").format(
                    table=sql.Identifier(table), names=names, rows=sql.Literal(new)
                )
            )
    with connection.cursor() as cursor:
        return sql.SQL("; ").join(parts).as_string(cursor.cursor)
