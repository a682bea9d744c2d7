"""How well an expert fits a case: by its sector among his fields, and by the likeness of words, Korean or English.

Words are compared by short runs of characters, as everywhere (`core.likeness`). An expert's field is one phrase, so
that plain likeness serves; his keywords and publications are long, so that there a run counts the more the fewer cases
have it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.likeness import likeness, runs_of
from reviews.rules.assignment.problem import Floats, Halted, Ints, Watch, unwatched

FULL_AFFINITY = 1_000
SECTOR_SHARE = 500
"""What of the full affinity is for the sector; the rest is for words."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A case, as far as the assignment asks: its sector and title, the experts in conflict with it, the number by which
    people know it, and its papers, with which is compared what experts write."""

    id: int
    sector: str
    words: str
    barred: frozenset[int] = frozenset()
    number: str = ""
    text: str = ""

    @property
    def name(self) -> str:
        """What a refusal calls it."""
        return self.number or str(self.id)


@dataclass(frozen=True, slots=True)
class Judge:
    """An expert: the fields he knows, how many cases he takes in this round, what he writes about, and where he
    belongs."""

    id: int
    fields: frozenset[str]
    max_cases: int
    words: str = ""
    institution: int | None = None
    region: int | None = None


def affinity(matter: Matter, judge: Judge) -> int:
    """How well an expert fits a case by sector and fields, 0 to 1,000."""
    sector = SECTOR_SHARE if matter.sector in judge.fields else 0
    words = max((likeness(matter.words, field) for field in judge.fields), default=0.0)
    return sector + round((FULL_AFFINITY - SECTOR_SHARE) * words)


def affinities(matters: Sequence[Matter], judges: Sequence[Judge], watch: Watch = unwatched) -> Ints:
    """The affinity of every pair, cases down, experts across: `affinity`, and what the expert writes about counted too.

    Raises Halted.
    """
    sectors = [matter.sector for matter in matters]
    fields = sorted({field for judge in judges for field in judge.fields})
    corpus = _Corpus([matter.words for matter in matters])
    papers = (
        _Corpus([f"{matter.words} {matter.text}" for matter in matters]) if any(one.words for one in judges) else corpus
    )
    by_field = {field: corpus.likeness(field) for field in fields}
    with_sector = {field: np.array([sector == field for sector in sectors], dtype=np.bool_) for field in fields}
    found = np.zeros((len(matters), len(judges)), dtype=np.int64)
    for place, judge in enumerate(judges):
        if watch(10 * place // len(judges), "affinities"):
            raise Halted
        knows, alike = np.zeros(len(matters), dtype=np.bool_), papers.cosine(judge.words)
        for field in judge.fields:
            knows |= with_sector[field]
            alike = np.maximum(alike, by_field[field])
        found[:, place] = SECTOR_SHARE * knows + np.rint((FULL_AFFINITY - SECTOR_SHARE) * alike).astype(np.int64)
    return found


class _Corpus:
    """The cases' runs of characters, each with the cases that have it and how often."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.count = len(texts)
        runs = [runs_of(text) for text in texts]
        self.totals = np.array([one.total() for one in runs], dtype=np.float64)
        having: dict[str, tuple[list[int], list[int]]] = {}
        for case, one in enumerate(runs):
            for run, times in one.items():
                cases, counts = having.setdefault(run, ([], []))
                cases.append(case)
                counts.append(times)
        self.having: Mapping[str, tuple[Ints, Floats]] = {
            run: (np.array(cases, dtype=np.int64), np.array(counts, dtype=np.float64))
            for run, (cases, counts) in having.items()
        }
        self.rare = {run: self._rarity(len(cases)) for run, (cases, _) in self.having.items()}
        self.weights = {run: (1.0 + np.log(counts)) * self.rare[run] for run, (_, counts) in self.having.items()}
        squares = np.zeros(self.count)
        for run, (where, _) in self.having.items():
            squares[where] += self.weights[run] ** 2
        self.lengths = np.sqrt(squares)

    def likeness(self, text: str) -> Floats:
        """What `core.likeness` says of each case and a text."""
        runs = runs_of(text)
        shared = np.zeros(self.count)
        for run, times in runs.items():
            if run in self.having:
                cases, counts = self.having[run]
                shared[cases] += np.minimum(counts, times)
        return np.divide(2 * shared, self.totals + runs.total(), out=np.zeros(self.count), where=shared > 0)

    def cosine(self, text: str) -> Floats:
        """How alike each case is to a long text, 0.0 to 1.0: the cosine of their runs, weighed by rarity."""
        runs: Counter[str] = runs_of(text)
        found, square = np.zeros(self.count), 0.0
        for run, times in runs.items():
            weight = (1.0 + math.log(times)) * self.rare.get(run, self._rarity(0))
            square += weight * weight
            if run in self.having:
                cases, _ = self.having[run]
                found[cases] += weight * self.weights[run]
        length = self.lengths * math.sqrt(square)
        return np.divide(found, length, out=np.zeros(self.count), where=length > 0)

    def _rarity(self, having: int) -> float:
        """The weight of a run that so many cases have."""
        return math.log((1 + self.count) / (1 + having)) + 1.0
