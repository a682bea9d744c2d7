"""Fixtures every test may use: ``db`` (rolled back) and ``committed_db`` (a clone of its own)."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from _pytest.runner import pytest_runtest_protocol
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, transaction
from django.template import Template
from django.test.utils import instrumented_test_render  # type: ignore[attr-defined]  # the stubs lack it
from django.utils import translation
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from config.frames import in_one_piece
from core import clock
from tests.database import Clones, test_databases
from tests.launched import STARTED_WITHIN, Running, a_launcher, eventually

# A shared machine may be slow at any moment; how long an example took proves nothing.
settings.register_profile("baro", deadline=None)
settings.load_profile("baro")
in_one_piece(pytest_runtest_protocol)  # a test lies deeper than a request, and loops as much
TESTS_A_SWEEP = 20  # a sweep takes a tenth of a second; after hundreds of tests, dead rows were most of what was read
AS_SERVED = Template._render  # type: ignore[attr-defined]  # read before Django's test environment replaces it


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--full` runs faults and generated requests at full size, as `make faults` and `make fuzz` do; `--pictures` takes
    the pictures of the tutorial, as `make pictures` does.
    """
    parser.addoption("--full", action="store_true", help="faults and generated requests at full size")
    parser.addoption("--pictures", action="store_true", help="take the pictures of the tutorial, in both languages")


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in its own, and saw none that came after
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module whose tests share a world stays with one worker: it would be built anew on each of them."""
    for item in items:
        if "shared_db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage took a tenth of the tests' time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def _drawn_as_served(django_test_environment: None) -> Iterator[None]:
    """Templates are drawn as they are in service: noting the context of each part costs a page a fifth of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", AS_SERVED)
        yield


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a module that reads `response.context`: what each template was drawn with is noted."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture(scope="session")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A whole installation. Starting it is the costly part; its tests are of one group, so that one worker has it."""
    with a_launcher(tmp_path_factory.mktemp("var")) as started:
        yield started


@pytest.fixture
def running(launcher: Running) -> Running:
    """The installation, started again if a test has stopped it."""
    if launcher.process.poll() is not None:
        launcher.output.write_text("")
        launcher.process = launcher.start()
    eventually(launcher.ready, STARTED_WITHIN)
    return launcher


@pytest.fixture(scope="session")
def clones(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clones]:
    """The embedded server with the migrated template, started when the first test needs it."""
    with django_db_blocker.unblock(), test_databases() as made:
        yield made


@pytest.fixture(scope="session")
def django_db_setup(clones: Clones, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Point Django at this worker's clone; pytest-django's ``db`` rolls every test back on it."""
    with clones.clone() as name, django_db_blocker.unblock(), clones.connected(name):
        yield


@pytest.fixture(scope="session")
def _sweep(clones: Clones, django_db_setup: None) -> Callable[[], None]:
    """Called after each test that is undone: every so many of them, this worker's clone is freed of what they left.

    Not while a module shares a world: its open transaction would let each table be waited for, five seconds at a time.
    """
    left, name = [0], connection.settings_dict["NAME"]

    def sweep() -> None:
        left[0] += 1
        if left[0] >= TESTS_A_SWEEP and not connection.in_atomic_block:
            clones.swept(name)
            left[0] = 0

    return sweep


@pytest.fixture(autouse=True)
def _freed_of_dead_rows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Torn down last, after the test's own rows are undone."""
    undone = request.node.get_closest_marker("django_db") or {"db", "shared_db"} & set(request.fixturenames)
    sweep: Callable[[], None] | None = request.getfixturevalue("_sweep") if undone else None
    yield
    if sweep:
        sweep()


@pytest.fixture
def committed_db(clones: Clones, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of its own for a test that commits or needs two connections; yields its name."""
    with clones.clone() as name, django_db_blocker.unblock(), clones.connected(name):
        yield name


@pytest.fixture(scope="module")
def shared_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a world that a module's tests share: made once, undone after the last of them.

    Each test of the module rolls back to it, and takes the world as a deep copy, so that none sees another's changes.
    Not for a module that uses `committed_db` as well: its own connection would end the transaction.
    """
    with django_db_blocker.unblock():
        translation.activate(django_settings.LANGUAGE_CODE)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _as_at_first() -> None:
    """Every test begins in the language of the house and at real time, whatever the one before it read or moved."""
    translation.activate(django_settings.LANGUAGE_CODE)
    cache.delete(clock.OFFSET_KEY)
