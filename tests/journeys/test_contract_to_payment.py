"""Over HTTP alone: from a selected proposal to a paid tranche, each step by whoever's desk it lies on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Contract, PaymentBatch, Tranche
from contracts.queries import breaches
from contracts.tasks import SWEEPS
from core import sweeps
from tests.build import sign_in
from tests.build_contracts import JULY, JUNE, Desk, a_desk
from tests.build_programs import it_is

pytestmark = pytest.mark.django_db


def go(client: Client, address: str) -> Any:
    """Open a page that has to be there."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return page


def send(client: Client, address: str, fields: dict[str, Any]) -> Any:
    """Send a form as its page draws it, with every hidden field, and follow to where it leads."""
    hidden: dict[str, Any] = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', go(client, address).text)
    )
    hidden.pop("csrfmiddlewaretoken", None)
    answer = client.post(address, {**hidden, **fields}, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer


def to_do(client: Client, url_name: str, *args: Any) -> str:
    """The address of something that waits on the first page."""
    address = reverse(f"contracts:{url_name}", args=args)
    assert f'href="{address}"' in go(client, reverse("reporting:home")).text, url_name
    return address


def sign_in_all(desk: Desk) -> tuple[Client, Client, Client, Client]:
    users = (desk.officer_user, desk.team.office_user, *desk.approver_users[:2])
    officer, office, first, second = (sign_in(Client(), user) for user in users)
    return officer, office, first, second


def test_from_a_selected_proposal_to_a_paid_tranche(db: None) -> None:
    desk = a_desk()
    it_is(JUNE)
    officer, office, first, second = sign_in_all(desk)

    draw = to_do(officer, "draw", desk.call.uid)
    asked = officer.post(draw, {"rows": [str(desk.proposal.uid)]})
    assert "2,700,000,000원" in asked.text
    officer.post(draw, {"rows": [str(desk.proposal.uid)], "sure": "on"})
    contract = Contract.objects.get()

    account = {"bank": "표본은행", "number": "123-456-789012", "holder": "표본대학교"}
    send(office, to_do(office, "account", contract.uid), account)
    send(officer, to_do(officer, "confirm-account", contract.uid), {})
    send(office, to_do(office, "sign", contract.uid), {"read": "on"})
    signed = send(first, to_do(first, "sign", contract.uid), {"read": "on"})
    assert "발효" in signed.text

    it_is(JULY)
    for sweep in SWEEPS:
        sweeps.run(sweep, at=JULY)
    tranche = Tranche.objects.get(state="released")
    payments = to_do(officer, "payments")
    assert contract.number in go(officer, payments).text
    draw_up = reverse("contracts:draw-up-batch", args=[desk.ministry.uid])
    officer.post(draw_up, {"rows": [str(tranche.uid)], "sure": "on"})
    batch = PaymentBatch.objects.get()
    for approver in (first, second):
        send(approver, to_do(approver, "approve-batch", batch.uid), {})
    payment = batch.payments.get()
    paid = send(officer, to_do(officer, "pay-batch", batch.uid), {f"references.{payment.end_to_end_id}": "KB-0001"})
    assert "지급 확인" in paid.text

    tranche.refresh_from_db()
    assert (tranche.state, tranche.paid_at is not None) == ("paid", True)
    assert "KB-0001" in go(office, reverse("contracts:contract", args=[contract.uid])).text
    assert ",900000000" in go(Client(), reverse("contracts:awards-sheet")).text
    assert breaches() == []
