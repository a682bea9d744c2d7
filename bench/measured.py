"""What one run of the bench has found, before it is written."""

from __future__ import annotations

from dataclasses import dataclass

from bench.cost import Cost
from bench.load import Load


@dataclass(frozen=True)
class Taken:
    """A list made into a file: its seconds, and the most memory that its process had."""

    form: str
    rows: int
    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Screened:
    """One application held against all rules: its queries (the call's own among them), and processor milliseconds."""

    queries: int
    own_ms: float
    database_ms: float
    rules_ms: float
    """Of our own, what the pure rules take."""
    against: int
    clauses: int


@dataclass(frozen=True)
class Tried:
    """Other rules tried on a judged call: its queries, processor milliseconds, and seconds by the clock."""

    proposals: int
    queries: int
    own_ms: float
    database_ms: float
    seconds: float


@dataclass(frozen=True)
class Size:
    """What was measured with so many proposals."""

    proposals: int
    events: int
    pages: dict[str, Cost]
    submission_queries: int
    submission_ms: float
    exports: list[Taken]
    loads: list[Load]
    memory_mb: dict[str, float]
    screening: Screened
