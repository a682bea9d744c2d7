"""The pages of accounts as people see them: no fault that axe knows, no scrolling sideways, sign-in by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site, serving
from tests.build import PASSWORD, World, a_ministry_world, a_person, an_office

pytestmark = pytest.mark.browser
VARIANTS = [(1280, "ko"), (390, "en")]
PAGES = ("people", "offices", "open-office", "delegate", "inbox", "account")


@pytest.fixture
def site(committed_db: str) -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def world(site: Site) -> World:
    world = a_ministry_world()
    an_office(Role.REGION_OFFICER, world.government, acting=a_person())
    return world


@pytest.mark.parametrize(("width", "language"), VARIANTS)
def test_pages_pass_axe_and_fit_the_screen(site: Site, world: World, opens: Opens, width: int, language: str) -> None:
    page = opens(site.address + reverse("account_login"), width=width, language=language)
    assert (axe_violations(page), overflow_px(page)) == ([], 0)
    site.sign_in(page, world.administrator)
    faults = {}
    for name in PAGES:
        page.goto(site.address + reverse(f"accounts:{name}"))
        faults[name] = (axe_violations(page), max(0, overflow_px(page)))
    assert {name: fault for name, fault in faults.items() if fault != ([], 0)} == {}


def test_an_officer_sets_up_the_second_factor_by_hand(site: Site, world: World, opens: Opens) -> None:
    page = opens(f"{site.address}{reverse('account_login')}", language="en")
    main = page.get_by_role("main")
    main.get_by_label("Email").fill(world.institution_officer.email.replace("@", "@wrong."))
    main.get_by_label("Password").fill(PASSWORD)
    main.get_by_role("button", name="Sign in").click()
    expect(main.get_by_role("alert")).to_be_focused()
    main.get_by_label("Email").fill(world.ministry_officer.email)
    main.get_by_label("Password").fill(PASSWORD)
    main.get_by_role("button", name="Sign in").click()
    main.get_by_role("link", name=re.compile("2차 인증 설정")).click()  # his own language is Korean
    main.get_by_label("비밀번호").fill(PASSWORD)
    main.get_by_role("button").first.click()
    secret = main.locator("code").inner_text()
    assert axe_violations(page) == []
    main.get_by_role("textbox").last.fill(code_of(secret))
    main.get_by_role("button", name="설정").click()
    expect(main.locator(".recovery-codes li")).to_have_count(10)
    page.goto(site.address + reverse("accounts:delegate"))
    expect(main.get_by_role("heading", level=1)).to_have_text("전담기관에 위임")


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now."""
    steps = sorted(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, steps[len(steps) // 2])))
