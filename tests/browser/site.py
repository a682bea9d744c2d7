"""The whole site on a port of its own over a database of its own, for journeys in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client, override_settings
from playwright.sync_api import Page

from accounts.models import User
from tests.build import sign_in


class SilentHandler(WSGIRequestHandler):
    """Says nothing: a test's output is its failures."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass(frozen=True)
class Site:
    """Where it listens; `cookies_of` opens a session as password and one-time code would."""

    address: str

    def cookies_of(self, user: User) -> list[dict[str, str]]:
        client = sign_in(Client(), user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}]

    def sign_in(self, page: Page, user: User) -> None:
        """Open a session, with the browser's own language as the one chosen."""
        language = page.evaluate("() => navigator.language")
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.address}])
        page.context.add_cookies(self.cookies_of(user))  # type: ignore[arg-type]  # playwright's own dict type

    def sign_out(self, page: Page) -> None:
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


@contextmanager
def serving() -> Iterator[Site]:
    """Serve the site with the second wall up, over the database that Django is connected to."""
    cache.clear()
    with override_settings(BARO_RESTING_SCOPE="", ALLOWED_HOSTS=["127.0.0.1", "localhost", "testserver"]):
        server = ThreadedWSGIServer(("127.0.0.1", 0), SilentHandler)
        server.daemon_threads = True
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
