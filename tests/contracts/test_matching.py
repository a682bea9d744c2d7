"""A region signs its match, deposits it, is believed by another side, and reminded: by action, page and interface."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.actors import Actor
from accounts.models import Message
from accounts.tasks import SWEEPS as TOLD
from contracts import actions, queries, rules
from contracts.models import MatchDeposit, MatchYear
from contracts.queries import breaches
from contracts.tasks import SWEEPS
from core import sweeps
from core.models import Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, Stale, StepUpNeeded, WrongState
from core.wording import SEOUL
from tests.build import actor_for
from tests.build_contracts import JULY, JUNE, a_contract_in_force, a_desk, a_drawn_contract, rules_of_money
from tests.contracts.sides import CASH_KRW, Side, balance, hash_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]
DUE_ON = date(2004, 7, 21)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.violations]


def test_what_is_owed_is_written_when_the_contract_is_drawn_and_dated_when_it_is_signed(side: Side) -> None:
    rows = MatchYear.objects.filter(contract=side.contract).order_by("year__index")
    assert [(row.cash_krw, row.in_kind_krw, row.is_ruled) for row in rows] == [(CASH_KRW, 0, True)] * 3
    assert [row.due_on for row in rows] == [DUE_ON, date(2005, 7, 31), date(2006, 7, 31)]
    drawn = a_drawn_contract(a_desk(ministry=side.desk.ministry, rules=rules_of_money()))
    assert set(drawn.matches.values_list("due_on", flat=True)) == {None}


def test_under_rules_without_a_deposit_nothing_is_asked_of_a_region(side: Side) -> None:
    contract = a_contract_in_force(a_desk(ministry=side.desk.ministry))
    assert set(contract.matches.values_list("is_ruled", "due_on", "remind_on")) == {(False, None, None)}
    uids = {item.url_args[0] for item in queries.work_for(side.region(), JULY) if item.url_args}
    assert str(contract.uid) not in uids


def test_the_region_signs_exactly_what_it_read_and_once(side: Side) -> None:
    sha256 = hash_now(side)
    with pytest.raises(Stale):
        actions.sign_match(contract_uid=side.contract.uid, sha256="0" * 64, by=side.region(), at=JULY)
    signature = actions.sign_match(contract_uid=side.contract.uid, sha256=sha256, by=side.region(), at=JULY)
    assert (signature.sha256, signature.terms["years"][0]["cash_krw"]) == (sha256, CASH_KRW)
    with pytest.raises(WrongState, match="signed_before"):
        actions.sign_match(contract_uid=side.contract.uid, sha256=sha256, by=side.region(), at=JULY)
    assert Event.objects.filter(name="contracts.match_signed", data__match_sha256=sha256).count() == 1


def test_a_signature_stands_for_a_pledge_that_was_never_made(side: Side) -> None:
    desk = a_desk(ministry=side.desk.ministry, pledged=False)
    contract = a_contract_in_force(desk)
    assert contract.tranches.filter(gates__code="match_pledged", gates__opened_at__isnull=True).count() == 3
    sha256 = rules.hash_of(queries.commitment_of(contract))
    actions.sign_match(contract_uid=contract.uid, sha256=sha256, by=side.region(), at=JULY)
    assert not contract.tranches.filter(gates__code="match_pledged", gates__opened_at__isnull=True).exists()


def test_a_deposit_counts_when_another_side_confirms_it(side: Side) -> None:
    deposit = side.announced()
    assert (balance(side, "match_pledged"), deposit.fiscal_year) == (CASH_KRW, 2004)
    actions.confirm_deposit(deposit_uid=deposit.uid, by=side.office, at=JULY)
    assert (balance(side, "match_pledged"), balance(side, "match_deposited")) == (0, CASH_KRW)
    assert breaches() == []
    shut = side.contract.tranches.filter(gates__code="match_deposited", gates__opened_at__isnull=True)
    assert set(shut.values_list("year__index", flat=True)) == {2, 3}
    with pytest.raises(WrongState):
        actions.confirm_deposit(deposit_uid=deposit.uid, by=side.office, at=JULY)


def test_the_gate_opens_with_the_last_won(side: Side) -> None:
    side.confirmed(CASH_KRW - 1)
    first = side.contract.tranches.get(year__index=1)
    assert first.gates.get(code="match_deposited").opened_at is None
    side.confirmed(1)
    assert first.gates.get(code="match_deposited").opened_at == JULY
    with pytest.raises(RuleBroken, match="above_pledge"):
        side.announced(1)


def test_the_desk_confirms_too_but_nobody_what_he_announced(side: Side) -> None:
    deposit = side.announced()
    with pytest.raises(NotAllowed):
        actions.confirm_deposit(deposit_uid=deposit.uid, by=side.region(), at=JULY)
    MatchDeposit.objects.filter(pk=deposit.pk).update(announced_by=side.desk.officer_user.pk)
    with pytest.raises(NotAllowed) as refused:
        actions.confirm_deposit(deposit_uid=deposit.uid, by=actor_for(side.desk.officer_user, JULY), at=JULY)
    assert codes(refused) == ["deposit.own_work"]
    MatchDeposit.objects.filter(pk=deposit.pk).update(announced_by=side.region_user.pk)
    actions.confirm_deposit(deposit_uid=deposit.uid, by=actor_for(side.desk.officer_user, JULY), at=JULY)
    assert balance(side, "match_deposited") == CASH_KRW


@pytest.mark.parametrize("verb", ["refuse", "withdraw"])
def test_a_deposit_goes_back_with_a_reason_and_may_be_announced_anew(side: Side, verb: str) -> None:
    deposit = side.announced()
    acts = {"refuse": (actions.refuse_deposit, side.office), "withdraw": (actions.withdraw_deposit, side.region())}
    act, by = acts[verb]
    with pytest.raises(RuleBroken, match="reason_missing"):
        act(deposit_uid=deposit.uid, reason=" ", by=by, at=JULY)
    act(deposit_uid=deposit.uid, reason="입금되지 않음", by=by, at=JULY)
    assert balance(side, "match_pledged") == CASH_KRW
    side.announced()
    other, last = {"refuse": side.region(), "withdraw": side.office}[verb], side.contract.match_deposits.latest("id")
    with pytest.raises(NotAllowed):
        act(deposit_uid=last.uid, reason="x", by=other, at=JULY)


def test_others_do_nothing_here(side: Side) -> None:
    deposit = side.announced()
    uid, deposit_uid = side.contract.uid, deposit.uid
    by: Actor
    tries: list[tuple[Callable[..., object], dict[str, Any]]] = [
        (actions.sign_match, {"contract_uid": uid, "sha256": "0" * 64}),
        (
            actions.note_council,
            {"contract_uid": uid, "index": 1, "amount_krw": 1, "fiscal_year": 2004, "decided_on": DUE_ON},
        ),
        (side.announced, {}),
        (actions.withdraw_deposit, {"deposit_uid": deposit_uid, "reason": "x"}),
    ]
    for by, refusal in ((side.stranger(), NotFound), (side.office, NotAllowed)):
        for act, given in tries:
            moment = {} if act == side.announced else {"at": JULY}
            with pytest.raises(refusal):
                act(**given, **moment, by=by)
    for act in (actions.confirm_deposit, actions.refuse_deposit):
        with pytest.raises(NotFound):
            act(
                deposit_uid=deposit_uid,
                by=side.stranger(),
                at=JULY,
                **({"reason": "x"} if "refuse" in act.__name__ else {}),
            )


def test_what_moves_money_wants_a_second_factor_anew(side: Side) -> None:
    deposit = side.announced()
    with pytest.raises(StepUpNeeded):
        actions.confirm_deposit(
            deposit_uid=deposit.uid, by=actor_for(side.desk.officer_user, JULY, stepped_up=False), at=JULY
        )
    with pytest.raises(StepUpNeeded):
        actions.sign_match(
            contract_uid=side.contract.uid,
            sha256="0" * 64,
            by=actor_for(side.region_user, JULY, stepped_up=False),
            at=JULY,
        )


def test_before_the_contract_stands_nothing_is_deposited(side: Side) -> None:
    side.contract = a_drawn_contract(a_desk(ministry=side.desk.ministry, rules=rules_of_money()))
    with pytest.raises(WrongState, match="not_in_force"):
        side.announced()
    with pytest.raises(NotFound):
        actions.note_council(
            contract_uid=side.contract.uid,
            index=9,
            amount_krw=1,
            fiscal_year=2004,
            decided_on=JUNE.date(),
            by=side.region(),
            at=JULY,
        )


def test_the_councils_budget_makes_the_forecast(side: Side) -> None:
    actions.note_council(
        contract_uid=side.contract.uid,
        index=1,
        amount_krw=60_000_000,
        fiscal_year=2004,
        decided_on=JUNE.date(),
        by=side.region(),
        at=JULY,
    )
    rows = {row.year.index: row for row in queries.matches_visible_to(side.region()).filter(contract=side.contract)}
    assert queries.figures_of(rows[1], JULY.date()).shortfall_krw == 40_000_000
    assert queries.figures_of(rows[2], JULY.date()).shortfall_krw == 0
    assert queries.figures_of(rows[2], date(2005, 8, 1)).shortfall_krw == CASH_KRW


def test_a_region_is_reminded_before_and_after_the_day_until_it_has_deposited(side: Side) -> None:
    (sweep,) = [one for one in SWEEPS if one.name == "contracts.deposit_reminders"]
    row = MatchYear.objects.get(contract=side.contract, year__index=1)
    assert row.remind_on is not None
    told: list[tuple[date, str]] = []
    for days in range(60):
        at = datetime(2004, 6, 22, 9, tzinfo=SEOUL) + timedelta(days=days)
        before = Event.objects.count()
        sweeps.run(sweep, at=at)
        sweeps.run(sweep, at=at)
        told += [(at.date(), event.name) for event in Event.objects.order_by("id")[before:]]
    names = [name for _day, name in told]
    assert "contracts.deposit_reminded" in names
    overdue = [day for day, name in told if name == "contracts.deposit_overdue"]
    assert overdue == [DUE_ON + timedelta(days=1 + 7 * week) for week in range(len(overdue))]
    assert len(overdue) >= 4
    assert all(day <= DUE_ON for day, name in told if name == "contracts.deposit_reminded")
    side.confirmed()
    row.refresh_from_db()
    assert row.remind_on is None


def test_everybody_on_the_case_is_told_and_the_next_one_has_work(side: Side) -> None:
    def work(actor: Actor) -> dict[str, str]:
        return {item.code: item.url_args[0] for item in queries.work_for(actor, JULY) if item.url_args}

    mine = work(side.region())
    assert mine["work.contracts.deposit"] == mine["work.contracts.sign_match"] == str(side.contract.uid)
    (item,) = [
        one
        for one in queries.work_for(side.region(), JULY)
        if one.due_at and one.due_at < datetime(2005, 1, 1, tzinfo=SEOUL)
    ]
    assert item.due_at == datetime(2004, 7, 22, tzinfo=SEOUL), "the day of it counts"
    deposit = side.announced()
    assert work(side.office)["work.contracts.confirm_deposit"] == str(deposit.uid)
    assert work(actor_for(side.desk.officer_user, JULY))["work.contracts.confirm_deposit"] == str(deposit.uid)
    assert "work.contracts.deposit" not in work(side.stranger())
    for sweep in TOLD:
        sweeps.run(sweep, at=JULY)
    assert Message.objects.filter(user=side.desk.team.office_user, event__name="contracts.deposit_announced").exists()
    assert not Message.objects.filter(user=side.region_user, event__name="contracts.deposit_announced").exists()


def test_the_proof_names_a_deposit_that_was_tampered_with(side: Side) -> None:
    deposit = side.confirmed()
    MatchDeposit.objects.filter(pk=deposit.pk).update(amount_krw=deposit.amount_krw - 1)
    assert [one.check for one in breaches()] == ["a_confirmed_deposit_is_one_transfer"]
    assert str(deposit.uid) in breaches()[0].row
