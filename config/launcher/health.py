"""What runs and since when: written by the launcher, read by the page ``/health/``."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.launcher.services import Service

STALE_AFTER = 10.0  # seconds without a word from the launcher


def state_file(var: Path) -> Path:
    """Where the launcher writes what runs."""
    return var / "run" / "processes.json"


def write(var: Path, services: Iterable[Service], address: str) -> None:
    """Write what runs; readers see the old file or the new one, never half of it."""
    rows = [
        {
            "name": service.name,
            "pid": service.process.pid if service.process else None,
            "started_at": service.started_at,
            "restarts": service.restarts,
        }
        for service in services
    ]
    path = state_file(var)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"written_at": time.time(), "address": address, "processes": rows}))
    fresh.replace(path)


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503; each supervised process and its age in seconds."""
    database = _database_answers()
    now = time.time()
    try:
        state = json.loads(state_file(settings.VAR_DIR).read_text())
    except (FileNotFoundError, ValueError):
        state = {"written_at": 0, "processes": []}
    supervised = now - state["written_at"] < STALE_AFTER
    processes = [
        {
            "name": row["name"],
            "running": row["pid"] is not None,
            "age_seconds": round(now - row["started_at"]) if row["pid"] else None,
            "restarts": row["restarts"],
        }
        for row in state["processes"]
    ]
    answer = {"database": database, "supervised": supervised, "processes": processes if supervised else []}
    return JsonResponse(answer, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
