"""The tutorial, followed in both languages on the worlds that it names, with a camera: `make pictures`.

Ordinary runs leave it out (conftest.py), since its worlds take minutes to be played.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from core import clock
from core.events import seal_new
from scenarios import sample
from scenarios.driver import open_world, play
from scenarios.file import read_scenario
from scenarios.management.commands.replay import moment
from tests.browser import walks
from tests.browser.camera import Camera
from tests.browser.conftest import Opens
from tests.browser.site import serving
from tests.browser.walker import Walker
from tests.database import Clones

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", ["ko", "en"])]
RIS = sample.FILES[0]
PASSWORD = "sample-world-2004"
PATIENCE_MS = 120_000


class Replay:
    """The replayed call, played on from day to day in a database that is cloned for each walk."""

    def __init__(self, clones: Clones, name: str) -> None:
        self.clones, self.name, self.done = clones, name, 0
        self.world = open_world(read_scenario(RIS), sign_in_password=PASSWORD)

    def until(self, day: str) -> Clones:
        """The world at the end of a day, no earlier than the last one asked for."""
        with self.clones.connected(self.name):
            cache.clear()
            at = moment(day)
            clock.move_to(at)
            self.done = play([self.world], until=at, done=self.done).steps
            while seal_new(at=at):
                continue
        return Clones(self.clones.access, self.name, self.clones.lock)


@pytest.fixture(scope="module")
def sample_world(clones: Clones, django_db_blocker: DjangoDbBlocker) -> Iterator[Clones]:
    with clones.clone() as name:
        with django_db_blocker.unblock(), clones.connected(name):
            cache.clear()
            sample.load(if_empty=True, password=PASSWORD, programs=sample.PROGRAMS)
        yield Clones(clones.access, name, clones.lock)


@pytest.fixture(scope="module")
def replay(clones: Clones, django_db_blocker: DjangoDbBlocker) -> Iterator[Replay]:
    with clones.clone() as name, django_db_blocker.unblock():
        with clones.connected(name):
            made = Replay(clones, name)
        yield made


class Worlds:
    """Opens worlds for the length of a test."""

    def __init__(self, stack: ExitStack, opens: Opens, language: str) -> None:
        self.stack, self.opens, self.language = stack, opens, language

    def enter(self, world: Clones) -> Walker:
        """Somebody before a copy of this world."""
        name = self.stack.enter_context(world.clone())
        self.stack.enter_context(world.connected(name))
        site = self.stack.enter_context(serving())

        def sign_in(page: Page, email: str) -> None:
            site.sign_in(page, User.objects.get(email=email))

        page = self.opens(f"{site.address}/accounts/login/", language=self.language)
        page.set_default_timeout(PATIENCE_MS)  # an optimum is proved while one waits
        return Walker(page, site.address, Camera(self.language), sign_in)


@pytest.fixture
def worlds(django_db_blocker: DjangoDbBlocker, opens: Opens, language: str, settings: Settings) -> Iterator[Worlds]:
    settings.SAMPLE, settings.BARO_SAMPLE_PASSWORD = True, PASSWORD
    with django_db_blocker.unblock(), ExitStack() as stack:
        yield Worlds(stack, opens, language)
    cache.clear()


def test_part_one(worlds: Worlds, sample_world: Clones, tmp_path: Path) -> None:
    walker = worlds.enter(sample_world)
    walker.picture("sign-in", walker.page.get_by_role("table"))
    walks.the_team_finishes(walker, tmp_path)
    walks.the_office_hands_in(walker)
    walks.the_region_pledges_and_ranks(walker, tmp_path)
    walks.the_ministry_looks_on(walker)
    walks.time_goes_on(walker)


def test_part_two(worlds: Worlds, replay: Replay) -> None:
    walker = worlds.enter(replay.until("2004-05-27"))
    walks.the_agency_assigns(walker)
    walks.an_expert_scores(walker)


def test_part_three(worlds: Worlds, replay: Replay) -> None:
    walker = worlds.enter(replay.until("2004-06-21"))
    walks.the_ministry_selects(walker)
    walks.a_contract_is_drawn_up(walker)
    walks.both_sides_sign(walker)
    walks.july_comes(walker)
    walks.the_bank_pays(walker)


def test_part_four(worlds: Worlds, replay: Replay) -> None:
    walker = worlds.enter(replay.until("2004-11-23"))
    walks.the_money_of_november(walker)
