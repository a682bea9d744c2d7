"""The portal's pages of contracts and money: who gets them, what they say, and what they refuse."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Kind, Power, Role
from contracts import actions
from contracts.models import Account, Contract, PaymentBatch, Tranche
from core import scope
from tests.build import a_delegation, an_officer, an_organization, sign_in
from tests.build_contracts import (
    JULY,
    JUNE,
    Desk,
    a_batch,
    a_contract_in_force,
    a_desk,
    a_drawn_contract,
    a_released_tranche,
    an_approved_batch,
)
from tests.build_programs import it_is
from tests.contracts.portal import Around

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]


def page(client: Client, name: str, *args: Any) -> Any:
    return client.get(reverse(f"contracts:{name}", args=args))


def send(client: Client, name: str, *args: Any, **fields: Any) -> Any:
    return client.post(reverse(f"contracts:{name}", args=args), fields)


@pytest.mark.parametrize("name", ["contract", "terms", "terms-text", "money"])
def test_a_contract_is_read_by_both_sides_its_region_its_team_and_overseers(world: Around, name: str) -> None:
    contract = a_contract_in_force(world.desk)
    assert page(Client(), name, contract.uid).status_code == 302, "signs in first"
    status = {who: page(world.client(who), name, contract.uid).status_code for who in world.users()}
    assert {who for who, code in status.items() if code == 404} == {"other region", "stranger"}
    assert set(status.values()) == {200, 404}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_contract_says_what_was_agreed_in_both_languages(world: Around, language: str) -> None:
    contract = a_contract_in_force(world.desk)
    client = world.client("office")
    client.cookies["django_language"] = language
    text = page(client, "contract", contract.uid).text
    for korean, english in (
        ("발효", "In force"),
        ("지급 요건", "gates"),
        ("집행 가능 개월", "Funded months"),
        ("2차연도", "Year 2"),
        ("기술이전", "Technology transfers"),
        ("123-456-789012", "123-456-789012"),
        (contract.sha256, contract.sha256),
    ):
        assert (korean if language == "ko" else english) in text


def test_the_account_is_masked_for_those_who_only_read(world: Around) -> None:
    contract = a_contract_in_force(world.desk)
    for who in ("office", "officer", "approver"):
        assert "123-456-789012" in page(world.client(who), "contract", contract.uid).text
    for who in ("leader", "auditor", "region"):
        text = page(world.client(who), "contract", contract.uid).text
        assert "123-456-789012" not in text
    assert "•••-•••-••9012" in page(world.client("auditor"), "contract", contract.uid).text


def test_the_text_that_is_hashed_gives_the_hash(world: Around) -> None:
    contract = a_drawn_contract(world.desk)
    text = page(world.client("leader"), "terms-text", contract.uid)
    assert hashlib.sha256(text.content).hexdigest() == contract.sha256


def test_several_contracts_are_drawn_up_after_being_asked_once_more(world: Around) -> None:
    desk, officer = world.desk, world.client("officer")
    listed = page(officer, "list")
    assert reverse("contracts:draw", args=[desk.call.uid]) in listed.text
    assert page(world.client("region"), "draw", desk.call.uid).status_code == 403
    assert send(officer, "draw", desk.call.uid).status_code == 422, "nothing chosen"
    rows = [str(desk.proposal.uid)]
    asked = send(officer, "draw", desk.call.uid, rows=rows)
    assert "2,700,000,000원" in asked.text
    assert not Contract.objects.exists()
    assert send(officer, "draw", desk.call.uid, rows=rows, sure="on").status_code == 302
    assert Contract.objects.get().proposal_id == desk.proposal.pk
    again = send(officer, "draw", desk.call.uid, rows=rows, sure="on")
    assert (again.status_code, Contract.objects.count()) == (422, 1)


def test_a_contract_past_the_budget_is_refused_on_the_page(world: Around) -> None:
    desk = a_desk(ministry=world.desk.ministry, budget_krw=2_699_999_999)
    sent = send(sign_in(Client(), desk.officer_user), "draw", desk.call.uid, rows=[str(desk.proposal.uid)], sure="on")
    assert sent.status_code == 422
    assert "2,699,999,999원" in sent.text


def test_the_institution_names_its_account_and_signs_what_it_read(world: Around) -> None:
    contract = a_drawn_contract(world.desk)
    office = world.client("office")
    missing = send(office, "sign", contract.uid, sha256=contract.sha256, read="on")
    assert missing.status_code == 422
    assert missing.context["form"].has_error("__all__", "account.not_named")
    wrong = send(office, "account", contract.uid, bank="은행", number="12", holder="대학교")
    assert wrong.context["form"].has_error("number", "account.number_not_understood")
    assert send(office, "account", contract.uid, bank="은행", number="123-4567-89", holder="대학교").status_code == 302
    unread = send(office, "sign", contract.uid, sha256=contract.sha256)
    assert unread.context["form"].has_error("read")
    other = send(office, "sign", contract.uid, sha256="0" * 64, read="on")
    assert other.context["form"].has_error("__all__", "contract.other_terms")
    assert contract.sha256 in page(office, "sign", contract.uid).text
    assert send(office, "sign", contract.uid, sha256=contract.sha256, read="on").status_code == 302
    assert page(office, "sign", contract.uid).status_code == 409
    assert page(world.client("officer"), "sign", contract.uid).status_code == 403
    assert send(world.client("approver"), "sign", contract.uid, sha256=contract.sha256, read="on").status_code == 302
    contract.refresh_from_db()
    assert contract.state == "in_force"


def test_the_ministry_confirms_the_account_once(world: Around) -> None:
    contract = a_drawn_contract(world.desk)
    officer = world.client("officer")
    assert send(officer, "confirm-account", contract.uid).status_code == 422
    actions.name_account(
        contract_uid=contract.uid, bank="b", number="12345678", holder="h", by=world.desk.office, at=JUNE
    )
    assert page(world.client("office"), "confirm-account", contract.uid).status_code == 403
    assert send(officer, "confirm-account", contract.uid).status_code == 302
    assert "이미 확인" in send(officer, "confirm-account", contract.uid).text


def test_a_contract_is_given_up_with_a_reason(world: Around) -> None:
    contract = a_drawn_contract(world.desk)
    officer = world.client("officer")
    assert send(officer, "give-up", contract.uid, reason="").context["form"].has_error("reason")
    assert send(officer, "give-up", contract.uid, reason="기관 사정").status_code == 302
    assert page(officer, "contract", contract.uid).status_code == 200
    assert page(officer, "give-up", contract.uid).status_code == 409


def test_the_list_is_filtered_by_its_address_alone(world: Around) -> None:
    contract = a_drawn_contract(world.desk)
    officer = world.client("officer")
    url = reverse("contracts:list")
    for query, shown in (
        ({"state": "drawn"}, True),
        ({"state": "in_force"}, False),
        ({"region": "daejeon", "call": str(world.desk.call.uid)}, True),
        ({"region": "busan"}, False),
        ({"q": contract.number}, True),
        ({"q": "없는 말"}, False),
    ):
        assert (reverse("contracts:contract", args=[contract.uid]) in officer.get(url, query).text) is shown, query
    assert "아직 협약이 없습니다" in page(world.client("stranger"), "list").text


def test_a_batch_goes_from_choice_to_receipt(world: Around) -> None:
    desk = world.desk
    tranche = a_released_tranche(desk)
    it_is(JULY)
    officer = world.client("officer")
    assert str(tranche.uid) in page(officer, "payments").text
    rows = [str(tranche.uid)]
    asked = send(officer, "draw-up-batch", desk.ministry.uid, rows=rows)
    assert "900,000,000원" in asked.text
    assert not PaymentBatch.objects.exists()
    sent = send(officer, "draw-up-batch", desk.ministry.uid, rows=rows, sure="on")
    batch = PaymentBatch.objects.get()
    assert sent["Location"] == reverse("contracts:batch", args=[batch.uid])
    assert send(officer, "draw-up-batch", desk.ministry.uid, rows=rows, sure="on").status_code == 422
    assert page(officer, "approve-batch", batch.uid).status_code == 403
    assert page(officer, "pay-batch", batch.uid).status_code == 409
    seen_wrong = send(world.client("approver"), "approve-batch", batch.uid, total_krw=1)
    assert seen_wrong.context["form"].has_error("__all__", "batch.total_changed")
    assert send(world.client("approver"), "approve-batch", batch.uid, total_krw=900_000_000).status_code == 302
    twice = send(world.client("approver"), "approve-batch", batch.uid, total_krw=900_000_000)
    assert twice.context["form"].has_error("__all__", "batch.approved_before")
    assert "다른 담당자" in page(world.client("approver"), "batch", batch.uid).text
    second = sign_in(Client(), desk.approver_users[1])
    assert send(second, "approve-batch", batch.uid, total_krw=900_000_000).status_code == 302
    payment = batch.payments.get()
    field = f"references.{payment.end_to_end_id}"
    assert send(officer, "pay-batch", batch.uid).context["form"].has_error(field)
    assert officer.post(reverse("contracts:pay-batch", args=[batch.uid]), {field: "KB-1"}).status_code == 302
    receipt = page(officer, "batch", batch.uid).text
    assert "지급 확인" in receipt
    assert "KB-1" in receipt
    contract = page(world.client("office"), "contract", tranche.contract.uid)
    assert "KB-1" in contract.text
    assert contract.context["years"][0]["months"] == 10
    money = page(world.client("leader"), "money", tranche.contract.uid)
    books = {(book.account.kind, book.account.year.index): book for book in money.context["books"] if book.account.year}
    assert [entry.amount_krw for entry in books["reserved", 1].entries] == [900_000_000, -900_000_000]
    for book in money.context["books"]:
        assert book.entries[-1].balance_krw == book.account.balance_krw


def test_a_batch_is_given_up_with_a_reason(world: Around) -> None:
    batch = a_batch(world.desk)
    approver = world.client("approver")
    assert send(approver, "discard-batch", batch.uid, reason="").status_code == 422
    assert send(approver, "discard-batch", batch.uid, reason="계좌 확인").status_code == 302
    assert Tranche.objects.filter(state="released").count() == 1


def test_batches_are_for_the_desks(world: Around) -> None:
    batch = a_batch(world.desk)
    for who in ("office", "leader", "region", "stranger"):
        assert page(world.client(who), "batch", batch.uid).status_code == 404
        assert page(world.client(who), "payments").status_code == 403
    auditor = page(world.client("auditor"), "batch", batch.uid)
    assert "123-456-789012" not in auditor.text
    assert page(world.client("auditor"), "approve-batch", batch.uid).status_code == 403


def test_overseers_see_the_proof_of_the_books_made_anew(world: Around) -> None:
    a_contract_in_force(world.desk)
    auditor = world.client("auditor")
    assert "모든 금액이 맞습니다" in page(auditor, "books").text
    Account.objects.filter(kind="reserved", year__index=1).update(balance_krw=1)
    broken = page(auditor, "books")
    assert broken.context["count"] > 0
    assert "900,000,000원" in broken.text
    assert page(world.client("officer"), "books").status_code == 403


def test_awards_are_public_and_hold_no_contract_that_is_not_in_force(world: Around) -> None:
    a_drawn_contract(world.desk)
    assert "아직 발효된 협약이 없습니다" in page(Client(), "awards").text
    desk = a_desk(ministry=world.desk.ministry)
    batch = an_approved_batch(desk)
    references = {one.end_to_end_id: "KB-7" for one in batch.payments.all()}
    actions.mark_batch_paid(batch_uid=batch.uid, references=references, by=desk.officer, at=JULY)
    with scope.within(scope.PUBLIC, back_to=scope.SYSTEM):
        shown = page(Client(), "awards")
    line = shown.context["groups"][0]["lines"][0]
    assert (line.teams, line.grant_krw, line.match_krw, line.paid_krw) == (1, 2_700_000_000, 300_000_000, 900_000_000)
    sheet = Client().get(reverse("contracts:awards-sheet"))
    assert ",1,2700000000,300000000,900000000" in sheet.text


def test_everybody_finds_his_work_on_his_first_page(world: Around) -> None:
    desk: Desk = world.desk

    def work(who: str) -> str:
        return world.client(who).get(reverse("reporting:home")).text

    assert reverse("contracts:draw", args=[desk.call.uid]) in work("officer")
    contract = a_drawn_contract(desk)
    assert reverse("contracts:account", args=[contract.uid]) in work("office")
    actions.name_account(contract_uid=contract.uid, bank="b", number="12345678", holder="h", by=desk.office, at=JUNE)
    assert reverse("contracts:sign", args=[contract.uid]) in work("office")
    assert reverse("contracts:confirm-account", args=[contract.uid]) in work("officer")
    actions.sign_for_institution(contract_uid=contract.uid, sha256=contract.sha256, by=desk.office, at=JUNE)
    assert reverse("contracts:sign", args=[contract.uid]) in work("approver")


def test_a_batch_waits_for_each_who_can_act_on_it(world: Around) -> None:
    desk = world.desk
    a_released_tranche(desk)
    it_is(JULY)

    def work(client: Client) -> str:
        return client.get(reverse("reporting:home")).text

    first, second = world.client("approver"), sign_in(Client(), desk.approver_users[1])
    assert f'href="{reverse("contracts:payments")}"' in work(world.client("officer"))
    tranche = Tranche.objects.get(state="released")
    batch = actions.draw_up_batch(ministry_id=desk.ministry.pk, tranche_uids=[tranche.uid], by=desk.officer, at=JULY)
    approve = reverse("contracts:approve-batch", args=[batch.uid])
    assert approve in work(first)
    actions.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=desk.approver(0), at=JULY)
    assert approve not in work(first)
    assert approve in work(second)
    actions.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=desk.approver(1), at=JULY)
    assert reverse("contracts:pay-batch", args=[batch.uid]) in work(world.client("officer"))


def test_lists_ask_the_same_number_of_questions_for_one_and_for_three(world: Around) -> None:
    a_batch(world.desk)
    auditor = world.client("auditor")
    counts: dict[str, list[int]] = {"list": [], "awards": [], "payments": []}
    for _ in range(2):
        for name, found in counts.items():
            page(auditor, name)
            with CaptureQueriesContext(connection) as captured:
                page(auditor, name)
            found.append(len(captured))
        for _desk in range(2):
            a_batch(a_desk(ministry=world.desk.ministry))
    for name, (one, three) in counts.items():
        assert one == three, name


def test_an_agency_runs_contracts_with_the_power_to_and_only_then(world: Around) -> None:
    desk = world.desk
    with_power, without = (an_organization(Kind.AGENCY, None) for _ in range(2))
    a_delegation(desk.ministry, with_power, Power.CONTRACTS)
    a_delegation(desk.ministry, without, Power.CALLS)
    runs, other = (sign_in(Client(), an_officer(Role.AGENCY_OFFICER, one)) for one in (with_power, without))
    assert page(other, "draw", desk.call.uid).status_code == 403
    assert send(runs, "draw", desk.call.uid, rows=[str(desk.proposal.uid)], sure="on").status_code == 302
    contract = Contract.objects.get()
    assert page(runs, "contract", contract.uid).status_code == 200
    assert page(other, "contract", contract.uid).status_code == 404
    assert page(runs, "sign", contract.uid).status_code == 403
