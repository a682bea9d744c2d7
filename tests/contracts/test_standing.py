"""On whose desk contracts and tranches lie, since when, and what is read of an account number."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from contracts import queries, standing
from contracts.standing import masked
from core.calendar import seoul_midnight
from tests.build_contracts import JULY, JUNE, a_contract_in_force, a_desk, a_drawn_contract, a_released_tranche


@pytest.mark.parametrize(
    ("number", "shown"),
    [("123-456-789012", "•••-•••-••9012"), ("1234", "1234"), ("12345678", "••••5678"), ("12-3456", "••-3456")],
)
def test_of_an_account_number_the_last_four_digits_are_read(number: str, shown: str) -> None:
    assert masked(number) == shown


def test_a_drawn_contract_waits_for_the_institution(db: None) -> None:
    contract = queries.page(a_drawn_contract(a_desk()).uid, Actor.system())
    found = standing.of_contract(contract, JUNE)
    assert (found.code, found.desk, found.since) == ("name_account", "institution", JUNE)
    assert standing.of_contract(contract, JUNE, sees_account=False).code == "sign"


def test_a_contract_in_force_waits_for_its_first_tranche(db: None) -> None:
    contract = queries.page(a_contract_in_force(a_desk()).uid, Actor.system())
    assert standing.of_contract(contract, JUNE).code == "due"


def test_without_a_pledge_the_region_is_waited_for_since_the_contract_was_drawn(db: None) -> None:
    contract = queries.page(a_contract_in_force(a_desk(pledged=False)).uid, Actor.system())
    found = standing.of_contract(contract, JULY)
    assert (found.code, found.desk, found.since) == ("match_pledged", "region", JUNE)


def test_a_later_years_review_is_waited_for_from_that_year_on(db: None) -> None:
    tranche = a_released_tranche(a_desk())
    assert standing.of_tranche(tranche, JULY).desk == "officer"
    second = tranche.contract.tranches.get(year__index=2)
    assert standing.of_tranche(second, JULY).code == "due"
    day = seoul_midnight(second.due_on)
    found = standing.of_tranche(second, day)
    assert (found.code, found.since) == ("verdict_passed", day)
    assert standing.months_to_spend(tranche.year, JULY.date()) == 10
