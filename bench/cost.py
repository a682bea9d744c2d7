"""The processor time of one answer: of our process, of the database's, and of the same SQL asked without us."""

from __future__ import annotations

import gzip
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection
from django.http.response import HttpResponseBase
from django.test.utils import CaptureQueriesContext

TICK_MS = 1_000 / os.sysconf("SC_CLK_TCK")
ROUNDS = 5
"""The median of so many rounds is told; each round takes the mean of its answers."""
SECONDS_A_ROUND = 0.4
"""A round asks so often that the kernel's ticks (10 ms) don't blur it."""
Ask = Callable[[], HttpResponseBase]


@dataclass(frozen=True)
class Cost:
    """Processor milliseconds of one answer (`web_ms` ours, `database_ms` the server process behind our connection)."""

    web_ms: float
    database_ms: float
    queries: int
    html_bytes: int
    gzip_bytes: int
    bare_ms: float
    """The same SQL through bare psycopg: client and server together."""
    empty_ms: float
    """The whole cost of the empty page, asked by turns with this one: other people's load falls on both."""

    @property
    def whole_ms(self) -> float:
        return self.web_ms + self.database_ms

    @property
    def times_empty(self) -> float:
        return self.whole_ms / self.empty_ms


def processor_ms(pid: int) -> float:
    """What a process has used so far, by the kernel's count."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def cost(ask: Ask, empty: Ask) -> Cost:
    """Ask until it is warm, then measure. Raises AssertionError where the answer is not 200."""
    for _ in range(3):
        empty()
        answer = ask()
        assert answer.status_code == 200, answer.status_code
    content = answer.getvalue()
    html = content if isinstance(content, bytes) else bytes(content)
    with CaptureQueriesContext(connection) as asked:
        ask()
    texts = [one["sql"] for one in asked.captured_queries]
    connection.ensure_connection()
    (web, database), (empty_web, empty_database) = rounds((ask, empty), connection.connection.info.backend_pid)
    bare = _bare(texts)
    return Cost(web, database, len(texts), len(html), len(gzip.compress(html)), bare, empty_web + empty_database)


def rounds(asked: Sequence[Callable[[], object]], backend: int) -> list[tuple[float, float]]:
    """Of each its own and the database's milliseconds, all of them asked by turns."""
    counts = [_times(once) for once in asked]
    found: list[list[tuple[float, float]]] = [[] for _ in asked]
    for _ in range(ROUNDS):
        for once, times, rounds in zip(asked, counts, found, strict=True):
            before, database_before = time.process_time(), processor_ms(backend)
            for _ in range(times):
                once()
            ours = 1_000 * (time.process_time() - before) / times
            rounds.append((ours, (processor_ms(backend) - database_before) / times))
    return [
        (statistics.median(one[0] for one in rounds), statistics.median(one[1] for one in rounds)) for rounds in found
    ]


def _times(once: Callable[[], object]) -> int:
    """How often to ask in one round."""
    began = time.process_time()
    once()
    return max(3, int(SECONDS_A_ROUND / max(time.process_time() - began, 0.001)))


def _bare(texts: list[str]) -> float:
    """The captured statements, one after the other, on a connection of their own in the system's scope."""
    given = connection.get_connection_params()
    wanted = {name: given[name] for name in ("dbname", "user", "password", "host", "port")}
    with psycopg.connect(**wanted, autocommit=True, options="-c baro.scope=system") as bare:

        def once() -> None:
            for text in texts:
                cursor = bare.execute(text.encode())
                if cursor.description:
                    cursor.fetchall()

        once()
        ((web, database),) = rounds([once], bare.info.backend_pid)
    return web + database
