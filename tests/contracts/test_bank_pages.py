"""The bank in the portal and over the API: what is shown, what is refused beside the file, and who gets it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import BankOrder, PaymentBatch, StatementLine
from tests.build import sign_in
from tests.build_contracts import JULY, Desk, a_desk, an_approved_batch
from tests.build_programs import it_is
from tests.contracts.banking import Booked, a_paying_account, answer, ids, read, statement

GRANT_KRW = 900_000_000


@pytest.fixture(scope="module")
def first_desk(shared_db: None) -> Desk:
    it_is(JULY)
    desk = a_desk()
    an_approved_batch(desk)
    a_paying_account(desk)
    return desk


@pytest.fixture
def desk(first_desk: Desk, db: None) -> Desk:
    it_is(JULY)
    return deepcopy(first_desk)


@pytest.fixture
def officer(desk: Desk) -> Client:
    return sign_in(Client(), desk.officer_user)


def url(name: str, *args: Any) -> str:
    return reverse(f"contracts:{name}", args=args)


def ordered(desk: Desk, client: Client) -> PaymentBatch:
    batch = PaymentBatch.objects.get()
    assert client.post(url("order-batch", batch.uid)).status_code == 302
    batch.refresh_from_db()
    return batch


def xml(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("bank.xml", content, content_type="application/xml")


@pytest.mark.parametrize(("language", "words"), [("ko", "은행 파일 내려받기"), ("en", "Download the bank")])
def test_a_batch_is_ordered_and_its_file_taken_as_it_was_written(
    desk: Desk, officer: Client, language: str, words: str
) -> None:
    batch = ordered(desk, officer)
    officer.cookies["django_language"] = language
    assert words in officer.get(url("batch", batch.uid)).text
    taken = officer.get(url("order-file", batch.uid))
    assert taken.content == bytes(BankOrder.objects.get().content)
    assert taken.headers["Content-Disposition"] == f'attachment; filename="{batch.number}.xml"'
    for user in (desk.approver_users[0], desk.team.office_user):
        assert sign_in(Client(), user).get(url("order-file", batch.uid)).status_code in {403, 404}


def test_a_file_is_read_on_the_page_and_refused_beside_its_field(desk: Desk, officer: Client) -> None:
    batch = ordered(desk, officer)
    address = url("read-bank-file", desk.ministry.uid)
    bad = officer.post(address, {"file": xml(answer(batch.number, [("B999999999999-001", "ACCP")]))})
    assert bad.status_code == 422
    assert "B999999999999-001" in bad.text
    content = statement(Booked(50_000), Booked(GRANT_KRW, ids(batch)[0]))
    done = officer.post(address, {"file": xml(content)}, follow=True)
    assert done.redirect_chain == [(url("bank"), 302)]
    line = StatementLine.objects.get(state="unmatched")
    assert url("explain-line", line.uid) in done.text
    assert officer.post(address, {"file": xml(content)}).status_code == 422
    assert officer.post(url("explain-line", line.uid), {"reason": "수수료"}).status_code == 302
    assert "수수료" in officer.get(url("bank")).text
    read_by_approver = sign_in(Client(), desk.approver_users[0]).get(url("bank"))
    assert (read_by_approver.status_code, url("explain-line", line.uid) in read_by_approver.text) == (200, False)


def test_the_account_and_limits_are_set_on_pages(desk: Desk, officer: Client) -> None:
    address = url("paying-account", desk.ministry.uid)
    sent = {"bank": "나은행", "number": "1", "holder": "표본부", "answer_days": 3}
    assert officer.post(address, sent).status_code == 422
    assert officer.post(address, {**sent, "number": "22222222"}).status_code == 302
    office = desk.approver_users[0].person.appointments.get().office  # type: ignore[union-attr]
    assert officer.post(url("approval-limit", office.uid), {"limit_krw": "1,000"}).status_code == 302
    shown = officer.get(address).text
    assert "1,000" in shown
    assert "<Office" not in shown.replace("&lt;", "<"), "the head of the page names the asker's own offices"
    stranger = sign_in(Client(), desk.team.office_user)
    assert stranger.get(address).status_code == 403
    assert stranger.get(url("bank")).status_code == 403


def test_the_bank_page_asks_as_much_for_three_lines_as_for_one(desk: Desk, officer: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert officer.get(url("bank")).status_code == 200
        return len(asked)

    read(desk, statement(Booked(1)))
    officer.get(url("bank"))
    one = queries()
    read(desk, statement(Booked(2), Booked(3)))
    assert queries() == one


def test_the_same_over_the_api(desk: Desk, officer: Client) -> None:
    batch = PaymentBatch.objects.get()
    made = officer.post(reverse("api:payment-batch-order", args=[batch.uid]), content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (200, "ordered")
    taken = officer.get(reverse("api:payment-batch-order", args=[batch.uid]))
    assert taken.content == bytes(BankOrder.objects.get().content)
    content = statement(
        Booked(
            GRANT_KRW,
            ids(batch)[0],
        ),
        Booked(7),
    )
    sent = {"ministry": str(desk.ministry.uid), "file": xml(content)}
    done = officer.post(reverse("api:bank-files"), sent)
    assert (done.status_code, done.json()["kind"], done.json()["count"]) == (201, "statement", 2)
    again = officer.post(reverse("api:bank-files"), {**sent, "file": xml(content)})
    assert (again.status_code, again.json()["type"]) == (409, "urn:baro:bank.file_read_before")
    (line,) = officer.get(reverse("api:bank-lines")).json()["results"]
    told = officer.post(
        reverse("api:bank-line-explain", args=[line["uid"]]), {"reason": "이자"}, content_type="application/json"
    )
    assert (told.status_code, told.json()["state"]) == (200, "explained")
    approver = sign_in(Client(), desk.approver_users[0])
    assert approver.post(reverse("api:bank-files"), {**sent, "file": xml(statement())}).status_code == 403
