"""The pages of accounts as people see them: no fault that axe knows, no scrolling sideways, sign-in by hand."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.build import PASSWORD, World, a_ministry_world, a_person, an_office

pytestmark = pytest.mark.browser
VARIANTS = [(1280, "ko"), (390, "en")]
PAGES = ("people", "offices", "open-office", "delegate", "inbox", "account")


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
    main.get_by_role("button", name="Sign in", exact=True).click()
    expect(main.get_by_role("alert")).to_be_focused()
    main.get_by_label("Email").fill(world.ministry_officer.email)
    main.get_by_label("Password").fill(PASSWORD)
    main.get_by_role("button", name="Sign in", exact=True).click()
    main.get_by_role("link", name=re.compile("일회용 코드 앱 설정")).click()  # his own language is Korean
    main.get_by_label("비밀번호").fill(PASSWORD)
    main.get_by_role("button").first.click()
    secret = main.locator("code").inner_text()
    assert axe_violations(page) == []
    main.get_by_role("textbox").last.fill(code_of(secret))
    main.get_by_role("button", name="설정").click()
    expect(main.locator(".recovery-codes li")).to_have_count(10)
    page.goto(site.address + reverse("accounts:delegate"))
    expect(main.get_by_role("heading", level=1)).to_have_text("전담기관에 위임")


def test_a_passkey_is_added_and_opens_the_office_by_itself(site: Site, world: World, opens: Opens) -> None:
    """With an authenticator that the browser itself plays: named on adding, signed in with, shown anew, removed."""
    address = site.address.replace("127.0.0.1", "localhost")  # passkeys belong to a name
    page = opens(f"{address}{reverse('account_login')}", language="en")
    main = page.get_by_role("main")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    User.objects.filter(pk=world.ministry_officer.pk).update(language="en")
    main.get_by_label("Email").fill(world.ministry_officer.email)
    main.get_by_label("Password").fill(PASSWORD)
    main.get_by_role("button", name="Sign in", exact=True).click()
    main.get_by_role("link", name="Add a passkey").click()
    main.get_by_label("Password").fill(PASSWORD)
    main.get_by_role("button").first.click()
    assert (axe_violations(page), overflow_px(page)) == ([], 0)
    main.get_by_label("Name of the passkey").fill("Desk key")
    main.get_by_role("button", name="Add a passkey").click()
    expect(main.locator(".recovery-codes li")).to_have_count(10)
    page.goto(f"{address}{reverse('accounts:delegate')}")
    expect(main.get_by_role("heading", level=1)).to_have_text("Delegate to an agency")

    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto(f"{address}{reverse('account_login')}?next={reverse('accounts:delegate')}")
    main.get_by_role("button", name="Sign in with a passkey").click()
    expect(main.get_by_role("heading", level=1)).to_have_text("Delegate to an agency")

    page.goto(f"{address}{reverse('accounts:confirm')}?next={reverse('mfa_index')}")
    assert axe_violations(page) == []
    main.get_by_role("button", name="Use a passkey").click()
    expect(main.get_by_text("Desk key").first).to_be_visible()
    assert axe_violations(page) == []
    main.get_by_role("link", name="Rename Desk key").click()
    main.get_by_label("Name of the passkey").fill("Old key")
    main.get_by_role("button", name="Save").click()
    main.get_by_role("link", name="Remove Old key").click()
    main.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    page.goto(f"{address}{reverse('accounts:delegate')}")
    expect(main.get_by_role("heading", level=1)).to_have_text("You may not do this")


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now."""
    steps = sorted(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, steps[len(steps) // 2])))
