"""The probe's question, its file, and how that comes into the table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event as Signal
from threading import Thread, Timer

import pytest
from django.test import override_settings

from config.embedded.processes import free_port
from core.models import Observation
from core.probe import KEPT_DAYS, Answer, Carrier, Journal, Probe, ask, carry, sightings, watch

AT = datetime(2004, 3, 31, 9, tzinfo=UTC)
GOOD, BAD = Answer(200, 4), Answer(503, 7)


class Site(BaseHTTPRequestHandler):
    """Answers with the number in its path."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "probe")


@pytest.mark.parametrize(("status", "up"), [(200, True), (204, False), (302, False), (500, False), (503, False)])
def test_only_a_good_answer_is_up(site: str, status: int, up: bool) -> None:
    answer = ask(f"{site}/{status}/")
    assert (answer.status, answer.up) == (status, up)


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/", "https://127.0.0.1:{port}/", "http://no.invalid/"])
def test_no_answer_is_down_whatever_the_reason(address: str) -> None:
    answer = ask(address.format(port=free_port()))
    assert (answer.status, answer.up) == (None, False)


@pytest.mark.django_db
def test_carrying_twice_changes_nothing(journal: Journal) -> None:
    journal.append("one", AT, GOOD)
    journal.append("one", AT + timedelta(seconds=10), BAD)
    assert carry(journal) == 2
    assert carry(journal) == 0
    for mark in journal.folder.glob("*.carried"):
        mark.unlink()
    assert carry(journal) == 2, "a lost mark carries again"
    rows = Observation.objects.order_by("at").values_list("probe", "at", "up", "status", "milliseconds")
    assert list(rows) == [("one", AT, True, 200, 4), ("one", AT + timedelta(seconds=10), False, 503, 7)]


@pytest.mark.django_db
def test_a_line_that_a_crash_cut_short_spoils_no_other(journal: Journal) -> None:
    journal.append("one", AT, GOOD)
    path = next(journal.folder.glob("*.jsonl"))
    with path.open("ab") as file:
        file.write(b'{"probe": "one", "at": "2004-03-')
    assert carry(journal) == 1
    journal.append("one", AT + timedelta(minutes=1), BAD)
    assert carry(journal) == 1
    assert [look.up for look in sightings(AT, AT + timedelta(hours=1))] == [True, False]


@pytest.mark.django_db
def test_old_files_go_once_they_were_carried(journal: Journal) -> None:
    for day in range(KEPT_DAYS + 3):
        journal.append("one", AT + timedelta(days=day), GOOD)
    assert carry(journal) == KEPT_DAYS + 3
    assert len(list(journal.folder.glob("*.jsonl"))) == KEPT_DAYS
    assert len(list(journal.folder.glob("*.carried"))) == KEPT_DAYS


def test_it_looks_until_it_is_stopped(site: str, journal: Journal) -> None:
    stop = Signal()
    moments = [AT + timedelta(seconds=10 * number) for number in range(3)]

    def now() -> datetime:
        at = moments.pop(0)
        if not moments:
            stop.set()
        return at

    probe = Probe(name="one", address=f"{site}/200/", journal=journal, now=now)
    with override_settings(BARO_SAMPLE_CLOCK=False):
        carrier = Carrier(journal, stop, 0.01)
    watch(probe, carrier, stop, 0.01)
    lines = next(journal.folder.glob("*.jsonl")).read_text().splitlines()
    assert len(lines) == 3
    assert all('"status": 200' in line for line in lines)


def test_without_the_worlds_clock_it_writes_nothing(site: str, journal: Journal) -> None:
    stop = Signal()
    Timer(0.05, stop.set).start()
    probe = Probe(name="one", address=f"{site}/200/", journal=journal, now=lambda: AT)
    watch(probe, Carrier(journal, stop, 0.01), stop, 0.01)
    assert list(journal.folder.glob("*.jsonl")) == []
