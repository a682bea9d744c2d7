"""A ministry's officer in a browser: a programme set up, its rules written, checked as they are typed, published and
compared; two writers; every page passes axe in both languages and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from programs.models import Program, RuleDraft, RuleSet
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.build import World, a_ministry_world
from tests.build_programs import BEFORE, SYSTEM, a_program, a_rule_set, it_is
from tests.programs.policies import full_with

pytestmark = pytest.mark.browser


@pytest.fixture
def world(site: Site) -> World:
    it_is(BEFORE)
    return a_ministry_world()


def passes(page: Page) -> None:
    assert axe_violations(page) == []
    assert overflow_px(page) <= 0


def test_an_officer_sets_up_a_programme_and_publishes_its_rules(opens: Opens, site: Site, world: World) -> None:
    page = opens(f"{site.address}/calls/")
    site.sign_in(page, world.ministry_officer)
    page.goto(f"{site.address}/desk/calls/")
    page.get_by_role("link", name="사업 만들기").click()
    page.get_by_role("link", name="지역혁신체계(RIS) 시범사업").click()
    page.get_by_label("사업 코드").fill("ris-next")
    page.get_by_label("국문 이름").fill("다음 지역혁신사업")
    page.get_by_label("전담기관").select_option(label=world.agency.name_ko)
    passes(page)
    page.get_by_role("button", name="사업 만들기").click()

    page.get_by_role("link", name="지방비", exact=True).click()
    share = page.get_by_label("지역은 선정된 과제마다")
    expect(share).to_have_value("10")
    share.fill("120")
    checked = page.locator("#rule-check")
    expect(checked).to_contain_text("최대 99.99%")
    share.fill("15")
    expect(checked).to_contain_text("15%")
    expect(page.locator("[data-autosave-line]")).to_contain_text("저장됨")
    passes(page)
    page.get_by_role("button", name="저장하고 다음으로").click()
    assert RuleDraft.objects.get().content["match"]["share_bp"] == 1500

    page.goto(f"{site.address}/rule-drafts/{RuleDraft.objects.get().uid}/groups/budget/")
    page.get_by_role("button", name="추가 – 비목").click()
    expect(page.get_by_role("group", name="5. item_1")).to_be_visible()
    passes(page)
    page.get_by_role("link", name="전체 규정").click()
    expect(page.locator(".error-summary")).to_contain_text("budget.categories[4].name_ko")
    passes(page)
    page.locator(".error-summary").get_by_role("link", name="budget.categories[4].name_ko").click()
    page.locator('[id="id_budget.categories.4.name_ko"]').fill("연구활동비")
    page.get_by_role("button", name="빼기 – item_1").or_(page.get_by_role("button", name="빼기 – 연구활동비")).click()
    expect(page.locator('[id="id_budget.categories.4.name_ko"]')).to_have_count(0)  # the next link is on this page too
    page.get_by_role("link", name="전체 규정").click()
    expect(page.locator(".error-summary")).to_have_count(0)
    page.locator("[data-dialog-open=publish]").click()
    page.locator("dialog[open] button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("제1판")
    made = RuleSet.objects.get()
    assert (made.state, made.program.code) == ("published", "ris-next")
    assert not RuleDraft.objects.exists()
    assert Program.objects.get().agency == world.agency


def test_two_writers_lose_no_words(opens: Opens, site: Site, world: World) -> None:
    program = a_program(world.ministry)
    a_rule_set(program)
    first = opens(f"{site.address}/calls/")
    site.sign_in(first, world.ministry_officer)
    first.goto(f"{site.address}/programs/{program.uid}/rules/new/")
    first.get_by_role("button", name="시작").click()
    expect(first.get_by_role("heading", level=1)).to_contain_text("작성 중인 규정")
    address = f"{site.address}/rule-drafts/{RuleDraft.objects.get().uid}/groups/quota/"
    second = opens(f"{site.address}/calls/")
    site.sign_in(second, world.agency_officer)
    for page in (first, second):
        page.goto(address)
    field = '[id="id_quota.teams_per_region"]'
    first.locator(field).fill("3")
    expect(first.locator("[data-autosave-line]")).to_contain_text("저장됨")
    second.locator(field).fill("4")
    expect(second.locator(".autosave-conflict")).to_contain_text("3")
    expect(second.locator(field)).to_have_value("4")
    second.locator(".autosave-conflict").get_by_role("button").last.click()
    expect(second.locator(field)).to_have_value("3")


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "ko")])
def test_every_page_of_the_editor_is_for_everybody(
    opens: Opens, site: Site, world: World, width: int, language: str
) -> None:
    program = a_program(world.ministry)
    old = a_rule_set(program)
    new = a_rule_set(program, full_with("match.share_bp", 2000))
    page = opens(f"{site.address}/calls/", width=width, language=language)
    site.sign_in(page, world.ministry_officer)
    page.goto(f"{site.address}/programs/{program.uid}/rules/new/")
    passes(page)
    page.locator("main form button").click()
    page.wait_for_url("**/rule-drafts/*/")
    draft = RuleDraft.objects.get()
    addresses = [
        *(f"rule-drafts/{draft.uid}/groups/{name}/" for name in ("review", "verdicts", "regional", "selection")),
        f"rule-drafts/{draft.uid}/take-file/",
        f"rule-drafts/{draft.uid}/discard/",
        f"rule-sets/{old.uid}/compare/{new.uid}/",
        f"programs/{program.uid}/",
        f"programs/{program.uid}/edit/",
        f"programs/{program.uid}/agency/",
        "programs/new/",
    ]
    for address in addresses:
        page.goto(f"{site.address}/{address}")
        passes(page)
    assert RuleDraft.objects.get().program == program
    assert SYSTEM.is_system
