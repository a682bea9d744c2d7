"""Contracts and payments in a browser, by every side: each page passes axe and fits a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from contracts.actions import mark_batch_paid
from contracts.models import Contract, PaymentBatch, Tranche
from contracts.tasks import SWEEPS
from core import sweeps
from tests.browser.checks import axe_violations, overflow_px
from tests.browser.conftest import Opens
from tests.browser.site import Site, serving
from tests.build_contracts import JULY, JUNE, an_approved_batch
from tests.build_programs import it_is
from tests.contracts.portal import Around, around

pytestmark = pytest.mark.browser


@pytest.fixture
def site(committed_db: str) -> Iterator[Site]:
    it_is(JUNE)
    with serving() as started:
        yield started


@pytest.fixture
def world(committed_db: str) -> Around:
    return around()


class Reader:
    """One browser that is signed in as one after another."""

    def __init__(self, page: Page, site: Site, language: str) -> None:
        self.page, self.site = page, site
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.address}])

    def be(self, user: User) -> None:
        self.site.sign_in(self.page, user)

    def open(self, name: str, *args: object) -> None:
        """Open a page of this room, which passes axe and is not wider than the window."""
        self.page.goto(self.site.address + reverse(f"contracts:{name}", args=args))
        self.passes()

    def passes(self) -> None:
        assert axe_violations(self.page) == []
        assert overflow_px(self.page) <= 0

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


def test_won_come_from_selection_to_the_bank(opens: Opens, site: Site, world: Around) -> None:
    desk = world.desk
    reader = Reader(opens(f"{site.address}/awards/"), site, "ko")
    page = reader.page
    reader.passes()
    reader.be(desk.officer_user)
    reader.open("list")
    reader.open("draw", desk.call.uid)
    reader.press("계속")
    reader.passes()
    reader.press("작성")
    expect(page.get_by_text("협약 1건을 작성했습니다.")).to_be_visible()
    contract = Contract.objects.get()

    reader.be(desk.team.office_user)
    reader.open("account", contract.uid)
    reader.press("계좌 저장")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_label("은행", exact=False).first.fill("표본은행")
    page.get_by_label("계좌번호").fill("123-456-789012")
    page.get_by_label("예금주").fill("표본대학교")
    reader.press("계좌 저장")
    reader.open("sign", contract.uid)
    page.get_by_label("협약 내용을 읽었습니다").check(force=True)
    reader.press("기관 서명")
    reader.be(desk.officer_user)
    reader.open("confirm-account", contract.uid)
    reader.press("이 계좌 확인")
    reader.be(desk.approver_users[0])
    reader.open("sign", contract.uid)
    page.get_by_label("협약 내용을 읽었습니다").check(force=True)
    reader.press("부처 서명")
    reader.passes()

    it_is(JULY)
    for sweep in SWEEPS:
        sweeps.run(sweep, at=JULY)
    assert Tranche.objects.filter(state="released").count() == 1
    reader.be(desk.officer_user)
    reader.open("payments")
    reader.press("고른 지급분으로 묶음 작성")
    reader.passes()
    reader.press("작성")
    batch = PaymentBatch.objects.get()
    for approver in desk.approver_users[:2]:
        reader.be(approver)
        reader.open("approve-batch", batch.uid)
        reader.press("승인")
        expect(page.get_by_text("승인했습니다")).to_be_visible()
    reader.be(desk.officer_user)
    reader.open("pay-batch", batch.uid)
    page.get_by_label("은행 거래번호", exact=False).fill("KB-0001")
    reader.press("지급 완료 처리")
    expect(page.get_by_text("지급 확인")).to_be_visible()
    reader.passes()


@pytest.mark.parametrize(("width", "language"), [(390, "ko"), (1280, "en")])
def test_pages_are_read_on_a_phone_and_in_both_languages(
    opens: Opens, site: Site, world: Around, width: int, language: str
) -> None:
    desk = world.desk
    batch = an_approved_batch(desk)
    references = {one.end_to_end_id: "KB-0001" for one in batch.payments.all()}
    mark_batch_paid(batch_uid=batch.uid, references=references, by=desk.officer, at=JULY)
    contract = Contract.objects.get()
    it_is(JULY)
    reader = Reader(opens(f"{site.address}/awards/", width=width), site, language)
    reader.open("awards")
    reader.be(world.auditor)
    for name, args in (
        ("list", ()),
        ("contract", (contract.uid,)),
        ("terms", (contract.uid,)),
        ("money", (contract.uid,)),
        ("payments", ()),
        ("batch", (batch.uid,)),
        ("books", ()),
    ):
        reader.open(name, *args)
    reader.be(desk.team.office_user)
    reader.open("contract", contract.uid)
    expect(reader.page.get_by_text("KB-0001").first).to_be_visible()
