"""Database and broker taken away while people write (F7, F8): what was acknowledged stays, work goes on by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection

from core import clock
from core.models import Delivery, Event
from proposals.models import Section
from tests.build import MARCH
from tests.build_programs import a_call
from tests.build_proposals import a_team
from tests.faults.firing import Shot, Told, Writer, hand_in, send
from tests.faults.kills import keep_broker_away, kill_database, silence_broker
from tests.faults.world import drafts, it_is, session_of
from tests.launched import Running, eventually

BACK_WITHIN = 5.0  # seconds after its database the application must be, without a start of its own
WORK_WITHIN = 30.0  # seconds after the broker's return, what waits must be done
CODES = ("summary", "goal_fit", "technology", "cooperation")


@contextmanager
def writing(running: Running) -> Iterator[list[Writer]]:
    """Have people save sections all the while; then no acknowledged save is missing, and none was done twice."""
    it_is(running, MARCH)
    call = a_call()
    writers, uids = [], []
    for code in CODES:
        team = a_team()
        (uid,) = drafts(team, call, 1)
        path = f"/api/v1/proposals/{uid}/sections/{code}"
        writers.append(Writer(running.port(), session_of(team.leader_user), path, 1))
        uids.append((uid, code))
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        for writer in writers:
            writer.enough.set()
        for writer in writers:
            writer.join()
        connection.close()
    for writer, (uid, code) in zip(writers, uids, strict=True):
        assert writer.told[-1].status == 200, writer.told[-1]
        stored = Section.objects.get(proposal__uid=uid, code=code)
        assert (stored.version, stored.text) == (writer.version, f"저장 {writer.version}")


def saves(writers: list[Writer]) -> int:
    return sum(writer.version - writer.first for writer in writers)


def database_kills(running: Running, *, kills: int, rest: float) -> dict[str, Any]:
    """Kill the database so often while people write, with `rest` seconds of work after each return."""
    web, returns = running.pids()["web"], list[float]()
    connection.close()
    with writing(running) as writers:
        connection.close()
        time.sleep(min(rest, 1.0))
        away = []
        for _ in range(kills):
            began = time.time()
            returns.append(kill_database(running))
            away.append(returns[-1] - began)
            time.sleep(rest)
    late = [_last_failure_after(writers, moment, moment + rest) - moment for moment in returns]
    assert max(late) <= BACK_WITHIN, f"failed {max(late):.1f} s after the database was back"
    assert running.pids()["web"] == web, "the web server was started again"
    again = sum(bool(told.failures) for writer in writers for told in writer.told)
    return {
        "kills": kills,
        "saves acknowledged": saves(writers),
        "lost": 0,
        "sent again": again,
        "database away, longest": f"{max(away):.1f} s",
        "application back after it, slowest": f"{max(0.0, *late):.1f} s",
    }


def _last_failure_after(writers: list[Writer], moment: float, until: float) -> float:
    found = [at for writer in writers for at in writer.failures if moment <= at < until]
    return max(found, default=moment)


def broker_away(running: Running, how: str, *, seconds: float) -> dict[str, Any]:
    """Take the broker `away`, make it `silent` or bring it back `wiped`, while people write and hand in."""
    it_is(running, MARCH)
    team = a_team()
    (uid,) = drafts(team, a_call(), 1)
    shot = Shot(session_of(team.office_user), "POST", hand_in(uid), f"broker-{uid}")
    with writing(running) as writers:
        with ThreadPoolExecutor(1) as meanwhile:
            handed_in = meanwhile.submit(after, 0.5, running.port(), shot)
            if how == "silent":
                back = silence_broker(running, seconds)
            else:
                back = keep_broker_away(running, seconds, wiped=how == "wiped")
        time.sleep(0.5)
    assert handed_in.result().status == 200
    assert [moment for writer in writers for moment in writer.failures] == []
    slowest = max(told.seconds for writer in writers for told in writer.told)
    eventually(_nothing_waits, within=max(1.0, back + WORK_WITHIN - time.time()))
    return {
        "broker": f"{how} {seconds:.0f} s",
        "saves": saves(writers),
        "failed": 0,
        "slowest": f"{slowest:.1f} s",
        "work done after its return": f"{time.time() - back:.1f} s",
    }


def after(seconds: float, port: int, shot: Shot) -> Told:
    """Send it a while later."""
    time.sleep(seconds)
    return send(port, shot)


def _nothing_waits() -> bool:
    waits = Delivery.objects.filter(state="due", due_at__lte=clock.now()).exists()
    return not waits and not Event.objects.filter(seal__isnull=True).exists()
