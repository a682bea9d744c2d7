"""The four parts of the tutorial as somebody follows them, click by click (docs/tutorial.md, docs/tutorial.ko.md)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.walker import Both, Walker

RIS: Both = ("2004년 지역혁신체계(RIS) 시범사업 공모", "RIS Pilot 2004: call for proposals")
TRIAL: Both = ("표본: RIS 시범사업 예비 공모", "Sample: trial call of the RIS Pilot")
KAIST: Both = ("한국과학기술원 기술 사업화 클러스터 사업", "Cluster to bring KAIST's technology to market")
CONTRACT = "C-RIS-2004-0111"
UNITED: Both = ("대전 산업 클러스터 통합 사업", "United industrial cluster of Daejeon")


# --- One: from the call to the ranking -------------------------------------------------------------
def the_team_finishes(walker: Walker, folder: Path) -> None:
    walker.becomes("daejeon-2.leader")
    walker.picture("my-work")
    walker.press("Finish the proposal “%(title)s”", title=KAIST)
    walker.sees("%(done)s of %(count)s parts complete", done=11, count=12)
    walker.picture("task-list")
    walker.press("Check answers")
    walker.sees("Before it can be handed in")
    walker.press("Back to the task list")
    walker.press("Documents")
    consent = walker.page.locator("#document-consent")
    walker.hand_over(consent, folder, "consent.pdf")
    walker.press("Upload", within=consent)
    expect(consent.get_by_role("link", name="consent.pdf")).to_be_visible()
    walker.press("Back to the task list")
    walker.sees("%(done)s of %(count)s parts complete", done=12, count=12)
    walker.presses("Send to the institution's office", "Send to the institution's office")
    walker.sees("The institution's office was asked to submit")


def the_office_hands_in(walker: Walker) -> None:
    walker.becomes("kaist.office")
    walker.press("Hand in the proposal “%(title)s”, as the team asks", title=KAIST)
    walker.sees("Nothing stands against handing in")
    walker.press("Continue to submit")
    walker.agrees()
    walker.picture("submit")
    walker.presses("Submit")
    expect(walker.page.locator("main")).to_contain_text("RIS-2004-0029")
    walker.picture("receipt")


def the_region_pledges_and_ranks(walker: Walker, folder: Path) -> None:
    walker.becomes("daejeon.desk")
    walker.press("Rank the proposals of your region (%(count)s): %(title)s", count=3, title=TRIAL)
    ranking = walker.page.url
    for _ in range(3):
        walker.press("Pledge", within=walker.page.get_by_role("table"))
        walker.hand_over(walker.page.locator("main"), folder, "pledge.pdf")
        form = walker.page.url
        walker.presses("Make the pledge")
        expect(walker.page).not_to_have_url(form)
        walker.page.goto(ranking)
    for number in range(3):
        walker.page.locator("[data-ranking-number]").nth(number).click()
        walker.page.keyboard.type(str(number + 1))
    walker.picture("ranking", walker.page.locator("[data-ranking]"))
    walker.presses("Save and go on to submit", "Submit the ranking")
    walker.sees("The ranking is submitted")


def the_ministry_looks_on(walker: Walker) -> None:
    walker.becomes("mcie-officer")
    walker.press("The regions are ranking: %(title)s (still to hand in: %(waiting)s)", title=TRIAL, waiting=1)
    walker.picture("funnel")
    walker.press("History of the call")
    walker.press("Our calls")
    walker.press("Draft a call")
    walker.picture("draft-call")


def time_goes_on(walker: Walker) -> None:
    walker.becomes("administrator")
    walker.press("Move the clock")
    walker.presses("Move to the next deadline", "Move to the next deadline")
    walker.picture("clock")
    walker.becomes("daejeon.desk")
    walker.press("Rank the proposals of your region (%(count)s): %(title)s", count=3, title=RIS)
    walker.sees("Ranking of the region's proposals")


# --- Two: experts judge ----------------------------------------------------------------------------
def the_agency_assigns(walker: Walker) -> None:
    walker.becomes("itep-officer")
    walker.press("Assign the experts of “%(title)s”", title=RIS)
    walker.presses("Assign experts", "Propose an assignment")
    walker.picture("assign")
    walker.presses("Assign them so", "Start scoring", "Start scoring")


def an_expert_scores(walker: Walker) -> None:
    walker.becomes("expert-1")
    walker.press("Review “%(title)s”: %(open)s of %(given)s are not submitted", title=RIS, open=12, given=12)
    walker.page.get_by_role("main").locator("tbody a").first.click()
    walker.presses("Check and submit")
    walker.sees("The review is not complete")
    walker.presses("Back to the review")
    names = walker.page.locator("[name^='comments.']").evaluate_all("all => all.map(one => one.name.slice(9))")
    for code, points in zip(names, (4, 3, 4, 5), strict=True):
        walker.page.locator(f"label[for='id_points.{code}_{points - 1}']").click()
        walker.page.locator(f'[name="comments.{code}"]').fill(walker.either("근거가 분명합니다.", "The plan says how."))
    expect(walker.page.locator("[data-autosave-status][data-state=saved]")).to_be_visible()
    walker.picture("review", walker.page.locator("#review-form"))
    walker.presses("Check and submit")
    expect(walker.page.locator("main")).to_contain_text("79%")
    walker.presses("Submit the review")
    walker.sees("%(done)s of %(all)s", done=1, all=12)


# --- Three: selected, signed, paid -----------------------------------------------------------------
def the_ministry_selects(walker: Walker) -> None:
    walker.becomes("mcie-officer")
    walker.press("Propose the selection of “%(title)s”", title=RIS)
    walker.presses("Compute and propose")
    walker.sees("Proved: value = bound")
    walker.picture("selection")
    walker.presses("Decide", "Decide", "Publish", "Publish", "What everybody reads")
    walker.picture("results")


def a_contract_is_drawn_up(walker: Walker) -> None:
    walker.becomes("itep-officer")
    walker.press("Draw up contracts: %(title)s (%(count)s selected)", title=RIS, count=32)
    walker.presses("Choose none")
    walker.page.locator("main tr", has_text=walker.either(*UNITED)).locator("label, input").first.click()
    walker.presses("Go on", "Draw up")


def both_sides_sign(walker: Walker) -> None:
    walker.becomes("dria.office")
    walker.press("Name the account for the contract: %(number)s %(title)s", number=CONTRACT, title=UNITED)
    for field, text in (("bank", walker.either("표본은행", "Sample Bank")), ("number", "123-456-789012")):
        walker.page.locator(f"[name={field}]").fill(text)
    walker.page.locator("[name=holder]").fill(walker.either("표본 계좌", "Sample account"))
    walker.presses("Save the account", "Read the terms and sign")
    walker.agrees()
    walker.picture("sign", walker.page.get_by_role("heading", name=walker.say("You sign exactly this")))
    walker.presses("Sign for the institution")
    walker.becomes("itep-officer")
    walker.press("Confirm the account: %(number)s %(title)s", number=CONTRACT, title=UNITED)
    walker.presses("Confirm this account")
    walker.becomes("mcie-approver")
    walker.press("Read and sign the contract: %(number)s %(title)s", number=CONTRACT, title=UNITED)
    walker.agrees()
    walker.presses("Sign for the ministry")
    walker.sees("Project year begun")
    walker.picture("contract", walker.page.get_by_role("heading", name=walker.say("Tranches and their gates")))


def july_comes(walker: Walker) -> None:
    walker.becomes("administrator")
    walker.press("Move the clock")
    walker.presses("Move to the next deadline")


def the_bank_pays(walker: Walker) -> None:
    walker.becomes("itep-officer")
    walker.press("Put released tranches into a payment batch (%(count)s)", count=1)
    walker.presses("Draw up a batch of the chosen", "Draw up")
    batch = "P1-2004-00001"
    for approver in ("mcie-approver", "mcie-approver-2"):
        walker.becomes(approver)
        walker.press(batch, within=walker.page.get_by_role("main"))
        walker.presses("Approve")
    walker.becomes("itep-officer")
    walker.press(batch, within=walker.page.get_by_role("main"))
    walker.page.locator("main input[type=text]").first.fill("KB-2004-0701")
    walker.presses("Mark as paid")
    walker.picture("paid")


# --- Four: the money of November -------------------------------------------------------------------
def the_money_of_november(walker: Walker) -> None:
    walker.becomes("itep-officer")
    walker.press("Put released tranches into a payment batch (%(count)s)", count=32)
    walker.presses("Choose none")
    for number in ("C-RIS-2004-0105", CONTRACT):
        walker.page.locator("main tr", has_text=number).locator("label, input").first.click()
    walker.presses("Draw up a batch of the chosen")
    expect(walker.page.locator("main")).to_contain_text("2,080,000,000")
    walker.presses("Draw up")
    for approver in ("mcie-approver", "mcie-approver-2"):
        walker.becomes(approver)
        walker.press("P1-2004-00001", within=walker.page.get_by_role("main"))
        walker.presses("Approve")
    walker.becomes("itep-officer")
    walker.press("P1-2004-00001", within=walker.page.get_by_role("main"))
    fields = walker.page.locator("main input[type=text]")
    for row in range(2):
        fields.nth(row).fill(f"KB-2004-112{row}")
    walker.presses("Mark as paid")
    walker.press("Money by region")
    walker.picture("money")
    walker.becomes("auditor")
    walker.press("Books")
    walker.picture("books")
