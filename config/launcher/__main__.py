"""The launcher's life: one at a time, servers first, then the rows' form, then the page and the work."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from config import env
from config.embedded import sharing
from config.embedded.postgres import READY_WITHIN, Cluster
from config.embedded.processes import CannotRun, is_locked, locked
from config.launcher import assets, health
from config.launcher.plan import Plan
from config.launcher.services import Service, kill_group, say

TURN = 0.1  # seconds between two looks at the processes
WRITE_EVERY = 2.0  # seconds between two writings of the state
WEB_READY_WITHIN = 60.0  # seconds
COMMANDS_END_WITHIN = 30.0  # seconds we wait for commands that use the database


class Stop(BaseException):
    """Somebody asked us to end (Ctrl-C or SIGTERM)."""


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # asked once is enough; the end is under way
    raise Stop


class Launcher:
    """Starts what the plan names, keeps it running, and leaves no process behind."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.services: list[Service] = []
        self.passing: list[subprocess.Popen[bytes]] = []
        self.written = 0.0

    def run(self) -> None:
        """Run until asked to stop."""
        began = time.monotonic()
        try:
            self._servers()
            self._prepare()
            self._page()
            self._welcome(time.monotonic() - began)
            sample = self.plan.sample_world()
            if sample is not None:
                self.passing.append(sample)
            while True:
                self._turn()
        except Stop:
            say("Stopping.")
        finally:
            self._end()

    # --- Starting ----------------------------------------------------------------------------------
    def _servers(self) -> None:
        if self.plan.cluster is not None:
            _take_over(self.plan)
        waiting = self.plan.servers()
        for service in waiting:
            self.services.append(service)
            service.begin()
        for service in waiting:
            self._wait(service, READY_WITHIN)
        self.plan.connect()

    def _prepare(self) -> None:
        """Catalogues, static files and the rows' form, side by side."""
        steps = {
            "migrate": self.plan.step("migrate", ["manage.py", "migrate", "--verbosity", "1"], role="migrate"),
        }
        if assets.stale():
            steps["assets"] = self.plan.step("assets", ["-m", "config.launcher.assets"])
        self.passing += steps.values()
        while any(step.poll() is None for step in steps.values()):
            self._turn()
        for name, step in steps.items():
            if step.returncode != 0:
                raise CannotRun(f"{name} failed: see {self.plan.log(name)}.")

    def _page(self) -> None:
        """The web first and alone: on a small machine three starts at once would each be slow."""
        for service in self.plan.workers():
            self.services.append(service)
            service.begin()
            self._wait(service, WEB_READY_WITHIN)

    def _wait(self, service: Service, within: float) -> None:
        until = time.monotonic() + within
        while not service.ready():
            if service.process is not None and service.process.poll() is not None:
                raise CannotRun(f"{service.name} ended at once: see the logs in {self.plan.given.var}.")
            if time.monotonic() > until:
                raise CannotRun(f"{service.name} was not ready in {within:.0f} s: see {self.plan.given.var}.")
            time.sleep(0.05)

    def _welcome(self, seconds: float) -> None:
        plan = self.plan
        say(f"Baro is ready after {seconds:.0f} s: {plan.address}")
        if plan.is_new and plan.given.world:
            name = plan.given.world
            say(f"The world {name} is new and empty: `manage.py replay FILE --world {name}` fills it.")
        say(f"Logs are in {plan.given.var / 'log'}. Ctrl-C stops everything.")
        if plan.cluster is not None:
            say("The embedded database is for trial and one machine; production wants DATABASE_URL with TLS.")

    # --- Running and ending ------------------------------------------------------------------------
    def _turn(self) -> None:
        changed = [service for service in self.services if service.tend()]
        self.passing = [one for one in self.passing if one.poll() is None]
        now = time.monotonic()
        if changed or now - self.written > WRITE_EVERY:
            health.write(self.plan.given.var, self.services, self.plan.address)
            self.written = now
        time.sleep(TURN)

    def _end(self) -> None:
        """Stop our own processes together, then the servers they use, the last started first."""
        for one in self.passing:
            kill_group(one.pid)
            one.wait()
        own = [service for service in self.services if service.name not in ("database", "broker")]
        servers = [service for service in self.services if service not in own]
        for group in (own, servers):
            for service in group:
                service.ask_to_stop()
            for service in group:
                service.finish()
        health.state_file(self.plan.given.var).unlink(missing_ok=True)


def _take_over(plan: Plan) -> None:
    """Make sure no other server of ours runs: a killed launcher's is stopped, a command's is waited for."""
    cluster: Cluster | None = plan.cluster
    users = sharing.users_lock(plan.given.var)
    until = time.monotonic() + COMMANDS_END_WITHIN
    while cluster is not None and is_locked(users):
        if time.monotonic() > until:
            raise CannotRun("A command is using the database: start Baro again when it has ended.")
        time.sleep(0.2)
    if cluster is not None:
        cluster.stop()


def main() -> None:
    """Run Baro, or say in one sentence why it can't."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    given = env.read(os.environ)
    try:
        (given.var / "run").mkdir(parents=True, exist_ok=True)
        lock = locked(sharing.launcher_lock(given.var), wait=False)
        with lock:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, _stop)
            Launcher(Plan.read(given)).run()
    except BlockingIOError:
        raise CannotRun(f"Baro already runs in {given.var}: stop that one, or set BARO_VAR for another.") from None
    except PermissionError as fault:
        raise CannotRun(f"{fault.filename or given.var} can't be written: set BARO_VAR to a folder of yours.") from None
    except Stop:
        say("Stopping.")


if __name__ == "__main__":
    main()
