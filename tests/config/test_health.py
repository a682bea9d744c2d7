"""What machines ask: does it live, is it ready, how does it fare; and a production installation without a warning."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from config import alive, health
from config.env import ROOT
from core import clock
from core.models import SweepRun
from core.probe import Answer, Journal

TOKEN = "a-token-of-the-tests"
PRODUCTION = {
    "BARO_MODE": "production",
    "BARO_SECRET_KEY": "".join(chr(33 + number) for number in range(60)),
    "BARO_HOSTS": "grants.example.org",
    "BARO_ORIGINS": "https://grants.example.org",
    "BARO_TRUSTED_PROXIES": "10.0.0.5",
    "DATABASE_URL": "postgresql://baro_app:x@database/baro?sslmode=verify-full",
    "CELERY_BROKER_URL": "rediss://:x@broker/0",
}


def test_who_can_answer_lives(client: Client) -> None:
    """Whoever asks, by whatever name of the machine: watchers know its number alone."""
    assert client.get("/health/live/").json() == {"live": True}
    assert client.get("/health/live/", headers={"Host": "10.0.0.9:8000"}).json() == {"live": True}


def test_it_is_ready_when_the_database_has_the_form_of_this_version(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": ""})
    newer = health._known_migrations() | {("core", "9999_of_the_next_version")}
    monkeypatch.setattr(health, "_known_migrations", lambda: newer)
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "missing": "migrations"})


def test_it_is_not_ready_without_its_database(committed_db: str, client: Client) -> None:
    connection.close()
    connection.settings_dict["NAME"] = "nowhere"
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()["missing"]) == (503, "database")
    assert client.get("/health/").json()["database"] is False
    assert client.get("/health/live/").status_code == 200


def figure(text: str, name: str) -> float:
    (found,) = re.findall(rf"^{re.escape(name)} (\S+)$", text, flags=re.MULTILINE)
    return float(found)


def test_figures_are_for_whoever_has_the_token(db: None, client: Client, settings: Any) -> None:
    assert client.get("/metrics/").status_code == 404
    settings.BARO_METRICS_TOKEN = TOKEN
    assert client.get("/metrics/").status_code == 404
    assert client.get("/metrics/", headers={"Authorization": "Bearer another"}).status_code == 404
    SweepRun.objects.create(name="test", started_at=clock.system_now(), rows_failed=3)
    client.get("/health/live/")
    answer = client.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert figure(text, 'baro_requests_total{method="GET",route="health-live",status="200"}') >= 1
    assert figure(text, 'baro_request_seconds_count{route="health-live"}') >= 1
    assert figure(text, 'baro_sweep_failed_rows{sweep="test"}') == 3
    assert 0 <= figure(text, 'baro_sweep_age_seconds{sweep="test"}') < 60
    assert figure(text, "baro_database_up") == 1
    assert figure(text, "baro_broker_up") == 1
    assert figure(text, "baro_events_unsealed") == 0


def test_a_broker_that_is_away_is_a_figure_and_no_failure(db: None, client: Client, settings: Any) -> None:
    settings.BARO_METRICS_TOKEN = TOKEN
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    text = client.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert figure(text, "baro_broker_up") == 0
    assert figure(text, "baro_database_up") == 1


def test_signs_of_life_grow_old(tmp_path: Path) -> None:
    assert not alive.gives_signs(tmp_path, "worker")
    sign = alive.sign(tmp_path, "worker")
    sign.parent.mkdir()
    sign.touch()
    assert alive.gives_signs(tmp_path, "worker")
    long_ago = sign.stat().st_mtime - 2 * alive.SIGNS_STALE_AFTER
    os.utime(sign, (long_ago, long_ago))
    assert not alive.gives_signs(tmp_path, "worker")


def test_a_probe_lives_while_it_writes_down(tmp_path: Path) -> None:
    assert not alive.writes_down(tmp_path)
    Journal(tmp_path / "probe").append("one", datetime(2004, 3, 31, tzinfo=UTC), Answer(None, 5_000))
    assert alive.writes_down(tmp_path)
    file = next((tmp_path / "probe").glob("*.jsonl"))
    long_ago = file.stat().st_mtime - 2 * alive.SIGNS_STALE_AFTER
    os.utime(file, (long_ago, long_ago))
    assert not alive.writes_down(tmp_path)


def test_nobody_answers_where_nobody_listens() -> None:
    assert not alive.page_answers(1)


def test_production_is_without_a_warning(tmp_path: Path) -> None:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("BARO_", "DATABASE", "CELERY", "DJANGO"))}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=inherited | PRODUCTION | {"BARO_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "System check identified no issues (0 silenced)." in done.stdout + done.stderr
