"""Whatever happens in whatever order: the books stay balanced, no account is below zero, parts add up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from contracts import actions, queries, rules
from contracts.models import Account, Contract, Tranche
from contracts.queries import breaches
from contracts.tasks import SWEEPS
from core import sweeps
from core.refusals import Refused
from tests.build import actor_for
from tests.build_contracts import JULY, a_desk, a_drawn_contract, rules_of_money
from tests.contracts.sides import CASH_KRW, Side

RELEASE = next(one for one in SWEEPS if one.name == "contracts.release_tranches")
YEARS = st.integers(1, 3)


class Money(RuleBasedStateMachine):
    """The moves of one contract's money, each legal or refused, at a time that only goes on."""

    first: ClassVar[Side]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.at = JULY

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(signed=st.booleans())
    def draw(self, signed: bool) -> None:
        desk = a_desk(ministry=self.first.desk.ministry, rules=rules_of_money())
        self.side = Side(desk, a_drawn_contract(desk), self.first.region_user, self.first.stranger_user)
        if signed:
            self.sign()

    def tried(self, act: Callable[..., Any], user: Any, **given: Any) -> Any:
        """An action as somebody now; refused is as good as done."""
        try:
            return act(**given, by=actor_for(user, self.at), at=self.at)
        except Refused:
            return None

    @property
    def of_contract(self) -> dict[str, Any]:
        return {"contract_uid": self.side.contract.uid}

    @rule()
    def sign(self) -> None:
        office, desk, contract = self.side.desk.team.office_user, self.side.desk, self.side.contract
        named = {"bank": "은행", "number": "12345678", "holder": "대학교"}
        signed = {**self.of_contract, "sha256": contract.sha256}
        self.tried(actions.name_account, office, **self.of_contract, **named)
        self.tried(actions.confirm_account, desk.officer_user, **self.of_contract)
        self.tried(actions.sign_for_institution, office, **signed)
        self.tried(actions.sign_for_ministry, desk.approver_users[0], **signed)
        match = rules.hash_of(queries.commitment_of(contract))
        self.tried(actions.sign_match, self.side.region_user, **self.of_contract, sha256=match)

    @rule(index=YEARS, amount_krw=st.integers(1, CASH_KRW), confirmed=st.booleans())
    def deposit(self, index: int, amount_krw: int, confirmed: bool) -> None:
        given = {"form": "cash", "deposited_on": self.at.date(), "document": None}
        made = self.tried(
            actions.announce_deposit,
            self.side.region_user,
            **self.of_contract,
            index=index,
            amount_krw=amount_krw,
            **given,
        )
        if made is None:
            return
        office = self.side.desk.team.office_user
        if confirmed:
            self.tried(actions.confirm_deposit, office, deposit_uid=made.uid)
        else:
            self.tried(actions.refuse_deposit, office, deposit_uid=made.uid, reason="미입금")

    @rule(days=st.sampled_from([1, 40, 200, 366]))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule()
    def release(self) -> None:
        assert sweeps.run(RELEASE, at=self.at).failed == 0

    @rule(discarded=st.booleans())
    def pay(self, discarded: bool) -> None:
        desk = self.side.desk
        released = Tranche.objects.filter(contract=self.side.contract, state="released")
        uids = list(released.values_list("uid", flat=True))
        batch = self.tried(actions.draw_up_batch, desk.officer_user, ministry_id=desk.ministry.pk, tranche_uids=uids)
        if batch is None:
            return
        if discarded:
            self.tried(actions.discard_batch, desk.officer_user, batch_uid=batch.uid, reason="x")
            return
        for user in desk.approver_users[:2]:
            self.tried(actions.approve_batch, user, batch_uid=batch.uid, total_krw=batch.total_krw)
        references = {one.end_to_end_id: f"KB-{one.end_to_end_id}" for one in batch.payments.all()}
        done = self.tried(actions.mark_batch_paid, desk.officer_user, batch_uid=batch.uid, references=references)
        assert done is not None

    @rule(index=YEARS, stopped=st.booleans())
    def stop(self, index: int, stopped: bool) -> None:
        held = self.side.contract.tranches.filter(code="continuity", year__index=index).first()
        if held is not None:
            act = actions.stop_tranche if stopped else actions.lift_stop
            self.tried(act, self.side.desk.officer_user, tranche_uid=held.uid, reason="사유")

    @rule(index=YEARS)
    def pass_the_review(self, index: int) -> None:
        given = {**self.of_contract, "index": index, "code": "verdict_passed", "reason": "의결"}
        self.tried(actions.open_gate, self.side.desk.officer_user, **given)

    @rule(index=YEARS, eligible_krw=st.integers(0, 900_000_000))
    def end(self, index: int, eligible_krw: int) -> None:
        given = {"notice_on": self.at.date(), "eligible_krw": eligible_krw, "reason": "중단"}
        self.tried(actions.recover, self.side.desk.officer_user, **self.of_contract, index=index, **given)

    @invariant()
    def every_won_is_accounted_for(self) -> None:
        assert breaches() == []
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        below = Account.objects.exclude(kind__in=("treasury", "region")).filter(balance_krw__lt=0)
        assert not below.exists()
        paid = Account.objects.filter(kind__in=("paid", "returned")).aggregate(won=Sum("balance_krw", default=0))
        assert paid["won"] <= sum(Contract.objects.values_list("grant_krw", flat=True))


@pytest.mark.django_db
def test_whatever_is_done_the_books_balance(side: Side) -> None:
    quick = settings(
        max_examples=8,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    Money.first = side
    run_state_machine_as_test(Money, settings=quick)
