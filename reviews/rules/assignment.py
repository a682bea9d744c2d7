"""Which expert judges which case: the exact optimum of affinity under loads and conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.likeness import likeness
from core.refusals import RuleBroken, Violation
from reviews.rules.solver import Row, best_choice

FULL_AFFINITY = 1_000


@dataclass(frozen=True, slots=True)
class Matter:
    """A case, as far as the assignment asks: its sector and words, and the experts in conflict with it."""

    id: int
    sector: str
    words: str
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Judge:
    """An expert: the fields he knows, and how many cases he takes in this round."""

    id: int
    fields: frozenset[str]
    max_cases: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """Pairs of case and expert, the sum of their affinities, and the bound that proves it."""

    pairs: tuple[tuple[int, int], ...]
    value: int
    bound: int


def affinity(matter: Matter, judge: Judge) -> int:
    """How well an expert fits a case, 0 to 1,000: half for its sector among his fields, half for likeness of words."""
    sector = 500 if matter.sector in judge.fields else 0
    words = max((likeness(matter.words, field) for field in judge.fields), default=0.0)
    return sector + round(500 * words)


def assign(
    matters: Sequence[Matter], judges: Sequence[Judge], *, per_case: int, kept: frozenset[tuple[int, int]] = frozenset()
) -> Assigned:
    """Give each case `per_case` experts without conflict, none more than he takes, for the greatest sum of affinity.

    `kept` pairs stand already and stay. Raises RuleBroken: `assignment.too_few_experts` for each case with
    fewer experts free of conflict than it needs, `assignment.too_little_room` where all loads together are too small,
    `assignment.impossible` where loads and conflicts can't hold together.
    """
    matters, judges = sorted(matters, key=lambda one: one.id), sorted(judges, key=lambda one: one.id)
    pairs = [
        (matter, judge)
        for matter in matters
        for judge in judges
        if judge.id not in matter.barred or (matter.id, judge.id) in kept
    ]
    _refuse_the_impossible(matters, judges, per_case)
    gains = [affinity(matter, judge) for matter, judge in pairs]
    of_case: dict[int, list[int]] = {matter.id: [] for matter in matters}
    of_judge: dict[int, list[int]] = {judge.id: [] for judge in judges}
    rows = []
    for column, (matter, judge) in enumerate(pairs):
        of_case[matter.id].append(column)
        of_judge[judge.id].append(column)
        if (matter.id, judge.id) in kept:
            rows.append(Row([column], [1], 1, 1))
    rows += [Row(columns, [1] * len(columns), per_case, per_case) for columns in of_case.values()]
    rows += [
        Row(of_judge[judge.id], [1] * len(of_judge[judge.id]), 0, judge.max_cases)
        for judge in judges
        if of_judge[judge.id]
    ]
    best = best_choice(gains, rows)
    if best is None:
        raise RuleBroken.because("assignment.impossible")
    chosen = tuple((pairs[column][0].id, pairs[column][1].id) for column in best.chosen)
    return Assigned(chosen, best.value, best.bound)


def _refuse_the_impossible(matters: Sequence[Matter], judges: Sequence[Judge], per_case: int) -> None:
    everybody = {judge.id for judge in judges}
    found = [
        Violation("assignment.too_few_experts", {"case": matter.id, "free": free, "needed": per_case})
        for matter in matters
        if (free := len(everybody - matter.barred)) < per_case
    ]
    room, needed = sum(judge.max_cases for judge in judges), per_case * len(matters)
    if room < needed:
        found.append(Violation("assignment.too_little_room", {"room": room, "needed": needed}))
    if found:
        raise RuleBroken(found)
