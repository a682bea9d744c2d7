"""A contract whose tranches wait for a region's deposit, and who is who around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Kind, Role
from contracts import actions, queries, rules
from contracts.models import Account, Contract, MatchDeposit
from tests.build import actor_for, an_officer, an_organization, sign_in
from tests.build_contracts import JULY, Desk, a_contract_in_force, a_desk, rules_of_money

CASH_KRW = 100_000_000
"""What the region owes each of the three years."""


@dataclass
class Side:
    """A contract in force whose first tranche waits for the region's deposit, and both regions' officers."""

    desk: Desk
    contract: Contract
    region_user: User
    stranger_user: User

    def region(self, at: datetime = JULY) -> Actor:
        return actor_for(self.region_user, at)

    def stranger(self, at: datetime = JULY) -> Actor:
        return actor_for(self.stranger_user, at)

    @property
    def office(self) -> Actor:
        return actor_for(self.desk.team.office_user, JULY)

    def announced(self, amount_krw: int = CASH_KRW, *, index: int = 1, **given: Any) -> MatchDeposit:
        by = given.pop("by", None) or self.region()
        fine = {"form": "cash", "deposited_on": JULY.date(), "document": None, **given}
        return actions.announce_deposit(
            contract_uid=self.contract.uid, index=index, amount_krw=amount_krw, by=by, at=JULY, **fine
        )

    def confirmed(self, amount_krw: int = CASH_KRW, *, index: int = 1) -> MatchDeposit:
        deposit = self.announced(amount_krw, index=index)
        return actions.confirm_deposit(deposit_uid=deposit.uid, by=self.office, at=JULY)

    def client(self, who: str = "region") -> Client:
        users = {
            "region": self.region_user,
            "stranger": self.stranger_user,
            "office": self.desk.team.office_user,
            "leader": self.desk.team.leader_user,
            "officer": self.desk.officer_user,
        }
        return sign_in(Client(), users[who])


def a_side() -> Side:
    desk = a_desk(rules=rules_of_money())
    return Side(
        desk,
        a_contract_in_force(desk),
        an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "daejeon")),
        an_officer(Role.REGION_OFFICER, an_organization(Kind.REGIONAL_GOVERNMENT, "busan")),
    )


def hash_now(side: Side) -> str:
    return rules.hash_of(queries.commitment_of(side.contract))


def balance(side: Side, kind: str, index: int = 1) -> int:
    return Account.objects.get(contract=side.contract, kind=kind, year__index=index).balance_krw
