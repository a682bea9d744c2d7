"""Writes what was found into `docs/pages.md`, beside the budgets and with the machine; names what is missed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.lighthouse.visits import Found
from bench.report import BEGIN, END, machine, table
from config.browser import find
from config.env import ROOT
from core import clock

PAGE = ROOT / "docs" / "pages.md"


@dataclass(frozen=True)
class Budget:
    """A bound of the first visit on a phone; sizes in thousands of bytes, times in milliseconds."""

    name: str
    most: float
    shown: str = "{:.0f}"

    def cell(self, value: float) -> str:
        """The value, in bold where it is over."""
        text = self.shown.format(value)
        return f"**{text}**" if value > self.most else text

    @property
    def head(self) -> str:
        return f"{self.name} (at most {self.most:g})"


KB, REQUESTS = Budget("kB", 100), Budget("Requests", 15)
CSS, JS = Budget("CSS brotli, kB", 25, "{:.1f}"), Budget("JS brotli, kB", 30, "{:.1f}")
HTML = Budget("HTML brotli, kB", 15, "{:.1f}")
LCP, CLS, TBT = Budget("LCP, ms", 1_800), Budget("CLS", 0.02, "{:.3f}"), Budget("TBT, ms", 50)
DESK_KB = Budget("kB on a desktop", 400)
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


def write(phone: Sequence[Found], desk: Sequence[Found]) -> None:
    """Put the tables between the marks of the page; what is written around them stays."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{_text(phone, desk)}\n{END}{after}", encoding="utf-8")
    for one in (*phone, *desk):
        for fault in one.failed:
            sys.stdout.write(f"{one.name}: {fault}\n")


def _text(phone: Sequence[Found], desk: Sequence[Found]) -> str:
    return "\n\n".join(
        (
            f"{clock.system_now():%Y-%m-%d}, {machine()}; {_browser()}.",
            "### What is transferred",
            _sizes(phone, desk),
            "### How soon it stands",
            _times(phone),
        )
    )


def _sizes(phone: Sequence[Found], desk: Sequence[Found]) -> str:
    head = ("Page", KB.head, REQUESTS.head, "HTML, kB", HTML.head, CSS.head, JS.head, DESK_KB.head)
    rows = (
        (
            one.name,
            KB.cell(one.bytes / 1_000),
            REQUESTS.cell(len(one.requests)),
            f"{one.bytes_of('Document') / 1_000:.1f}",
            HTML.cell(one.html_brotli / 1_000),
            CSS.cell(one.brotli_of("Stylesheet") / 1_000),
            JS.cell(one.brotli_of("Script") / 1_000),
            DESK_KB.cell(wide.bytes / 1_000),
        )
        for one, wide in zip(phone, desk, strict=True)
    )
    return table(head, rows)


def _times(phone: Sequence[Found]) -> str:
    head = ("Page", LCP.head, CLS.head, TBT.head, *(f"{name} (at least {least})" for name, least in SCORES.items()))
    rows = ((one.name, LCP.cell(one.lcp), CLS.cell(one.cls), TBT.cell(one.tbt), *_scores(one)) for one in phone)
    return table(head, rows)


def _scores(one: Found) -> Iterable[str]:
    for name, least in SCORES.items():
        score = one.scores.get(name)
        yield "–" if score is None else f"**{score}**" if score < least else str(score)


def _browser() -> str:
    said = subprocess.run([find() or "", "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"\d+", said)
    return f"Chromium {version[0] if version else said.strip()}"
