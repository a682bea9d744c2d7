"""A session ends before one's eyes: warned of, stayed in, and with nothing lost that was typed."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.sessions import BEGAN, USED, now
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.build import World, a_ministry_world

pytestmark = pytest.mark.browser


@pytest.fixture
def world(site: Site) -> World:
    return a_ministry_world()


def leave_seconds(page: Page, seconds: int, *, used_up: bool) -> None:
    """Age the page's session, so that it ends so soon: as it was long unused, or as its whole time is used up."""
    (key,) = (one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    if used_up:
        session[BEGAN] = int(now()) - settings.BARO_OFFICE_SESSION_HOURS * 3600 + seconds
    else:
        session[USED] = int(now()) - settings.BARO_OFFICE_IDLE_MINUTES * 60 + seconds
    session.save()


def test_it_warns_and_what_was_typed_comes_back(site: Site, world: World, opens: Opens) -> None:
    page = opens(site.address, language="ko")
    site.sign_in(page, world.administrator)
    leave_seconds(page, 8, used_up=True)
    page.goto(site.address + reverse("accounts:add-person"))
    expect(page.get_by_text("뒤에 자동으로 로그아웃됩니다")).to_be_visible()
    page.get_by_label("이름", exact=False).first.fill("긴하루")
    page.get_by_role("button", name="로그인 유지").click()
    expect(page.get_by_text("더 늘릴 수 없으니")).to_be_visible()
    again = page.locator("[data-session-again]")
    expect(again).to_be_visible(timeout=15_000)
    assert (axe_violations(page), overflow_px(page)) == ([], 0)
    again.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("로그인")
    site.sign_in(page, world.administrator)
    page.goto(site.address + reverse("accounts:add-person"))
    expect(page.get_by_label("이름", exact=False).first).to_have_value("긴하루")
    expect(page.get_by_text("입력한 내용을 다시 채웠습니다")).to_be_visible()
    page.reload()
    expect(page.get_by_label("이름", exact=False).first).to_have_value("")


def test_one_stays_by_a_press_and_sees_where_one_is_signed_in(site: Site, world: World, opens: Opens) -> None:
    page = opens(site.address, width=390, language="ko")
    site.sign_in(page, world.administrator)
    page.goto(site.address + reverse("usersessions_list"))
    assert (axe_violations(page), overflow_px(page)) == ([], 0)
    page.clock.install()
    page.reload()
    panel = page.locator("[data-session]")
    expect(panel).to_be_hidden()
    leave_seconds(page, 100, used_up=False)
    page.clock.fast_forward("28:30")
    expect(panel).to_be_visible()
    page.get_by_role("button", name="로그인 유지").click()
    expect(panel).to_be_hidden()
