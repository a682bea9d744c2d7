"""Won move whole, once for a key, never below the floor; and the proof of the books sees what is wrong."""

import threading
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from contracts.actions import appropriate, move_won, reverse
from contracts.actions.ledger import account_of
from contracts.models import Account, Transfer
from contracts.queries import breaches
from core.events import record
from core.models import Event
from core.refusals import RuleBroken, WrongState
from programs.models import Call
from tests.build_programs import a_call

AT = datetime(2004, 7, 1, tzinfo=UTC)
Kind = Account.Kind


def an_event(call: Call) -> Event:
    with transaction.atomic():
        return record("test.money", subject=call, by=Actor.system(), at=AT)


def move(call: Call, amount_krw: int, key: str, source: Kind = Kind.APPROPRIATED, to: Kind = Kind.RESERVED) -> Transfer:
    with transaction.atomic():
        return move_won(
            key=key,
            debit=account_of(source, call=call),
            credit=account_of(to, call=call),
            amount_krw=amount_krw,
            at=AT,
            event=an_event(call),
        )


def balance(call: Call, kind: Kind) -> int:
    return account_of(kind, call=call).balance_krw


@pytest.fixture
def call(db: None) -> Call:
    call = a_call()
    with transaction.atomic():
        appropriate(call=call, at=AT, event=an_event(call))
    return call


def test_an_appropriation_is_made_once(call: Call) -> None:
    assert balance(call, Kind.APPROPRIATED) == call.budget_krw
    assert balance(call, Kind.TREASURY) == -call.budget_krw
    with pytest.raises(WrongState, match="already_moved"):
        appropriate(call=call, at=AT, event=an_event(call))


@pytest.mark.parametrize("amount", [0, -1])
def test_only_a_positive_sum_moves(call: Call, amount: int) -> None:
    with pytest.raises(RuleBroken, match="amount_not_positive"):
        move(call, amount, "k")


def test_more_than_is_there_does_not_move(call: Call) -> None:
    with pytest.raises(RuleBroken, match="not_enough"):
        move(call, call.budget_krw + 1, "k")
    assert move(call, call.budget_krw, "k").amount_krw == call.budget_krw
    assert balance(call, Kind.APPROPRIATED) == 0


def test_a_key_moves_won_once(call: Call) -> None:
    move(call, 5, "k")
    with pytest.raises(WrongState, match="already_moved"):
        move(call, 5, "k")
    assert balance(call, Kind.RESERVED) == 5


def test_a_correction_is_a_transfer_back(call: Call) -> None:
    first = move(call, 5, "k")
    back = reverse(transfer=first, at=AT, event=an_event(call))
    assert back.reverses == first
    assert balance(call, Kind.RESERVED) == 0
    with pytest.raises(WrongState):
        reverse(transfer=first, at=AT, event=an_event(call))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE contracts_transfer SET amount_krw = amount_krw + 1",
        "DELETE FROM contracts_transfer",
        "TRUNCATE contracts_transfer CASCADE",
        "DELETE FROM contracts_account",
        "TRUNCATE contracts_account CASCADE",
        "UPDATE contracts_account SET balance_krw = -1 WHERE kind = 'appropriated'",
    ],
)
def test_the_database_itself_keeps_the_ledger(call: Call, sql: str) -> None:
    def spoil() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    with pytest.raises(DatabaseError):
        spoil()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([*Kind]), st.sampled_from([*Kind]), st.integers(1, 10**12)), max_size=12))
def test_whatever_moves_debits_equal_credits(call: Call, moves: list[tuple[Kind, Kind, int]]) -> None:
    with transaction.atomic():
        for number, (source, to, amount) in enumerate(moves):
            if source == to:
                continue
            try:
                move(call, amount, f"{number}", source, to)
            except RuleBroken:
                assert balance(call, source) < amount
        assert Account.objects.aggregate(sum=Sum("balance_krw"))["sum"] == 0
        assert [one.check for one in breaches() if one.check.startswith(("balance", "books", "no_account"))] == []
        transaction.set_rollback(True)


def test_sixteen_at_once_on_the_last_won_never_overspend(committed_db: str) -> None:
    call = a_call()
    with transaction.atomic():
        appropriate(call=call, at=AT, event=an_event(call))
    share = call.budget_krw // 10
    start = threading.Barrier(16)
    accepted: list[int] = []

    def spend(number: int) -> None:
        try:
            start.wait(10)
            move(call, share, f"w{number}")
            accepted.append(number)
        except RuleBroken:
            pass
        finally:
            connection.close()

    account_of(Kind.RESERVED, call=call)
    writers = [threading.Thread(target=spend, args=(number,)) for number in range(16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert len(accepted) == 10
    assert balance(call, Kind.RESERVED) == 10 * share
    assert breaches() == []


def test_the_proof_names_a_balance_that_was_tampered_with(call: Call) -> None:
    move(call, 5, "k")
    call_command("check_books", stdout=StringIO())
    Account.objects.filter(kind=Kind.RESERVED).update(balance_krw=6)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_books", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().splitlines()[0] == (
        f"balance_is_the_sum_of_transfers: reserved/{call.code}: expected 5, found 6"
    )
