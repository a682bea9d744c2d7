"""A ministry's officer in a browser: from a draft with live help to an announced call; every page passes axe."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from programs.models import Call
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.build import MARCH, World, a_ministry_world, sign_in
from tests.build_programs import BEFORE, a_call, a_draft_call, it_is, the_ris_program

pytestmark = pytest.mark.browser


@pytest.fixture
def world(site: Site) -> World:
    it_is(BEFORE)
    return a_ministry_world()


def enter(page: Page, site: Site, world: World, language: str = "ko") -> None:
    """Sign the ministry's officer in, with a second factor, and choose the language."""
    session = sign_in(Client(), world.ministry_officer).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.address},
            {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.address},
        ]
    )


def passes(page: Page) -> None:
    assert axe_violations(page) == []
    assert overflow_px(page) <= 0


def test_an_officer_announces_a_call(opens: Opens, site: Site, world: World) -> None:
    program, _rule_set = the_ris_program(world.ministry, world.agency)
    page = opens(f"{site.address}/calls/")
    enter(page, site, world)
    page.goto(f"{site.address}/desk/calls/")
    page.get_by_role("link", name="공고 초안 작성").click()
    page.get_by_label("코드").fill("ris-2004")
    page.get_by_label("공고 제목 (국문)").fill("2004년 지역혁신체계 시범사업 공고")
    page.get_by_label("공고 제목 (영문)").fill("RIS Pilot, call of 2004")
    page.get_by_label("사업 개요 (국문)").fill("지역 사업단을 지원합니다.")
    page.get_by_label("사업 개요 (영문)").fill("Supports teams of a region.")
    page.get_by_label("접수 시작").fill("2004-03-02T09:00")
    page.get_by_label("접수 마감").fill("2004-04-04T18:00")
    help_lines = page.locator("#call-help")
    expect(help_lines).to_contain_text("접수 기간 33일")
    expect(help_lines).to_contain_text("마감일이 휴일입니다.")
    page.get_by_label("접수 마감").fill("2004-03-31T18:00")
    page.get_by_label("과제 시작").fill("2004-07-01")
    page.get_by_label("예산").fill("120,000,000,000")
    expect(help_lines).to_contain_text("30팀")
    expect(help_lines).not_to_contain_text("마감일이 휴일입니다.")
    page.get_by_label("문의처").fill("지역산업과 02-0000-0000")
    passes(page)
    page.get_by_role("button", name="초안 저장").click()

    page.get_by_role("link", name="항목 추가").click()
    page.get_by_label("국문 제목").fill("신청 방법")
    page.get_by_label("국문 내용").fill("사업계획서를 제출합니다.")
    page.get_by_role("button", name="저장").click()
    page.get_by_role("link", name="확인하고 공고").click()
    page.get_by_role("link", name="지침 1번 항목에 영문이 없습니다.").click()
    page.get_by_role("link", name="수정").click()
    page.get_by_label("영문 제목").fill("How to apply")
    page.get_by_label("영문 내용").fill("Hand in a project plan.")
    page.get_by_role("button", name="저장").click()
    page.get_by_role("link", name="확인하고 공고").click()
    passes(page)
    page.get_by_role("button", name="지금 공고하기").click()
    expect(page.locator("h1")).to_have_text("2004년 지역혁신체계 시범사업 공고")
    expect(page.locator(".lead")).to_contain_text("접수 예정")
    call = Call.objects.get()
    assert (call.state, call.program_id, call.announced_by) == ("announced", program.pk, world.ministry_officer.pk)


PAGES = (
    "/calls/",
    "/calls/?state=closed",
    "/calls/{call}/",
    "/rule-sets/{rules}/",
    "/programs/{program}/",
    "/desk/calls/",
    "/desk/availability/",
    "/calls/{draft}/edit/",
    "/calls/{draft}/guidelines/",
    "/calls/{draft}/guidelines/1/",
    "/calls/{draft}/announce/",
    "/calls/{call}/dates/",
    "/calls/{call}/cancel/",
    "/programs/{program}/rules/new/",
)


@pytest.mark.parametrize(("language", "width"), [("ko", 390), ("en", 1280)])
def test_every_page_of_calls_passes_axe_and_fits_the_screen(
    opens: Opens, site: Site, world: World, language: str, width: int
) -> None:
    program, rule_set = the_ris_program(world.ministry, world.agency)
    call, draft = a_call(program, rule_set), a_draft_call(program, rule_set, title_en="")
    it_is(MARCH)
    page = opens(f"{site.address}/calls/", width=width, language=language)
    enter(page, site, world, language)
    names = {"call": call.uid, "draft": draft.uid, "rules": rule_set.uid, "program": program.uid}
    faults = {}
    for path in PAGES:
        page.goto(site.address + path.format(**names))
        found = axe_violations(page)
        if overflow_px(page) > 0:
            found.append("wider than the screen")
        if found:
            faults[path] = found
    assert faults == {}


def test_without_script_a_list_is_filtered_and_a_draft_is_saved(opens: Opens, site: Site, world: World) -> None:
    program, rule_set = the_ris_program(world.ministry)
    a_call(program, rule_set)
    draft = a_draft_call(program, rule_set)
    page = opens(f"{site.address}/calls/", java_script_enabled=False)
    enter(page, site, world)
    page.get_by_label("상태").select_option("closed")
    page.get_by_role("main").get_by_role("button", name="검색").click()
    expect(page.get_by_text("조건에 맞는 공고가 없습니다")).to_be_visible()
    page.goto(f"{site.address}/calls/{draft.uid}/edit/")
    page.get_by_label("문의처").fill("다른 과 02-1111-1111")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("다른 과 02-1111-1111")).to_be_visible()
