"""The health check of one container: ``python -m config.alive web`` ends with 0 when that process does its work.

It loads neither Django nor Celery: it runs every few seconds beside the process.
"""

from __future__ import annotations

import os
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from config import env

SIGNS_STALE_AFTER = 60.0  # seconds: a start, or a busy machine, may take long


def sign(var: Path, process: str) -> Path:
    """The file that a worker or beat keeps touching, see ``config.heartbeat``."""
    return var / "run" / f"{process}.alive"


def page_answers(port: int, path: str = "/health/ready/") -> bool:
    """Whether the web server on this port of this machine says that it can serve."""
    asked = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", path)
        return asked.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def gives_signs(var: Path, process: str) -> bool:
    """Whether the process touched its file a short while ago."""
    try:
        return time.time() - sign(var, process).stat().st_mtime < SIGNS_STALE_AFTER
    except FileNotFoundError:
        return False


def writes_down(var: Path) -> bool:
    """Whether the probe wrote an answer into its newest file a short while ago, see ``core.probe``."""
    newest = max((file.stat().st_mtime for file in (var / "probe").glob("*.jsonl")), default=0.0)
    return time.time() - newest < SIGNS_STALE_AFTER


def main(words: list[str]) -> int:
    """0 when the named process does its work, else 1."""
    given = env.read(os.environ)
    match words:
        case ["web"]:
            return int(not page_answers(int(os.environ.get("BARO_PORT", "8000"))))
        case ["worker" | "beat" as name]:
            return int(not gives_signs(given.var, name))
        case ["probe"]:
            return int(not writes_down(given.var))
    raise SystemExit("Write one of: python -m config.alive web, worker, beat, probe.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
