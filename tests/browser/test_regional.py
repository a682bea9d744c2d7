"""A regional officer at work: the desk, a pledge, the receipt, on a phone and a desk, by mouse and by keyboard."""

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from playwright.sync_api import Page, expect

from core import clock
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens, SilentHandler
from tests.proposals.regional import IN_TIME, Regions, signed_in, some_regions

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "phone, English, dark": {"width": 390, "language": "en", "color_scheme": "dark"},
    "desk, Korean, high contrast": {"width": 1280, "language": "ko", "contrast": "more"},
}


@pytest.fixture
def portal(committed_db: str) -> Iterator[str]:
    """The address of the whole portal on a database of its own, at IN_TIME."""
    seconds = round((IN_TIME - clock.system_now()).total_seconds())
    cache.set(clock.OFFSET_KEY, seconds, timeout=600)
    server = ThreadedWSGIServer(("127.0.0.1", 0), SilentHandler)
    server.block_on_close = False  # the browser keeps its connections open until its own end
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    serving.join()
    cache.delete(clock.OFFSET_KEY)


@pytest.fixture
def regions(portal: str) -> Regions:
    return some_regions()


def opened(opens: Opens, portal: str, regions: Regions, path: str, **look: Any) -> Page:
    """A page as the region's officer sees it."""
    cookie = signed_in(regions.world.region_officer).cookies["baro_session"].value
    page = opens(portal + "/health/", **look)
    language = look.get("language", "ko")
    page.context.add_cookies(
        [
            {"name": "baro_session", "value": cookie, "url": portal},
            {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": portal},
        ]
    )
    page.goto(portal + path)
    return page


def paths(regions: Regions) -> dict[str, str]:
    args = [regions.call.uid, "daejeon"]
    return {
        "calls": reverse("proposals:regional"),
        "ranking": reverse("proposals:ranking", args=args),
        "submit": reverse("proposals:ranking-submit", args=args),
        "pledge": reverse("proposals:pledge", args=[regions.mine[1].uid]),
        "receipt": reverse("proposals:ranking-receipt", args=args),
        "reopen": reverse("proposals:ranking-reopen", args=args),
    }


@pytest.mark.parametrize("look", LOOKS)
def test_each_page_passes_axe_and_fits_the_screen(opens: Opens, portal: str, regions: Regions, look: str) -> None:
    regions.save()
    regions.pledge()
    page = opened(opens, portal, regions, "/health/", **LOOKS[look])
    for name, path in paths(regions).items():
        if name == "receipt":
            regions.submit()
        page.goto(portal + path)
        assert axe_violations(page) == [], name
        assert overflow_px(page) <= 0, name


def test_an_order_is_made_by_keyboard_alone(opens: Opens, portal: str, regions: Regions) -> None:
    page = opened(opens, portal, regions, paths(regions)["ranking"], language="en")
    last = page.locator("[data-ranking-item]").nth(2)
    last.locator("[data-ranking-up]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert "now number 1 of 3" in (page.locator("[data-ranking-live]").text_content() or "")
    page.get_by_role("button", name="Save and go on to submit").press("Enter")
    page.get_by_role("button", name="Submit the ranking").press("Enter")
    assert page.url.endswith(paths(regions)["receipt"])
    assert "The ranking is submitted" in page.locator("h1").inner_text()


def test_numbers_are_typed_one_after_the_other(opens: Opens, portal: str, regions: Regions) -> None:
    page = opened(opens, portal, regions, paths(regions)["ranking"], language="en")
    names = page.locator("[data-ranking-item]").evaluate_all("all => all.map(item => item.dataset.name)")
    for name, number in zip(names, ("3", "2", "1"), strict=True):
        page.get_by_label(f"Rank of {name}").click()
        page.keyboard.type(number)
    page.keyboard.press("Tab")
    expect(page.locator("[data-ranking-number]:focus")).to_have_count(0)
    moved = page.locator("[data-ranking-item]").evaluate_all("all => all.map(item => item.dataset.name)")
    assert moved == [names[2], names[1], names[0]]


def test_the_share_follows_the_amount(opens: Opens, portal: str, regions: Regions) -> None:
    page = opened(opens, portal, regions, paths(regions)["pledge"], language="en")
    share = page.locator("[data-share]").first
    assert "10%" in share.inner_text()
    page.get_by_label("Match pledged, year 1").fill("129,999,999")
    assert "below the minimum" in share.inner_text()
