"""A copy of everything that an installation keeps, made while people work, and put back by one command.

A backup is a folder `baro-<moment>` with `database.dump` (pg_dump's own form) and `manifest.json`; the stored files lie
beside it in `files/`, each once under its hash, shared by all backups of that place. All of it is of one moment: the
dump, the sums and the list of files are read in one snapshot, and a stored file never changes. Rows are counted and
their hashes added up for each table, so that what was put back can be compared with what was there.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import psycopg
from django.core.files.base import File
from django.core.files.storage import default_storage
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config import env
from config.embedded import binaries
from core.events import first_broken_seal
from core.models import EventSeal

BLOCK = 1 << 20
SETTINGS = "-c baro.scope=system -c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex"
"""Rows are read whole, past the second wall, and written as text the same way everywhere."""


class Failed(Exception):
    """It was not saved, not put back, or what was put back is not what was saved; the message says which."""


@dataclass(frozen=True)
class Kept:
    """A stored file: its name in the storage, its length in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, by which its restoration is judged."""

    made_at: str
    postgres: int
    dump_sha256: str
    tables: dict[str, tuple[int, str]]
    chain_head: tuple[int, str]
    files: list[Kept]

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """The manifest in this file. Raises Failed when there is none."""
        try:
            found = json.loads(path.read_text())
        except FileNotFoundError:
            raise Failed(f"{path.parent} is no backup: it has no {path.name}.") from None
        tables = {name: (rows, total) for name, (rows, total) in found["tables"].items()}
        files = [Kept(**one) for one in found["files"]]
        return cls(**found | {"tables": tables, "files": files, "chain_head": tuple(found["chain_head"])})


# --- Making one ------------------------------------------------------------------------------------
def make(place: Path, *, at: datetime) -> tuple[Path, list[str]]:
    """Save everything into a new folder of `place`; tells its path and the names of files that are damaged."""
    database = _owners()
    folder = place / f"baro-{at:%Y%m%dT%H%M%SZ}"
    fresh = folder.with_suffix(".partial")
    fresh.mkdir(parents=True)
    dump = fresh / "database.dump"
    with _snapshot(database) as (connection, snapshot):
        tools = binaries.find_client(connection.info.server_version // 10_000)
        _run(tools.program("pg_dump"), database, "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
        tables, head, files = _sums(connection), _chain_head(connection), _files(connection)
    damaged = [file.name for file in files if not _save(file, place / "files")]
    manifest = Manifest(at.isoformat(), tools.major, _hash_of(dump), tables, head, files)
    (fresh / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    fresh.rename(folder)
    return folder, damaged


@contextmanager
def _snapshot(database: env.Database) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """A connection that sees one moment, and the name by which pg_dump sees the same."""
    with psycopg.connect(_address(database), password=database.password) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, row[0]


def _sums(connection: psycopg.Connection[Any]) -> dict[str, tuple[int, str]]:
    """Rows and the sum of their hashes for each table, whatever their order."""
    found = {}
    for name in _tables(connection):
        text = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"
        row = connection.execute(sql.SQL(text).format(sql.Identifier(name))).fetchone()
        assert row is not None
        found[name] = (row[0], row[1])
    return found


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [row[0] for row in rows]


def _chain_head(connection: psycopg.Connection[Any]) -> tuple[int, str]:
    row = connection.execute("SELECT number, hash FROM core_eventseal ORDER BY number DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")


def _files(connection: psycopg.Connection[Any]) -> list[Kept]:
    rows = connection.execute("SELECT content, size_bytes, sha256 FROM core_storedfile ORDER BY id")
    return [Kept(*row) for row in rows]


def _save(file: Kept, store: Path) -> bool:
    """Copy a file under its hash unless it lies there; tells whether it is what was once stored."""
    target = _place_of(file, store)
    if target.exists() and target.stat().st_size == file.size:
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".{os.getpid()}")
    try:
        with default_storage.open(file.name) as source, fresh.open("wb") as copy:
            same = _copy(source, copy) == file.sha256
    except FileNotFoundError:
        same = False
    if same:
        fresh.rename(target)
    else:
        fresh.unlink(missing_ok=True)
    return same


# --- Putting one back ------------------------------------------------------------------------------
def restore(folder: Path) -> Manifest:
    """Put a backup into an empty database and the storage, and prove that all is there.

    Files first, which may be done twice, then the database, all or nothing. Raises Failed.
    """
    manifest = Manifest.read(folder / "manifest.json")
    database = _owners()
    dump = folder / "database.dump"
    if _hash_of(dump) != manifest.dump_sha256:
        raise Failed(f"{dump} is damaged: its hash is not the manifest's. Take another backup.")
    with psycopg.connect(_address(database), password=database.password) as connection:
        tools = binaries.find_client(max(connection.info.server_version // 10_000, manifest.postgres))
        if _tables(connection):
            raise Failed(f"The database {database.name} is not empty: name a new one in DATABASE_URL.")
    for file in manifest.files:
        _put_back(file, folder.parent / "files")
    _run(tools.program("pg_restore"), database, "--exit-on-error", "--single-transaction", "--no-owner", str(dump))
    _prove(manifest, database)
    return manifest


def _put_back(file: Kept, store: Path) -> None:
    """Give a file back to the storage. Raises Failed when either side's is not what it should be."""
    source = _place_of(file, store)
    if not source.exists() or _hash_of(source) != file.sha256:
        raise Failed(f"{source} ({file.name}) is missing or damaged. Take it from another copy of this backup.")
    if default_storage.exists(file.name):
        with default_storage.open(file.name) as there:
            if _copy(there, None) != file.sha256:
                raise Failed(f"The storage has another file called {file.name}: name an empty folder in BARO_VAR.")
        return
    with source.open("rb") as content:
        default_storage.save(file.name, File(content))


def _prove(manifest: Manifest, database: env.Database) -> None:
    """Compare the restored rows and the chain of events with what was saved. Raises Failed."""
    with psycopg.connect(_address(database), password=database.password) as connection:
        found, head = _sums(connection), _chain_head(connection)
    other = sorted(
        name for name in found.keys() | manifest.tables.keys() if found.get(name) != manifest.tables.get(name)
    )
    if other:
        raise Failed(f"These tables are not what was saved: {', '.join(other)}.")
    broken = first_broken_seal()
    if broken is not None or head != manifest.chain_head:
        raise Failed(f"The chain of events is broken at {broken or EventSeal.objects.count()}.")


# --- Both ------------------------------------------------------------------------------------------
def _owners() -> env.Database:
    """The database as its owner, who alone can make its tables."""
    given = env.read(os.environ)
    database = given.migration_database
    if database is None:
        raise SystemExit("Run it as `manage.py backup` or `manage.py restore`.")
    return database


def _address(database: env.Database) -> str:
    """What libpq needs to connect, but for the password, which other users of the machine must not see."""
    options = {**database.options, "options": f"{database.options.get('options', '')} {SETTINGS}".strip()}
    named = {"dbname": database.name, "user": database.user, "host": database.host, "port": database.port}
    return make_conninfo(**{name: value for name, value in (named | options).items() if value})


def _run(program: str, database: env.Database, *words: str) -> None:
    """Run one of PostgreSQL's programs on the database; ends with its own words when it fails."""
    command = [program, f"--dbname={_address(database)}", "--enable-row-security", "--no-password", *words]
    done = subprocess.run(
        command, env=os.environ | {"PGPASSWORD": database.password}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Failed(f"{Path(program).name} failed: {done.stderr.strip()}")


def _place_of(file: Kept, store: Path) -> Path:
    return store / file.sha256[:2] / file.sha256


def _hash_of(path: Path) -> str:
    with path.open("rb") as content:
        return _copy(content, None)


def _copy(source: IO[bytes] | File[bytes], target: IO[bytes] | None) -> str:
    """The SHA-256 of a file's bytes, which are written to `target` on the way."""
    digest = hashlib.sha256()
    while block := source.read(BLOCK):
        digest.update(block)
        if target is not None:
            target.write(block)
    return digest.hexdigest()
