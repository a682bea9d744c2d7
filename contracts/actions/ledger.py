"""The only code that moves won. Balances change under a lock on both accounts; the database holds the floor."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import F

from contracts.models import Account, Contract, ProjectYear, Transfer
from core.models import Event
from core.refusals import RuleBroken, WrongState
from programs.models import Call

SOURCES = frozenset({Account.Kind.TREASURY, Account.Kind.REGION})


def account_of(
    kind: Account.Kind,
    *,
    call: Call,
    contract: Contract | None = None,
    year: ProjectYear | None = None,
    source: str = "",
    category: str = "",
) -> Account:
    """The account of this kind for a call, a contract, one of its years, or what a year spends of a source on a
    category; opened on first use."""
    parts = [kind.value, call.code]
    if contract is not None:
        parts.append(contract.number)
    if year is not None:
        parts.append(str(year.index))
    parts += [part for part in (source, category) if part]
    held = {"kind": kind, "call": call, "contract": contract, "year": year, "source": source, "category": category}
    account, _ = Account.objects.get_or_create(code="/".join(parts), defaults=held)
    return account


def move_won(
    *,
    key: str,
    debit: Account,
    credit: Account,
    amount_krw: int,
    at: datetime,
    event: Event,
    reverses: Transfer | None = None,
) -> Transfer:
    """Move whole won from `debit` to `credit`, once for this key.

    Called inside the transaction of the action that is the reason (`event`). Both accounts are locked in order of id.
    Raises RuleBroken (`ledger.amount_not_positive`, `ledger.not_enough` with what is there and what is asked) and
    WrongState (`ledger.already_moved`) for a key that was used; nothing has moved then.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("won move inside the transaction of their action")
    if type(amount_krw) is not int or amount_krw <= 0:
        raise RuleBroken.because("ledger.amount_not_positive", amount_krw=int(amount_krw))
    locked = {
        account.pk: account
        for account in Account.objects.select_for_update().filter(pk__in=(debit.pk, credit.pk)).order_by("pk")
    }
    if Transfer.objects.filter(key=key).exists():
        raise WrongState.because("ledger.already_moved", key=key)
    source = locked[debit.pk]
    if source.kind not in SOURCES and source.balance_krw < amount_krw:
        raise RuleBroken.because(
            "ledger.not_enough", account=source.code, there_krw=source.balance_krw, asked_krw=amount_krw
        )
    Account.objects.filter(pk=debit.pk).update(balance_krw=F("balance_krw") - amount_krw)
    Account.objects.filter(pk=credit.pk).update(balance_krw=F("balance_krw") + amount_krw)
    return Transfer.objects.create(
        key=key, debit=debit, credit=credit, amount_krw=amount_krw, at=at, event=event, reverses=reverses
    )


def reverse(*, transfer: Transfer, at: datetime, event: Event) -> Transfer:
    """Move the same won back. Raises WrongState (`ledger.already_moved`) where that was done before."""
    return move_won(
        key=f"reverse/{transfer.key}",
        debit=transfer.credit,
        credit=transfer.debit,
        amount_krw=transfer.amount_krw,
        at=at,
        event=event,
        reverses=transfer,
    )


def appropriate(*, call: Call, at: datetime, event: Event) -> Transfer:
    """Put the call's whole budget at its disposal, once."""
    return move_won(
        key=f"appropriate/{call.code}",
        debit=account_of(Account.Kind.TREASURY, call=call),
        credit=account_of(Account.Kind.APPROPRIATED, call=call),
        amount_krw=call.budget_krw,
        at=at,
        event=event,
    )
