"""The launcher with real processes: a page, a restart, a polite refusal, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from config import alive as health_check
from config.embedded.processes import alive
from config.env import ROOT
from tests.launched import SOON, Running, eventually, of_this

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]


def test_the_page_answers_and_names_each_process(running: Running) -> None:
    health = running.health()
    assert health["database"] is True
    assert {row["name"] for row in health["processes"]} == {"database", "broker", "web", "worker", "beat", "probe"}
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
