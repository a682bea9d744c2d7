"""A regional officer at work: the desk, a pledge, the receipt, on a phone and a desk, by mouse and by keyboard."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.build_programs import it_is
from tests.proposals.regional import IN_TIME, Regions, some_regions

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "phone, English, dark": {"width": 390, "language": "en", "color_scheme": "dark"},
    "desk, Korean, high contrast": {"width": 1280, "language": "ko", "contrast": "more"},
}


@pytest.fixture
def regions(site: Site) -> Regions:
    it_is(IN_TIME)
    return some_regions()


def opened(opens: Opens, site: Site, regions: Regions, path: str, **look: Any) -> Page:
    """A page as the region's officer sees it."""
    page = opens(f"{site.address}/health/", **look)
    site.sign_in(page, regions.world.region_officer)
    page.goto(site.address + path)
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
def test_each_page_passes_axe_and_fits_the_screen(opens: Opens, site: Site, regions: Regions, look: str) -> None:
    regions.save()
    regions.pledge()
    page = opened(opens, site, regions, "/health/", **LOOKS[look])
    for name, path in paths(regions).items():
        if name == "receipt":
            regions.submit()
        page.goto(site.address + path)
        assert axe_violations(page) == [], name
        assert overflow_px(page) <= 0, name


def test_an_order_is_made_by_keyboard_alone(opens: Opens, site: Site, regions: Regions) -> None:
    page = opened(opens, site, regions, paths(regions)["ranking"], language="en")
    last = page.locator("[data-ranking-item]").nth(2)
    last.locator("[data-ranking-up]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert "now number 1 of 3" in (page.locator("[data-ranking-live]").text_content() or "")
    page.get_by_role("button", name="Save and go on to submit").press("Enter")
    page.get_by_role("button", name="Submit the ranking").press("Enter")
    assert page.url.endswith(paths(regions)["receipt"])
    assert "The ranking is submitted" in page.locator("h1").inner_text()


def test_numbers_are_typed_one_after_the_other(opens: Opens, site: Site, regions: Regions) -> None:
    page = opened(opens, site, regions, paths(regions)["ranking"], language="en")
    names = page.locator("[data-ranking-item]").evaluate_all("all => all.map(item => item.dataset.name)")
    for name, number in zip(names, ("3", "2", "1"), strict=True):
        page.get_by_label(f"Rank of {name}").click()
        page.keyboard.type(number)
    page.keyboard.press("Tab")
    expect(page.locator("[data-ranking-number]:focus")).to_have_count(0)
    moved = page.locator("[data-ranking-item]").evaluate_all("all => all.map(item => item.dataset.name)")
    assert moved == [names[2], names[1], names[0]]


def test_the_share_follows_the_amount(opens: Opens, site: Site, regions: Regions) -> None:
    page = opened(opens, site, regions, paths(regions)["pledge"], language="en")
    share = page.locator("[data-share]").first
    assert "10%" in share.inner_text()
    page.get_by_label("Match pledged, year 1").fill("129,999,999")
    assert "below the minimum" in share.inner_text()
