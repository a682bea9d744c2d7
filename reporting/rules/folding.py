"""How a long history is told shortly: what was saved many times in a row is told once. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

REPEATED = frozenset(
    {
        *("proposals.basics_changed", "proposals.section_saved", "proposals.budget_saved", "proposals.targets_saved"),
        *("proposals.ranking_saved", "proposals.answers_saved", "reviews.review_saved", "programs.call_changed"),
    }
)
"""Deeds that a page saves by itself while somebody writes."""


class Done(Protocol):
    """A deed, as far as telling it goes."""

    @property
    def name(self) -> str: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def data(self) -> dict[str, object]: ...


def folded(deeds: Iterable[Done]) -> list[tuple[int, int]]:
    """The place of the last deed of each run of like ones, and how many the run has; others stand alone.

    Alike are deeds of one REPEATED name by the same person, of a text by the same person to the same part.
    """
    runs: list[tuple[int, int]] = []
    before: Done | None = None
    for place, deed in enumerate(deeds):
        if before is not None and deed.name in REPEATED and _alike(before, deed):
            runs[-1] = (place, runs[-1][1] + 1)
        else:
            runs.append((place, 1))
        before = deed
    return runs


def _alike(before: Done, deed: Done) -> bool:
    return (before.name, before.user_id, before.data.get("section")) == (
        deed.name,
        deed.user_id,
        deed.data.get("section"),
    )
