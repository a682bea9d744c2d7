"""The second wall: what the connection tells PostgreSQL's row-level security about who asks.

Permissions decide; policies in the database are a coarse net under them. A connection without a scope sees no
row of a guarded table. Commands, workers and tests connect with `baro.scope=system`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.operations import RunSQL

NAMES = ("scope", "user", "ministries", "regions", "organizations")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows a connection may reach: `kind` is system, overseer (reads all), actor or public."""

    kind: str
    user_id: int | None = None
    ministry_ids: frozenset[int] = frozenset()
    region_ids: frozenset[int] = frozenset()
    organization_ids: frozenset[int] = frozenset()

    def settings(self) -> tuple[str, ...]:
        return (
            self.kind,
            str(self.user_id or ""),
            _array(self.ministry_ids),
            _array(self.region_ids),
            _array(self.organization_ids),
        )


SYSTEM = Scope("system")
NOBODY = Scope("")
PUBLIC = Scope("public")
_now: ContextVar[Scope | None] = ContextVar("scope of this connection", default=None)


def _array(ids: Iterable[int]) -> str:
    return "{" + ",".join(str(number) for number in sorted(ids)) + "}"


def resting() -> Scope:
    """What a connection reaches while nobody asks: nothing in the web server, everything in commands and workers."""
    return Scope(settings.BARO_RESTING_SCOPE)


def enter(scope: Scope) -> None:
    """Set the scope of this connection until it is set again.

    It goes past Django's own cursor, so that pages are measured by the queries they ask.
    """
    calls = ", ".join(f"set_config('baro.{name}', %s, false)" for name in NAMES)
    connection.ensure_connection()
    connection.connection.execute(f"SELECT {calls}", scope.settings())
    _now.set(scope)


@contextmanager
def within(scope: Scope, *, back_to: Scope | None = None) -> Iterator[None]:
    """Hold a scope for a block, and the one before it (or `back_to`) after it, whatever happened in it."""
    before = back_to or _now.get() or resting()
    enter(scope)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            enter(before)
        elif not connection.in_atomic_block:
            connection.close()


def once(condition: str) -> str:
    """The same condition, in which who reads is asked once a statement and not for every row."""
    one = re.sub(r"baro_(scope|user)\(\)", r"(SELECT baro_\1())", condition)
    return re.sub(r"baro_(ministries|regions|organizations)\(\)", r"(SELECT baro_\1())::bigint[]", one)


def guard(table: str, condition: str, *, writable: str | None = None) -> RunSQL:
    """A migration step that puts row-level security on a table, for its owner too.

    `condition` is SQL over the row's own columns; the system scope always passes.
    """
    passes = once(f"baro_scope() = 'system' OR ({condition})")
    writes = once(f"baro_scope() = 'system' OR ({writable or condition})")
    return RunSQL(
        sql=[
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_wall ON {table} USING ({passes}) WITH CHECK ({writes})",
        ],
        reverse_sql=[
            f"DROP POLICY {table}_wall ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


FUNCTIONS = (
    "CREATE FUNCTION baro_scope() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE "
    "AS $$ SELECT coalesce(current_setting('baro.scope', true), '') $$",
    "CREATE FUNCTION baro_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE "
    "AS $$ SELECT nullif(current_setting('baro.user', true), '')::bigint $$",
    *(
        f"CREATE FUNCTION baro_{name}() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE "
        f"AS $$ SELECT coalesce(nullif(current_setting('baro.{name}', true), ''), '{{}}')::bigint[] $$"
        for name in ("ministries", "regions", "organizations")
    ),
)
FUNCTIONS_BACK = tuple(
    f"DROP FUNCTION baro_{name}()" for name in ("scope", "user", "ministries", "regions", "organizations")
)
OWNED_ROWS = (
    "baro_scope() = 'overseer' OR (baro_scope() = 'actor' AND ("
    "ministry_id = ANY (baro_ministries()) OR region_id = ANY (baro_regions()) "
    "OR organization_ids && baro_organizations()))"
)
