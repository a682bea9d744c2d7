"""Small things every managed process needs: ports, locks, the signal at a parent's death, identity."""

from __future__ import annotations

import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class CannotRun(SystemExit):
    """A process can't be run here; the message is one sentence that says what to do."""


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port of the loopback address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port(preferred: int = 0) -> int:
    """Return the preferred port when it is free, else one the system picks."""
    if preferred and is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def accepts(port: int) -> bool:
    """Tell whether something answers on this port of the loopback address."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=0.5):
            return True
    except OSError:
        return False


def alive(pid: int) -> bool:
    """Tell whether a process of this number runs (a finished one nobody has waited for does not count)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True


def dies_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return what a child runs before ``exec`` so that the kernel signals it when its parent dies (Linux)."""

    def ask() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return ask


@contextmanager
def locked(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[int]:
    """Hold an advisory lock on ``path``; the kernel frees it however the process ends, so none is ever stale.

    Raises ``BlockingIOError`` when ``wait`` is false and somebody else holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
        yield handle
    finally:
        os.close(handle)


def is_locked(path: Path) -> bool:
    """Tell whether another process holds the lock on ``path``."""
    try:
        with locked(path, wait=False):
            return False
    except BlockingIOError:
        return True


@dataclass(frozen=True)
class Identity:
    """Who a server process runs as: ourselves, another account, or somebody else in a user namespace."""

    uid: int | None
    gid: int | None
    prefix: tuple[str, ...]
    told: str

    def own(self, path: Path) -> None:
        """Give a file or folder to this identity."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def start(
        self,
        command: list[str],
        *,
        output: int,
        ends_with_us: signal.Signals | None = None,
        cwd: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a command as this identity, in a process group of its own."""
        prefix = list(self.prefix)
        if prefix and ends_with_us is not None and shutil.which("setpriv"):
            # Entering a user namespace forgets the parent-death signal, so it is asked for again inside.
            prefix += ["setpriv", "--pdeathsig", ends_with_us.name.removeprefix("SIG")]
        return subprocess.Popen(
            [*prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=environment,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            start_new_session=True,
            preexec_fn=None if ends_with_us is None else dies_with_parent(ends_with_us),
        )


OURSELVES = Identity(None, None, (), "this account")
NAMESPACE = Identity(None, None, ("unshare", "-U", "--map-user=1000", "--map-group=1000"), "a user namespace")


def reaches(account: pwd.struct_passwd, *paths: Path) -> bool:
    """Tell whether an account can enter each folder and read each file, as seen by the kernel."""
    checks = " && ".join(f'test -r "${n}" && test -x "${n}"' for n in range(1, len(paths) + 1))
    done = subprocess.run(
        ["/bin/sh", "-c", checks, "sh", *map(str, paths)],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd="/",
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return done.returncode == 0


def database_identity(folder: Path, data: Path, binary: Path) -> Identity:
    """Choose who runs PostgreSQL, which refuses root. Raises ``CannotRun`` when nobody can.

    Existing data keeps its owner; new data goes to the ``postgres`` account if that can reach the folder,
    else into a user namespace.
    """
    if os.geteuid() != 0:
        if data.exists() and data.stat().st_uid != os.geteuid():
            raise CannotRun(f"The database in {data} belongs to another account: run Baro as that one.")
        return OURSELVES
    owner = data.stat().st_uid if data.exists() else None
    account = _account(owner)
    if account is not None and reaches(account, folder, binary):
        return Identity(account.pw_uid, account.pw_gid, (), f"account {account.pw_name}")
    if owner in (None, 0) and _namespaces_allowed():
        return NAMESPACE
    raise CannotRun(
        f"PostgreSQL does not run as root and no other account can reach {folder}: "
        "run Baro as an ordinary user, or move it to a folder that everybody may enter."
    )


def _account(owner: int | None) -> pwd.struct_passwd | None:
    """The account existing data belongs to; for new data ``postgres``, where there is one."""
    try:
        if owner is None:
            return pwd.getpwnam("postgres")
        return pwd.getpwuid(owner) if owner else None
    except KeyError:
        return None


def _namespaces_allowed() -> bool:
    """Tell whether the kernel lets us be somebody else in a user namespace."""
    if not shutil.which("unshare"):
        return False
    done = subprocess.run(
        [*NAMESPACE.prefix, "true"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return done.returncode == 0
