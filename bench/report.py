"""Writes what was measured into `docs/performance.md`, with the machine and the day."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.measured import Size, Tried
from config.env import ROOT
from core import clock

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
TIMES_EMPTY = 5
QUERIES = 12
SCREENING_QUERIES, SCREENING_MS = 3, 5
TRIAL_SECONDS = 2


def write(sizes: Sequence[Size], trial: Tried) -> None:
    """Put the tables between the marks of the page; what is written around them stays."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{_text(sizes, trial)}\n{END}{after}", encoding="utf-8")


def _text(sizes: Sequence[Size], trial: Tried) -> str:
    largest = sizes[-1]
    return "\n\n".join(
        (
            f"{clock.system_now():%Y-%m-%d}, {machine()}.",
            f"### Pages with {largest.proposals:,} proposals and {largest.events:,} events",
            _pages(largest),
            "### How the cost grows",
            _growth(sizes),
            "### Lists taken along",
            _taken(sizes),
            f"### Eight readers at once, {largest.proposals:,} proposals",
            _loads(largest),
            f"Handing in a proposal over the API: {largest.submission_queries} queries, "
            f"{largest.submission_ms:.0f} ms of waiting for the database.",
            "### May we apply?",
            _screening(sizes),
            "### Trying other rules",
            _trial(trial),
        )
    )


def _screening(sizes: Sequence[Size]) -> str:
    """One application held against all rules of its call, at each size."""
    queries, ours = f"Queries (at most {SCREENING_QUERIES})", f"Ours, ms (below {SCREENING_MS})"
    head = ("Proposals", queries, ours, "Of them the rules, ms", "Database, ms", "Clauses", "Reasons against")
    rows = (
        (
            f"{size.proposals:,}",
            str(size.screening.queries),
            f"{size.screening.own_ms:.1f}",
            f"{size.screening.rules_ms:.1f}",
            f"{size.screening.database_ms:.1f}",
            str(size.screening.clauses),
            str(size.screening.against),
        )
        for size in sizes
    )
    return table(head, rows)


def _trial(trial: Tried) -> str:
    head = ("Proposals of the call", "Queries", "Ours, ms", "Database, ms", f"By the clock, s (below {TRIAL_SECONDS})")
    row = (
        str(trial.proposals),
        str(trial.queries),
        f"{trial.own_ms:.0f}",
        f"{trial.database_ms:.0f}",
        f"{trial.seconds:.2f}",
    )
    return table(head, [row])


def machine() -> str:
    """The processor, Python, and how busy the machine was."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    load = os.getloadavg()[1]
    return (
        f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}; load of the last five minutes {load:.1f}"
    )


def _pages(size: Size) -> str:
    times = f"Times the empty page (at most {TIMES_EMPTY})"
    head: tuple[str, ...] = ("Page", "Ours, ms", "Database, ms", times, "Times its SQL alone")
    head = (*head, f"Queries (at most {QUERIES})", "HTML, kB", "gzip, kB")
    rows = (
        (
            name,
            f"{one.web_ms:.1f}",
            f"{one.database_ms:.1f}",
            f"{one.times_empty:.1f}",
            f"{one.whole_ms / max(one.bare_ms, 0.01):.1f}",
            str(one.queries),
            f"{one.html_bytes / 1_000:.0f}",
            f"{one.gzip_bytes / 1_000:.1f}",
        )
        for name, one in size.pages.items()
    )
    return table(head, rows)


def _growth(sizes: Sequence[Size]) -> str:
    """Processor milliseconds of both processes, at each size."""
    head = ("Page, ms", *(f"{one.proposals:,}" for one in sizes))
    names = sizes[-1].pages
    return table(head, ((name, *(f"{one.pages[name].whole_ms:.1f}" for one in sizes)) for name in names))


def _taken(sizes: Sequence[Size]) -> str:
    taken = (one for size in sizes for one in size.exports)
    rows = ((one.form, f"{one.rows:,}", f"{one.seconds:.1f}", f"{one.peak_mb:.0f}") for one in taken)
    return table(("Form", "Rows", "Seconds", "Most memory, MB"), rows)


def _loads(size: Size) -> str:
    head = ("Page", "Answers a second", "p50, ms", "p95, ms", "Failed")
    names = ("staff list", "proposal", "public list of calls")
    rows = (
        (name, f"{one.answers_a_second:.0f}", f"{one.p50_ms:.0f}", f"{one.p95_ms:.0f}", str(one.failed))
        for name, one in zip(names, size.loads, strict=True)
    )
    memory = ", ".join(f"{name} {mb:.0f} MB" for name, mb in size.memory_mb.items())
    return f"{table(head, rows)}\n\nMemory after that (PSS): {memory}."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as Markdown has it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
