"""The database goes away for half an hour, two hours before a closing: a real web server and the real probe.

Only the probe's clock is moved on by hand, ten minutes from one look to the next, so that a day takes seconds.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event as Signal
from urllib.request import urlopen

import psycopg
import pytest
from django.core import mail
from django.db import connection
from django.test import override_settings
from psycopg import sql

from accounts.models import Message
from config.embedded.postgres import APPLICATION
from config.embedded.processes import dies_with_parent, free_port
from config.env import ROOT
from core import sweeps
from core.availability import Standing
from core.calendar import SEOUL
from core.models import Event, Observation
from core.probe import Carrier, Journal, Probe, ask
from programs import queries
from proposals import actions
from tests.build import a_ministry_world
from tests.build_programs import CLOSES_AT, a_call, the_ris_program
from tests.build_proposals import a_complete_draft, a_submission, a_team
from tests.database import Clones

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]
EVERY, DAY, HOUR = timedelta(minutes=10), timedelta(days=1), timedelta(hours=1)
AWAY_AT, BACK_AT = CLOSES_AT - 2 * HOUR, CLOSES_AT - 1.5 * HOUR
SOON = 180.0  # seconds a machine under load may take to start a web server


@contextmanager
def a_web_server(database_url: str, var: Path) -> Iterator[str]:
    """One web server over this database, without a pool: so it says at once, and not after a while, what is away."""
    port = free_port()
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("BARO_", "DATABASE", "CELERY"))}
    own = {"BARO_MODE": "sample", "BARO_PROCESS": "command", "BARO_VAR": str(var), "DATABASE_URL": database_url}
    words = ["gunicorn", "config.wsgi:application", "--worker-class", "gthread", "--threads", "2"]
    with (var / "web.log").open("wb") as log:
        web = subprocess.Popen(
            [sys.executable, "-m", *words, "--bind", f"127.0.0.1:{port}", "--no-control-socket"],
            cwd=ROOT,
            env=inherited | own | {"DJANGO_SETTINGS_MODULE": "config.settings"},
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )
    address, until = f"http://127.0.0.1:{port}", time.monotonic() + SOON
    try:
        while not ask(f"{address}/health/ready/").up:
            assert web.poll() is None, (var / "web.log").read_text()
            assert time.monotonic() < until, (var / "web.log").read_text()
            time.sleep(0.1)
        yield address
    finally:
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()


@contextmanager
def away(clones: Clones, name: str) -> Iterator[None]:
    """The database lets nobody in, and throws out who is there: its own role may do that to itself."""
    switch = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    throw_out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(clones.server, autocommit=True) as owner:
        owner.execute(switch.format(sql.Identifier(name), sql.SQL("false")))
        try:
            with psycopg.connect(clones.access.url(APPLICATION, "postgres")) as application:
                application.execute(throw_out, [name])
            yield
        finally:
            owner.execute(switch.format(sql.Identifier(name), sql.SQL("true")))


class Watch:
    """The probe of `manage.py probe`, its thread's turns taken by hand, and a clock that jumps from look to look."""

    def __init__(self, address: str, folder: Path, at: datetime) -> None:
        self.at = at
        self.journal = Journal(folder)
        self.probe = Probe(
            name="outside", address=f"{address}/health/ready/", journal=self.journal, now=lambda: self.at
        )
        self.carrier = Carrier(self.journal, Signal(), EVERY.total_seconds())

    def says_away(self) -> bool:
        return self.carrier.away

    def until(self, at: datetime) -> None:
        while self.at < at:
            self.probe.look()
            self.carrier.turn()
            self.at += EVERY


def look(at: datetime) -> None:
    """Every sweep once, as beat would."""
    results = [sweeps.run(sweep, at=at) for sweep in sweeps.all_sweeps().values()]
    assert [result for result in results if result.failed] == []


def test_an_outage_two_hours_before_the_closing(clones: Clones, committed_db: str, tmp_path: Path) -> None:
    world = a_ministry_world()
    call = a_call(*the_ris_program(world.ministry, world.agency))
    writing, handed_in = a_team(), a_team()
    draft = a_complete_draft(writing, call)
    a_submission(handed_in, call)
    look(CLOSES_AT - DAY)
    Message.objects.all().delete()
    mail.outbox.clear()
    served = clones.access.url(APPLICATION, committed_db)
    with a_web_server(served, tmp_path) as address, override_settings(BARO_PROBE_SECONDS=EVERY.total_seconds()):
        watch = Watch(address, tmp_path / "probe", CLOSES_AT - DAY)
        watch.until(AWAY_AT)
        look(watch.at)
        with away(clones, committed_db):
            watch.until(BACK_AT)
            assert watch.says_away()
        watch.until(BACK_AT + EVERY)
        assert not watch.says_away()

        down = Observation.objects.filter(up=False).order_by("at")
        assert [row.at for row in down] == [AWAY_AT + number * EVERY for number in range(3)], "nothing was lost"
        parts = queries.observed(CLOSES_AT - DAY, BACK_AT + EVERY)
        assert [part.standing for part in parts] == [Standing.UP, Standing.DOWN, Standing.UP]

        look(BACK_AT)
        look(BACK_AT + EVERY)
        call.refresh_from_db()
        assert call.closes_at == datetime(2004, 4, 1, 18, tzinfo=SEOUL)
        assert (call.outage_moves, call.available_bp) == (1, 9_791)
        with urlopen(f"{address}/calls/{call.uid}/", timeout=SOON) as page:
            assert "97.91%" in page.read().decode()

    event = Event.objects.get(name="programs.call_extended")
    assert (event.data["down_seconds"], event.data["least_bp"]) == (1_800, 9_900)
    told = set(Message.objects.values_list("user_id", flat=True))
    desks = {world.ministry_officer.pk, world.agency_officer.pk, world.region_officer.pk}
    teams = {user.pk for team in (writing, handed_in) for user in (team.leader_user, team.office_user)}
    assert desks | teams <= told
    mailed = {address for letter in mail.outbox for address in letter.to}
    assert {world.region_officer.email, writing.leader_user.email, handed_in.office_user.email} <= mailed

    receipt = actions.submit_proposal(proposal_uid=draft.uid, by=writing.office, at=CLOSES_AT + HOUR)
    assert receipt.arrived_at == CLOSES_AT + HOUR
    connection.close()
