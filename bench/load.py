"""Eight at once against the real web server: answers a second, p50, p95, and the memory of each process."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from config.embedded.processes import free_port
from config.env import ROOT

AT_ONCE = 8
SECONDS = 6.0
WARM_SECONDS = 1.5


@dataclass(frozen=True)
class Load:
    path: str
    answers_a_second: float
    p50_ms: float
    p95_ms: float
    failed: int


@contextmanager
def serving(var: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The web server as the launcher starts it, on this database, on a port of its own."""
    given, port = connection.settings_dict, free_port()
    address = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("BARO_", "DJANGO_"))}
    environment |= {
        "BARO_MODE": "sample",
        "BARO_VAR": str(var),
        "BARO_SECRET_KEY": settings.SECRET_KEY,
        "BARO_BIND": "127.0.0.1",
        "BARO_PORT": str(port),
        "DATABASE_URL": address,
        "MIGRATION_DATABASE_URL": address,
        "CELERY_BROKER_URL": "memory://",
    }
    server = subprocess.Popen([sys.executable, "-m", "config.process", "web"], cwd=ROOT, env=environment)
    try:
        _wait(port, server)
        yield port, server
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while True:
        assert server.poll() is None, "the web server ended"
        assert time.monotonic() < until, "the web server does not answer"
        try:
            _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/health/live/", "")
        except OSError:
            time.sleep(0.2)
        else:
            return


def _ask(server: http.client.HTTPConnection, path: str, cookie: str) -> int:
    server.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "ko"})
    answer = server.getresponse()
    answer.read()
    return answer.status


def load(port: int, client: Client, path: str) -> Load:
    """AT_ONCE readers ask the same page, each again as soon as it is answered, for SECONDS."""
    cookie = client.cookies.output(header="", sep=";")
    began = time.monotonic()

    def reader(_number: int) -> list[tuple[float, bool]]:
        server, found = http.client.HTTPConnection("127.0.0.1", port, timeout=30), []
        while (now := time.monotonic()) < began + WARM_SECONDS + SECONDS:
            status = _ask(server, path, cookie)
            if now > began + WARM_SECONDS:
                found.append((1_000 * (time.monotonic() - now), status == 200))
        server.close()
        return found

    with ThreadPoolExecutor(AT_ONCE) as readers:
        answers = [one for found in readers.map(reader, range(AT_ONCE)) for one in found]
    times = sorted(ms for ms, _ in answers)
    return Load(
        path=path,
        answers_a_second=len(times) / SECONDS,
        p50_ms=statistics.median(times),
        p95_ms=times[int(len(times) * 0.95)],
        failed=sum(not well for _, well in answers),
    )


def memory_mb(server: subprocess.Popen[bytes]) -> dict[str, float]:
    """The share of memory (PSS) of the web server's processes, by what each is."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    found = {"web, parent": _pss_mb(server.pid)}
    return found | {f"web, child {number}": _pss_mb(int(pid)) for number, pid in enumerate(children, start=1)}


def _pss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1_024
    return 0.0
