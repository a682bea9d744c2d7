"""An officer builds a call's form in a browser, sees it as an applicant would, and a team answers it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from programs import actions as programs
from programs.models import Call
from proposals.models import AnswerSheet
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.build import MARCH, a_ministry_world
from tests.build_programs import BEFORE, SYSTEM, a_draft_call, it_is, the_ris_program
from tests.build_proposals import a_draft, a_team

pytestmark = pytest.mark.browser


def passes(page: Page) -> None:
    assert axe_violations(page) == []
    assert overflow_px(page) <= 0


def choose(page: Page, answer: str) -> None:
    """Tick a box or a radio button by its words, which are what people press."""
    page.locator("label", has_text=re.compile(f"^{answer}$")).first.click()


def test_a_form_is_built_and_answered(opens: Opens, site: Site) -> None:
    it_is(BEFORE)
    world = a_ministry_world()
    call = a_draft_call(*the_ris_program(world.ministry, world.agency))
    page = opens(f"{site.address}/calls/")
    site.sign_in(page, world.ministry_officer)
    page.goto(f"{site.address}/calls/{call.uid}/form/")
    page.get_by_role("link", name="묶음 추가").click()
    page.get_by_label("제목(국문)").or_(page.locator("#id_title_ko")).first.fill("추진 계획")
    page.locator("#id_title_en").fill("The plan")
    page.get_by_role("button", name="저장").click()
    page.get_by_role("link", name="문항 추가").click()
    expect(page.locator("#id_max_words")).to_be_visible()
    page.locator("#id_type").select_option("yes_no")
    expect(page.locator("#id_max_words")).to_be_hidden()
    page.locator("#id_title_ko").fill("시제품이 있습니까?")
    page.locator("#id_title_en").fill("Is there a prototype?")
    passes(page)
    page.get_by_role("button", name="저장").click()
    page.get_by_role("link", name="문항 추가").click()
    page.locator("#id_title_ko").fill("어떻게 만들었습니까?")
    page.locator("#id_title_en").fill("How was it made?")
    page.locator("#id_max_words").fill("3")
    choose(page, "예")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("다음인 경우에만 답합니다")).to_be_visible()
    passes(page)
    _answered(opens, site, call)


def _answered(opens: Opens, site: Site, call: Call) -> None:
    programs.announce_call(call_uid=call.uid, by=SYSTEM, at=BEFORE)
    it_is(MARCH)
    team = a_team()
    draft = a_draft(team, call)
    page = opens(f"{site.address}/calls/", width=390)
    site.sign_in(page, team.leader_user)
    page.goto(f"{site.address}/proposals/{draft.uid}/form/s1/")
    how = page.get_by_label("어떻게 만들었습니까?")
    expect(how).to_be_hidden()
    choose(page, "예")
    expect(how).to_be_visible()
    how.fill("하나 둘 셋 넷")
    expect(page.locator("[data-count-line]").first).to_contain_text("1단어 초과")
    expect(page.locator("[data-autosave-line]")).to_contain_text("저장됨")
    expect(page.locator("[data-autosave-detail]")).to_contain_text("최대 3단어")
    passes(page)
    sheet = AnswerSheet.objects.get(proposal=draft)
    assert sheet.answers == {"q1": True, "q2": "하나 둘 셋 넷"}
    choose(page, "아니요")
    expect(how).to_be_hidden()
