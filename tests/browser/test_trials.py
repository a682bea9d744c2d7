"""An officer tries other rules on a judged call in a browser; axe and CSP at zero, wide and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.files import store_upload
from programs.models import Call
from proposals.models import MatchPledge
from scenarios.models import Trial
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import serving
from tests.build import MARCH
from tests.build_proposals import a_submission, a_team, pdf
from tests.build_reviews import OPENED_AT, a_panel_of
from tests.proposals.portal import at_the_clock

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(1280, "ko"), (390, "en")])
def test_an_officer_tries_a_smaller_quota(committed_db: str, opens: Opens, width: int, language: str) -> None:
    panel = a_panel_of(lambda call: [a_submission(a_team(), call, at=MARCH).proposal for _ in range(3)])
    panel.selected(3, 5, 4)
    for pledge in MatchPledge.objects.all():
        pledge.year_krw = [10**9] * 3
        pledge.document = store_upload(pdf(), allowed=["pdf"], max_bytes=10**6, by=1, at=MARCH)
        pledge.save()
    at_the_clock(OPENED_AT)
    call = Call.objects.get()
    with serving() as site:
        page = opens(site.address, width=width, language=language)
        site.sign_in(page, panel.world.ministry_officer)
        for address in ("desk/trials/", f"desk/calls/{call.uid}/trials/", f"desk/calls/{call.uid}/trials/new/"):
            page.goto(f"{site.address}/{address}")
            assert axe_violations(page) == []
            assert overflow_px(page) <= 0
        page.locator("details", has=page.locator('[name="quota.teams_per_region"]')).locator("summary").click()
        page.locator('[name="quota.teams_per_region"]').fill("none at all")
        page.locator("main form button.primary").click()
        expect(page.locator("[data-error-summary] a")).to_have_count(1)
        expect(page.locator('[name="quota.teams_per_region"]')).to_be_visible()
        assert axe_violations(page) == []
        page.locator('[name="quota.teams_per_region"]').fill("1")
        page.locator("main form button.primary").click()
        page.wait_for_url("**/desk/trials/*/")
        assert axe_violations(page) == []
        assert overflow_px(page) <= 0
        assert Trial.objects.get().result["after"]["teams"] == 1
