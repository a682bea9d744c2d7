"""The contract of a merged project says of each target whose it was, and what became of it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from contracts import actions, rules
from contracts.models import Contract
from tests.build import an_officer, sign_in
from tests.build_contracts import JUNE, a_published_decision
from tests.build_programs import it_is
from tests.proposals.merging import Merging, two_teams


@pytest.fixture(scope="module")
def merged_contract(shared_db: None) -> tuple[Merging, Contract]:
    """Of the first original every target is kept, one of them at half; the second's are dropped."""
    it_is(JUNE)
    merging = two_teams()
    terms = merging.terms()
    first = terms.targets[0]
    offer = merging.offer(targets=[replace(first, value=first.value / 2), *terms.targets[1:]])
    merging.answer(offer, 0)
    merging.answer(offer, 1)
    merged = merging.agree(offer).merged
    assert merged is not None
    a_published_decision(merged)
    return merging, actions.draw_contract(proposal_uid=merged.uid, by=merging.officer, at=JUNE)


def test_every_target_of_every_original_is_in_the_signed_terms(merged_contract: tuple[Merging, Contract]) -> None:
    merging, contract = merged_contract
    promised = [(one.number, target) for one in merging.originals for target in one.submission.content["targets"]]  # type: ignore[union-attr]
    origins = contract.terms["origins"]
    assert len(origins) == len(promised)
    assert {(one["number"], one["indicator"], one["year"], one["was"]) for one in origins} == {
        (number, target["indicator"], target["year"], target["value"]) for number, target in promised
    }
    first, second = (one.number for one in merging.originals)
    halved = merging.terms().targets[0]
    for one in origins:
        if one["number"] == second:
            assert (one["now"], one["reason"]) == (None, "돈의 몫만큼만 맡습니다.")
        elif (one["indicator"], one["year"]) == (halved.indicator, halved.year):
            assert Decimal(one["now"]) * 2 == Decimal(one["was"])
        else:
            assert (one["number"], Decimal(one["now"]), one["reason"]) == (first, Decimal(one["was"]), "")
    assert contract.sha256 == rules.hash_of(contract.terms)
    assert contract.sha256 != rules.hash_of({**contract.terms, "origins": origins[1:]})


@pytest.mark.parametrize("name", ["contract", "terms"])
@pytest.mark.parametrize(("language", "dropped"), [("ko", "승계하지 않음"), ("en", "Not taken over")])
def test_page_and_print_name_each_origin(
    merged_contract: tuple[Merging, Contract], db: None, name: str, language: str, dropped: str
) -> None:
    merging, contract = merged_contract
    client = sign_in(Client(), an_officer(Role.MINISTRY_OFFICER, merging.ministry))
    client.cookies["django_language"] = language
    shown = client.get(reverse(f"contracts:{name}", args=[contract.uid])).content.decode()
    section = shown.split('id="origins"', 1)[1].split("</section>", 1)[0]
    for original in merging.originals:
        assert original.number in section
    assert section.count(f">{dropped}<") == len(merging.originals[1].submission.content["targets"])  # type: ignore[union-attr]


def test_the_api_gives_the_lineage(merged_contract: tuple[Merging, Contract], db: None) -> None:
    merging, contract = merged_contract
    client = sign_in(Client(), an_officer(Role.MINISTRY_OFFICER, merging.ministry))
    origins = client.get(f"/api/v1/contracts/{contract.uid}").json()["origins"]
    assert [one["number"] for one in origins] == [one["number"] for one in contract.terms["origins"]]
    assert {one["lead_ko"] for one in origins} == {one.lead_organization.name_ko for one in merging.originals}
    assert any(one["now"] is None for one in origins)
