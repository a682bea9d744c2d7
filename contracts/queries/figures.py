"""A figure of money opened down to the transfers that made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, Value, When

from contracts.models import Account, Contract, Transfer
from contracts.rules import FIGURES, SPENT
from core.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figure it is: of a contract or of all, of one project year, source and category where they are named."""

    contract: Contract | None = None
    year: int | None = None
    source: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure, the sum of the transfers across the border of its accounts, and those transfers, oldest first.

    Each transfer has `signed_krw`: in (positive) or out (negative). Those between two of its accounts change nothing
    and are not among them.
    """

    figure_krw: int
    transfers_krw: int
    transfers: QuerySet[Transfer]

    @staticmethod
    def signed_krw(transfer: Any) -> int:
        """In (positive) or out (negative)."""
        return int(transfer.signed_krw)


def opened(name: str, scope: Scope) -> Opened:
    """Open a figure by its name. Raises NotFound for one that there is not."""
    accounts = _accounts(name, scope)
    own = accounts.order_by().values("pk")
    came_in, went_out = Q(credit__in=own) & ~Q(debit__in=own), Q(debit__in=own) & ~Q(credit__in=own)
    signed = Case(
        When(credit__in=own, then=F("amount_krw")),
        default=-F("amount_krw"),
        output_field=BigIntegerField(),
    )
    rows = Transfer.objects.filter(came_in | went_out).annotate(signed_krw=signed)
    return Opened(
        figure_krw=_sum(accounts, "balance_krw"),
        transfers_krw=_sum(rows, "signed_krw"),
        transfers=rows.select_related("debit__year", "credit__year", "debit__contract", "credit__contract").order_by(
            "id"
        ),
    )


def balances_by_kind() -> dict[str, int]:
    """All balances of the books by kind of account, in whole won."""
    rows = Account.objects.order_by().values("kind").annotate(won=Sum("balance_krw"))
    sums = dict(rows.values_list("kind", "won"))
    return {kind.value: sums[kind] for kind in Account.Kind if kind in sums}


def _accounts(name: str, scope: Scope) -> QuerySet[Account]:
    figure = FIGURES.get(name)
    if figure is None:
        raise NotFound.because("http.not_found")
    found = Account.objects.filter(Q(kind__in=figure.kinds) | Q(kind__in=SPENT, source__in=figure.spent_of))
    if scope.contract is not None:
        found = found.filter(contract=scope.contract)
    if scope.year is not None:
        found = found.filter(year__index=scope.year)
    if scope.source is not None:
        found = found.filter(source=scope.source)
    if scope.category is not None:
        found = found.filter(category=scope.category)
    return found


def _sum(rows: QuerySet[Account] | QuerySet[Transfer], name: str) -> int:
    return int(rows.aggregate(won=Sum(name, default=Value(0)))["won"])
