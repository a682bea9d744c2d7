"""An expert and an officer in a browser: the papers, a review saved as typed, a selection; axe and CSP at zero."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from reviews import actions
from reviews.models import Review
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import serving
from tests.build import MARCH
from tests.build_proposals import a_submission, a_team
from tests.build_reviews import CRITERIA, OPENED_AT, Panel, a_panel, a_panel_of
from tests.proposals.portal import at_the_clock

pytestmark = pytest.mark.browser


def clean(page: Page) -> None:
    """Nothing for axe to say, nothing wider than the window."""
    assert axe_violations(page) == []
    assert overflow_px(page) <= 0


def a_panel_with_papers() -> Panel:
    panel = a_panel_of(lambda call: [a_submission(a_team(), call, at=MARCH).proposal], experts=3)
    panel.start()
    at_the_clock(OPENED_AT)
    return panel


@pytest.mark.parametrize("width", [1280, 390])
def test_an_expert_reads_types_checks_and_submits(committed_db: str, opens: Opens, width: int) -> None:
    panel = a_panel_with_papers()
    with serving() as site:
        page = opens(site.address, width=width)
        site.sign_in(page, panel.users[0])
        page.goto(f"{site.address}/reviews/")
        clean(page)
        page.get_by_role("link", name=panel.case().title_ko).click()
        clean(page)
        for code in CRITERIA:
            page.locator(f'[name="points.{code}"][value="4"]').check(force=True)
            page.locator(f'[name="comments.{code}"]').fill("근거가 분명합니다.")
        expect(page.locator("[data-autosave-status][data-state=saved]")).to_be_visible(timeout=15_000)
        assert Review.objects.get().state == "draft"
        page.locator('button[name=then][value="submit"]').click()
        clean(page)
        page.locator("main form button").click()
        page.wait_for_url("**/reviews/")
        assert Review.objects.get().state == "submitted"


def test_a_review_is_written_without_script(committed_db: str, opens: Opens) -> None:
    panel = a_panel_with_papers()
    with serving() as site:
        page = opens(site.address, java_script_enabled=False)
        site.sign_in(page, panel.users[0])
        page.goto(f"{site.address}/reviews/assignments/{panel.given().uid}/")
        page.locator('[name="comments.fit"]').fill("근거")
        page.locator('button[name=then][value="submit"]').click()
        expect(page.locator("[data-error-summary] li")).to_have_count(7)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_officer_looks_at_a_selection_and_overrides(committed_db: str, opens: Opens, width: int) -> None:
    panel = a_panel(4, 4)
    selection = panel.selected(3, 5, 4, 1)
    at_the_clock(OPENED_AT)
    with serving() as site:
        page = opens(site.address, width=width)
        site.sign_in(page, panel.world.ministry_officer)
        for address in ("desk/reviews/", f"desk/rounds/{panel.round.uid}/", f"desk/selections/{selection.uid}/"):
            page.goto(f"{site.address}/{address}")
            clean(page)
        page.goto(f"{site.address}/desk/decisions/{panel.decision(0).uid}/")
        clean(page)
        page.locator('[name=outcome][value="selected"]').check(force=True)
        page.locator("[name=reason]").fill("지역 안배")
        page.locator("main form button").click()
        page.wait_for_url(f"**/selections/{selection.uid}/")
        for act in (actions.decide_selection, actions.publish_selection):
            act(selection_uid=selection.uid, by=panel.officer, at=OPENED_AT)
        page.goto(f"{site.address}/results/{selection.uid}/")
        clean(page)
