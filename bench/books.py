"""`python -m bench.books [SIZES]`: the proof of the books over so many transfers, beside bare aggregates.

The transfers go from the treasury of one call to its other accounts, fifty to an account.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.db import connection, transaction  # noqa: E402

from accounts.actors import Actor  # noqa: E402
from contracts.queries import breaches  # noqa: E402
from core.events import record  # noqa: E402
from core.models import Event  # noqa: E402
from programs.models import Call  # noqa: E402
from tests.build import MARCH  # noqa: E402
from tests.build_programs import a_call  # noqa: E402
from tests.database import test_databases  # noqa: E402

SIZES = (100_000, 1_000_000)
AN_ACCOUNT = 50
AGAIN = 3
"""Each is timed so often, turn by turn; the least time counts."""
ACCOUNTS = """
    INSERT INTO contracts_account (code, kind, call_id, source, category, balance_krw)
    SELECT 'bench/' || n, CASE n WHEN 0 THEN 'treasury' ELSE 'appropriated' END, %s, '', '', 0
    FROM generate_series(0, %s) AS n
"""
TRANSFERS = """
    WITH own AS (
        SELECT array_agg(id ORDER BY id) FILTER (WHERE kind = 'appropriated') AS many,
            min(id) FILTER (WHERE kind = 'treasury') AS source
        FROM contracts_account WHERE code LIKE 'bench/%%'
    )
    INSERT INTO contracts_transfer (uid, key, debit_id, credit_id, amount_krw, at, event_id)
    SELECT gen_random_uuid(), 'bench/' || n, own.source, own.many[1 + n %% %s], 1 + n %% 1000003, now(), %s
    FROM own, generate_series(1, %s) AS n
"""
BALANCES = """
    UPDATE contracts_account AS account SET balance_krw = sums.won FROM (
        SELECT id, sum(won) AS won FROM (
            SELECT credit_id AS id, amount_krw AS won FROM contracts_transfer
            UNION ALL SELECT debit_id, -amount_krw FROM contracts_transfer
        ) AS moves GROUP BY id
    ) AS sums WHERE sums.id = account.id
"""
ONE_SUM = "SELECT sum(amount_krw) FROM contracts_transfer"
BY_ACCOUNT = "SELECT credit_id, sum(amount_krw) FROM contracts_transfer GROUP BY credit_id"


def main(sizes: list[int]) -> None:
    print("| Transfers | check_books, s | one sum, s | sums by account, s | times one sum | times sums by account |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in sizes:
        with test_databases() as clones, clones.clone() as name, clones.connected(name):
            _fill(a_call(), size)
            takes = {"proof": _proof, "sum": _asked(ONE_SUM), "accounts": _asked(BY_ACCOUNT)}
            least = dict.fromkeys(takes, float("inf"))
            for _ in range(AGAIN):
                for code, take in takes.items():
                    least[code] = min(least[code], _seconds(take))
            proof, one, accounts = least["proof"], least["sum"], least["accounts"]
            ratios = f"{proof / one:.1f} | {proof / accounts:.1f}"
            print(f"| {size:,} | {proof:.2f} | {one:.2f} | {accounts:.2f} | {ratios} |", flush=True)


def _fill(call: Call, size: int) -> None:
    with transaction.atomic():
        event: Event = record("bench.money", subject=call, by=Actor.system(), at=MARCH)
    accounts = max(2, size // AN_ACCOUNT)
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS, [call.pk, accounts])
        cursor.execute(TRANSFERS, [accounts, event.pk, size])
        cursor.execute(BALANCES)
        cursor.execute("ANALYZE contracts_transfer, contracts_account")


def _proof() -> None:
    found = breaches()
    if found:
        raise SystemExit(f"the books do not hold: {found[0]}")


def _asked(sql: str) -> Callable[[], None]:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.fetchall()

    return ask


def _seconds(take: Callable[[], None]) -> float:
    start = time.perf_counter()
    take()
    return time.perf_counter() - start


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1].split(",")] if len(sys.argv) > 1 else list(SIZES))
