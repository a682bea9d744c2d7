"""Every figure of money opens down to its transfers, and they add up to it."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts import actions, queries
from contracts.models import Account, Contract, Tranche
from contracts.queries import Scope
from contracts.rules import FIGURES
from contracts.tasks import SWEEPS
from core import sweeps
from tests.build import actor_for, sign_in
from tests.build_contracts import JULY
from tests.contracts.portal import around
from tests.contracts.sides import CASH_KRW, Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]


@pytest.fixture
def moved(side: Side) -> Side:
    """A floor paid, a deposit of half, and some of what was paid recovered."""
    sweeps.run(next(one for one in SWEEPS if one.name == "contracts.release_tranches"), at=JULY)
    side.confirmed(CASH_KRW // 2)
    by = actor_for(side.desk.officer_user, JULY)
    uids = list(Tranche.objects.filter(state="released", contract=side.contract).values_list("uid", flat=True))
    batch = actions.draw_up_batch(ministry_id=side.desk.ministry.pk, tranche_uids=uids, by=by, at=JULY)
    for user in side.desk.approver_users[:2]:
        approver = actor_for(user, JULY)
        actions.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=approver, at=JULY)
    references = {one.end_to_end_id: one.end_to_end_id for one in batch.payments.all()}
    actions.mark_batch_paid(batch_uid=batch.uid, references=references, by=by, at=JULY)
    actions.recover(
        contract_uid=side.contract.uid,
        index=1,
        notice_on=JULY.date(),
        eligible_krw=80_000_000,
        reason="중단",
        by=by,
        at=JULY,
    )
    return side


def test_the_transfers_of_each_figure_add_up_to_it(moved: Side) -> None:
    scopes = [Scope(), *(Scope(contract=moved.contract, year=year) for year in (None, 1, 2))]
    for name in FIGURES:
        for scope in scopes:
            opened = queries.opened(name, scope)
            assert (
                opened.figure_krw == opened.transfers_krw == sum(opened.signed_krw(one) for one in opened.transfers)
            ), name
    contract = Contract.objects.get(pk=moved.contract.pk)
    figures = {name: queries.opened(name, Scope(contract=contract)).figure_krw for name in FIGURES}
    assert (figures["grant"], figures["match"]) == (contract.grant_krw, contract.match_krw)
    assert (figures["paid_out"], figures["deposited"], figures["drawn"]) == (180_000_000, CASH_KRW // 2, 0)
    assert figures["kind-returned"] == 100_000_000
    assert {f"kind-{kind}" for kind in Account.Kind} < set(FIGURES), "each kind is a figure"
    assert sum(queries.balances_by_kind().values()) == 0


@pytest.mark.parametrize("figure", ["grant", "paid_out", "match", "kind-paid"])
def test_every_link_of_the_pages_leads_to_the_same_figure(moved: Side, figure: str) -> None:
    client, uid = moved.client("office"), moved.contract.uid
    page = reverse("contracts:transfers", args=[uid, figure])
    for name in ("contract", "money", "match"):
        text = client.get(reverse(f"contracts:{name}", args=[uid])).text
        if name == ("money" if figure.startswith("kind") else "contract"):
            assert page in text
    won = queries.opened(figure, Scope(contract=moved.contract, year=1)).figure_krw
    shown = client.get(page, {"year": 1}).text
    assert f"{won:,}" in shown
    sheet = client.get(reverse("contracts:transfers-sheet", args=[uid, figure]), {"year": 1})
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert sum(int(row[-1].lstrip("'")) for row in rows[1:]) == won
    assert {row[2].partition("/")[0] for row in rows[1:]} <= {"reserved", "pay", "recover", "match_pledged", "deposit"}


def test_a_figure_that_there_is_not_and_a_contract_of_others(moved: Side) -> None:
    uid = moved.contract.uid
    for figure in ("nothing", "kind-nothing"):
        assert moved.client("office").get(reverse("contracts:transfers", args=[uid, figure])).status_code == 404
    for name in ("transfers", "transfers-sheet"):
        page = reverse(f"contracts:{name}", args=[uid, "grant"])
        assert moved.client("stranger").get(page).status_code == 404
        assert Client().get(page).status_code == 302
        assert moved.client("office").get(reverse(f"contracts:all-{name}", args=["grant"])).status_code == 403
    for odd in ("x", "-1", "٣", "99999999999999999999"):
        assert (
            moved.client("office").get(reverse("contracts:transfers", args=[uid, "grant"]), {"year": odd}).status_code
            == 200
        )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_overseers_open_the_figures_of_all_contracts(moved: Side, language: str) -> None:
    auditor = sign_in(Client(), around().auditor)
    auditor.cookies["django_language"] = language
    books = auditor.get(reverse("contracts:books")).text
    page = reverse("contracts:all-transfers", args=["kind-reserved"])
    assert page in books
    text = auditor.get(page).text
    assert ("예산" if language == "ko" else "Reserved") in text
    assert f"{queries.balances_by_kind()['reserved']:,}" in text


def test_a_page_asks_as_often_for_many_transfers_as_for_one(moved: Side) -> None:
    client, uid = moved.client("office"), moved.contract.uid

    def asked(figure: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("contracts:transfers", args=[uid, figure])).status_code == 200
        return len(seen)

    asked("grant")
    assert asked("kind-returned") == asked("grant")
