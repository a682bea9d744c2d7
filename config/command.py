"""Runs one of Django's commands with a database behind it, whichever way this installation has one.

``DATABASE_URL`` names a real server. Without it the embedded one is used, and started for the length of the
command when none runs. ``--world NAME`` chooses another database of the same server; ``replay`` makes its
world's database anew each time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management import execute_from_command_line

from config import env
from config.embedded import roles, sharing
from config.embedded.postgres import APPLICATION, OWNER

WITHOUT_DATABASE = {
    "",
    "help",
    "version",
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "spectacular",
}


MAKES_A_WORLD = {"replay", "migrate", "sample_world", "first_administrator"}
"""Commands that may be given a world that is not there yet. Any other would find its tables missing."""


def main(arguments: list[str]) -> None:
    """Run ``manage.py`` with these arguments (the first is the program's own name)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    name = arguments[1] if len(arguments) > 1 else ""
    if name.startswith("-") or name in WITHOUT_DATABASE or {"-h", "--help"} & set(arguments):
        execute_from_command_line(arguments)
        return
    arguments, world = take_world(arguments)
    if world:
        os.environ["BARO_WORLD"] = world
    elif name == "replay":
        raise SystemExit("A replay has a world of its own: name a .toml file, or write --world NAME.")
    if name == "migrate":
        os.environ["BARO_PROCESS"] = "migrate"
    with databases(env.read(os.environ), makes=name in MAKES_A_WORLD):
        if name == "replay" and "--check" not in arguments:
            execute_from_command_line([*arguments, "--check"])  # a bad file leaves the world of the last good one
            make_anew(world)
        execute_from_command_line(arguments)


def take_world(arguments: list[str]) -> tuple[list[str], str]:
    """Split ``--world NAME`` off the arguments; a replay's world is named after its file unless told."""
    rest, world = [], ""
    words = iter(arguments)
    for word in words:
        if word == "--world":
            world = next(words, "")
        elif word.startswith("--world="):
            world = word.partition("=")[2]
        else:
            rest.append(word)
    if not world and rest[1:2] == ["replay"]:
        world = next((Path(word).stem for word in rest[2:] if word.endswith(".toml")), "")
    return rest, world


@contextmanager
def databases(given: env.Environment, *, makes: bool) -> Iterator[None]:
    """Have ``DATABASE_URL`` and ``MIGRATION_DATABASE_URL`` name the world's database, made if missing.

    Raises SystemExit for a named world that is not there, unless the command ``makes`` one.
    """
    name = roles.database_name(given.world)
    if given.database is not None:
        if given.world:
            for variable in ("DATABASE_URL", "MIGRATION_DATABASE_URL"):
                if os.environ.get(variable):
                    os.environ[variable] = with_database(os.environ[variable], name)
        yield
        return
    with sharing.database(given.var) as access:
        server = access.url(OWNER, "postgres")
        if prepare(server, name, APPLICATION) and given.world and not makes:
            roles.drop_database(server, name)
            raise SystemExit(f"There is no world {given.world} in {given.var}: `manage.py replay` makes one.")
        os.environ["DATABASE_URL"] = access.url(APPLICATION, name)
        os.environ["MIGRATION_DATABASE_URL"] = access.url(OWNER, name)
        yield


def prepare(owner_url: str, name: str, application: str) -> bool:
    """Make the database unless it is there, and let the application role use what the owner makes in it.

    Tells whether it was made.
    """
    made = roles.ensure_database(owner_url, name)
    if made:
        roles.grant_application(with_database(owner_url, name), application)
    return made


def make_anew(world: str) -> None:
    """Delete a world's database, stored files and mail, and make the database again, migrated and empty."""
    name = roles.database_name(world)
    shutil.rmtree(env.world_folder(env.read(os.environ).var, world), ignore_errors=True)
    owner_url = os.environ.get("MIGRATION_DATABASE_URL") or os.environ["DATABASE_URL"]
    server = with_database(owner_url, "postgres")
    roles.drop_database(server, name)
    prepare(server, name, urlsplit(os.environ["DATABASE_URL"]).username or APPLICATION)
    migrate(with_database(owner_url, name))


def with_database(url: str, name: str) -> str:
    """The same address with another database's name."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def migrate(owner_url: str) -> None:
    """Bring a database to the present form, in a process of its own because it runs as another role."""
    changed = {"MIGRATION_DATABASE_URL": owner_url, "DATABASE_URL": owner_url, "BARO_PROCESS": "migrate"}
    done = subprocess.run(
        [sys.executable, str(env.ROOT / "manage.py"), "migrate", "--verbosity", "0"],
        cwd=env.ROOT,
        env=os.environ | changed,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit("The migrations failed; what is wrong stands above.")
