"""From a selected proposal to paid won, and every wrong turn on the way."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.actors import Actor
from accounts.roles import Kind, Role
from contracts import actions, permissions, queries
from contracts.models import Account, Contract, Payment, PaymentBatch, Tranche
from contracts.queries import breaches
from contracts.states import BATCH, CONTRACT, PAYMENT, TRANCHE
from contracts.tasks import SWEEPS
from core import scope, sweeps
from core.events import first_broken_seal, seal_new
from core.models import Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, WrongState
from core.states import Lifecycle
from tests.build import a_person, a_user, actor_for, an_officer, an_organization
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


@pytest.fixture
def desk(db: None) -> Desk:
    return a_desk()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [violation.code for violation in refused.value.violations]


def _name_another_account(contract: Contract, desk: Desk) -> None:
    actions.name_account(contract_uid=contract.uid, bank="b", number="87654321", holder="h", by=desk.office, at=JULY)


def references(batch: PaymentBatch) -> dict[str, str]:
    return {payment.end_to_end_id: f"KB-{payment.pk}" for payment in batch.payments.all()}


def test_a_contract_is_drawn_from_exactly_what_was_handed_in(desk: Desk) -> None:
    contract = a_drawn_contract(desk)
    assert (contract.grant_krw, contract.match_krw, contract.own_krw) == (2_700_000_000, 300_000_000, 0)
    assert [year.grant_krw for year in contract.years.all()] == [900_000_000] * 3
    first = contract.years.get(index=1)
    assert (str(first.starts_on), str(first.ends_on), str(first.spend_by)) == ("2004-07-01", "2005-07-01", "2005-05-31")
    assert contract.terms["targets"] == desk.proposal.submission.content["targets"]  # type: ignore[union-attr]
    assert breaches() == []
    with pytest.raises(WrongState, match="drawn_before"):
        a_drawn_contract(desk)


@pytest.mark.parametrize("outcome", ["waiting", "rejected"])
def test_no_contract_without_selection(db: None, outcome: str) -> None:
    desk = a_desk(outcome=outcome)
    with pytest.raises(RuleBroken, match="not_selected"):
        a_drawn_contract(desk)


def test_no_contract_past_the_calls_budget(db: None) -> None:
    desk = a_desk(budget_krw=2_699_999_999)
    with pytest.raises(RuleBroken) as refused:
        a_drawn_contract(desk)
    assert codes(refused) == ["contract.call_budget_exceeded"]


def test_won_come_from_contract_to_bank(desk: Desk) -> None:
    batch = an_approved_batch(desk)
    actions.mark_batch_paid(batch_uid=batch.uid, references=references(batch), by=desk.officer, at=JULY)
    contract = Contract.objects.get()
    tranche = contract.tranches.get(state="paid")
    assert (tranche.amount_krw, tranche.paid_at) == (900_000_000, JULY)
    balances = dict(Account.objects.values_list("kind", "balance_krw").filter(year__index=1))
    assert balances == {"reserved": 0, "match_pledged": 100_000_000, "paid": 900_000_000}
    assert breaches() == []
    names = list(Event.objects.filter(project_uid=contract.project_uid).order_by("id").values_list("name", flat=True))
    assert [name for name in names if name.startswith("contracts.")] == [
        "contracts.drawn",
        "contracts.account_named",
        "contracts.account_confirmed",
        "contracts.institution_signed",
        "contracts.ministry_signed",
        "contracts.tranche_released",
        "contracts.tranche_paid",
    ]
    seal_new(at=JULY)
    assert first_broken_seal() is None


def test_a_tranche_waits_for_its_day_and_its_gates(desk: Desk) -> None:
    contract = a_contract_in_force(desk)
    first = contract.tranches.get(year__index=1)
    with pytest.raises(RuleBroken, match="not_due"):
        actions.release_tranche(tranche_id=first.pk, by=Actor.system(), at=JUNE)
    second = contract.tranches.get(year__index=2)
    assert {gate.code for gate in second.gates.filter(opened_at__isnull=True)} == {"year_started", "verdict_passed"}
    with pytest.raises(NotAllowed):
        actions.release_tranche(tranche_id=first.pk, by=desk.officer, at=JULY)


def test_without_the_regions_pledge_nothing_is_released(db: None) -> None:
    desk = a_desk(pledged=False)
    contract = a_contract_in_force(desk)
    first = contract.tranches.get(year__index=1)
    with pytest.raises(RuleBroken) as refused:
        actions.release_tranche(tranche_id=first.pk, by=Actor.system(), at=JULY)
    assert codes(refused) == ["tranche.gate_shut"]
    assert not queries.releasable(JULY.date()).exists()


def test_signatures_are_of_the_terms_that_were_read(desk: Desk) -> None:
    contract = a_drawn_contract(desk)
    with pytest.raises(RuleBroken, match=r"account\.not_named"):
        actions.sign_for_institution(contract_uid=contract.uid, sha256=contract.sha256, by=desk.office, at=JUNE)
    actions.name_account(contract_uid=contract.uid, bank="b", number="12345678", holder="h", by=desk.office, at=JUNE)
    with pytest.raises(Stale):
        actions.sign_for_institution(contract_uid=contract.uid, sha256="0" * 64, by=desk.office, at=JUNE)
    with pytest.raises(WrongState):
        actions.sign_for_ministry(contract_uid=contract.uid, sha256=contract.sha256, by=desk.approver(), at=JUNE)
    actions.sign_for_institution(contract_uid=contract.uid, sha256=contract.sha256, by=desk.office, at=JUNE)
    with pytest.raises(NotAllowed):
        actions.sign_for_ministry(contract_uid=contract.uid, sha256=contract.sha256, by=desk.officer, at=JUNE)


def test_an_account_in_use_stays(desk: Desk) -> None:
    a_batch(desk)
    contract = Contract.objects.get()
    with pytest.raises(WrongState, match=r"account\.in_use"):
        actions.name_account(
            contract_uid=contract.uid, bank="b", number="87654321", holder="h", by=desk.office, at=JULY
        )


def test_another_account_wants_another_confirmation(desk: Desk) -> None:
    contract = a_contract_in_force(desk)
    _name_another_account(contract, desk)
    assert not queries.releasable(JULY.date()).exists()


@pytest.mark.parametrize("number", ["", "12-34", "abcdefgh", "1234567８", "1" * 35])
def test_an_account_number_is_digits(desk: Desk, number: str) -> None:
    contract = a_drawn_contract(desk)
    with pytest.raises(RuleBroken, match="number_not_understood"):
        actions.name_account(contract_uid=contract.uid, bank="b", number=number, holder="h", by=desk.office, at=JUNE)


def test_two_different_officers_approve_and_neither_drew_it_up(desk: Desk) -> None:
    batch = a_batch(desk)
    approve: dict[str, Any] = {"batch_uid": batch.uid, "total_krw": batch.total_krw, "at": JULY}
    actions.approve_batch(by=desk.approver(0), **approve)
    with pytest.raises(RuleBroken) as refused:
        actions.approve_batch(by=desk.approver(0), **approve)
    assert codes(refused) == ["batch.approved_before"]
    with pytest.raises(WrongState):
        actions.mark_batch_paid(batch_uid=batch.uid, references=references(batch), by=desk.officer, at=JULY)
    actions.approve_batch(by=desk.approver(1), **approve)
    with pytest.raises(WrongState):
        actions.approve_batch(by=desk.approver(2), **approve)


def test_who_drew_it_up_can_not_approve_even_with_the_office(desk: Desk) -> None:
    batch = a_batch(desk)
    PaymentBatch.objects.filter(pk=batch.pk).update(drawn_up_by=desk.approver_users[0].pk)
    with pytest.raises(RuleBroken) as refused:
        actions.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=desk.approver(0), at=JULY)
    assert codes(refused) == ["batch.own_work"]


def test_an_approval_is_of_the_total_that_was_seen(desk: Desk) -> None:
    batch = a_batch(desk)
    with pytest.raises(RuleBroken, match="total_changed"):
        actions.approve_batch(batch_uid=batch.uid, total_krw=1, by=desk.approver(), at=JULY)


def test_without_a_second_factor_nobody_approves(desk: Desk) -> None:
    batch = a_batch(desk)
    by = actor_for(desk.approver_users[0], JULY, second_factor=False)
    with pytest.raises(NotFound):
        actions.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=by, at=JULY)


def test_a_payment_is_marked_once_with_the_banks_reference(desk: Desk) -> None:
    batch = an_approved_batch(desk)
    for wrong in ({}, {**references(batch), "other": "X"}, dict.fromkeys(references(batch), " ")):
        with pytest.raises(RuleBroken):
            actions.mark_batch_paid(batch_uid=batch.uid, references=wrong, by=desk.officer, at=JULY)
    actions.mark_batch_paid(batch_uid=batch.uid, references=references(batch), by=desk.officer, at=JULY)
    with pytest.raises(WrongState):
        actions.mark_batch_paid(batch_uid=batch.uid, references=references(batch), by=desk.officer, at=JULY)
    assert Payment.objects.filter(state="paid").count() == 1


def test_a_discarded_batch_gives_its_tranches_back(desk: Desk) -> None:
    batch = a_batch(desk)
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.discard_batch(batch_uid=batch.uid, reason=" ", by=desk.officer, at=JULY)
    actions.discard_batch(batch_uid=batch.uid, reason="계좌 확인", by=desk.officer, at=JULY)
    tranche = Tranche.objects.get(state="released")
    again = actions.draw_up_batch(ministry_id=desk.ministry.pk, tranche_uids=[tranche.uid], by=desk.officer, at=JULY)
    assert again.number != batch.number
    assert breaches() == []


def test_a_tranche_is_in_one_batch(desk: Desk) -> None:
    tranche = a_released_tranche(desk)
    order: dict[str, Any] = {"ministry_id": desk.ministry.pk, "by": desk.officer, "at": JULY}
    order["tranche_uids"] = [tranche.uid]
    actions.draw_up_batch(**order)
    with pytest.raises(WrongState):
        actions.draw_up_batch(**order)
    with pytest.raises(RuleBroken, match=r"batch\.empty"):
        actions.draw_up_batch(**{**order, "tranche_uids": []})


def test_a_contract_is_given_up_before_it_is_in_force(desk: Desk) -> None:
    contract = a_drawn_contract(desk)
    actions.cancel_contract(contract_uid=contract.uid, reason="기관 사정", by=desk.officer, at=JUNE)
    assert queries.committed_krw(desk.call.pk) == 0
    with pytest.raises(WrongState):
        actions.cancel_contract(contract_uid=contract.uid, reason="again", by=desk.officer, at=JUNE)


@pytest.mark.parametrize("lifecycle", [CONTRACT, TRANCHE, BATCH, PAYMENT], ids=lambda one: one.name)
def test_every_verb_starts_only_where_its_table_says(lifecycle: Lifecycle) -> None:
    for state in lifecycle.states:
        for move in lifecycle.moves:
            if state in move.sources:
                assert lifecycle.require(move.verb, state).target in lifecycle.states
            else:
                with pytest.raises(WrongState):
                    lifecycle.require(move.verb, state)


def test_who_sees_a_contract_is_who_may(desk: Desk) -> None:
    contract = a_drawn_contract(desk)
    region = an_organization(Kind.REGIONAL_GOVERNMENT, "daejeon")
    other = an_organization(Kind.REGIONAL_GOVERNMENT, "busan")
    committee = an_organization(Kind.COMMITTEE, None)
    people = {
        "officer": desk.officer,
        "approver": desk.approver(),
        "office": desk.office,
        "leader": actor_for(desk.team.leader_user, JUNE),
        "partner": actor_for(desk.team.partner_user, JUNE),
        "region": actor_for(an_officer(Role.REGION_OFFICER, region), JUNE),
        "auditor": actor_for(an_officer(Role.AUDITOR, committee), JUNE),
        "other region": actor_for(an_officer(Role.REGION_OFFICER, other), JUNE),
        "other ministry": actor_for(an_officer(Role.MINISTRY_OFFICER, an_organization(Kind.MINISTRY, None)), JUNE),
        "other institution": actor_for(an_officer(Role.INSTITUTION_OFFICER, an_organization()), JUNE),
        "stranger": actor_for(a_user(a_person()), JUNE),
        "nobody": Actor.anonymous(),
    }
    seen = {name: queries.visible_to(actor).filter(pk=contract.pk).exists() for name, actor in people.items()}
    may = {
        name: permissions.may_view(
            actor, contract, on_team=Contract.objects.filter(queries.on_team(actor), pk=contract.pk).exists()
        )
        for name, actor in people.items()
    }
    assert seen == may
    assert {name for name, may_see in seen.items() if may_see} == {
        "officer",
        "approver",
        "office",
        "leader",
        "partner",
        "region",
        "auditor",
    }
    for name, actor in people.items():
        with scope.within(actor.scope, back_to=scope.SYSTEM):
            behind_the_wall = Contract.objects.filter(pk=contract.pk).exists()
        assert behind_the_wall or not seen[name], name


def both_at_once(deed: Callable[[], object]) -> list[object]:
    start, results = threading.Barrier(2), []

    def run() -> None:
        try:
            start.wait(10)
            results.append(deed())
        except Refused as refused:
            results.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_one_tranche_in_two_batches_at_once_is_one_payment(committed_db: str) -> None:
    desk = a_desk()
    tranche, by = a_released_tranche(desk), desk.officer
    results = both_at_once(
        lambda: actions.draw_up_batch(ministry_id=desk.ministry.pk, tranche_uids=[tranche.uid], by=by, at=JULY)
    )
    assert sorted(type(result).__name__ for result in results) == ["PaymentBatch", "WrongState"]
    assert Payment.objects.count() == 1


def test_paid_twice_at_once_is_paid_once(committed_db: str) -> None:
    desk = a_desk()
    batch, by = an_approved_batch(desk), desk.officer
    given = references(batch)
    results = both_at_once(lambda: actions.mark_batch_paid(batch_uid=batch.uid, references=given, by=by, at=JULY))
    assert sorted(type(result).__name__ for result in results) == ["PaymentBatch", "WrongState"]
    assert breaches() == []
    assert Account.objects.get(kind="paid").balance_krw == 900_000_000


def test_two_releases_at_once_release_once(committed_db: str) -> None:
    desk = a_desk()
    contract = a_contract_in_force(desk)
    first = contract.tranches.get(year__index=1)
    results = both_at_once(lambda: actions.release_tranche(tranche_id=first.pk, by=Actor.system(), at=JULY))
    assert sorted(type(result).__name__ for result in results) == ["Tranche", "WrongState"]


def test_the_release_sweep_is_safe_to_run_twice(desk: Desk) -> None:
    a_released_tranche(desk)
    assert sweeps.run(SWEEPS[0], at=JULY).done == 0
