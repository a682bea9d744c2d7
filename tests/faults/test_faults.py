"""What must never happen on a closing day or when a process is lost; see docs/reliability.md for the full size."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.faults.closing import closing_second
from tests.faults.servers import broker_away, database_kills
from tests.faults.web import web_kills
from tests.faults.words import two_savers
from tests.faults.world import inside
from tests.launched import Running

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]


@dataclass(frozen=True)
class Sizes:
    """How much of each: `closings` are pairs of requests to our own server and through a proxy, rests in seconds."""

    closings: tuple[tuple[int, int], ...]
    submissions: int
    web_kills: int
    database_kills: int
    rest: float
    broker: tuple[tuple[str, float], ...]
    savers: int


SMALL = Sizes(((40, 20),), 60, 2, 3, 1.0, (("wiped", 3.0),), 5)
FULL = Sizes(((0, 200), (400, 0)), 3_000, 15, 40, 11.0, (("away", 60.0), ("wiped", 5.0), ("silent", 60.0)), 50)


@pytest.fixture
def sizes(request: pytest.FixtureRequest) -> Sizes:
    return FULL if request.config.getoption("--full") else SMALL


@pytest.fixture
def installation(running: Running, django_db_blocker: DjangoDbBlocker) -> Iterator[Running]:
    with django_db_blocker.unblock(), inside(running):
        yield running


def told(began: float, **figures: Any) -> None:
    print(f"\n{time.monotonic() - began:6.1f} s", *(f"{name}: {value};" for name, value in figures.items()))


def test_the_closing_second_is_fair(installation: Running, sizes: Sizes) -> None:
    for direct, proxied in sizes.closings:
        began = time.monotonic()
        found = closing_second(installation, direct=direct, proxied=proxied)
        told(began, direct=direct, proxied=proxied, **found)


def test_two_who_save_one_section_at_once_lose_no_word(installation: Running, sizes: Sizes) -> None:
    began = time.monotonic()
    told(began, **two_savers(installation, rounds=sizes.savers))


def test_no_submission_is_lost_or_twice_when_web_servers_die(installation: Running, sizes: Sizes) -> None:
    began, seed = time.monotonic(), secrets.randbits(32)
    print(f"\nseed {seed}")
    told(began, **web_kills(installation, seed, number=sizes.submissions, kills=sizes.web_kills))


def test_no_work_waits_for_a_broker_that_is_lost(installation: Running, sizes: Sizes) -> None:
    for how, seconds in sizes.broker:
        began = time.monotonic()
        told(began, **broker_away(installation, how, seconds=seconds))


def test_no_acknowledged_save_is_lost_with_the_database(installation: Running, sizes: Sizes) -> None:
    began = time.monotonic()
    told(began, **database_kills(installation, kills=sizes.database_kills, rest=sizes.rest))
