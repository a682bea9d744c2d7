"""A headless Chromium for tests of what people see; every page it opens is watched for faults."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from config.browser import find
from tests.browser.checks import AXE
from tests.browser.site import SilentHandler, Site, serving

# Without a Chromium these tests are left out; `make browser` has said so loudly, and fails under CI.
collect_ignore_glob = [] if find() else ["test_*.py"]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the walk through the tutorial to `make pictures`: its worlds take minutes to be played."""
    return True if collection_path.name == "test_tutorial.py" and not config.getoption("--pictures") else None


QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=20_000)  # a machine under load may be slow; what never comes fails all the same
Opens = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    # Playwright's event loop stands in this thread; Django's guard would refuse other tests their database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def opens(chromium: Browser) -> Iterator[Opens]:
    """`opens(address, width=1280, language="ko", **context)` gives a page; at the end no page may have
    reported an error or a violation of the Content-Security-Policy."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(address: str, *, width: int = 1280, language: str = "ko", **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale=language, **options)
        context.add_init_script(path=AXE)
        contexts.append(context)
        page = context.new_page()

        def heard(said: ConsoleMessage) -> None:
            if said.type == "error":
                faults.append(f"{page.url}: {said.text}")

        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", heard)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    # A refusal that a script asked for is logged by the browser as an error of the network: not a fault.
    assert [fault for fault in faults if "Failed to load resource" not in fault] == []


@pytest.fixture
def site(committed_db: str) -> Iterator[Site]:
    """The whole site over a database of the test's own."""
    with serving() as started:
        yield started


@pytest.fixture(scope="module")
def gallery(django_test_environment: None) -> Iterator[str]:
    """The address of the gallery: every component of the portal, without database and sign-in.

    It stands for its own module only: the site that other tests open has other addresses.
    """
    here = settings.BASE_DIR / "tests" / "browser" / "gallery" / "templates"
    engine = settings.TEMPLATES[0]
    with override_settings(
        ROOT_URLCONF="tests.browser.gallery.urls",
        TEMPLATES=[{**engine, "DIRS": [*engine["DIRS"], here]}],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        MIDDLEWARE=[
            name for name in settings.MIDDLEWARE if name.startswith(("django.", "csp.")) and ".auth" not in name
        ],
    ):
        server = ThreadedWSGIServer(("127.0.0.1", 0), SilentHandler)
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        serving = Thread(target=server.serve_forever, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        serving.join()
