"""Tranches in parts: what a late deposit holds back and what nothing does, stops, gates by hand, what comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.actors import Actor
from contracts import actions, queries
from contracts.models import Account, Contract, Recovery, Tranche, TrancheStop
from contracts.queries import breaches
from contracts.tasks import SWEEPS
from core import sweeps
from core.models import Delivery, Event
from core.refusals import NotAllowed, NotFound, Refused, RuleBroken, StepUpNeeded, WrongState
from core.wording import SEOUL
from tests.build import actor_for
from tests.build_contracts import JULY, a_contract_in_force, a_desk, rules_of_money
from tests.contracts.sides import CASH_KRW, Side, balance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contexts")]
YEAR_KRW = 900_000_000
FLOOR_KRW = 180_000_000
NEXT_JULY = datetime(2005, 7, 1, 0, 0, tzinfo=SEOUL)
(RELEASE,) = (one for one in SWEEPS if one.name == "contracts.release_tranches")


def released(at: datetime = JULY) -> int:
    """How many the sweep released; none failed, and looking again releases nothing."""
    result = sweeps.run(RELEASE, at=at)
    assert result.failed == 0
    assert sweeps.run(RELEASE, at=at).done == 0
    return result.done


def parts(side: Side, code: str = "first_year", index: int = 1) -> list[tuple[int, int, str]]:
    rows = side.contract.tranches.filter(code=code, year__index=index).order_by("part")
    return list(rows.values_list("part", "amount_krw", "state"))


def officer(side: Side, at: datetime = JULY) -> Actor:
    return actor_for(side.desk.officer_user, at)


def paid(side: Side, at: datetime = JULY) -> None:
    """Everything that is released goes through a batch to the bank."""
    rows = list(Tranche.objects.filter(contract=side.contract, state="released"))
    by = officer(side, at)
    batch = actions.draw_up_batch(
        ministry_id=side.desk.ministry.pk, tranche_uids=[one.uid for one in rows], by=by, at=at
    )
    for number in (0, 1):
        approver = actor_for(side.desk.approver_users[number], at)
        actions.approve_batch(batch_uid=batch.uid, total_krw=batch.total_krw, by=approver, at=at)
    references = {one.end_to_end_id: f"KB-{one.end_to_end_id}" for one in batch.payments.all()}
    actions.mark_batch_paid(batch_uid=batch.uid, references=references, by=by, at=at)


def test_without_a_deposit_the_payroll_floor_is_released_and_the_rest_waits(side: Side) -> None:
    assert released() == 1
    assert parts(side) == [(1, FLOOR_KRW, "released"), (2, YEAR_KRW - FLOOR_KRW, "waiting")]
    assert Event.objects.filter(name="contracts.tranche_part_released", data__rest_krw=720_000_000).count() == 1
    rest = side.contract.tranches.get(part=2)
    assert {gate.code for gate in rest.gates.filter(opened_at__isnull=True)} == {"match_deposited"}
    assert breaches() == []


def test_a_partial_deposit_releases_in_proportion_and_the_last_won_the_rest(side: Side) -> None:
    side.confirmed(50_000_001)
    assert released() == 1
    assert parts(side) == [(1, 450_000_009, "released"), (2, 449_999_991, "waiting")]
    side.confirmed(10_000_000)
    assert released() == 1
    assert parts(side)[1:] == [(2, 90_000_000, "released"), (3, 359_999_991, "waiting")]
    side.confirmed(39_999_999)
    assert released() == 1
    assert [state for _part, _won, state in parts(side)] == ["released"] * 3
    assert sum(won for _part, won, _state in parts(side)) == YEAR_KRW
    assert breaches() == []


def test_a_deposit_below_the_floor_adds_nothing_to_it(side: Side) -> None:
    released()
    side.confirmed(10_000_000)
    assert released() == 0
    side.confirmed(10_000_001)
    assert released() == 1
    assert parts(side)[1] == (2, 9, "released")


def test_each_part_is_paid_by_a_payment_of_its_own(side: Side) -> None:
    released()
    paid(side)
    side.confirmed()
    released()
    paid(side)
    assert balance(side, "paid") == YEAR_KRW
    assert Account.objects.get(contract=side.contract, kind="reserved", year__index=1).balance_krw == 0
    assert breaches() == []


def test_the_database_refuses_parts_that_do_not_make_the_tranche(side: Side) -> None:
    released()

    def spoil() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE contracts_tranche SET amount_krw = amount_krw - 1 WHERE part = 2")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="do not add up"):
        spoil()
    Tranche.objects.filter(part=2, contract=side.contract).update(amount_krw=1)
    assert {"parts_add_up_to_their_tranche", "tranches_are_the_years_grant"} == {one.check for one in breaches()}
    transaction.set_rollback(True)


def test_what_is_paid_ahead_is_shown_by_day_and_repaid_by_the_deposit(side: Side) -> None:
    released()
    (pot,) = queries.pots_of(officer(side), JULY.date(), days=3)
    assert [one.amount_krw for one in pot.days] == [0, 0, FLOOR_KRW]
    assert [one.exposure_krw for one in pot.bridges] == [FLOOR_KRW]
    side.confirmed(10_000_000)
    assert queries.pots_of(officer(side), JULY.date(), days=1)[0].exposure_krw == FLOOR_KRW - 90_000_000
    repaid = Event.objects.get(name="contracts.bridge_repaid")
    assert repaid.data["amount_krw"] == 90_000_000
    side.confirmed(CASH_KRW - 10_000_000)
    assert queries.pots_of(officer(side), JULY.date(), days=1) == []
    assert queries.pots_of(side.office, JULY.date(), days=9) == []


def test_the_continuity_tranche_comes_on_the_years_first_day_whatever_the_review(side: Side) -> None:
    released()
    assert sweeps.run(RELEASE, at=datetime(2005, 6, 30, 23, 59, tzinfo=SEOUL)).done == 0
    assert released(NEXT_JULY) == 2
    assert parts(side, "continuity", 2) == [(1, 270_000_000, "released")]
    assert parts(side, "later_year", 2) == [(1, 126_000_000, "released"), (2, 504_000_000, "waiting")]
    assert breaches() == []


def test_under_the_rules_of_2004_the_next_year_waits_for_the_review(side: Side) -> None:
    contract = a_contract_in_force(a_desk(ministry=side.desk.ministry))
    sweeps.run(RELEASE, at=JULY)
    sweeps.run(RELEASE, at=datetime(2006, 12, 1, tzinfo=SEOUL))
    rows = contract.tranches.order_by("year__index").values_list("state", "amount_krw", "agreed_krw")
    assert list(rows) == [("released", YEAR_KRW, None), ("waiting", YEAR_KRW, None), ("waiting", YEAR_KRW, None)]


def test_a_stop_has_a_name_and_a_reason_and_everybody_on_the_case_reads_it(side: Side) -> None:
    tranche = side.contract.tranches.get(code="continuity", year__index=2)
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.stop_tranche(tranche_uid=tranche.uid, reason=" ", by=officer(side), at=JULY)
    stop = actions.stop_tranche(tranche_uid=tranche.uid, reason="책임자 공석", by=officer(side), at=JULY)
    assert stop.name == officer(side).name
    event = Event.objects.get(name="contracts.tranche_stopped")
    assert event.reason == "책임자 공석"
    told = set(Delivery.objects.filter(event=event).values_list("user_id", flat=True))
    assert {side.region_user.pk, side.desk.team.office_user.pk, side.desk.team.leader_user.pk} <= told
    assert side.desk.approver_users[0].pk in told
    with pytest.raises(WrongState, match="stopped"):
        actions.stop_tranche(tranche_uid=tranche.uid, reason="x", by=officer(side), at=JULY)
    released(NEXT_JULY)
    assert parts(side, "continuity", 2) == [(1, 270_000_000, "waiting")]
    with pytest.raises(RuleBroken, match=r"tranche\.stopped"):
        actions.release_tranche(tranche_id=tranche.pk, by=Actor.system(), at=NEXT_JULY)
    for who in ("office", "region", "leader"):
        text = side.client(who).get(reverse("contracts:contract", args=[side.contract.uid])).text
        assert "책임자 공석" in text
    actions.lift_stop(tranche_uid=tranche.uid, reason="후임 임명", by=officer(side), at=NEXT_JULY)
    with pytest.raises(WrongState, match="not_stopped"):
        actions.lift_stop(tranche_uid=tranche.uid, reason="x", by=officer(side), at=NEXT_JULY)
    assert released(NEXT_JULY) == 1
    with pytest.raises(WrongState):
        actions.stop_tranche(tranche_uid=tranche.uid, reason="x", by=officer(side), at=NEXT_JULY)
    assert TrancheStop.objects.get().lifted_reason == "후임 임명"


def test_only_a_continuity_tranche_is_stopped(side: Side) -> None:
    tranche = side.contract.tranches.get(code="later_year", year__index=2)
    with pytest.raises(WrongState, match="not_continuity"):
        actions.stop_tranche(tranche_uid=tranche.uid, reason="x", by=officer(side), at=JULY)


def test_a_desk_opens_the_gates_that_no_other_deed_opens(side: Side) -> None:
    given: dict[str, Any] = {"contract_uid": side.contract.uid, "index": 2, "by": officer(side), "at": NEXT_JULY}
    released(NEXT_JULY)
    side.confirmed(index=2)
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.open_gate(**given, code="verdict_passed", reason="")
    for code in ("match_deposited", "contract_signed", "year_started"):
        with pytest.raises((WrongState, NotFound)):
            actions.open_gate(**given, code=code, reason="x")
    actions.open_gate(**given, code="verdict_passed", reason="평가위원회 의결")
    with pytest.raises(WrongState, match="opened_before"):
        actions.open_gate(**given, code="verdict_passed", reason="x")
    assert side.contract.tranches.filter(
        year__index=3, gates__code="verdict_passed", gates__opened_at__isnull=True
    ).exists()
    assert released(NEXT_JULY) == 1
    assert [state for *_, state in parts(side, "later_year", 2)] == ["released", "released"]


@pytest.mark.parametrize("code", ["report_accepted", "claims_settled"])
def test_further_gates_wait_for_a_desk(side: Side, code: str) -> None:
    desk = a_desk(ministry=side.desk.ministry, rules=rules_of_money(gate=code, floor_bp=0, deposit=False))
    contract = a_contract_in_force(desk)
    sweeps.run(RELEASE, at=JULY)
    assert contract.tranches.get(year__index=1).state == "waiting"
    actions.open_gate(contract_uid=contract.uid, index=1, code=code, reason="확인", by=officer(side), at=JULY)
    sweeps.run(RELEASE, at=JULY)
    assert contract.tranches.get(year__index=1).state == "released"


def test_after_a_notice_eligible_costs_stand_and_the_rest_comes_back(side: Side) -> None:
    released(NEXT_JULY)
    given: dict[str, Any] = {
        "contract_uid": side.contract.uid,
        "index": 2,
        "notice_on": date(2005, 8, 1),
        "reason": "중단 판정",
    }
    august = datetime(2005, 8, 2, 10, tzinfo=SEOUL)
    with pytest.raises(RuleBroken, match="nothing_left"):
        actions.recover(**given, eligible_krw=0, by=officer(side, august), at=august)
    rows = list(Tranche.objects.filter(contract=side.contract, state="released"))
    batch = actions.draw_up_batch(
        ministry_id=side.desk.ministry.pk, tranche_uids=[one.uid for one in rows], by=officer(side), at=august
    )
    with pytest.raises(WrongState, match="payment_under_way"):
        actions.recover(**given, eligible_krw=0, by=officer(side, august), at=august)
    batch.payments.update(state="accepted")
    with pytest.raises(WrongState, match="payment_under_way"):
        actions.recover(**given, eligible_krw=0, by=officer(side, august), at=august)
    batch.payments.update(state="instructed")
    actions.discard_batch(batch_uid=batch.uid, reason="x", by=officer(side), at=august)
    paid(side, august)
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.recover(**{**given, "reason": ""}, eligible_krw=0, by=officer(side, august), at=august)
    recovery = actions.recover(**given, eligible_krw=100_000_000, by=officer(side, august), at=august)
    assert (recovery.paid_krw, recovery.amount_krw) == (396_000_000, 296_000_000)
    assert (balance(side, "paid", 2), balance(side, "returned", 2)) == (100_000_000, 296_000_000)
    assert breaches() == []
    with pytest.raises(WrongState, match="made_before"):
        actions.recover(**given, eligible_krw=0, by=officer(side, august), at=august)
    side.confirmed(index=2)
    assert released(datetime(2006, 8, 1, tzinfo=SEOUL)) == 0, "nothing more is released"
    rest = side.contract.tranches.filter(state="waiting")[0]
    with pytest.raises(RuleBroken, match=r"tranche\.ended"):
        actions.release_tranche(tranche_id=rest.pk, by=Actor.system(), at=datetime(2006, 8, 1, tzinfo=SEOUL))


def test_what_was_released_before_a_recovery_is_not_paid_after_it(side: Side) -> None:
    released()
    paid(side)
    released(NEXT_JULY)
    august = datetime(2005, 8, 2, 10, tzinfo=SEOUL)
    by = officer(side, august)
    late = side.contract.tranches.filter(year__index=2, state="released")[0]
    assert late in queries.awaiting_batch(by, side.desk.ministry)
    actions.recover(
        contract_uid=side.contract.uid,
        index=1,
        notice_on=date(2005, 6, 30),
        eligible_krw=0,
        reason="중단 판정",
        by=by,
        at=august,
    )
    assert late not in queries.awaiting_batch(by, side.desk.ministry)
    with pytest.raises(WrongState, match="contract_ended"):
        actions.draw_up_batch(ministry_id=side.desk.ministry.pk, tranche_uids=[late.uid], by=by, at=august)
    assert breaches() == []


def test_the_proof_names_a_recovery_without_its_transfer(side: Side) -> None:
    released()
    Recovery.objects.create(
        contract=side.contract,
        year=side.contract.years.get(index=1),
        notice_on=JULY.date(),
        paid_krw=5,
        eligible_krw=0,
        amount_krw=5,
        reason="x",
        decided_at=JULY,
        decided_by=1,
        name="x",
    )
    assert [one.check for one in breaches()] == ["a_recovery_is_one_transfer"]


def test_only_the_desk_and_with_a_fresh_factor(side: Side) -> None:
    tranche = side.contract.tranches.get(code="continuity", year__index=2)
    of_contract: dict[str, Any] = {"contract_uid": side.contract.uid, "index": 2, "reason": "x"}
    tries: list[tuple[Callable[..., object], dict[str, Any]]] = [
        (actions.stop_tranche, {"tranche_uid": tranche.uid, "reason": "x"}),
        (actions.lift_stop, {"tranche_uid": tranche.uid, "reason": "x"}),
        (actions.open_gate, {**of_contract, "code": "verdict_passed"}),
        (actions.recover, {**of_contract, "notice_on": JULY.date(), "eligible_krw": 0}),
    ]
    people: list[tuple[Actor, type[Refused]]] = [
        (side.office, NotAllowed),
        (side.region(), NotAllowed),
        (side.stranger(), NotFound),
        (actor_for(side.desk.officer_user, JULY, stepped_up=False), StepUpNeeded),
    ]
    for act, given in tries:
        for by, refusal in people:
            with pytest.raises(refusal):
                act(**given, by=by, at=JULY)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_of_the_desk(side: Side, language: str) -> None:
    released()
    client, uid = side.client("officer"), side.contract.uid
    client.cookies["django_language"] = language
    page = client.get(reverse("contracts:contract", args=[uid])).text
    assert ("연속 지급분" if language == "ko" else "Continuity tranche") in page
    assert "180,000,000" in page
    ahead = client.get(reverse("contracts:bridging")).text
    assert "180,000,000" in ahead
    assert side.client("office").get(reverse("contracts:bridging")).status_code == 403
    tranche = side.contract.tranches.get(code="continuity", year__index=2)
    stop = reverse("contracts:stop", args=[tranche.uid])
    assert stop in page
    assert client.post(stop, {"reason": ""}).context["form"].has_error("reason")
    assert client.post(stop, {"reason": "사유"}).status_code == 302
    assert "사유" in client.get(stop).text
    assert client.post(stop, {"reason": "해제"}).status_code == 302
    gate = reverse("contracts:open-gate", args=[uid, 2, "verdict_passed"])
    assert gate in page
    assert client.post(gate, {"reason": "의결"}).status_code == 302
    assert client.post(gate, {"reason": "의결"}).status_code == 422
    assert client.get(reverse("contracts:open-gate", args=[uid, 2, "nothing"])).status_code == 404
    paid(side)
    back = reverse("contracts:recover", args=[uid, 1])
    assert back in client.get(reverse("contracts:contract", args=[uid])).text
    fields = {"notice_on": "2004-07-02", "eligible_krw": "180,000,001", "reason": "중단"}
    assert client.post(back, fields).context["form"].has_error("eligible_krw", "recovery.above_paid")
    assert client.post(back, {**fields, "eligible_krw": "1"}).status_code == 302
    assert balance(side, "returned") == FLOOR_KRW - 1


def test_the_same_over_the_interface(side: Side) -> None:
    released()
    client, uid = side.client("officer"), side.contract.uid
    tranche = side.contract.tranches.get(code="continuity", year__index=2)

    def post(name: str, *args: Any, **body: Any) -> Any:
        return client.post(reverse(f"api:{name}", args=args), body, content_type="application/json")

    assert post("tranche-stop", tranche.uid, reason="사유").json()["is_stopped"] is True
    assert post("tranche-stop-lift", tranche.uid, reason="해제").json()["is_stopped"] is False
    assert post("contract-gate-open", uid, index=2, code="verdict_passed", reason="의결").status_code == 200
    assert post("contract-gate-open", uid, index=2, code="year_started", reason="의결").status_code == 422
    (pot,) = client.get(reverse("api:bridging")).json()
    assert (pot["exposure_krw"], pot["bridges"][0]["year"]) == (FLOOR_KRW, 1)
    rows = client.get(reverse("api:tranches"), {"contract": str(uid), "state": "waiting"}).json()["results"]
    assert {(row["part"], row["agreed_krw"]) for row in rows if row["year"] == 1} == {(2, YEAR_KRW)}
    paid(side)
    done = post("contract-recover", uid, index=1, notice_on="2004-07-02", eligible_krw=0, reason="중단")
    assert done.status_code == 200
    assert Contract.objects.get(uid=uid).recoveries.get().amount_krw == FLOOR_KRW
