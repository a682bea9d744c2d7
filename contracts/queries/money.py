"""Won, read: each balance of a contract opened down to its transfers, and what is public by region and programme."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum

from accounts.models import Region
from contracts.models import Account, Contract, Tranche, Transfer
from programs.models import Program


@dataclass(frozen=True, slots=True)
class Entry:
    """One transfer as an account sees it: won in (positive) or out (negative), and the balance after it."""

    key: str
    at: datetime
    other: str
    other_kind: str
    amount_krw: int
    balance_krw: int
    reverses: str = ""

    @property
    def why(self) -> str:
        """What the transfer was for: the first part of its key, among the labels as "transfer.<why>"."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Book:
    """An account with its transfers, oldest first."""

    account: Account
    entries: list[Entry] = field(default_factory=list)

    @property
    def figure(self) -> str:
        """The name of the figure that this account's kind alone is."""
        return f"kind-{self.account.kind}"

    @property
    def query(self) -> str:
        """What narrows that figure to this account, as an address has it."""
        year = self.account.year.index if self.account.year else None
        given = {"year": year, "source": self.account.source, "category": self.account.category}
        return "?" + urlencode({name: value for name, value in given.items() if value})


def books_of(contract: Contract) -> list[Book]:
    """The accounts of a contract, year by year, each with every transfer that made its balance."""
    accounts = list(Account.objects.filter(contract=contract).select_related("year").order_by("year__index", "id"))
    own = [account.pk for account in accounts]
    transfers = list(
        Transfer.objects.filter(Q(debit__in=own) | Q(credit__in=own))
        .select_related("debit", "credit", "reverses")
        .order_by("id")
    )
    return [Book(account, _entries(account, transfers)) for account in accounts]


def _entries(account: Account, transfers: list[Transfer]) -> list[Entry]:
    balance_krw, found = 0, []
    for transfer in transfers:
        if account.pk not in {transfer.debit_id, transfer.credit_id}:
            continue
        came_in = transfer.credit_id == account.pk
        amount_krw = transfer.amount_krw if came_in else -transfer.amount_krw
        balance_krw += amount_krw
        other = transfer.debit if came_in else transfer.credit
        undone = transfer.reverses.key if transfer.reverses else ""
        found.append(Entry(transfer.key, transfer.at, other.code, other.kind, amount_krw, balance_krw, undone))
    return found


@dataclass(slots=True)
class Award:
    """Teams under contracts in force of one region in one programme, and their won over all project years."""

    region: Region
    program: Program
    teams: int = 0
    grant_krw: int = 0
    match_krw: int = 0
    paid_krw: int = 0


def awards() -> list[Award]:
    """What is public of contracts in force, by programme and region, in the regions' own order."""
    signed = Contract.objects.filter(state="in_force").values("region_id", "call__program_id").order_by()
    paid = Tranche.objects.filter(state="paid", contract__state="in_force").order_by()
    sums = {
        (row["contract__region_id"], row["contract__call__program_id"]): row["won"]
        for row in paid.values("contract__region_id", "contract__call__program_id").annotate(won=Sum("amount_krw"))
    }
    rows = list(signed.annotate(teams=Count("id"), grant=Sum("grant_krw"), match=Sum("match_krw")))
    regions = Region.objects.in_bulk({row["region_id"] for row in rows})
    programs = Program.objects.select_related("ministry").in_bulk({row["call__program_id"] for row in rows})
    found = [
        Award(
            region=regions[row["region_id"]],
            program=programs[row["call__program_id"]],
            teams=row["teams"],
            grant_krw=row["grant"],
            match_krw=row["match"],
            paid_krw=sums.get((row["region_id"], row["call__program_id"]), 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.program.name_ko, one.program.pk, one.region.order))
