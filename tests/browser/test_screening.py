"""Asking whether one may apply, in a browser: by kind and region, then by names, on a desktop and on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.build_programs import a_call
from tests.build_proposals import a_submission, a_team
from tests.proposals.portal import at_the_clock

pytestmark = pytest.mark.browser


def fits(shown: Page) -> None:
    assert axe_violations(shown) == []
    assert overflow_px(shown) <= 0


@pytest.mark.parametrize(("width", "language"), [(1280, "ko"), (390, "en")])
def test_anybody_asks_on_the_calls_page_whether_his_institution_may_lead(
    opens: Opens, site: Site, width: int, language: str
) -> None:
    at_the_clock()
    call = a_call()
    shown = opens(site.address + reverse("programs:call", args=[call.uid]), width=width, language=language)
    fits(shown)
    shown.locator("#may-kind").select_option("ngo")
    shown.locator("#may-region").select_option("daejeon")
    shown.locator("form[action*=screening] button").click()
    expect(shown.locator("#answer .clause-path").first).to_have_text("eligibility.lead_kinds")
    fits(shown)


@pytest.mark.parametrize(("width", "language"), [(1280, "ko"), (390, "en")])
def test_a_leader_names_whom_he_wants_and_is_told_what_binds_him(
    opens: Opens, site: Site, width: int, language: str
) -> None:
    at_the_clock()
    team = a_team()
    bound, call = a_submission(team, share_bp=6_000).proposal, a_call()
    person = team.leader_user.person
    assert person is not None
    shown = opens("about:blank", width=width, language=language)
    site.sign_in(shown, team.leader_user)
    shown.goto(site.address + reverse("proposals:screening", args=[call.uid]))
    fits(shown)
    shown.locator("#id_q").fill(team.partner.name_ko)
    shown.locator("#id_p").fill(person.name_ko)
    shown.keyboard.press("Enter")
    shown.locator(f"label[for='partner-{team.partner.uid}']").click()
    shown.locator(f"label[for='person-{person.uid}']").click()
    shown.locator("main form button.primary").click()
    shown.locator(f"label[for='leader-{person.uid}']").click()
    shown.locator(f"#id_share-{person.uid}").fill("60")
    shown.locator("#id_grant-1").fill("900,000,000")
    shown.locator("main form button.primary").click()
    expect(shown.locator("#answer")).to_contain_text(bound.number)
    fits(shown)
    shown.locator("#answer a[href*=start]").click()
    shown.locator("#id_title_ko").fill("이어 쓴 과제")
    fits(shown)
    shown.locator("main form button.primary").click()
    expect(shown.locator("main")).to_contain_text(bound.number)
    fits(shown)
