"""A bank with books of its own, served over HTTP: it pays, rejects, returns, keeps silent, leaves out."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from mockbank.server import Config, make_server

from tests.contracts.banking import ACCOUNT

FUNDS_KRW = 5_000_000_000
NUMBER = "".join(sign for sign in ACCOUNT if sign.isdigit())
NAMED_BY_IBAN = "NL14MOCK0000000099"
"""The simulated bank names accounts by IBAN, which Korean banks don't: it is read as the number that we know."""


class Bank:
    """The ministry's bank. What it paid is asked of itself, never of our own books."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def call(self, method: str, path: str, body: Any = None) -> Any:
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        try:
            with urlopen(Request(f"{self.address}{path}", data=content, method=method), timeout=30) as told:
                return json.load(told)
        except HTTPError as refused:
            with refused:
                return json.load(refused)

    def open_account(self) -> None:
        account = {"id": "PAYER", "name": "표본부", "iban": NAMED_BY_IBAN, "currency": "KRW"}
        made = self.call("POST", "/_mock/accounts", {**account, "balance": FUNDS_KRW, "account_number": NUMBER})
        assert made["balance"] == FUNDS_KRW, made

    def behaves(self, how: str, **parameters: Any) -> None:
        told = self.call("PATCH", "/_mock/accounts/PAYER", {"behaviour": how, "parameters": parameters})
        assert told["behaviour"] == how, told

    def hand_in(self, order: bytes) -> str:
        """Hand an order in; what the bank says of it at once."""
        return str(self.call("POST", "/payments", order)["status"])

    def sends(self, kind: str) -> list[bytes]:
        """What the bank has sent of a kind and nobody took yet, about our account alone."""
        rows = self.call("GET", f"/_mock/mailbox?type={kind}")
        return [_in_our_words(row["body"]) for row in rows if row["account"] == "PAYER"]

    def goes_on(self, days: int) -> None:
        self.call("POST", f"/_mock/advance?days={days}")

    def paid_krw(self) -> int:
        """How many won have left the account, by the bank's own books."""
        return FUNDS_KRW - int(self.call("GET", "/_mock/accounts/PAYER")["balance"])


def _in_our_words(body: str) -> bytes:
    named = re.sub(rf"<IBAN>{NAMED_BY_IBAN}</IBAN>", f"<Othr><Id>{NUMBER}</Id></Othr>", body)
    return named.encode()


@contextmanager
def a_bank(*, forgets: bool = False) -> Iterator[Bank]:
    """Have a bank serve for the length of the block; one that forgets pays whatever is handed in, however often."""
    config = Config(port=0, quiet=True, clock="2004-07-02T10:00", timezone="Asia/Seoul", allow_duplicates=forgets)
    server = make_server(config)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        bank = Bank(server.server_address[1])
        bank.open_account()
        yield bank
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
