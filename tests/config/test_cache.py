"""Sign-in does not need the broker: what all processes share, each keeps itself while that is away."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from config.cache import SharedCache
from config.embedded.processes import LOOPBACK
from config.embedded.valkey import Broker
from tests.config.proxied import eventually

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

NOWHERE = f"redis://{LOOPBACK}:1/0"


def a_cache(address: str) -> SharedCache:
    return SharedCache(address, {})


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    made = Broker(tmp_path)
    process = made.start()
    eventually(made.ready, "Valkey does not answer")
    yield made
    process.kill()
    process.wait()


def test_what_one_process_keeps_another_finds(broker: Broker) -> None:
    one, other = a_cache(broker.url(1)), a_cache(broker.url(1))
    one.set("tries", 1)
    assert other.incr("tries") == 2
    assert (one.get("tries"), one.has_key("tries"), one.add("tries", 5)) == (2, True, False)
    assert other.delete("tries")
    assert one.get("tries") is None


def test_without_the_shared_one_each_keeps_its_own() -> None:
    one = a_cache(NOWHERE)
    one.clear()
    assert one.add("tries", 1)
    assert one.incr("tries") == 2
    assert (one.get("tries"), one.has_key("tries"), one.touch("tries")) == (2, True, True)
    assert one.set_many({"a": 1, "b": 2}) == []
    assert one.get_many(["a", "b"]) == {"a": 1, "b": 2}
    one.delete_many(["a", "b"])
    assert one.delete("tries")
    assert one.get("tries") is None


def test_one_that_says_nothing_is_waited_for_once_and_asked_again_later(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:  # takes connections and never answers
        address = f"redis://{LOOPBACK}:{silent.getsockname()[1]}/0"
        one, other = a_cache(address), a_cache(address)
        one.set("tries", 1)
        began = time.monotonic()
        assert [other.get("tries"), *(one.get("tries") for _ in range(20))] == [1] * 21
        assert time.monotonic() - began < 1.0
    shared = a_cache(broker.url(1))
    shared.set("tries", 2)
    monkeypatch.setitem(SharedCache._again_at, broker.url(1), time.monotonic() + 1.0)
    assert shared.get("tries") == 1  # its own, while it leaves the other alone
    eventually(lambda: shared.get("tries") == 2, "it is never asked again")


def test_sign_in_is_answered_and_throttled_without_the_broker(db: None, client: Client, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "config.cache.SharedCache", "LOCATION": NOWHERE}}
    caches["default"].clear()
    tries = {"login": "nobody@example.org", "password": "not a password of anybody"}
    said = [client.post("/accounts/login/", tries, headers={"Accept-Language": "en"}) for _ in range(7)]
    assert {page.status_code for page in said} == {200}
    assert "Too many failed login attempts" not in said[0].content.decode()
    assert "Too many failed login attempts" in said[-1].content.decode()
    caches["default"].clear()
