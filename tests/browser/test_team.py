"""A team at work in a browser: saved as typed, sums that move, a session that ends, two writers, a file on its way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from proposals import actions
from proposals.models import Proposal
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.build import MARCH
from tests.build_programs import a_call
from tests.build_proposals import PDF, Team, a_complete_draft, a_draft, a_submission, a_team
from tests.proposals.portal import at_the_clock, page

pytestmark = pytest.mark.browser

SAVED = re.compile("Saved [0-9]|저장")


@pytest.fixture
def team(site: Site) -> Team:
    at_the_clock()
    return a_team()


def opened(opens: Opens, site: Site, team: Team, path: str, *, office: bool = False, width: int = 1280) -> Page:
    """A page of the site in English, as the team's leader or as its institution's office."""
    shown = opens("about:blank", width=width, language="en")
    site.sign_in(shown, team.office_user if office else team.leader_user)
    shown.goto(site.address + path)
    return shown


def text_of(proposal: Proposal) -> str:
    return proposal.sections.get(code="summary").text


def a_colleague_saves(proposal: Proposal, team: Team) -> None:
    actions.save_section(
        proposal_uid=proposal.uid, code="summary", text="동료의 글", version=0, by=team.office, at=MARCH
    )


def test_words_are_saved_as_they_are_typed(opens: Opens, site: Site, team: Team) -> None:
    proposal = a_draft(team)
    shown = opened(opens, site, team, page(proposal, "section", "summary"))
    shown.get_by_label("Summary").fill("지역의 소재 기업이 함께 씁니다.")
    expect(shown.locator("[data-autosave-line]")).to_contain_text(SAVED, timeout=10_000)
    assert text_of(proposal) == "지역의 소재 기업이 함께 씁니다."

    shown.get_by_label("Summary").fill("지역의 소재 기업이 함께 쓰고 팝니다.")
    expect(shown.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved", timeout=10_000)
    shown.get_by_role("button", name="Save and continue").click()
    expect(shown.get_by_role("heading", level=1)).to_have_text("Fit to the cluster's goal")
    assert text_of(proposal) == "지역의 소재 기업이 함께 쓰고 팝니다."


def test_words_survive_the_end_of_the_session(opens: Opens, site: Site, team: Team) -> None:
    proposal = a_draft(team)
    path = page(proposal, "section", "summary")
    shown = opened(opens, site, team, path)
    site.sign_out(shown)
    shown.get_by_label("Summary").fill("로그아웃된 줄 모르고 쓴 글")
    expect(shown.locator("[data-autosave-line]")).to_contain_text("You were signed out", timeout=10_000)
    assert text_of(proposal) == ""

    site.sign_in(shown, team.leader_user)
    shown.goto(site.address + path)
    expect(shown.get_by_label("Summary")).to_have_value("로그아웃된 줄 모르고 쓴 글")
    shown.get_by_role("button", name="Save and come back later").click()
    expect(shown.get_by_role("heading", level=1)).to_have_text(proposal.title_en)
    assert text_of(proposal) == "로그아웃된 줄 모르고 쓴 글"
    shown.goto(site.address + path)
    expect(shown.locator("[data-autosave-line]")).to_have_text("")


def test_kept_words_do_not_go_over_what_a_colleague_saved(opens: Opens, site: Site, team: Team) -> None:
    proposal = a_draft(team)
    path = page(proposal, "section", "summary")
    shown = opened(opens, site, team, path)
    site.sign_out(shown)
    shown.get_by_label("Summary").fill("내 글")
    expect(shown.locator("[data-autosave-line]")).to_contain_text("You were signed out", timeout=10_000)
    actions.save_section(
        proposal_uid=proposal.uid, code="summary", text="동료의 글", version=0, by=team.office, at=MARCH
    )

    site.sign_in(shown, team.leader_user)
    shown.goto(site.address + path)
    expect(shown.locator(".autosave-conflict")).to_contain_text("동료의 글")
    shown.get_by_role("button", name="Keep mine").click()
    expect(shown.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved", timeout=10_000)
    assert text_of(proposal) == "내 글"


def test_two_writers_see_both_texts(opens: Opens, site: Site, team: Team) -> None:
    proposal = a_draft(team)
    path = page(proposal, "section", "summary")
    mine = opened(opens, site, team, path)
    actions.save_section(
        proposal_uid=proposal.uid, code="summary", text="동료의 글", version=0, by=team.office, at=MARCH
    )
    mine.get_by_label("Summary").fill("내 글")
    expect(mine.locator(".autosave-conflict")).to_contain_text("동료의 글", timeout=10_000)
    assert axe_violations(mine) == []
    mine.get_by_role("button", name="Take the stored text").click()
    expect(mine.get_by_label("Summary")).to_have_value("동료의 글")
    assert text_of(proposal) == "동료의 글"


def test_the_grid_adds_up_and_warns_by_keyboard_and_paste(opens: Opens, site: Site, team: Team) -> None:
    proposal = a_draft(team)
    shown = opened(opens, site, team, page(proposal, "budget"))
    first = shown.get_by_label("Salaries, Grant, year 1")
    first.focus()
    shown.keyboard.type("400000000")
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("ArrowDown")
    expect(shown.get_by_label("Project activities, Grant, year 1")).to_be_focused()
    shown.evaluate(
        """() => {
          const held = new DataTransfer();
          held.setData("text/plain", "500,000,000\\t100,000,000\\n");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
        }"""
    )
    year = shown.locator("[id='id_lines.1']")
    expect(year.locator("tfoot")).to_contain_text("1,000,000,000")
    expect(year.locator(".share").first).to_contain_text("40% above the limit")
    expect(shown.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved", timeout=10_000)
    assert proposal.lines.count() == 3
    shown.reload()
    expect(year).to_contain_text("the cap of 20% allows KRW 200,000,000")


def test_a_file_is_sent_with_progress_and_refused_in_place(
    opens: Opens, site: Site, team: Team, tmp_path: Path
) -> None:
    proposal = a_draft(team)
    shown = opened(opens, site, team, page(proposal, "files"))
    plan = shown.locator("#document-plan")
    wrong, right = tmp_path / "계획.txt", tmp_path / "계획.pdf"
    wrong.write_bytes(b"text")
    right.write_bytes(PDF)
    plan.locator("input[type=file]").set_input_files(wrong)
    plan.get_by_role("button", name="Upload").click()
    expect(plan.locator("[data-upload-status]")).to_contain_text("are not accepted here", timeout=10_000)
    plan.locator("input[type=file]").set_input_files(right)
    plan.get_by_role("button", name="Upload").click()
    expect(shown.locator("#document-plan").get_by_role("link", name="계획.pdf")).to_be_visible(timeout=10_000)


def test_partners_are_found_while_typing(opens: Opens, site: Site, team: Team) -> None:
    proposal = a_draft(team)
    shown = opened(opens, site, team, page(proposal, "consortium"))
    shown.get_by_role("searchbox", name="Find an institution").press_sequentially(team.partner.name_ko)
    shown.get_by_role("link", name="Choose").first.click()
    shown.get_by_label("What it brings").fill("시제품")
    shown.get_by_role("button", name="Add to the consortium").click()
    expect(shown.locator(f"[id='partners-{team.partner.uid}']")).to_contain_text("시제품")


def test_the_office_hands_in_and_gets_its_receipt(opens: Opens, site: Site, team: Team) -> None:
    proposal = a_complete_draft(team)
    shown = opened(opens, site, team, page(proposal, "detail"), office=True)
    shown.get_by_role("link", name="Submit for the institution").click()
    shown.get_by_role("button", name="Submit").click()
    expect(shown.locator("[data-error-summary]")).to_be_focused()
    shown.locator("label[for=id_agreed]").click()
    shown.get_by_role("button", name="Submit").click()
    expect(shown.get_by_role("heading", level=2).first).to_contain_text("Receipt")
    proposal.refresh_from_db()
    assert proposal.submission is not None
    expect(shown.locator("main")).to_contain_text(proposal.submission.sha256)


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_pass_axe_and_fit_the_screen(opens: Opens, site: Site, team: Team, width: int) -> None:
    call = a_call()
    submitted = a_submission(team, call).proposal
    draft = a_draft(team, call)
    assert team.leader_user.person is not None
    paths = [
        reverse("proposals:list"),
        reverse("proposals:start", args=[call.uid]),
        *(page(draft, name) for name in ("detail", "basics", "consortium", "people", "budget", "targets", "files")),
        page(draft, "section", "summary"),
        page(draft, "person", team.leader_user.person.uid),
        *(page(submitted, name) for name in ("detail", "check", "send")),
        page(submitted, "receipt", 1),
        page(submitted, "submission", 1),
    ]
    shown = opened(opens, site, team, paths[0], width=width)
    for path in paths:
        shown.goto(site.address + path)
        assert axe_violations(shown) == [], path
        assert overflow_px(shown) <= 0, path


def test_without_script_the_text_is_still_saved(opens: Opens, site: Site, team: Team) -> None:
    proposal = a_draft(team)
    shown = opens("about:blank", language="en", java_script_enabled=False)
    site.sign_in(shown, team.leader_user)
    shown.goto(site.address + page(proposal, "section", "summary"))
    shown.get_by_label("Summary").fill("스크립트 없이 쓴 글")
    shown.get_by_role("button", name="Save and come back later").click()
    expect(shown.get_by_role("heading", level=1)).to_have_text(proposal.title_en)
    assert text_of(proposal) == "스크립트 없이 쓴 글"
