"""Test databases: one embedded server, one migrated template, one clone for each worker or committing test.

The server's folder is kept between runs so that the template can be used again; its name carries a hash of
everything a migration reads. Clones are dropped, also those that a killed run left.
"""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections

from config.embedded import roles
from config.embedded.postgres import APPLICATION, OWNER, Access
from config.embedded.processes import alive, locked
from config.embedded.sharing import database

_numbers = count()


def _migration_files() -> Iterator[Path]:
    """Every file a migration is or reads: itself, the modules of ours it imports, data files of the rooms."""
    for room in settings.ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*")):
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            if "migrations" in path.parts:
                yield path
                if path.suffix == ".py":
                    yield from _imports(path)
            elif path.suffix != ".py":
                yield path
    yield from (settings.BASE_DIR / name for name in ("requirements.lock", "config/embedded/roles.py"))


def _imports(path: Path) -> Iterator[Path]:
    """The files of our own rooms that a migration imports from (directly)."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.split(".")[0] in settings.ROOMS:
                file = settings.BASE_DIR.joinpath(*name.split(".")).with_suffix(".py")
                if file.is_file():
                    yield file


def _template_name() -> str:
    seen = hashlib.sha256("\0".join(settings.INSTALLED_APPS).encode())
    for path in _migration_files():
        seen.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return f"template_{seen.hexdigest()[:20]}"


def _databases(access: Access, like: str) -> list[str]:
    with psycopg.connect(access.url(OWNER, "postgres")) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])
        return [row[0] for row in found.fetchall()]


def _ensure_template(access: Access, template: str) -> None:
    """Migrate as the owner into a fresh database and name it a template only when all went well."""
    server = access.url(OWNER, "postgres")
    if _databases(access, template):
        return
    for old in _databases(access, r"template\_%"):
        roles.drop_database(server, old)
    roles.drop_database(server, "fresh")
    roles.ensure_database(server, "fresh")
    fresh = access.url(OWNER, "fresh")
    roles.grant_application(fresh, APPLICATION)
    as_owner = {
        "DATABASE_URL": fresh,
        "MIGRATION_DATABASE_URL": fresh,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    migrated = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env=os.environ | as_owner,
        capture_output=True,
        text=True,
        check=False,
    )
    if migrated.returncode != 0:
        raise RuntimeError(f"the migrations fail:\n{migrated.stdout}{migrated.stderr}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE fresh RENAME TO {template}")


def _drop_orphans(access: Access) -> None:
    """Drop the clones of runs that were killed: a clone's name carries its process."""
    for name in _databases(access, r"clone\_%"):
        if not alive(int(name.split("_")[1])):
            roles.drop_database(access.url(OWNER, "postgres"), name)


class Clones:
    """Makes clones of the migrated template and points Django at them."""

    def __init__(self, access: Access, template: str, lock: Path) -> None:
        self.access = access
        self.template = template
        self.lock = lock

    @property
    def server(self) -> str:
        """The owner's address for making and dropping databases."""
        return self.access.url(OWNER, "postgres")

    @contextmanager
    def clone(self) -> Iterator[str]:
        """Have a fresh clone for the length of the block; yields its name."""
        name = f"clone_{os.getpid()}_{next(_numbers)}"
        with locked(self.lock):  # a template can be copied by one at a time
            roles.clone_database(self.server, self.template, name)
        try:
            yield name
        finally:
            roles.drop_database(self.server, name)

    def swept(self, name: str) -> None:
        """Free what undone tests left in a clone: their rows stay in the tables, dead, and every later scan reads them.

        Nothing else does: the throw-away server runs no autovacuum.
        """
        with psycopg.connect(self.access.url(OWNER, name), autocommit=True) as connection:
            connection.execute("VACUUM (SKIP_LOCKED)")

    @contextmanager
    def connected(self, name: str) -> Iterator[None]:
        """Point Django's default connection at a clone, as the application role."""
        target = connections.settings["default"]
        before = {key: target[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
        connections["default"].close()
        target.update(
            NAME=name,
            USER=APPLICATION,
            PASSWORD=self.access.application,
            HOST="127.0.0.1",
            PORT=str(self.access.port),
        )
        try:
            yield
        finally:
            connections["default"].close()
            target.update(before)


@contextmanager
def test_databases() -> Iterator[Clones]:
    """Have the server and the template for the length of the block; safe for several workers at once."""
    lock = settings.VAR_DIR / "run" / "template.lock"
    with database(settings.VAR_DIR, throw_away=True) as access:
        with locked(lock):
            template = _template_name()
            _drop_orphans(access)
            _ensure_template(access, template)
        yield Clones(access, template, lock)
