"""A round as numbers: what each pair of case and expert is worth, and the rules that hold between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
Pair = tuple[int, int]
"""A case and an expert, by their places in the arrays."""

Watch = Callable[[int, str], bool]
"""Told how far the work is (percent, and a code of what it is at); answers whether to stop. It is called often."""


class Halted(Exception):
    """The work was asked to stop. Nothing is kept of it."""


class Impossible(Exception):
    """No assignment holds all rules at once."""


def unwatched(_percent: int, _step: str) -> bool:
    """A watch that looks away."""
    return False


@dataclass(frozen=True, slots=True, eq=False)
class Cap:
    """At most `most` experts of one group on a case. `groups` numbers each expert's group from 0; -1 is none."""

    code: str
    groups: Ints
    most: int

    @property
    def count(self) -> int:
        """How many groups there are."""
        return int(self.groups.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """At least `least` of the experts that `fits` marks (cases down, experts across) on each case."""

    code: str
    fits: Truths
    least: int


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Cases down, experts across. `gains` are whole; a pair that is not `open` may not be, a pinned one must be.

    `floors` is the least that the gains of each case's pairs come to together, where it is asked.
    """

    gains: Ints
    open: Truths
    wanted: Ints
    loads: Ints
    caps: tuple[Cap, ...] = ()
    needs: tuple[Need, ...] = ()
    pinned: tuple[Pair, ...] = field(default=())
    floors: Ints | None = None

    @property
    def cases(self) -> int:
        return int(self.gains.shape[0])

    @property
    def experts(self) -> int:
        return int(self.gains.shape[1])

    def worth(self, pairs: Ints) -> int:
        """The gain of pairs together, exactly."""
        return int(self.gains[pairs[:, 0], pairs[:, 1]].sum()) if len(pairs) else 0

    def served(self, pairs: Ints) -> Ints:
        """What each case gets: the gains of its pairs together."""
        found = np.zeros(self.cases, dtype=np.int64)
        np.add.at(found, pairs[:, 0], self.gains[pairs[:, 0], pairs[:, 1]])
        return found

    def breaches(self, pairs: Ints) -> list[str]:
        """Codes of the rules that these pairs break, checked in integers without any solver."""
        chosen = np.zeros(self.gains.shape, dtype=np.int64)
        np.add.at(chosen, (pairs[:, 0], pairs[:, 1]), 1)
        found = []
        if (chosen > 1).any() or (chosen.sum(axis=1) != self.wanted).any():
            found.append("per_case")
        if (chosen.sum(axis=0) > self.loads).any():
            found.append("loads")
        if (chosen[~self.open] > 0).any():
            found.append("conflicts")
        for cap in self.caps:
            for group in range(cap.count):
                if (chosen[:, cap.groups == group].sum(axis=1) > cap.most).any():
                    found.append(cap.code)
                    break
        found += [need.code for need in self.needs if ((chosen * need.fits).sum(axis=1) < need.least).any()]
        if self.floors is not None and (self.served(pairs) < self.floors).any():
            found.append("floors")
        found += ["pins" for case, expert in self.pinned if not chosen[case, expert]][:1]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """Prices of the rules: what one more place of each would add. They prove a bound without the solver that found
    them.

    `caps` and `needs` have a price for each rule, case (and group of a cap); `floors` one a case.
    """

    cases: Floats
    experts: Floats
    caps: tuple[Floats, ...]
    needs: tuple[Floats, ...]
    floors: Floats


SCALE = 1_000_000
"""Prices are rounded to millionths, in which a bound is summed up exactly."""


def bound_of(problem: Problem, duals: Duals) -> int:
    """A value that no assignment passes, from any prices at all: weak duality, in integers, for every pair there is.

    What an assignment is worth is at most what its places cost at those prices and, for each pair, what it is worth
    beyond them. Prices only decide how close the bound is, never whether it holds.
    """
    return _bound(problem, duals, problem.gains * SCALE) // SCALE


def level_of(problem: Problem, duals: Duals, raised: Truths) -> int:
    """A level that no assignment brings all the `raised` cases to: their mean at the prices of the floors."""
    asked = int(_millionths(duals.floors)[raised].sum())
    return _bound(problem, duals, np.zeros_like(problem.gains)) // asked if asked > 0 else int(problem.gains.sum())


def _bound(problem: Problem, duals: Duals, over: Ints) -> int:
    cases, experts = _millionths(duals.cases, signed=True), _millionths(duals.experts)
    total = int((cases * problem.wanted).sum() + (experts * problem.loads).sum())
    over = over - cases[:, None] - experts[None, :]
    for cap, prices in zip(problem.caps, duals.caps, strict=True):
        asked = _millionths(prices)
        total += int(asked.sum()) * cap.most
        rows = np.flatnonzero(asked.any(axis=1))
        grouped = cap.groups >= 0
        over[np.ix_(rows, grouped)] -= asked[rows][:, cap.groups[grouped]]
    for need, prices in zip(problem.needs, duals.needs, strict=True):
        asked = _millionths(prices)
        total -= int(asked.sum()) * need.least
        over += asked[:, None] * need.fits
    if problem.floors is not None:
        asked = _millionths(duals.floors)
        total -= int((asked * problem.floors).sum())
        over += asked[:, None] * problem.gains
    for case, expert in problem.pinned:
        total += min(int(over[case, expert]), 0)
    over[~problem.open] = 0
    return total + int(np.maximum(over, 0).sum())


def _millionths(prices: Floats, *, signed: bool = False) -> Ints:
    rounded = np.rint(prices * SCALE).astype(np.int64)
    return rounded if signed else np.maximum(rounded, 0)
