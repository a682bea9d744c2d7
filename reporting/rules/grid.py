"""Programmes by programmes as a grid: how alike each two are, and how strongly that is drawn. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST = 30
"""Programmes that a grid shows: those that are most alike with another."""
LEVELS_BP = (3_000, 4_000, 5_000)
"""From where on the next stronger colour is drawn; an overlap has one of its own."""
OVERLAP_LEVEL = len(LEVELS_BP) + 1


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two programmes are, by their keys."""

    one: int
    other: int
    total_bp: int
    is_overlap: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the grid: None where a programme meets itself."""

    other: int
    alike: Alike | None

    @property
    def level(self) -> int:
        """From 0, not worth a colour, to `OVERLAP_LEVEL`."""
        if self.alike is None:
            return 0
        return OVERLAP_LEVEL if self.alike.is_overlap else sum(self.alike.total_bp >= one for one in LEVELS_BP)


@dataclass(frozen=True, slots=True)
class Row:
    """A programme, with all others in the same order."""

    key: int
    cells: tuple[Cell, ...]


def grid(keys: Sequence[int], found: Iterable[Alike], most: int = MOST) -> list[Row]:
    """The programmes in their order, each with each; of more than `most` those that are most alike with another."""
    pairs: dict[frozenset[int], Alike] = {frozenset((one.one, one.other)): one for one in found}
    shown = set(_most_alike(pairs, most)) if len(keys) > most else set(keys)
    listed = [key for key in keys if key in shown]
    return [Row(key, tuple(_cell(pairs, key, other) for other in listed)) for key in listed]


def _cell(pairs: Mapping[frozenset[int], Alike], key: int, other: int) -> Cell:
    return Cell(other, None if key == other else pairs.get(frozenset((key, other))))


def _most_alike(pairs: Mapping[frozenset[int], Alike], most: int) -> list[int]:
    best: dict[int, int] = {}
    for one in pairs.values():
        for key in (one.one, one.other):
            best[key] = max(best.get(key, 0), one.total_bp)
    return sorted(best, key=lambda key: (-best[key], key))[:most]
