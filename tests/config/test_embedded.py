"""The embedded database: shared by commands, started after a crash, refused in a sentence where it can't be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import roles, sharing
from config.embedded.postgres import ADMIN, APPLICATION, OWNER, Cluster
from config.embedded.processes import CannotRun, alive, free_port, is_free, is_locked, locked
from config.env import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

USE = """
import sys, time
from pathlib import Path
from config.embedded.sharing import database
with database(Path(sys.argv[1]), throw_away=True) as access:
    print(access.port, flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a cluster that does not run."""
    var = tmp_path_factory.mktemp("var")
    with sharing.database(var, throw_away=True):
        pass
    yield var
    Cluster(var / "postgres").remove()


def user(var: Path, seconds: float) -> subprocess.Popen[str]:
    """A command that uses the database for a while, in a process of its own."""
    words = [sys.executable, "-c", USE, str(var), str(seconds)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_the_last_command_stops_what_the_first_started(made: Path) -> None:
    cluster = Cluster(made / "postgres")
    with user(made, 0.5) as first, user(made, 2.0) as second:
        ports = {process.stdout.readline() for process in (first, second) if process.stdout}
        assert len(ports) == 1
        first.wait()
        assert cluster.answers()
        second.wait()
    assert cluster.pid() is None


def test_a_killed_commands_server_is_used_and_stopped_by_the_next(made: Path) -> None:
    cluster = Cluster(made / "postgres")
    with user(made, 60) as killed:
        assert killed.stdout is not None
        killed.stdout.readline()
        killed.kill()
    left = cluster.pid()
    assert left is not None
    with sharing.database(made):
        assert cluster.pid() == left
    assert cluster.pid() is None
    assert not alive(left)


def test_a_killed_server_starts_again_with_what_was_committed(made: Path) -> None:
    cluster = Cluster(made / "postgres")
    with sharing.database(made) as access:
        with psycopg.connect(access.url(ADMIN, "postgres"), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
        pid = cluster.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while alive(pid):
            time.sleep(0.02)
    with sharing.database(made) as access, psycopg.connect(access.url(ADMIN, "postgres")) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (42,)


def test_a_stale_pid_of_a_stranger_does_not_matter(made: Path) -> None:
    cluster = Cluster(made / "postgres")
    (cluster.data / "postmaster.pid").write_text(f"{os.getppid()}\n{cluster.data}\n0\n1\n\n\n0 0\n")
    assert cluster.pid() is None
    with sharing.database(made):
        assert cluster.answers()


def test_a_busy_port_is_changed_and_remembered(made: Path) -> None:
    cluster = Cluster(made / "postgres")
    before = cluster.access
    assert before is not None
    words = [sys.executable, "-m", "http.server", str(before.port), "--bind", "127.0.0.1"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as squatter:
        while is_free(before.port):
            time.sleep(0.02)
        with sharing.database(made) as access:
            assert access.port != before.port
        squatter.terminate()
    assert cluster.access == access


def test_data_of_another_version_is_refused_in_one_sentence(made: Path) -> None:
    version = made / "postgres" / "data" / "PG_VERSION"
    before = version.read_text()
    version.write_text("9\n")
    try:
        with pytest.raises(CannotRun, match=r"was made by PostgreSQL 9 and .* PostgreSQL is \d+"):
            Cluster(made / "postgres").start()
    finally:
        version.write_text(before)


def test_passwords_are_asked_for_and_kept_from_others(made: Path) -> None:
    assert (made / "postgres" / "server.json").stat().st_mode & 0o777 == 0o600
    with sharing.database(made) as access:
        wrong = access.url(ADMIN, "postgres").replace(access.admin, "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)


def test_the_owner_may_make_databases_and_the_application_may_not(made: Path) -> None:
    with sharing.database(made) as access:
        roles.ensure_roles(access)
        server = access.url(OWNER, "postgres")
        assert roles.ensure_database(server, "one") is True
        assert roles.ensure_database(server, "one") is False
        roles.grant_application(access.url(OWNER, "one"), APPLICATION)
        with psycopg.connect(access.url(OWNER, "one"), autocommit=True) as connection:
            connection.execute("CREATE TABLE grown (n int)")
        with psycopg.connect(access.url(APPLICATION, "one"), autocommit=True) as connection:
            connection.execute("INSERT INTO grown VALUES (1)")
            for forbidden in ("TRUNCATE grown", "DROP TABLE grown", "CREATE TABLE own (n int)"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(forbidden)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            roles.ensure_database(access.url(APPLICATION, "postgres"), "two")
        roles.drop_database(server, "one")


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(CannotRun, match="can't be written"):
        Cluster(tmp_path / "file" / "postgres").start()


def test_a_lock_is_seen_by_others_and_gone_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_locked(path)
    with locked(path):
        assert is_locked(path)
    assert not is_locked(path)


def test_a_free_port_is_the_preferred_one_when_it_can_be() -> None:
    port = free_port()
    assert free_port(port) == port
