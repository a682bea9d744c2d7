"""Contracts and money for machines: the same rows, deeds and refusals as the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Contract, PaymentBatch, Transfer
from tests.build import sign_in
from tests.build_contracts import (
    JULY,
    a_batch,
    a_contract_in_force,
    a_desk,
    a_drawn_contract,
    a_released_tranche,
)
from tests.build_programs import it_is
from tests.contracts.portal import Around

pytestmark = pytest.mark.django_db


def get(client: Client, name: str, *args: Any, **query: str) -> Any:
    return client.get(reverse(f"api:{name}", args=args), query)


def post(client: Client, name: str, *args: Any, body: dict[str, Any] | None = None, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(reverse(f"api:{name}", args=args), body or {}, content_type="application/json", headers=headers)


def codes(answer: Any) -> set[str]:
    assert answer["Content-Type"] == "application/problem+json"
    return {one["code"] for one in answer.json()["violations"]}


def test_a_contract_goes_from_selection_to_force(world: Around) -> None:
    desk = world.desk
    officer, office, approver = (world.client(who) for who in ("officer", "office", "approver"))
    body = {"proposal": str(desk.proposal.uid)}
    made = post(officer, "contracts", body=body, key="draw-1")
    assert made.status_code == 201
    uid, sha256 = made.json()["uid"], made.json()["sha256"]
    assert made["Location"] == reverse("api:contract", args=[uid])
    again = post(officer, "contracts", body=body, key="draw-1")
    assert (again.status_code, again["Idempotency-Replayed"], Contract.objects.count()) == (201, "true", 1)
    assert codes(post(officer, "contracts", body=body)) == {"contract.drawn_before"}
    signature = {"side": "institution", "sha256": sha256}
    assert codes(post(office, "contract-sign", uid, body=signature)) == {"account.not_named"}
    account = {"bank": "은행", "number": "12", "holder": "대학교"}
    wrong = post(office, "contract-account", uid, body=account)
    assert codes(wrong) == {"account.number_not_understood"}
    assert wrong.json()["violations"][0]["field"] == "number"
    named = post(office, "contract-account", uid, body={**account, "number": "12345678"})
    assert named.json()["account"]["confirmed_at"] is None
    assert post(officer, "contract-account-confirm", uid).json()["account"]["confirmed_at"]
    assert codes(post(office, "contract-sign", uid, body={**signature, "sha256": "0"})) == {"contract.other_terms"}
    signed = post(office, "contract-sign", uid, body=signature)
    assert (signed.json()["state"], signed.json()["waits_for"]["desk"]) == ("institution_signed", "approver")
    assert codes(post(office, "contract-sign", uid, body={**signature, "side": "ministry"})) == {"http.not_allowed"}
    force = post(approver, "contract-sign", uid, body={**signature, "side": "ministry"})
    assert force.json()["state"] == "in_force"
    assert {one["side"] for one in force.json()["signatures"]} == {"institution", "ministry"}
    assert codes(post(officer, "contract-cancel", uid, body={"reason": "사정"})) == {"contract.wrong_state"}


def test_a_batch_goes_from_released_tranches_to_the_bank(world: Around) -> None:
    desk = world.desk
    tranche = a_released_tranche(desk)
    it_is(JULY)
    officer = world.client("officer")
    body = {"ministry": str(desk.ministry.uid), "tranches": [str(tranche.uid)]}
    assert codes(post(officer, "payment-batches", body={**body, "tranches": []})) == {"batch.empty"}
    made = post(officer, "payment-batches", body=body, key="batch-1")
    uid = made.json()["uid"]
    assert post(officer, "payment-batches", body=body, key="batch-1").json()["uid"] == uid
    assert codes(post(officer, "payment-batches", body=body)) == {"batch.tranche_not_released"}
    first, second = (sign_in(Client(), user) for user in desk.approver_users[:2])
    seen = {"total_krw": made.json()["total_krw"]}
    assert codes(post(officer, "payment-batch-approve", uid, body=seen)) == {"http.not_allowed"}
    assert post(first, "payment-batch-approve", uid, body=seen).json()["state"] == "approved_once"
    assert codes(post(first, "payment-batch-approve", uid, body=seen)) == {"batch.approved_before"}
    approved = post(second, "payment-batch-approve", uid, body=seen).json()
    assert (approved["state"], len(approved["approvals"])) == ("approved", 2)
    payment = approved["payments"][0]["end_to_end_id"]
    missing = post(officer, "payment-batch-pay", uid, body={"references": {}})
    assert codes(missing) == {"batch.reference_missing"}
    paid = post(officer, "payment-batch-pay", uid, body={"references": {payment: "KB-1"}}, key="paid-1")
    assert (paid.json()["state"], paid.json()["payments"][0]["bank_reference"]) == ("paid", "KB-1")
    read = get(world.client("office"), "tranche", tranche.uid).json()
    assert (read["state"], read["waits_for"]["desk"]) == ("paid", "nobody")
    keys = [row["key"] for row in get(world.client("leader"), "transfers").json()["results"]]
    assert f"pay/{payment}" in keys
    award = get(Client(), "awards").json()[0]
    assert (award["teams"], award["grant_krw"], award["paid_krw"]) == (1, 2_700_000_000, 900_000_000)


def test_a_batch_is_given_up(world: Around) -> None:
    batch = a_batch(world.desk)
    given_up = post(world.client("officer"), "payment-batch-discard", batch.uid, body={"reason": "계좌"})
    assert given_up.json()["state"] == "discarded"


def test_each_reads_his_own_and_nobody_reads_unsigned(world: Around) -> None:
    contract = a_contract_in_force(world.desk)
    lists = ("contracts", "tranches", "payment-batches", "transfers")
    assert all(get(Client(), name).status_code in {401, 403} for name in lists)
    for who in ("other region", "stranger"):
        client = world.client(who)
        assert all(get(client, name).json()["results"] == [] for name in lists)
        assert get(client, "contract", contract.uid).status_code == 404
    for who in ("officer", "approver", "office", "leader", "region", "auditor"):
        client = world.client(who)
        assert len(get(client, "contracts").json()["results"]) == 1
        assert len(get(client, "tranches", state="waiting", contract=str(contract.uid)).json()["results"]) == 3
        assert get(client, "contract", contract.uid).json()["sha256"] == contract.sha256
    assert len(get(world.client("auditor"), "transfers").json()["results"]) == Transfer.objects.count()
    masked = get(world.client("auditor"), "contract", contract.uid).json()["account"]["number"]
    assert masked == "•••-•••-••9012"
    assert get(world.client("office"), "contract", contract.uid).json()["account"]["number"] == "123-456-789012"


def test_lists_are_filtered_and_come_in_pages(world: Around) -> None:
    a_drawn_contract(world.desk)
    a_drawn_contract(a_desk(ministry=world.desk.ministry))
    auditor = world.client("auditor")
    assert len(get(auditor, "contracts", state="drawn", region="daejeon").json()["results"]) == 2
    assert get(auditor, "contracts", state="in_force").json()["results"] == []
    assert codes(get(auditor, "contracts", state="soon")) == {"input.invalid"}
    first = get(auditor, "contracts", page_size="1").json()
    second = auditor.get(first["next"]).json()
    assert first["results"][0]["uid"] != second["results"][0]["uid"]
    assert second["next"] is None


def test_lists_ask_the_same_number_of_questions_for_one_and_for_three(world: Around) -> None:
    a_batch(world.desk)
    auditor = world.client("auditor")
    counts: dict[str, list[int]] = {"contracts": [], "tranches": [], "payment-batches": [], "transfers": []}
    for _ in range(2):
        for name, found in counts.items():
            get(auditor, name)
            with CaptureQueriesContext(connection) as captured:
                get(auditor, name)
            found.append(len(captured))
        for _desk in range(2):
            a_batch(a_desk(ministry=world.desk.ministry))
    assert PaymentBatch.objects.count() == 5
    assert {name: one for name, (one, three) in counts.items() if one != three} == {}, counts
