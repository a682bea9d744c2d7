"""Before money and decisions: the second factor is shown anew, and what one had sent is done right after."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts import actions
from contracts.models import PaymentBatch
from core.models import Event
from core.refusals import StepUpNeeded
from reviews.actions import decide_selection, publish_selection
from reviews.models import Selection
from tests.accounts.test_signin import code, with_device
from tests.build import actor_for, sign_in
from tests.build_contracts import JULY, Desk, a_batch, a_desk, a_drawn_contract, an_approved_batch
from tests.build_programs import it_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    cache.clear()
    return a_desk()


def refused(user: User, act: Callable[..., object], **sent: object) -> bool:
    """Whether the deed waits for a second factor that was shown long ago."""
    try:
        act(by=actor_for(user, JULY, stepped_up=False), at=JULY, **sent)
    except StepUpNeeded:
        return True
    return False


def test_every_deed_of_money_and_decision_asks_anew(desk: Desk) -> None:
    selection = {"selection_uid": Selection.objects.get().uid}
    assert refused(desk.officer_user, decide_selection, **selection)
    assert refused(desk.officer_user, publish_selection, **selection)
    contract = a_drawn_contract(desk)
    sent = {"contract_uid": contract.uid}
    assert refused(desk.officer_user, actions.confirm_account, **sent)
    assert refused(desk.team.office_user, actions.sign_for_institution, sha256=contract.sha256, **sent)
    assert refused(desk.approver_users[0], actions.sign_for_ministry, sha256=contract.sha256, **sent)


def test_so_do_approval_and_payment(desk: Desk) -> None:
    batch = an_approved_batch(desk)
    assert refused(desk.approver_users[2], actions.approve_batch, batch_uid=batch.uid, total_krw=batch.total_krw)
    assert refused(desk.officer_user, actions.mark_batch_paid, batch_uid=batch.uid, references={})


def an_approver(desk: Desk, client: Client) -> PaymentBatch:
    """A batch, and one of its approvers signed in with a factor that he showed eleven minutes ago."""
    batch = a_batch(desk)
    it_is(JULY)
    sign_in(client, with_device(desk.approver_users[0]), minutes_ago=11)
    return batch


def test_the_page_asks_for_it_and_then_does_what_was_sent(desk: Desk, client: Client) -> None:
    batch = an_approver(desk, client)
    approve = reverse("contracts:approve-batch", args=[batch.uid])
    asked = client.post(approve, {"total_krw": batch.total_krw})
    assert asked.status_code == 403
    sent = fields(asked.content.decode())
    assert (sent["total_krw"], sent["confirm-next"]) == (str(batch.total_krw), approve)
    wrong = client.post(reverse("accounts:confirm"), {**sent, "confirm-code": "000000"})
    assert (wrong.status_code, fields(wrong.content.decode())["total_krw"]) == (422, str(batch.total_krw))
    before = client.session.session_key
    done = client.post(reverse("accounts:confirm"), {**sent, "confirm-code": code()}, follow=True)
    assert done.redirect_chain == [(approve, 307), (reverse("contracts:batch", args=[batch.uid]), 302)]
    assert batch.approvals.count() == 1
    assert client.session.session_key not in {before, None}
    assert Event.objects.filter(name="accounts.stepped_up", user_id=desk.approver_users[0].pk).count() == 1


def test_the_interface_names_what_to_do(desk: Desk, client: Client) -> None:
    batch = an_approver(desk, client)
    approve = reverse("api:payment-batch-approve", args=[batch.uid])
    sent = {"total_krw": batch.total_krw}
    asked = client.post(approve, sent, content_type="application/json")
    assert (asked.status_code, asked.headers["Content-Type"]) == (403, "application/problem+json")
    problem = asked.json()
    (violation,) = problem["violations"]
    assert problem["type"] == "urn:baro:account.step_up"
    assert violation["values"] == {"minutes": 10, "page": "/account/confirm/", "api": "/api/v1/me/confirmation"}
    assert "/api/v1/me/confirmation" in violation["text"]["en"]
    wrong = client.post(violation["values"]["api"], {"code": "000000"}, content_type="application/json")
    assert wrong.json()["type"] == "urn:baro:account.code_wrong"
    before = client.session.session_key
    shown = client.post(violation["values"]["api"], {"code": code()}, content_type="application/json")
    assert (shown.status_code, client.session.session_key != before) == (204, True)
    assert client.post(approve, sent, content_type="application/json").status_code == 200


def test_who_has_no_second_factor_is_led_to_set_one_up(desk: Desk, client: Client) -> None:
    sign_in(client, desk.team.office_user, second_factor=False)
    contract = a_drawn_contract(desk)
    sign = reverse("contracts:sign", args=[contract.uid])
    asked = client.post(sign, {"sha256": contract.sha256, "read": "on"})
    assert asked.status_code == 403
    assert reverse("mfa_index") in asked.content.decode()
    api = client.post(reverse("api:me-confirmation"), {"code": "123456"}, content_type="application/json")
    assert (api.status_code, api.json()["type"]) == (409, "urn:baro:account.no_second_factor")


def test_guessing_is_stopped_on_the_page_and_over_the_interface(desk: Desk, client: Client) -> None:
    an_approver(desk, client)
    statuses = [client.post(reverse("accounts:confirm"), {"confirm-code": "000000"}).status_code for _ in range(5)]
    assert statuses == [422] * 5
    assert client.post(reverse("accounts:confirm"), {"confirm-code": code()}).status_code == 422
    api = client.post(reverse("api:me-confirmation"), {"code": code()}, content_type="application/json")
    assert api.json()["type"] == "urn:baro:account.too_many_codes"


def test_it_leads_to_no_other_site(desk: Desk, client: Client) -> None:
    an_approver(desk, client)
    sent = {"confirm-next": "https://elsewhere.example/", "confirm-again": "1", "confirm-code": code()}
    assert client.post(reverse("accounts:confirm"), sent).headers["Location"] == "/"


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the page's last form but one for signing out."""
    main = page[page.index("<main") : page.index("</main")]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}
