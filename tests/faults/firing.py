"""Requests of many people at once over loopback, each noting when it was sent and how often it had to be."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from uuid import UUID

from tests.faults.world import Session

ANSWERED_WITHIN = 300.0  # seconds for one try: 400 at once wait for each other
GIVE_UP_AFTER = 300.0  # seconds of trying again
PROXY, ANYBODY = "127.0.0.2", "127.0.0.1"


@dataclass(frozen=True)
class Shot:
    """One write. `moment` is when to send it, `said` what a proxy of ours says of its arrival (seconds since 1970)."""

    session: Session
    method: str
    path: str
    key: str
    body: Any = None
    version: int | None = None
    moment: float = 0.0
    said: float | None = None


@dataclass
class Told:
    """What came back at last; `failures` are the moments of tries that ended without an answer or with 5xx."""

    status: int
    body: Any
    began: float
    sent: float
    seconds: float
    failures: list[float] = field(default_factory=list)

    def codes(self) -> list[str]:
        return [one["code"] for one in self.body.get("violations", [])]


def hand_in(uid: UUID) -> str:
    """Where a proposal is handed in."""
    return f"/api/v1/proposals/{uid}/submit"


def send(port: int, shot: Shot) -> Told:
    """Send it once. Raises OSError or HTTPException where no answer comes."""
    connection = HTTPConnection(
        "127.0.0.1", port, timeout=ANSWERED_WITHIN, source_address=(PROXY if shot.said else ANYBODY, 0)
    )
    headers = shot.session.headers() | {"Idempotency-Key": shot.key, "Content-Type": "application/json"}
    if shot.said:
        headers["X-Request-Start"] = f"t={shot.said:.6f}"
    if shot.version is not None:
        headers["If-Match"] = f'"v{shot.version}"'
    began = time.time()
    try:
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.request(shot.method, shot.path, body=json.dumps(shot.body), headers=headers)
        sent = time.time()
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    is_json = "json" in (answer.getheader("Content-Type") or "")
    return Told(answer.status, json.loads(text) if is_json else {}, began, sent, time.time() - began)


def insist(port: int, shot: Shot) -> Told:
    """Send it until it is answered, as a client with an Idempotency-Key may."""
    failures: list[float] = []
    until = time.monotonic() + GIVE_UP_AFTER
    while True:
        try:
            told = send(port, shot)
        except (OSError, HTTPException):
            told = None
        if told is not None and told.status < 500:
            told.failures = failures
            return told
        assert time.monotonic() < until, f"no answer to {shot.path}: {told}"
        failures.append(time.time())
        time.sleep(0.1)


def fire(port: int, shots: Sequence[Shot]) -> list[Told]:
    """Send each at its moment, on a connection of its own."""

    def one(shot: Shot) -> Told:
        time.sleep(max(0.0, shot.moment - time.time()))
        return send(port, shot)

    with ThreadPoolExecutor(len(shots)) as pool:
        return list(pool.map(one, shots))


def in_turn(port: int, shots: Iterable[Shot], hands: int, each: Callable[[], None]) -> list[Told]:
    """Insist on all of them, so many at a time; `each` is called after every answer."""

    def one(shot: Shot) -> Told:
        told = insist(port, shot)
        each()
        return told

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, shots))


class Writer(threading.Thread):
    """Somebody who saves one section again and again, each time on what he was told of the time before."""

    def __init__(self, port: int, session: Session, path: str, version: int) -> None:
        super().__init__()
        self.port, self.session, self.path, self.version = port, session, path, version
        self.first = version
        self.told: list[Told] = []
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            key = f"{self.path}-{self.version}"
            text = {"text": f"저장 {self.version + 1}"}
            told = insist(self.port, Shot(self.session, "PUT", self.path, key, text, self.version))
            self.told.append(told)
            if told.status != 200:
                return
            self.version += 1

    @property
    def failures(self) -> list[float]:
        return [moment for told in self.told for moment in told.failures]
