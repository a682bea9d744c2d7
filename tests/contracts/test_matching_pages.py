"""The region's match on pages and over the interface: the same rows, deeds and refusals."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import MatchDeposit
from tests.build_contracts import a_contract_in_force, a_desk, rules_of_money
from tests.build_proposals import pdf
from tests.contracts.sides import CASH_KRW, Side, balance, hash_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_say_how_far_the_match_is(side: Side, language: str) -> None:
    deposit = side.announced(document=pdf("slip.pdf"))
    client = side.client()
    client.cookies["django_language"] = language
    listed = client.get(reverse("contracts:matches"), {"year": "2004"}).text
    assert ("예상 부족액" if language == "ko" else "Likely to be missing") in listed
    assert "100,000,000" in listed
    one = client.get(reverse("contracts:match", args=[side.contract.uid])).text
    assert reverse("contracts:announce-deposit", args=[side.contract.uid, 1]) in one
    shown = client.get(reverse("contracts:deposit", args=[deposit.uid])).text
    assert "slip.pdf" in shown
    assert ("취소" if language == "ko" else "Take back") in shown
    assert 'value="confirm"' not in shown
    assert 'value="confirm"' in side.client("office").get(reverse("contracts:deposit", args=[deposit.uid])).text
    download = client.get(reverse("contracts:deposit-document", args=[deposit.uid]))
    assert (download.status_code, download["X-Content-Type-Options"]) == (200, "nosniff")
    assert download.getvalue().startswith(b"%PDF")
    sheet = client.get(reverse("contracts:matches-sheet")).text
    assert side.contract.number in sheet


def test_on_the_page_a_region_signs_notes_deposits_and_the_office_confirms(side: Side) -> None:
    region, office, uid = side.client(), side.client("office"), side.contract.uid
    sign = reverse("contracts:sign-match", args=[uid])
    assert region.post(sign, {"sha256": hash_now(side)}).context["form"].has_error("read")
    assert region.post(sign, {"sha256": hash_now(side), "read": "on"}).status_code == 302
    assert office.get(sign).status_code == 403
    council = reverse("contracts:council", args=[uid, 1])
    later = {"amount_krw": "60,000,000", "fiscal_year": 2004, "decided_on": "2004-08-01"}
    assert region.post(council, later).context["form"].has_error("decided_on", "deposit.day_not_come")
    assert region.post(council, {**later, "decided_on": "2004-06-01"}).status_code == 302
    announce = reverse("contracts:announce-deposit", args=[uid, 1])
    fields = {"form": "cash", "amount_krw": "100,000,001", "deposited_on": "2004-07-02"}
    assert region.post(announce, fields).context["form"].has_error("amount_krw", "deposit.above_pledge")
    for wrong in ("-5", "1.5", "1e9", "십만"):
        assert region.post(announce, {**fields, "amount_krw": wrong}).context["form"].has_error("amount_krw")
    assert region.post(announce, {**fields, "amount_krw": "60,000,000"}).status_code == 302
    page = reverse("contracts:deposit", args=[MatchDeposit.objects.get().uid])
    assert region.post(page, {"do": "confirm"}).status_code == 403
    assert office.post(page, {"do": "refuse", "reason": ""}).context["reason_form"].has_error("reason")
    assert office.post(page, {"do": "confirm"}).status_code == 302
    assert office.post(page, {"do": "confirm"}).status_code == 422, "once"
    assert balance(side, "match_deposited") == 60_000_000
    assert side.client("stranger").get(page).status_code == 404


def test_the_same_over_the_interface(side: Side) -> None:
    region, office, uid = side.client(), side.client("office"), side.contract.uid

    def post(client: Client, name: str, *args: Any, **body: Any) -> Any:
        return client.post(reverse(f"api:{name}", args=args), body, content_type="application/json")

    signed = post(region, "contract-match-sign", uid, sha256=hash_now(side)).json()
    assert signed["signature"]["sha256"] == signed["sha256"]
    noted = post(
        region, "contract-match-council", uid, index=1, amount_krw=6, fiscal_year=2004, decided_on="2004-06-01"
    )
    assert noted.json()["years"][0]["figures"]["council_krw"] == 6
    fields = {"index": 1, "form": "cash", "amount_krw": CASH_KRW, "deposited_on": "2004-07-02"}
    made = post(region, "contract-match-deposits", uid, **fields)
    assert (made.status_code, made.json()["state"]) == (201, "announced")
    refused = post(region, "contract-match-deposits", uid, **fields)
    assert [one["code"] for one in refused.json()["violations"]] == ["deposit.above_pledge"]
    deposit_uid = made.json()["uid"]
    assert post(region, "match-deposit-confirm", deposit_uid).status_code == 403
    assert post(region, "match-deposit-withdraw", deposit_uid, reason="잘못 통지").json()["state"] == "withdrawn"
    second = post(region, "contract-match-deposits", uid, **fields).json()["uid"]
    assert post(office, "match-deposit-refuse", second, reason="미입금").json()["state"] == "refused"
    third = post(region, "contract-match-deposits", uid, **fields).json()["uid"]
    assert post(office, "match-deposit-confirm", third).json()["state"] == "confirmed"
    assert region.get(reverse("api:match-deposit", args=[third])).json()["amount_krw"] == CASH_KRW
    assert region.get(reverse("api:match-deposit-document", args=[third])).status_code == 404
    rows = region.get(reverse("api:matches")).json()["results"]
    assert {row["figures"]["deposited_krw"] for row in rows if row["contract"] == str(uid)} == {0, CASH_KRW}
    assert side.client("stranger").get(reverse("api:matches")).json()["results"] == []


def test_lists_ask_as_often_for_three_contracts_as_for_one(side: Side) -> None:
    client = side.client()

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    addresses = [reverse("contracts:matches"), reverse("api:matches")]
    for address in addresses:
        client.get(address)
    one = [asked(address) for address in addresses]
    for _ in range(2):
        a_contract_in_force(a_desk(ministry=side.desk.ministry, rules=rules_of_money()))
    assert [asked(address) for address in addresses] == one
