"""The fairest assignment: the worst-served case as well as can be, then the next worst, and so on up.

What a case is served is the sum of the gains of its experts. A level is the most that all cases not settled yet can
reach together; prices prove it. Cases that can't leave their level are settled at it. Where either of some cases must
stay and nothing tells which, so many of them have leeway to stay there in what follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from reviews.rules.assignment.master import Master
from reviews.rules.assignment.problem import Halted, Ints, Problem, Truths, Watch, bound_of, level_of
from reviews.rules.assignment.whole import Branched, Found, Leeway, best_total, branch, near, whole_pairs

CLOSE_ENOUGH = 0.01
"""How near to the greatest worth an assignment is looked for that only has to reach a level."""
LEVELS = 20
"""So many levels are settled one by one; above them the greatest worth decides. It, not a clock, ends most long runs,
so that the same round has the same answer."""
LAST_SECONDS = 20.0
FEW_PAIRS = 30_000
"""Up to so many pairs all of them are tried where those near the prices lead to nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Fair:
    """The assignment, how badly its worst case is served, the level that no assignment can lift it over, and of how
    many cases, from the worst up, it is proved that none could be served better without harm to one as badly served."""

    found: Found
    worst: int
    worst_bound: int
    proved: int


def fairest(problem: Problem, *, watch: Watch, seconds: float) -> Fair:
    """The fairest assignment; the greatest worth decides over the levels past `LEVELS`, or not proved within `seconds`.

    Raises Impossible, Undecided, Halted.
    """
    ladder = _Ladder(problem, best_total(problem, watch=watch, seconds=seconds / 4).pairs, watch, seconds)
    while ladder.rest.any() and ladder.steps < LEVELS and ladder.climb():
        done = problem.cases - int(ladder.rest.sum())
        if watch(90 * done // problem.cases, "levels"):
            raise Halted
    found = ladder.finish()
    worst = int(problem.served(found.pairs).min())
    return Fair(found, worst, max(worst, ladder.worst_bound or 0), ladder.settled())


class _Ladder:
    """`rest` are the cases not settled; `floors` the levels of those that are; of `floating` levels it is only known
    how many cases stay at them."""

    def __init__(self, problem: Problem, pairs: Ints, watch: Watch, seconds: float) -> None:
        self.problem, self.watch, self.left = problem, watch, seconds
        self.pairs = pairs
        self.rest: Truths = np.ones(problem.cases, dtype=np.bool_)
        self.floors: Ints = np.zeros(problem.cases, dtype=np.int64)
        self.floating: list[tuple[int, int]] = []
        self.worst_bound: int | None = None
        self.reached = 0
        self.steps = 0
        self.complete = False

    def settled(self) -> int:
        """How many cases are proved to be served as they are."""
        return self.problem.cases if self.complete else int((~self.rest).sum()) + self._afloat()

    def _afloat(self) -> int:
        return sum(count for _, count in self.floating)

    def climb(self) -> bool:
        """Find and settle the next level. False where all is settled, or it could not be proved in time."""
        self.steps += 1
        if self._afloat() >= int(self.rest.sum()):
            self.complete = True
            return False
        top = self._ceiling()
        low, high, ask, proved = self._level(), top, top, True
        while low < high and self.left > 0:
            tried = self._try(ask)
            if tried.pairs is not None:
                self.pairs = tried.pairs
                low = self._level()
            else:
                high = ask - 1
                proved = proved and tried.ended
                top = high if proved else top
            ask = (low + high + 1) // 2
        self.reached = low
        if self.worst_bound is None:
            self.worst_bound = top
        if low < top:
            return False
        return self._settle(low)

    def _level(self) -> int:
        """The worst of the cases not settled, but for those with leeway."""
        return int(np.sort(self.problem.served(self.pairs)[self.rest])[self._afloat()])

    def _ceiling(self) -> int:
        """What all cases not settled can't rise over together."""
        if self.floating:
            most = int(self.problem.wanted.max())
            best = -np.sort(-np.where(self.problem.open, self.problem.gains, 0), axis=1)[:, :most]
            return int(np.sort(best.sum(axis=1)[self.rest])[self._afloat()])
        return self._most(self.rest, self.floors)

    def _most(self, raised: Truths, floors: Ints) -> int:
        problem = replace(self.problem, floors=np.where(raised, 0, floors))
        master = Master(problem, self.watch, raised)
        master.solve()
        if not master.holds():
            return 0
        return level_of(problem, master.duals(), raised)

    def _try(self, level: int) -> Branched:
        """An assignment in which every case not settled reaches a level, but for those with leeway."""
        problem = replace(self.problem, floors=np.where(self.rest, level, self.floors))
        if self.floating:
            leeway = Leeway(tuple(np.flatnonzero(self.rest).tolist()), tuple(self.floating))
            return self._branch(problem, problem.open, gap=1.0, leeway=leeway)
        master = Master(problem, self.watch)
        master.solve()
        if not master.holds():
            return Branched(None, 0, True, 0.0)
        whole = whole_pairs(master)
        if whole is not None:
            return Branched(whole, bound_of(problem, master.duals()), True, 0.0)
        among = near(master, master.over(master.duals()))
        tried = self._branch(problem, among, gap=CLOSE_ENOUGH)
        if tried.pairs is None and int(problem.open.sum()) <= FEW_PAIRS:
            return self._branch(problem, problem.open, gap=CLOSE_ENOUGH)
        return tried if tried.pairs is not None else replace(tried, ended=False)

    def _settle(self, level: int) -> bool:
        """Settle the cases that can't leave a level, and count the others that must stay."""
        served = self.problem.served(self.pairs)
        at_level = np.flatnonzero(self.rest & (served <= level))
        stuck = [] if self.floating else [case for case in at_level if self._is_stuck(int(case), level)]
        if len(stuck) < len(at_level):
            rest = self.rest.copy()
            rest[stuck] = False
            levels = (*self.floating, (level, int(rest.sum())))
            leeway = Leeway(tuple(np.flatnonzero(rest).tolist()), levels, counted=True)
            floors = np.where(rest, level + 1, self.floors)
            floors[stuck] = level
            problem = replace(self.problem, floors=floors)
            tried = self._branch(problem, problem.open, leeway=leeway)
            if tried.pairs is None or not tried.ended:
                return False
            self.pairs = tried.pairs
            served = self.problem.served(self.pairs)
            stay = int((served[rest] <= level).sum()) - self._afloat()
            if stay > 0:
                self.floating.append((level, stay))
        self.rest[stuck] = False
        self.floors[stuck] = level
        if not self.rest.any():
            self.complete = True
        return True

    def _is_stuck(self, case: int, level: int) -> bool:
        raised = np.zeros(self.problem.cases, dtype=np.bool_)
        raised[case] = True
        return self._most(raised, np.where(self.rest, level, self.floors)) <= level

    def _branch(self, problem: Problem, among: Truths, *, gap: float = 0.0, leeway: Leeway | None = None) -> Branched:
        """Branch within the time that is left, and take off what it took."""
        seconds = max(self.left, 1.0)
        tried = branch(problem, among, watch=self.watch, seconds=seconds, gap=gap, leeway=leeway)
        self.left -= tried.seconds
        return tried

    def finish(self) -> Found:
        """With the proved levels kept, the greatest worth."""
        value = self.problem.worth(self.pairs)
        if self.complete:
            return Found(self.pairs, value, value)
        problem = replace(self.problem, floors=np.where(self.rest, self.reached, self.floors))
        if not self.floating:
            return best_total(problem, watch=self.watch, seconds=LAST_SECONDS)
        leeway = Leeway(tuple(np.flatnonzero(self.rest).tolist()), tuple(self.floating))
        last = branch(
            problem, problem.open, gap=0.001, leeway=leeway, watch=self.watch, seconds=LAST_SECONDS, start=self.pairs
        )
        pairs = self.pairs if last.pairs is None else last.pairs
        value = problem.worth(pairs)
        return Found(pairs, value, max(value, last.bound))
