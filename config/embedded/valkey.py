"""One Valkey server in one folder: append-only file on, nothing evicted, loopback, a random password."""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
from pathlib import Path

from config.embedded import binaries
from config.embedded.processes import LOOPBACK, CannotRun, accepts, dies_with_parent, free_port


class Broker:
    """A Valkey server under ``folder``; the password is in a configuration file that only we may read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, number: int = 0) -> str:
        """The address of one of its databases (0 the tasks, 1 the cache)."""
        port, password = self._kept()
        return f"redis://:{password}@{LOOPBACK}:{port}/{number}"

    def ready(self) -> bool:
        """Tell whether it takes connections."""
        return accepts(self._kept()[0])

    def start(self) -> subprocess.Popen[bytes]:
        """Start it in the foreground, as a child that ends with us."""
        program = binaries.find_valkey()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            port, password = self._keep()
        except OSError as fault:
            raise CannotRun(f"{self.folder} can't be written ({fault.strerror}): set BARO_VAR.") from fault
        settings = self.folder / "valkey.conf"
        settings.touch(mode=0o600)
        lines = [f"bind {LOOPBACK}", f"port {port}", f"requirepass {password}", "daemonize no", 'save ""']
        lines += [f'dir "{self.folder}"', "appendonly yes", "appendfsync everysec"]
        lines += ["maxmemory-policy noeviction", "databases 2"]
        settings.write_text("\n".join(lines) + "\n")
        with (self.folder / "log").open("ab") as output:
            return subprocess.Popen(
                [str(program), str(settings)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )

    def _kept(self) -> tuple[int, str]:
        kept = json.loads((self.folder / "server.json").read_text())
        return int(kept["port"]), str(kept["password"])

    def _keep(self) -> tuple[int, str]:
        """Remember port and password; the port is chosen anew only when somebody else has it."""
        try:
            port, password = self._kept()
        except FileNotFoundError:
            port, password = 0, secrets.token_urlsafe(24)
        port = free_port(port)
        path = self.folder / "server.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps({"port": port, "password": password}))
        return port, password
