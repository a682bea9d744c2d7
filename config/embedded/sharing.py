"""Several commands share one embedded server: the first starts it, the last one to end stops it.

Each user holds a shared lock for as long as it lives; who can turn it into an exclusive one is the last. The
kernel frees locks at any death, so nothing is left to clean after a crash.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded import roles
from config.embedded.postgres import Access, Cluster
from config.embedded.processes import CannotRun, is_locked, locked

_left_to_others: list[Cluster] = []  # servers we started that others still use: kept from the collector
LAUNCHER_WAIT = 60.0  # seconds a command waits for the launcher's server to be (again) ready


def launcher_lock(var: Path) -> Path:
    """The lock a launcher holds for its whole life."""
    return var / "run" / "launcher.lock"


def users_lock(var: Path) -> Path:
    """The lock every user of the embedded database shares."""
    return var / "run" / "database-users.lock"


def start_lock(var: Path) -> Path:
    """The lock under which the embedded database is started or stopped."""
    return var / "run" / "database-start.lock"


@contextmanager
def database(var: Path, *, throw_away: bool = False) -> Iterator[Access]:
    """Have the embedded server run for the length of the block; safe for many callers at once."""
    cluster = Cluster(var / "postgres", throw_away=throw_away)
    with locked(users_lock(var), shared=True) as handle:
        with locked(start_lock(var)):
            access = _running(cluster, var)
        try:
            yield access
        finally:
            with locked(start_lock(var)):
                if not is_locked(launcher_lock(var)) and _is_last(handle):
                    cluster.stop()
                elif cluster.server is not None:
                    _left_to_others.append(cluster)


def _running(cluster: Cluster, var: Path) -> Access:
    """Find or start the server. While a launcher runs, the server is the launcher's to start."""
    until = time.monotonic() + LAUNCHER_WAIT
    while not cluster.answers() and is_locked(launcher_lock(var)):
        if time.monotonic() > until:
            raise CannotRun("Baro is running but its database does not answer: look into its log, or stop it.")
        time.sleep(0.2)
    if not cluster.answers():
        if cluster.pid() is not None:
            cluster.stop()  # it runs but does not answer: left by a crash
        cluster.run()
        access = cluster.access
        assert access is not None
        roles.ensure_roles(access)
    access = cluster.access
    assert access is not None
    return access


def _is_last(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
