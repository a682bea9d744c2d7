"""Why no assignment holds all rules: a smallest group of rules that can't hold together, and the cases it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from reviews.rules.assignment.master import DUST, Master
from reviews.rules.assignment.problem import Problem, Truths, Watch
from reviews.rules.assignment.whole import branch, near, whole_pairs

TRIES = 120
"""So many parts of the cases of a clash are left out on trial. In a clash of many cases some may stay that need not."""
SECONDS = 10.0
"""How long one question whether some rules can hold together may branch."""


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """Why pairs are not open: in conflict, or forbidden by an officer."""

    conflicts: Truths
    forbidden: Truths


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules that can't hold together though any of them left out they could, and no fewer rules clash.

    `cases` are a set of cases none of which can be left out of it either (see `TRIES`). They need `needed` experts and
    can be given `room` at most; where that is level, only whole experts are what can't be had.
    """

    rules: tuple[str, ...]
    cases: tuple[int, ...]
    needed: int
    room: int


def clash_of(problem: Problem, closed: Closed, *, watch: Watch) -> Clash:
    """A smallest clash in a problem that is impossible. Raises Halted."""
    present = tuple(_rules(problem, closed))
    rules = _smallest(problem, closed, present, watch)
    bare = _with(problem, closed, rules)
    cases = _fewest_cases(bare, watch)
    needed = int(bare.wanted[list(cases)].sum())
    return Clash(rules, cases, needed, needed - _shortage(_of(bare, cases), watch)[0])


def _rules(problem: Problem, closed: Closed) -> Iterator[str]:
    if (problem.loads < problem.cases).any():
        yield "loads"
    if closed.conflicts.any():
        yield "conflicts"
    if closed.forbidden.any():
        yield "forbidden"
    if problem.pinned:
        yield "pins"
    yield from (cap.code for cap in problem.caps)
    yield from (need.code for need in problem.needs)


def _with(problem: Problem, closed: Closed, rules: Iterable[str]) -> Problem:
    """The same problem, of which only some rules hold. What pairs are worth leads to an answer soonest."""
    held = set(rules)
    open_ = problem.open.copy()
    if "conflicts" not in held:
        open_ |= closed.conflicts & ~(closed.forbidden if "forbidden" in held else np.zeros_like(open_))
    if "forbidden" not in held:
        open_ |= closed.forbidden & ~(closed.conflicts if "conflicts" in held else np.zeros_like(open_))
    return replace(
        problem,
        open=open_,
        loads=problem.loads if "loads" in held else np.full_like(problem.loads, problem.cases),
        caps=tuple(cap for cap in problem.caps if cap.code in held),
        needs=tuple(need for need in problem.needs if need.code in held),
        pinned=problem.pinned if "pins" in held else (),
        floors=None,
    )


def _smallest(problem: Problem, closed: Closed, present: tuple[str, ...], watch: Watch) -> tuple[str, ...]:
    """The fewest rules that clash: one rule less at a time first, then every smaller set not known to hold."""
    holding: list[set[str]] = []

    def clashes(rules: tuple[str, ...]) -> bool:
        if any(set(rules) <= known for known in holding):
            return False
        if _impossible(_with(problem, closed, rules), watch):
            return True
        holding.append(set(rules))
        return False

    found = present
    for rule in present:
        without = tuple(one for one in found if one != rule)
        if clashes(without):
            found = without
    for size in range(len(found)):
        smaller = next((rules for rules in combinations(present, size) if clashes(rules)), None)
        if smaller is not None:
            return smaller
    return found


def _impossible(problem: Problem, watch: Watch) -> bool:
    """Whether it is certain that the rules can't hold together."""
    master = Master(problem, watch)
    master.solve()
    if not master.holds():
        return True
    if whole_pairs(master) is not None:
        return False
    for among in (near(master, master.over(master.duals())), problem.open):
        tried = branch(problem, among, watch=watch, seconds=SECONDS, gap=1.0)
        if tried.pairs is not None:
            return False
    return tried.ended


def _of(problem: Problem, cases: Iterable[int]) -> Problem:
    """The problem of some of its cases."""
    kept = list(cases)
    places = {case: place for place, case in enumerate(kept)}
    return replace(
        problem,
        gains=problem.gains[kept],
        open=problem.open[kept],
        wanted=problem.wanted[kept],
        needs=tuple(replace(need, fits=need.fits[kept]) for need in problem.needs),
        pinned=tuple((places[case], expert) for case, expert in problem.pinned if case in places),
    )


def _shortage(problem: Problem, watch: Watch) -> tuple[int, list[int]]:
    """How many experts (or needs) can't be had at the least, and the cases whose prices prove it."""
    master = Master(problem, watch)
    master.solve()
    if master.holds():
        return 0, []
    short = int(np.ceil(master.shortage().sum() - DUST))
    duals = master.duals()
    asking = np.abs(duals.cases) > DUST
    for prices in duals.needs:
        asking |= prices > DUST
    for case, _ in problem.pinned:
        asking[case] = True
    return short, np.flatnonzero(asking).tolist()


def _fewest_cases(problem: Problem, watch: Watch) -> tuple[int, ...]:
    """A set of cases that is impossible by itself and none of which can be left out: parts of it are taken away by
    halves."""
    short, proving = _shortage(problem, watch)
    cases = proving if short and _impossible(_of(problem, proving), watch) else list(range(problem.cases))
    size, tries = max(1, len(cases) // 2), 0
    while True:
        place = 0
        while place < len(cases) and tries < TRIES:
            tries += 1
            rest = cases[:place] + cases[place + size :]
            if rest and _impossible(_of(problem, rest), watch):
                cases = rest
            else:
                place += size
        if size == 1 or tries >= TRIES:
            return tuple(cases)
        size = max(1, size // 2)
