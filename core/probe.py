"""Whether the site answers, asked from outside the web process, and remembered where no loss of the database reaches.

A probe asks the site's own address every few seconds and appends each answer to a file of that day, before anything
else. A second thread carries the lines into the table whenever the database takes them; carrying twice changes nothing.
So the time in which the database was away is in the table as soon as it is back.
"""

from __future__ import annotations

import json
import logging
import os
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from core import clock
from core.availability import Sighting
from core.models import Observation

log = logging.getLogger("baro.probe")
PATIENCE_SECONDS = 5.0
"""An answer that takes longer is none: a person has gone by then."""
MISSES = 3
"""So many intervals a sighting speaks for; after that nothing is known."""
BATCH = 2_000
"""Lines carried in one statement."""
KEPT_DAYS = 8
"""So many days' files stay after they were carried."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site said: `status` none where nothing came; up only where it was 200 in time."""

    status: int | None
    milliseconds: int

    @property
    def up(self) -> bool:
        return self.status == HTTPStatus.OK


def reach() -> timedelta:
    """How long a sighting speaks for at the most."""
    return timedelta(seconds=MISSES * settings.BARO_PROBE_SECONDS)


def ask(address: str) -> Answer:
    """Ask once, without following a redirect. Never raises: whatever goes wrong is no answer."""
    parts = urlsplit(address)
    began, status = clock.monotonic(), None
    asked = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        asked.request("GET", parts.path or "/", headers={"User-Agent": "baro-probe", "Connection": "close"})
        status = asked.getresponse().status
    except (OSError, HTTPException, ValueError) as problem:
        log.debug("%s: %s", address, problem)
    finally:
        asked.close()
    took = clock.monotonic() - began
    return Answer(status if took <= PATIENCE_SECONDS else None, round(took * 1000))


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=PATIENCE_SECONDS, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=PATIENCE_SECONDS)


class Journal:
    """The lines of a probe, a file for each day, and how much of each has been carried to the table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def append(self, probe: str, at: datetime, answer: Answer) -> None:
        """Write one line through to the disk. A line that a crash cut short is closed first."""
        said = {"probe": probe, "at": at.isoformat(), "status": answer.status, "ms": answer.milliseconds}
        path = self.folder / f"{at:%Y-%m-%d}.jsonl"
        with path.open("a+b") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(json.dumps(said).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def batches(self) -> Iterator[list[Observation]]:
        """Whole lines that were not carried yet, oldest file first; a batch counts as carried once it was taken."""
        for path in sorted(self.folder.glob("*.jsonl")):
            mark = path.with_suffix(".carried")
            done = int(mark.read_text()) if mark.exists() else 0
            while rows := _lines(path, done):
                yield [row for _, row in rows if row is not None]
                done = rows[-1][0]
                fresh = mark.with_suffix(".new")
                fresh.write_text(str(done))
                fresh.replace(mark)

    def forget(self) -> None:
        """Remove the oldest days' files. Only after everything was carried."""
        for path in sorted(self.folder.glob("*.jsonl"))[:-KEPT_DAYS]:
            path.unlink()
            path.with_suffix(".carried").unlink(missing_ok=True)


def _lines(path: Path, offset: int) -> list[tuple[int, Observation | None]]:
    """The next whole lines behind `offset`, each with where it ends; None for one that can't be read."""
    found: list[tuple[int, Observation | None]] = []
    with path.open("rb") as file:
        file.seek(offset)
        for line in file:
            if not line.endswith(b"\n") or len(found) == BATCH:
                break
            offset += len(line)
            found.append((offset, _observation(line)))
    return found


def _observation(line: bytes) -> Observation | None:
    try:
        said = json.loads(line)
        answer = Answer(said["status"], said["ms"])
        at = datetime.fromisoformat(said["at"])
        return Observation(
            probe=said["probe"], at=at, up=answer.up, status=answer.status, milliseconds=answer.milliseconds
        )
    except (ValueError, KeyError, TypeError):
        log.warning("a line of the journal can't be read: %r", line[:200])
        return None


def carry(journal: Journal) -> int:
    """Bring what the journal holds into the table; how many lines. Raises DatabaseError while it can't be reached."""
    carried = 0
    for rows in journal.batches():
        Observation.objects.bulk_create(rows, ignore_conflicts=True)
        carried += len(rows)
    journal.forget()
    return carried


def sightings(since: datetime, until: datetime) -> list[Sighting]:
    """What the table knows of a window, with what still speaks for its beginning."""
    rows = Observation.objects.filter(at__gte=since - reach(), at__lt=until)
    return [Sighting(*row) for row in rows.order_by("at").values_list("probe", "at", "up")]


class Probe:
    """Asks and writes down. `now` gives the world's time."""

    def __init__(self, *, name: str, address: str, journal: Journal, now: Callable[[], datetime]) -> None:
        self.name, self.address, self.journal, self.now = name, address, journal, now

    def look(self) -> Answer:
        """Ask once, and write down the answer at the moment of the question."""
        at = self.now()
        answer = ask(self.address)
        self.journal.append(self.name, at, answer)
        return answer


class Carrier(Thread):
    """Carries beside the asking, so that a database that hangs never keeps the probe waiting.

    It also reads the world's clock, which in a sample world stands in the database; `offset` keeps what was read last,
    and is none until it was read once.
    """

    def __init__(self, journal: Journal, stop: Signal, every_seconds: float) -> None:
        super().__init__(name="carrier", daemon=True)
        self.journal, self.stop, self.every_seconds = journal, stop, every_seconds
        self.offset: timedelta | None = None if settings.BARO_SAMPLE_CLOCK else timedelta()
        self.away = False

    def run(self) -> None:
        while not self.stop.is_set():
            self.turn()
            self.stop.wait(self.every_seconds)

    def turn(self) -> None:
        """Read the clock and carry once; says when the database goes and when it is back."""
        try:
            self.offset = clock.offset()
            carried = carry(self.journal)
        except (DatabaseError, InterfaceError, OSError) as problem:
            connection.close()
            if not self.away:
                log.warning("the database takes nothing now: %s", problem)
            self.away = True
            return
        if self.away:
            log.warning("the database is back: %s observations carried", carried)
        self.away = False


def watch(probe: Probe, carrier: Carrier, stop: Signal, every_seconds: float) -> None:
    """Look every so many seconds until asked to stop; a look that was missed is not made up for."""
    turn = clock.monotonic()
    while not stop.is_set():
        if carrier.offset is not None:
            probe.look()
        turn = max(turn + every_seconds, clock.monotonic())
        stop.wait(turn - clock.monotonic())
