"""What is to run: the services of this installation, their commands and the environment each one gets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from config import alive, command, env, process
from config.embedded import roles
from config.embedded.postgres import APPLICATION, OWNER, Cluster
from config.embedded.processes import LOOPBACK, CannotRun, is_free
from config.embedded.valkey import Broker
from config.launcher.services import Service, spawn, trim

FIRST_PORT, PORTS_TRIED = 8000, 50


def wanted_port() -> int:
    """The first port to try for the page: ``BARO_PORT`` or 8000. Raises ``CannotRun`` for anything else."""
    wanted = os.environ.get("BARO_PORT", str(FIRST_PORT))
    if not wanted.isdigit() or not 0 < int(wanted) < 65_000:
        raise CannotRun(f"BARO_PORT={wanted}: write a number such as {FIRST_PORT}.")
    return int(wanted)


def next_free(wanted: int) -> int:
    """The wanted port or the next free one. Raises ``CannotRun`` when a whole row of them is busy."""
    for port in range(wanted, wanted + PORTS_TRIED):
        if is_free(port):
            return port
    raise CannotRun(f"Port {wanted} and the next {PORTS_TRIED - 1} are all busy: set BARO_PORT to a free one.")


@dataclass
class Plan:
    """One installation's processes; the embedded servers are ``None`` where a real one is named."""

    given: env.Environment
    port: int
    cluster: Cluster | None
    broker: Broker | None
    environment: dict[str, str] = field(default_factory=dict)
    owner_url: str = ""
    is_new: bool = False
    """Whether this start made the world's database, which is empty then."""

    @classmethod
    def read(cls, given: env.Environment) -> Plan:
        """Decide from the environment which servers are embedded."""
        return cls(
            given=given,
            port=wanted_port(),
            cluster=None if given.database else Cluster(given.var / "postgres"),
            broker=None if given.broker_url else Broker(given.var / "valkey"),
        )

    @property
    def address(self) -> str:
        """Where a person opens Baro (``localhost``: passkeys refuse a number)."""
        return f"http://localhost:{self.port}/"

    # --- Servers -----------------------------------------------------------------------------------
    def servers(self) -> list[Service]:
        """The embedded servers, in the order they start; each is ready before anything else begins."""
        found = []
        if self.cluster is not None:
            cluster = self.cluster
            found.append(
                Service(
                    "database",
                    lambda: cluster.start(ends_with_us=signal.SIGINT),
                    cluster.answers,
                    stop_signal=signal.SIGINT,
                    grace=30.0,
                )
            )
        if self.broker is not None:
            found.append(Service("broker", self.broker.start, self.broker.ready))
        return found

    def connect(self) -> None:
        """Fix the addresses once the servers answer; make roles and the world's database if missing."""
        self.environment = {key: value for key, value in os.environ.items() if key != "MIGRATION_DATABASE_URL"}
        self.environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
        self.environment.setdefault("BARO_ADDRESS", self.address)
        name = roles.database_name(self.given.world)
        access = self.cluster.access if self.cluster else None
        if access is not None:
            roles.ensure_roles(access)
            server, serving = access.url(OWNER, "postgres"), access.url(APPLICATION, name)
            self.owner_url = access.url(OWNER, name)
            self.is_new = command.prepare(server, name, APPLICATION)
        else:
            serving = os.environ["DATABASE_URL"]
            self.owner_url = os.environ.get("MIGRATION_DATABASE_URL") or serving
            if self.given.world:
                serving = command.with_database(serving, name)
                self.owner_url = command.with_database(self.owner_url, name)
        self.environment["DATABASE_URL"] = serving
        if self.broker is not None:
            self.environment["CELERY_BROKER_URL"] = self.broker.url(0)
            self.environment.setdefault("BARO_CACHE_URL", self.broker.url(1))

    # --- Our own processes -------------------------------------------------------------------------
    def workers(self) -> list[Service]:
        """Web, tasks, the one beat, and the probe that asks the page from outside."""
        return [
            Service("web", self._web, self._page_answers),
            Service("worker", lambda: self._module("worker", "worker", process.worker()), lambda: True),
            Service("beat", lambda: self._module("beat", "beat", process.beat()), lambda: True),
            Service("probe", self._probe, lambda: True),
        ]

    def step(self, name: str, arguments: list[str], *, role: str = "command") -> subprocess.Popen[bytes]:
        """Start a command that ends by itself, such as ``migrate``; its words go to its log."""
        return self._spawn([sys.executable, *arguments], role, self.log(name))

    def sample_world(self) -> subprocess.Popen[bytes] | None:
        """Start filling the sample world; its words (the sign-ins) go to the terminal."""
        program = env.ROOT / "scenarios" / "management" / "commands" / "sample_world.py"
        if self.given.mode != "sample" or self.given.world or not program.exists():
            return None
        return self._spawn([sys.executable, "manage.py", "sample_world", "--if-empty"], "command", None)

    def log(self, name: str) -> Path:
        """The log of one process."""
        folder = self.given.var / "log"
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / f"{name}.log"
        trim(log)
        return log

    def _web(self) -> subprocess.Popen[bytes]:
        """Start the page on a port that is free at this moment."""
        self.port = next_free(self.port)
        bind = os.environ.get("BARO_BIND", LOOPBACK)
        return self._module("web", "web", process.web(f"{bind}:{self.port}", grace="5"))

    def _probe(self) -> subprocess.Popen[bytes]:
        """Start the probe at the page's own port, unless it is told another address."""
        asked = {"BARO_PROBE_ADDRESS": os.environ.get("BARO_PROBE_ADDRESS", f"{self.address}health/ready/")}
        return self._spawn([sys.executable, *process.probe()], "probe", self.log("probe"), asked)

    def _page_answers(self) -> bool:
        """Tell whether the page's health is good: the port answers long before the first page can."""
        return alive.page_answers(self.port, "/health/")

    def _module(self, name: str, role: str, words: list[str]) -> subprocess.Popen[bytes]:
        return self._spawn([sys.executable, "-m", *words], role, self.log(name))

    def _spawn(
        self, words: list[str], name: str, log: Path | None, more: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        changed = {"BARO_PROCESS": name, "BARO_VAR": str(self.given.var), **(more or {})}
        if name == "migrate":
            changed["MIGRATION_DATABASE_URL"] = self.owner_url
        if name == "web":
            changed[process.METRICS_FOLDER] = str(process.figures_folder(self.given.var))
        return spawn(words, self.environment | changed, log, env.ROOT)
