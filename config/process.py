"""Baro's own processes, one a container or service: ``python -m config.process web`` (worker, beat, probe, migrate).

It becomes that process, with ``BARO_PROCESS`` set, so that signals reach gunicorn or Celery itself. The launcher of
the trial uses the same command lines.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from config import env

WEB_WORKERS, WEB_THREADS, TASK_WORKERS = "2", "4", "2"
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library's own name: it looks there when it is first imported
GRACE = "30"  # seconds in which answers that are under way are finished


def web(bind: str, grace: str = GRACE) -> list[str]:
    """The page on ``bind`` (address:port)."""
    command = ["gunicorn", "config.wsgi:application", "--config", "python:config.web", "--bind", bind]
    command += ["--workers", os.environ.get("BARO_WEB_WORKERS", WEB_WORKERS)]
    return [*command, "--threads", os.environ.get("BARO_WEB_THREADS", WEB_THREADS), "--graceful-timeout", grace]


def figures_folder(var: Path) -> Path:
    """Where the processes of one web server add up their figures."""
    return var / "run" / "figures"


def worker() -> list[str]:
    """Background work."""
    command = ["celery", "-A", "config.celery", "worker", "--loglevel", "INFO"]
    command += ["--concurrency", os.environ.get("BARO_TASK_WORKERS", TASK_WORKERS)]
    return [*command, "--without-gossip", "--without-mingle", "--hostname", "tasks@%h"]


def beat() -> list[str]:
    """The one that says when to look; two do no harm, a sweep is looked at by one worker at a time."""
    command = ["celery", "-A", "config.celery", "beat", "--loglevel", "INFO", "--pidfile", ""]
    return [*command, "--scheduler", "config.heartbeat:Scheduler"]


def probe() -> list[str]:
    """The one that asks from outside whether the page answers; best on another machine than the web."""
    return ["manage.py", "probe"]


def _web_of_environment() -> list[str]:
    return web(f"{os.environ.get('BARO_BIND', '127.0.0.1')}:{os.environ.get('BARO_PORT', '8000')}")


MODULES: dict[env.Process, Callable[[], list[str]]] = {"web": _web_of_environment, "worker": worker, "beat": beat}


def main(words: list[str]) -> None:
    """Become the process of this name. Ends with a sentence when there is none of it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    match words:
        case ["web" | "worker" | "beat" as name]:
            os.environ["BARO_PROCESS"] = name
            command = [sys.executable, "-m", *MODULES[name]()]
        case ["probe"]:
            os.environ["BARO_PROCESS"] = "probe"
            command = [sys.executable, *probe()]
        case ["migrate"]:
            os.environ["BARO_PROCESS"] = "migrate"
            command = [sys.executable, "manage.py", "migrate"]
        case _:
            raise SystemExit("Write one of: python -m config.process web, worker, beat, probe, migrate.")
    given = env.read(os.environ)  # faults are told here, before gunicorn or Celery wraps them up
    if words == ["web"]:
        os.environ[METRICS_FOLDER] = str(figures_folder(given.var))
    os.chdir(env.ROOT)
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main(sys.argv[1:])
