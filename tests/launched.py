"""A launcher started for tests: every process of an installation, in a folder of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from config.embedded.processes import alive, free_port
from config.env import ROOT

SOON = 180.0  # seconds a machine under load may take
STARTED_WITHIN = 180.0  # seconds: servers, the rows' form, the page and the work
WORLD = "launcher-test"


class Running:
    """A launcher started for a test, with its own data folder."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.output = var / "launcher.out"
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("BARO_", "DATABASE", "CELERY"))}
        environment = inherited | {
            "BARO_VAR": str(var),
            "BARO_MODE": "sample",
            "BARO_PORT": str(free_port()),
            "BARO_WORLD": WORLD,  # no sample world is filled in another world
            "BARO_TRUSTED_PROXIES": "127.0.0.2",  # who asks from there is a proxy of ours
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        self.environment = environment
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        with self.output.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "config.launcher"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def address(self) -> str:
        found = re.findall(r"Baro is ready .*: (http://localhost:\d+)/", self.said())
        return found[-1] if found else ""

    def port(self) -> int:
        return int(self.address().rpartition(":")[2])

    def health(self) -> dict[str, Any]:
        with urlopen(f"{self.address()}/health/", timeout=SOON) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def healthy(self) -> bool:
        try:
            return bool(self.health()["database"])
        except OSError:
            return False

    def pids(self) -> dict[str, int]:
        try:
            state = json.loads((self.var / "run" / "processes.json").read_text())
        except FileNotFoundError:
            return {}
        return {row["name"]: row["pid"] for row in state["processes"] if row["pid"]}

    def ready(self) -> bool:
        assert self.process.poll() is None, self.said()
        return bool(self.address()) and len(self.pids()) == 6

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=SOON) == 0, self.said()


def eventually(true: Callable[[], bool], within: float = SOON) -> None:
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def of_this(var: Path) -> list[int]:
    """Every process that carries the data folder in its command or environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(var) in text and int(folder.name) != os.getpid() and alive(int(folder.name)):
            found.append(int(folder.name))
    return found


@contextmanager
def a_launcher(var: Path) -> Iterator[Running]:
    """Have a launcher run for the length of the block; nothing of it is left afterwards."""
    launcher = Running(var)
    try:
        eventually(launcher.ready, STARTED_WITHIN)
        yield launcher
    finally:
        if launcher.process.poll() is None:
            launcher.process.kill()
            launcher.process.wait()
        eventually(lambda: of_this(var) == [])
