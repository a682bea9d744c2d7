"""One PostgreSQL cluster in one folder: made, started, stopped, found again after a crash.

The server is a foreground child. Its folder holds ``data`` (the cluster), ``run`` (the socket), ``log`` and
``server.json`` (port and passwords, mode 600). Rules: PostgreSQL refuses root, passwords are random and
checked by SCRAM, it listens on loopback and a socket only, and data of another major version is refused.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import shutil
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from config.embedded import binaries
from config.embedded.processes import LOOPBACK, CannotRun, Identity, alive, database_identity, free_port

log = logging.getLogger(__name__)

ADMIN, OWNER, APPLICATION = "baro_admin", "baro_owner", "baro_app"
READY_WITHIN = 120.0  # seconds: recovery after a crash may take long
STOP_WITHIN = 30.0  # seconds before an immediate shutdown
_SOCKET_PATH_LIMIT = 90  # bytes: the kernel allows 107 with the file's own name
_THROW_AWAY = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"),
    # Tables of a few rows: looking for the best order and kind of joins costs more than any of them.
    *("join_collapse_limit=1", "from_collapse_limit=1", "max_parallel_workers_per_gather=0", "jit=off"),
    *("enable_mergejoin=off", "enable_material=off", "enable_memoize=off"),
)


@dataclass(frozen=True)
class Access:
    """How to reach a cluster: its port and each role's password. Kept in a file that only we may read."""

    port: int
    admin: str
    owner: str
    application: str

    def url(self, role: str, database: str) -> str:
        """The address of a database for one of the three roles."""
        password = {ADMIN: self.admin, OWNER: self.owner, APPLICATION: self.application}[role]
        return f"postgresql://{role}:{password}@{LOOPBACK}:{self.port}/{database}"


class Cluster:
    """A PostgreSQL cluster under ``folder``. Two callers at once go through ``config.embedded.sharing``."""

    def __init__(self, folder: Path, *, throw_away: bool = False) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.throw_away = throw_away
        self.server: subprocess.Popen[bytes] | None = None  # our child, when we started it

    # --- What is known without starting anything ---------------------------------------------------
    @property
    def access(self) -> Access | None:
        """How to reach it, or ``None`` when it was never made."""
        try:
            return Access(**json.loads((self.folder / "server.json").read_text()))
        except FileNotFoundError:
            return None

    def pid(self) -> int | None:
        """The number of the running server process, seen through ``postmaster.pid``, if one runs."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if alive(pid) and self._is_ours(pid) else None

    def answers(self) -> bool:
        """Tell whether the server runs and takes a connection with our password."""
        access = self.access
        if access is None or self.pid() is None:
            return False
        try:
            psycopg.connect(access.url(ADMIN, "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    # --- Life --------------------------------------------------------------------------------------
    def start(self, *, ends_with_us: signal.Signals | None = None) -> subprocess.Popen[bytes]:
        """Start the server, making the cluster first when there is none; returns the child, not yet ready."""
        programs = binaries.find_postgres()
        self._make_folder()
        self._refuse_other_version(programs)
        identity = database_identity(self.folder, self.data, Path(programs.program("postgres")))
        if not self.data.exists():
            self._make_cluster(programs, identity)
        access = self._on_a_free_port()
        self._forget_stale_pid()
        log.info("PostgreSQL %s (%s) in %s as %s", programs.version, programs.origin, self.data, identity.told)
        settings = [f"port={access.port}", f"listen_addresses={LOOPBACK}", *self._socket(identity)]
        settings += ["max_connections=60", "shared_buffers=64MB", "password_encryption=scram-sha-256"]
        settings += ["timezone=UTC", "log_timezone=UTC", *(_THROW_AWAY if self.throw_away else ())]
        command = [programs.program("postgres"), "-D", str(self.data)]
        for setting in settings:
            command += ["-c", setting]
        with (self.folder / "log").open("ab") as output:
            return identity.start(command, output=output.fileno(), ends_with_us=ends_with_us, cwd=self.data)

    def wait_ready(self, server: subprocess.Popen[bytes]) -> Access:
        """Wait until the server answers. Raises ``CannotRun`` with its last words if it ends first."""
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until:
            if self.answers():
                access = self.access
                assert access is not None
                return access
            if server.poll() is not None:
                raise CannotRun(f"PostgreSQL did not start: {self._last_words()}")
            time.sleep(0.03)
        raise CannotRun(f"PostgreSQL did not answer within {READY_WITHIN:.0f} s: see {self.folder / 'log'}.")

    def run(self, *, ends_with_us: signal.Signals | None = None) -> subprocess.Popen[bytes]:
        """Start and wait; a crashed server's memory may be held by its last children for a few seconds."""
        for attempt in range(10):
            server = self.start(ends_with_us=ends_with_us)
            try:
                self.wait_ready(server)
            except CannotRun:
                server.wait()
                if attempt == 9 or "shared memory" not in self._last_words():
                    raise
                time.sleep(0.5)
            else:
                self.server = server
                return server
        raise AssertionError("unreachable: the last attempt returns or raises")

    def stop(self) -> None:
        """Stop the server, whoever started it: connections are ended, then, after 30 s, the server is."""
        pid = self.pid()
        if pid is not None:
            _signal(pid, signal.SIGINT)
            until = time.monotonic() + STOP_WITHIN
            while self.pid() == pid and time.monotonic() < until:
                time.sleep(0.03)
            if self.pid() == pid:
                _signal(pid, signal.SIGQUIT)
        if self.server is not None and (pid is None or self.server.pid == pid):
            self.server.wait()

    def remove(self) -> None:
        """Stop the server and delete everything."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- Steps -------------------------------------------------------------------------------------
    def _refuse_other_version(self, programs: binaries.Postgres) -> None:
        try:
            made_by = int((self.data / "PG_VERSION").read_text().strip())
        except FileNotFoundError:
            return
        if made_by != programs.major:
            raise CannotRun(
                f"The database in {self.data} was made by PostgreSQL {made_by} and {programs.origin} "
                f"PostgreSQL is {programs.version}: dump it with version {made_by}, or `make reset`."
            )

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise CannotRun(f"{self.folder} can't be written ({fault.strerror}): set BARO_VAR.") from fault

    def _make_cluster(self, programs: binaries.Postgres, identity: Identity) -> None:
        """Make the cluster beside its place and move it there whole: a crash leaves none half made."""
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        identity.own(fresh)
        access = Access(0, *(secrets.token_urlsafe(24) for _ in range(3)))
        password = fresh / "password"
        password.touch(mode=0o600)
        password.write_text(access.admin)
        identity.own(password)
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if programs.major >= 17 else []
        command = [programs.program("initdb"), "-D", str(fresh / "data"), "-U", ADMIN, f"--pwfile={password}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", *builtin]
        command += ["--no-instructions", *(["--no-sync"] if self.throw_away else [])]
        command += ["--locale=C" if builtin else "--locale=C.UTF-8"]
        with (self.folder / "log").open("wb") as output:
            made = identity.start(command, output=output.fileno(), cwd=fresh).wait()
        if made != 0:
            raise CannotRun(f"PostgreSQL could not make its data folder: {self._last_words()}")
        password.unlink()
        self._keep(access)
        (fresh / "data").rename(self.data)
        fresh.rmdir()

    def _keep(self, access: Access) -> None:
        path = self.folder / "server.json.new"
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(access)))
        path.replace(self.folder / "server.json")

    def _on_a_free_port(self) -> Access:
        access = self.access
        if access is None:
            raise CannotRun(f"{self.folder / 'server.json'} is missing: run `make reset` to start afresh.")
        port = free_port(access.port)
        if port != access.port:
            access = Access(port, access.admin, access.owner, access.application)
            self._keep(access)
        return access

    def _socket(self, identity: Identity) -> list[str]:
        run = self.folder / "run"
        if len(os.fsencode(run)) > _SOCKET_PATH_LIMIT:
            return ["unix_socket_directories="]
        run.mkdir(exist_ok=True)
        identity.own(run)
        run.chmod(0o700)
        return [f"unix_socket_directories={run}"]

    def _is_ours(self, pid: int) -> bool:
        """Tell a server of this folder from a stranger who got the same number after a crash."""
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return True  # no /proc here: PostgreSQL's own check decides
        return os.fsencode(self.data) in words

    def _forget_stale_pid(self) -> None:
        """After a crash the number in the file may by now be a stranger's, and PostgreSQL would not start."""
        if self.pid() is None and Path("/proc/self/cmdline").exists():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for left in (self.folder / "run").glob(".s.PGSQL.*"):
                left.unlink(missing_ok=True)

    def _last_words(self) -> str:
        try:
            lines = (self.folder / "log").read_text(errors="replace").strip().splitlines()
        except FileNotFoundError:
            return "it left no log"
        telling = [line for line in lines[-20:] if "FATAL" in line or "error" in line.lower()]
        return (telling or lines or ["it left no log"])[-1]


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
