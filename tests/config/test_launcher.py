"""The launcher with real processes: a page, a restart, a polite refusal, and nothing left behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from config import alive as health_check
from config.embedded.processes import alive, free_port
from config.env import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

SOON = 60.0  # seconds a machine under load may take


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
            "BARO_WORLD": "launcher-test",  # no sample world is filled in another world
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
        return bool(self.address()) and len(self.pids()) == 5

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


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One launcher for the whole module; starting it is the costly part."""
    var = tmp_path_factory.mktemp("var")
    launcher = Running(var)
    try:
        eventually(launcher.ready)
        yield launcher
    finally:
        if launcher.process.poll() is None:
            launcher.process.kill()
            launcher.process.wait()
        eventually(lambda: of_this(var) == [])


def test_the_page_answers_and_names_each_process(running: Running) -> None:
    health = running.health()
    assert health["database"] is True
    assert {row["name"] for row in health["processes"]} == {"database", "broker", "web", "worker", "beat"}
    assert all(row["running"] and row["age_seconds"] >= 0 for row in health["processes"])


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_a_process_without_a_page_gives_signs_of_life(running: Running, name: str) -> None:
    eventually(lambda: health_check.gives_signs(running.var, name))


def test_a_world_that_nobody_made_is_said_to_be_empty(running: Running) -> None:
    assert "The world launcher-test is new and empty" in running.said()


def test_a_second_start_is_refused_in_one_sentence(running: Running) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "config.launcher"],
        cwd=ROOT,
        env=running.environment,
        capture_output=True,
        text=True,
        timeout=SOON,
        check=False,
    )
    assert second.returncode != 0
    assert second.stdout == ""
    assert second.stderr.strip() == f"Baro already runs in {running.var}: stop that one, or set BARO_VAR for another."


@pytest.mark.parametrize("name", ["worker", "web"])
def test_a_killed_process_is_started_again(running: Running, name: str) -> None:
    before = running.pids()[name]
    os.kill(before, signal.SIGKILL)
    eventually(lambda: running.pids().get(name) not in (None, before))
    eventually(lambda: not alive(before))


def test_the_database_comes_back_by_itself_and_the_page_with_it(running: Running) -> None:
    before = running.pids()["database"]
    os.kill(before, signal.SIGKILL)
    eventually(lambda: running.pids().get("database") not in (None, before))
    eventually(running.healthy)


def test_a_command_uses_the_launchers_database(running: Running) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "showmigrations", "core"],
        cwd=ROOT,
        env=running.environment,
        capture_output=True,
        text=True,
        timeout=SOON,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "[X] 0001" in done.stdout
    assert running.process.poll() is None
    eventually(running.healthy)


def test_a_command_for_a_world_that_is_not_there_says_so_and_makes_none(running: Running) -> None:
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "manage.py", "check_books", "--world", "nowhere"],
            cwd=ROOT,
            env=running.environment,
            capture_output=True,
            text=True,
            timeout=SOON,
            check=False,
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.strip() == f"There is no world nowhere in {running.var}: `manage.py replay` makes one."


def test_kill_leaves_no_process_and_the_next_start_keeps_the_data(running: Running) -> None:
    key = (running.var / "secret_key").read_text()
    running.process.kill()
    running.process.wait()
    eventually(lambda: of_this(running.var) == [])

    running.output.write_text("")
    running.process = running.start()
    eventually(running.ready)
    assert (running.var / "secret_key").read_text() == key
    assert "Applying" not in (running.var / "log" / "migrate.log").read_text().rpartition("Running migrations")[2]

    running.stop()
    assert of_this(running.var) == []
    assert running.said().rstrip().endswith("Stopping.")
