"""An OpenID Connect provider as a process of its own on the loopback, as an installation would name one."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.provider import ID
from config.env import Oidc

START_SECONDS = 20


@dataclass(frozen=True)
class Standing:
    """The provider; whom it knows is put in by `knows`."""

    address: str

    @property
    def named(self) -> Oidc:
        """The provider as the environment would name it."""
        return Oidc(self.address, "baro", "a secret", "정부 로그인", self.address)

    def knows(self, subject: str, **claims: str | int | bool | None) -> None:
        requests.put(f"{self.address}/users/{subject}", json=dict(claims), timeout=30).raise_for_status()

    def consents(self, question: str, subject: str) -> str:
        """The answer that the provider sends back by the browser of this subject: an address of ours."""
        answer = requests.post(question, data={"sub": subject}, allow_redirects=False, timeout=30)
        return answer.headers["Location"]


@contextmanager
def standing() -> Iterator[Standing]:
    """Have the provider for the length of the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        found = Standing(f"http://127.0.0.1:{port}")
        _wait_for(found)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(provider: Standing) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            requests.get(f"{provider.address}/.well-known/openid-configuration", timeout=10).raise_for_status()
            return
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def question_of(client: Client, target: str = "") -> str:
    """Press the button on the sign-in page: the provider's address with what it is asked."""
    answer = client.post(reverse("openid_connect_login", args=[ID]), {"next": target} if target else {})
    return answer.headers["Location"]


def come_back(client: Client, answer: str) -> HttpResponseBase:
    """Follow the provider's answer back to us."""
    parts = urlsplit(answer)
    return client.get(f"{parts.path}?{parts.query}")
