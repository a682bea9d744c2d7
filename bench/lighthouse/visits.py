"""The pages that are visited, each by whoever visits it in life, and what a visit found."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import brotli
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.bootstrap import with_node
from config.browser import find
from programs.models import Call
from proposals.models import Proposal
from tests.build import sign_in

FOLDER = Path(__file__).parent
LANGUAGE = "ko"


@dataclass(frozen=True)
class Visit:
    """One page, and the sample person who opens it (nobody: a stranger)."""

    name: str
    path: str
    email: str = ""


@dataclass(frozen=True)
class Found:
    """What Lighthouse told of one visit; times in milliseconds, sizes in bytes as they came over the line."""

    name: str
    requests: list[dict[str, Any]]
    brotli: dict[str, int]
    """Of each file: its bytes over TLS, for only there Chromium asks for brotli."""

    html_brotli: int
    lcp: float
    cls: float
    tbt: float
    scores: dict[str, int]
    failed: list[str]

    @property
    def bytes(self) -> int:
        return sum(one["bytes"] for one in self.requests)

    def bytes_of(self, kind: str) -> int:
        """Of one kind, in Chromium's words: Document, Stylesheet, Script."""
        return sum(one["bytes"] for one in self.requests if one["type"] == kind)

    def brotli_of(self, kind: str) -> int:
        """Of one kind of files, as a browser would have got them over TLS."""
        return sum(self.brotli[one["url"]] for one in self.requests if one["type"] == kind)


def visits() -> tuple[Visit, ...]:
    """Pages of the sample world, two days before the call of the RIS Pilot closes."""
    call, trial = Call.objects.get(code="ris-2004"), Call.objects.get(code="sample-trial-2004")
    draft = Proposal.objects.get(call=call, title_en="Cluster to bring KAIST's technology to market")
    return (
        Visit("public list of calls", reverse("programs:calls")),
        Visit("page of a call", reverse("programs:call", args=[call.uid])),
        Visit("sign-in", reverse("account_login")),
        Visit("home of an officer", reverse("reporting:home"), "mcie-officer@sample.example"),
        Visit(
            "budget grid of a proposal",
            reverse("proposals:budget", args=[draft.uid]),
            "daejeon-2.leader@sample.example",
        ),
        Visit("register of proposals", reverse("reporting:register"), "mcie-officer@sample.example"),
        Visit("ranking", reverse("proposals:ranking", args=[trial.uid, "daejeon"]), "daejeon.desk@sample.example"),
    )


def visited(origin: str, pages: Sequence[Visit], form: str) -> list[Found]:
    """Let Lighthouse open each page of `origin` on a ``mobile`` or a ``desktop``, with nothing kept from before."""
    asked = []
    for page in pages:
        client = _browser_of(page)
        cookie = client.cookies.output(attrs=[], header="", sep=";").strip()
        asked.append(
            {"name": page.name, "url": origin + page.path, "cookie": cookie, "form": form, "signedIn": bool(page.email)}
        )
    with tempfile.TemporaryDirectory() as folder:
        questions, answers = Path(folder) / "visits.json", Path(folder) / "found.json"
        questions.write_text(json.dumps(asked))
        subprocess.run(
            ["node", str(FOLDER / "run.mjs"), str(questions), str(answers)],
            env=os.environ | {"PATH": with_node(), "CHROME_PATH": find() or ""},
            check=True,
        )
        return [_found(page, told, origin) for page, told in zip(pages, json.loads(answers.read_text()), strict=True)]


def _browser_of(page: Visit) -> Client:
    client = Client()
    if page.email:
        sign_in(client, User.objects.get(email=page.email))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
    return client


def _found(page: Visit, told: dict[str, Any], origin: str) -> Found:
    if told["url"] != origin + page.path:
        raise SystemExit(f"{page.name} led on to {told['url']}.")
    html = _browser_of(page).get(page.path).content
    taken = {name: told[name] for name in ("name", "requests", "lcp", "cls", "tbt", "scores", "failed")}
    files = [one["url"] for one in told["requests"] if one["type"] in ("Stylesheet", "Script")]
    return Found(**taken, brotli={url: _over_tls(url) for url in files}, html_brotli=len(brotli.compress(html)))


@cache
def _over_tls(address: str) -> int:
    """How long the server's answer is to who understands brotli."""
    with urlopen(Request(address, headers={"Accept-Encoding": "br"})) as answer:
        return len(answer.read())


def install() -> None:
    """Have Lighthouse as its lock file names it; no script of a package is run."""
    stamp = FOLDER / "node_modules" / "baro.stamp"
    lock = (FOLDER / "package-lock.json").read_text()
    if stamp.exists() and stamp.read_text() == lock:
        return
    subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--silent", "--ignore-scripts"],
        cwd=FOLDER,
        env=os.environ | {"PATH": with_node()},
        check=True,
    )
    stamp.write_text(lock)
