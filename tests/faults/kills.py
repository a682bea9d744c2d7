"""What a fault run does to processes of the installation, by their numbers and no others."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from pathlib import Path
from random import Random

import psycopg
import redis

from config.embedded.postgres import APPLICATION, Cluster
from config.embedded.valkey import Broker
from tests.launched import Running, eventually


def kill(running: Running, name: str) -> int:
    """End a supervised process at once; its number."""
    pid = running.pids()[name]
    os.kill(pid, signal.SIGKILL)
    return pid


def kill_web(running: Running, chance: Random) -> str:
    """End the web server's first process, or one of those that answer; which it was."""
    master = running.pids().get("web")
    children = _children(master) if master else []
    if master is None:
        return "nobody, it was away"
    victim, what = (chance.choice(children), "worker") if children and chance.random() < 0.6 else (master, "master")
    with contextlib.suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    return what


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def kill_database(running: Running) -> float:
    """End the database server; the moment at which it takes connections again (seconds since 1970)."""
    cluster = Cluster(running.var / "postgres")
    before = cluster.pid()
    kill(running, "database")
    eventually(lambda: cluster.pid() not in (None, before) and _takes_connections(cluster))
    return time.time()


def _takes_connections(cluster: Cluster) -> bool:
    access = cluster.access
    assert access is not None
    try:
        psycopg.connect(access.url(APPLICATION, "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def keep_broker_away(running: Running, seconds: float, *, wiped: bool = False) -> float:
    """End the broker as often as it is started again; the moment at which it serves again (seconds since 1970).

    Wiped, it comes back without anything that it held.
    """
    broker = Broker(running.var / "valkey")
    until = time.monotonic() + seconds
    last = 0
    while time.monotonic() < until:
        pid = running.pids().get("broker")
        if pid is not None and pid != last:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            last = pid
            if wiped:
                shutil.rmtree(broker.folder / "appendonlydir", ignore_errors=True)
        time.sleep(0.02)
    eventually(lambda: running.pids().get("broker") not in (None, last) and _serves(broker))
    return time.time()


def silence_broker(running: Running, seconds: float) -> float:
    """Stop the broker without ending it: it takes connections and says nothing; the moment at which it goes on."""
    pid = running.pids()["broker"]
    os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(seconds)
    finally:
        os.kill(pid, signal.SIGCONT)
    return time.time()


def _serves(broker: Broker) -> bool:
    try:
        with redis.Redis.from_url(broker.url(), socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
