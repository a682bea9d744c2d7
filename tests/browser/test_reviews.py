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
from tests.build_meetings import STARTS_AT, a_sitting
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


def test_a_panel_sits_and_who_is_in_conflict_sees_the_door_shut_by_itself(committed_db: str, opens: Opens) -> None:
    sitting = a_sitting(2, 4)
    sitting.begin()
    at_the_clock(STARTS_AT)
    panel, uid, second = sitting.panel, sitting.meeting.uid, sitting.item(1)
    with serving() as site:
        desk, outside = opens(site.address), opens(site.address, width=390)
        site.sign_in(desk, panel.world.ministry_officer)
        site.sign_in(outside, panel.users[3])
        outside.goto(f"{site.address}/reviews/meetings/{uid}/")
        clean(outside)
        desk.goto(f"{site.address}/reviews/items/{second.uid}/")
        desk.locator('button[value="take_up"]').click()
        clean(desk)
        expect(outside.get_by_text("이해충돌: 밖에서 기다려 주세요")).to_be_visible()
        expect(outside.get_by_text(second.case.number)).to_have_count(0)
        clean(outside)
        desk.get_by_role("link", name="의결 또는 보류").click()
        desk.locator('[name="conclude-outcome"][value="mean"]').check(force=True)
        clean(desk)
        desk.locator('button[value="conclude"]').click()
        expect(outside.get_by_text("회의장으로 돌아오세요")).to_be_visible()
        outside.get_by_role("button", name="돌아왔습니다").click()
        expect(desk.get_by_text("위원 4명 가운데 4명이 회의장에")).to_be_visible()
        desk.goto(f"{site.address}/reviews/items/{second.uid}/minutes/")
        desk.locator("[name=minutes]").fill("두 기관의 역할을 두고 논의했다.")
        expect(desk.locator("[data-autosave-status][data-state=saved]")).to_be_visible(timeout=15_000)
        desk.goto(f"{site.address}/reviews/meetings/{uid}/minutes/")
        clean(desk)
