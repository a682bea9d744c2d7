"""F11: a backup is made while people write; one command puts it on an empty machine, and every hash is equal."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.actors import Actor
from config import backup
from config.embedded import roles
from config.embedded.postgres import APPLICATION, OWNER
from config.env import ROOT
from core import clock
from core.events import record, seal_new
from core.files import store_upload
from tests.build import a_ministry_world
from tests.build_proposals import PDF
from tests.database import Clones

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

BY = Actor.system()


def a_write(number: int) -> None:
    """A file, kept with its event in one transaction, as the actions do."""
    at = clock.now()
    upload = SimpleUploadedFile(f"plan-{number}.pdf", PDF + str(number).encode())
    with transaction.atomic():
        file = store_upload(upload, allowed=["pdf"], max_bytes=1 << 20, by=1, at=at)
        record("core.file_kept", subject=file, by=BY, at=at, data={"number": number})


def environment(var: Path, clones: Clones, name: str) -> dict[str, str]:
    """What an operator has in his shell: the database as the application and as its owner, and the folder."""
    return os.environ | {
        "BARO_MODE": "sample",
        "BARO_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": clones.access.url(APPLICATION, name),
        "MIGRATION_DATABASE_URL": clones.access.url(OWNER, name),
    }


def command(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    manage = [sys.executable, "manage.py", *words]
    return subprocess.run(manage, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def people_writing() -> Iterator[None]:
    """Somebody keeps writing, and the chain is sealed meanwhile."""
    done = Flag()

    def write() -> None:
        number = 1_000
        while not done.wait(0.01):
            number += 1
            a_write(number)
            if number % 5 == 0:
                seal_new(at=clock.now())
        connection.close()

    writer = Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


@dataclass
class Saved:
    """A backup of a world that went on."""

    folder: Path
    manifest: backup.Manifest
    before: int
    """Files that were there before it began."""
    after: int
    """Files that were there when it had ended."""


def count(clones: Clones, name: str, table: str) -> int:
    with psycopg.connect(clones.access.url(OWNER, name), options="-c baro.scope=system") as own:
        row = own.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  a name of ours
    assert row is not None
    return int(row[0])


@pytest.fixture(scope="module")
def saved(
    clones: Clones, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Saved]:
    """One backup for the whole module, taken by the command while somebody writes."""
    var, place = tmp_path_factory.mktemp("var"), tmp_path_factory.mktemp("backups")
    with (
        clones.clone() as name,
        django_db_blocker.unblock(),
        clones.connected(name),
        override_settings(MEDIA_ROOT=var / "files"),
    ):
        a_ministry_world()
        for number in range(20):
            a_write(number)
        before = count(clones, name, "core_storedfile")
        with people_writing():
            done = command("backup", str(place), environment=environment(var, clones, name))
            after = count(clones, name, "core_storedfile")
        assert done.returncode == 0, done.stderr
        folder = Path(done.stdout.strip())
        yield Saved(folder, backup.Manifest.read(folder / "manifest.json"), before, after)


@pytest.fixture
def empty(clones: Clones) -> Iterator[str]:
    """A new database, made and granted as an operator's, with no table in it."""
    name = f"restored_{os.getpid()}"  # each worker its own
    roles.drop_database(clones.server, name)
    roles.ensure_database(clones.server, name)
    roles.grant_application(clones.access.url(OWNER, name), APPLICATION)
    yield name
    roles.drop_database(clones.server, name)


def test_a_backup_is_of_one_moment_while_people_write(saved: Saved) -> None:
    rows, _ = saved.manifest.tables["core_storedfile"]
    assert saved.before <= rows == len(saved.manifest.files) < saved.after
    assert not list(saved.folder.parent.glob("*.partial"))


def test_one_command_puts_it_on_an_empty_machine(saved: Saved, empty: str, clones: Clones, tmp_path: Path) -> None:
    done = command("restore", str(saved.folder), environment=environment(tmp_path, clones, empty))
    assert done.returncode == 0, done.stderr
    assert f"{len(saved.manifest.files)} files" in done.stdout
    assert count(clones, empty, "core_event") == saved.manifest.tables["core_event"][0] > saved.before
    for file in saved.manifest.files:
        assert hashlib.sha256((tmp_path / "files" / file.name).read_bytes()).hexdigest() == file.sha256
    with (
        psycopg.connect(clones.access.url(APPLICATION, empty), options="-c baro.scope=system") as serving,
        pytest.raises(psycopg.Error, match="core_event"),
    ):
        serving.execute("DELETE FROM core_event")  # what must never change is guarded there too

    again = command("restore", str(saved.folder), environment=environment(tmp_path, clones, empty))
    assert again.returncode == 1
    assert "is not empty" in again.stderr


@pytest.fixture
def as_operator(empty: str, clones: Clones, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell of one who restores here."""
    for key, value in environment(tmp_path, clones, empty).items():
        monkeypatch.setenv(key, value)


def a_copy(saved: Saved, place: Path) -> Path:
    """The same backup in another place, to be damaged there."""
    subprocess.run(["cp", "-r", str(saved.folder.parent), str(place)], check=True)
    return place / saved.folder.name


@pytest.mark.usefixtures("as_operator")
def test_a_damaged_dump_is_refused(saved: Saved, tmp_path: Path) -> None:
    folder = a_copy(saved, tmp_path / "copy")
    with (folder / "database.dump").open("r+b") as dump:
        dump.seek(5_000)
        byte = dump.read(1)
        dump.seek(5_000)
        dump.write(bytes([byte[0] ^ 1]))
    with pytest.raises(backup.Failed, match=r"database\.dump is damaged"):
        backup.restore(folder)


@pytest.mark.usefixtures("as_operator")
def test_a_damaged_file_is_refused_by_name(saved: Saved, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    folder = a_copy(saved, tmp_path / "copy")
    file = saved.manifest.files[7]
    (folder.parent / "files" / file.sha256[:2] / file.sha256).write_bytes(b"other")
    with pytest.raises(backup.Failed, match=file.name):
        backup.restore(folder)


@pytest.mark.usefixtures("as_operator")
def test_a_missing_row_is_found_after_the_fact(
    saved: Saved, tmp_path: Path, settings: Any, django_db_blocker: DjangoDbBlocker
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    folder = a_copy(saved, tmp_path / "copy")
    path = folder / "manifest.json"
    told = json.loads(path.read_text())
    told["tables"]["accounts_person"][0] += 1
    path.write_text(json.dumps(told))
    with django_db_blocker.unblock(), pytest.raises(backup.Failed, match="not what was saved: accounts_person"):
        backup.restore(folder)


@pytest.mark.usefixtures("as_operator")
def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(backup.Failed, match="no backup"):
        backup.restore(tmp_path)


def test_a_file_that_is_no_longer_what_was_stored_is_named(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "ab").write_bytes(b"changed")
    kept = backup.Kept("ab", 7, hashlib.sha256(b"written").hexdigest())
    assert not backup._save(kept, tmp_path / "store")
    assert not backup._save(backup.Kept("gone", 7, kept.sha256), tmp_path / "store")
    assert not list((tmp_path / "store").rglob("*.[0-9]*"))
    assert backup._save(backup.Kept("ab", 7, hashlib.sha256(b"changed").hexdigest()), tmp_path / "store")
