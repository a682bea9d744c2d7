"""The relaxed assignment over a growing list of pairs: the pairs and rules left out are looked at after each solve.

Few of all pairs can ever be chosen, and few caps ever bind. The list begins with the best experts of each case and the
best cases of each expert; prices of the relaxed optimum tell exactly which others could better it, and which caps it
breaks. Where none is left, the optimum over the list is the optimum over all.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from reviews.rules.assignment.problem import Duals, Floats, Halted, Ints, Problem, Truths, Watch

EXPERTS_FIRST = 20
"""With how many of its best experts a case begins."""
CASES_FIRST = 10
"""An expert begins with as many cases as he takes, but not more than twice the mean load and so many."""
MORE_A_CASE = 8
"""How many pairs of a case are taken into the list at a time."""
DUST = 1e-6
SEED = 2004


def new_solver(watch: Watch, percent: int, step: str) -> highspy.Highs:
    """A silent solver on one thread with a fixed seed, which asks `watch` while it runs."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types here
    for option, setting in (("output_flag", False), ("threads", 1), ("random_seed", SEED)):
        solver.setOptionValue(option, setting)

    def ask(event: Any) -> None:
        if watch(percent, step):
            event.interrupt()

    solver.cbSimplexInterrupt += ask
    solver.cbMipInterrupt += ask
    return solver


def run(solver: highspy.Highs) -> highspy.HighsModelStatus:
    """Run to an end. Raises Halted where it was asked to stop."""
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInterrupt:
        raise Halted
    return status


class Master:
    """Rows: one a case, one an expert, one a case and need, one a pin, one a floor, then caps as they are broken. Each
    row that asks for something has a column of what is missing, dear enough that none is used where it can be helped.

    With `raised` cases the relaxed optimum is not the greatest worth but the highest level that all of them reach.
    """

    def __init__(self, problem: Problem, watch: Watch, raised: Truths | None = None) -> None:
        self.problem = problem
        self.watch = watch
        self.raised = raised
        self.gains = problem.gains if raised is None else np.zeros_like(problem.gains)
        self.listed: Truths = np.zeros(problem.gains.shape, dtype=np.bool_)
        self.pairs: Ints = np.empty((0, 2), dtype=np.int64)
        self.cap_rows = [np.full((problem.cases, cap.count), -1, dtype=np.int64) for cap in problem.caps]
        self.rounds = 0
        self.dear = 10.0 * float(np.abs(problem.gains).max(initial=1)) + 10.0
        self.need_row = problem.cases + problem.experts
        self.pin_row = self.need_row + problem.cases * len(problem.needs)
        self.floor_row = self.pin_row + len(problem.pinned)
        self.solver = new_solver(watch, 10, "relaxed")
        self.missing = self._begin()
        self.first = self.solver.getNumCol()
        self._list(self._first())

    def _begin(self) -> int:
        """The rows, and a column for what each asking row misses. How many of these there are."""
        problem, none = self.problem, highspy.kHighsInf
        least = [problem.wanted.astype(float), np.full(problem.experts, -none)]
        most = [problem.wanted.astype(float), problem.loads.astype(float)]
        for need in problem.needs:
            least.append(np.full(problem.cases, float(need.least)))
            most.append(np.full(problem.cases, none))
        least.append(np.ones(len(problem.pinned)))
        most.append(np.full(len(problem.pinned), none))
        if problem.floors is not None:
            least.append(problem.floors.astype(float))
            most.append(np.full(problem.cases, none))
        lower, upper = np.concatenate(least), np.concatenate(most)
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        empty = np.zeros(0, dtype=np.int32)
        self.solver.addRows(len(lower), lower, upper, 0, np.zeros(len(lower), dtype=np.int32), empty, np.zeros(0))
        asks = np.concatenate([np.arange(problem.cases), np.arange(self.need_row, len(lower))])
        self._add(np.full(len(asks), -self.dear), none, asks, np.arange(len(asks)), np.ones(len(asks)))
        if self.raised is not None:
            rows = self.floor_row + np.flatnonzero(self.raised)
            self._add(np.ones(1), none, rows, np.zeros(len(rows), dtype=np.int64), np.full(len(rows), -1.0))
        return len(asks)

    def _add(self, costs: Floats, most: float, rows: Ints, owners: Ints, coefficients: Floats) -> None:
        """Add columns; entry by entry, `rows` are touched by the columns numbered in `owners`."""
        order = np.argsort(owners, kind="stable")
        self.solver.addCols(
            len(costs),
            costs,
            np.zeros(len(costs)),
            np.full(len(costs), most),
            len(rows),
            np.searchsorted(owners[order], np.arange(len(costs))).astype(np.int32),
            rows[order].astype(np.int32),
            coefficients[order],
        )

    def _first(self) -> Ints:
        problem = self.problem
        worth = np.where(problem.open, problem.gains, np.iinfo(np.int64).min + 1)
        first = np.zeros(problem.gains.shape, dtype=np.bool_)
        across = min(EXPERTS_FIRST, problem.experts)
        if across and problem.cases:
            best = np.argpartition(-worth, across - 1, axis=1)[:, :across]
            np.put_along_axis(first, best, values=True, axis=1)
            enough = 2 * int(problem.wanted.sum()) // problem.experts + CASES_FIRST
            for expert, load in enumerate(problem.loads):
                down = min(int(load) + 2, enough, problem.cases)
                first[np.argpartition(-worth[:, expert], down - 1)[:down], expert] = True
        first &= problem.open
        for case, expert in problem.pinned:
            first[case, expert] = problem.open[case, expert]
        return np.argwhere(first)

    def _list(self, pairs: Ints) -> None:
        """Take pairs into the list: a column each, with its place in every row that it touches."""
        if not len(pairs):
            return
        problem = self.problem
        case, expert = pairs[:, 0], pairs[:, 1]
        column = np.arange(len(pairs))
        rows, owners = [case, problem.cases + expert], [column, column]
        for place, need in enumerate(problem.needs):
            fits = need.fits[case, expert]
            rows.append(self.need_row + place * problem.cases + case[fits])
            owners.append(column[fits])
        for cap, known in zip(problem.caps, self.cap_rows, strict=True):
            group = cap.groups[expert]
            row = np.where(group >= 0, known[case, group], -1) if cap.count else np.full(len(pairs), -1)
            rows.append(row[row >= 0])
            owners.append(column[row >= 0])
        for place, (pinned_case, pinned_expert) in enumerate(problem.pinned):
            same = np.flatnonzero((case == pinned_case) & (expert == pinned_expert))
            rows.append(np.full(len(same), self.pin_row + place))
            owners.append(same)
        coefficients = [np.ones(sum(len(one) for one in rows))]
        if problem.floors is not None:
            rows.append(self.floor_row + case)
            owners.append(column)
            coefficients.append(problem.gains[case, expert].astype(float))
        costs = self.gains[case, expert].astype(float)
        self._add(costs, 1.0, np.concatenate(rows), np.concatenate(owners), np.concatenate(coefficients))
        self.listed[case, expert] = True
        self.pairs = np.concatenate([self.pairs, pairs])

    def solve(self) -> None:
        """To the relaxed optimum over all pairs and caps. Raises Halted; RuntimeError where the solver gives up."""
        while True:
            self.rounds += 1
            status = run(self.solver)
            if status != highspy.HighsModelStatus.kOptimal:
                raise RuntimeError(f"the solver ended without proof: {self.solver.modelStatusToString(status)}")
            if self.watch(min(10 + 5 * self.rounds, 80), "relaxed"):
                raise Halted
            broken = self._cap_broken()
            if not self._take_promising() and not broken:
                return

    def holds(self) -> bool:
        """Whether the relaxed optimum misses nothing. What was missed for being dear is asked again at no gain: then
        anything missed can't be helped, and the prices are the proof that the rules can't all hold."""
        if self.shortage().sum() <= DUST:
            return True
        gains, self.gains = self.gains, np.zeros_like(self.gains)
        self._cost(1.0, 0.0)
        self.solve()
        if self.shortage().sum() > DUST:
            return False
        self.gains = gains
        self._cost(self.dear * 1_000, 1.0)
        self.solve()
        return bool(self.shortage().sum() <= DUST)

    def _cost(self, dear: float, level: float) -> None:
        gains = self.gains[self.pairs[:, 0], self.pairs[:, 1]].astype(float)
        levels = np.full(self.first - self.missing, level)
        costs = np.concatenate([np.full(self.missing, -dear), levels, gains])
        self.solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def values(self) -> Floats:
        """How much of each listed pair is chosen, 0 to 1."""
        return np.array(self.solver.getSolution().col_value, dtype=np.float64)[self.first :]

    def shortage(self) -> Floats:
        """What is missing, by row that asks for something."""
        return np.array(self.solver.getSolution().col_value, dtype=np.float64)[: self.missing]

    def duals(self) -> Duals:
        """The price of each rule at the relaxed optimum."""
        problem = self.problem
        price = np.array(self.solver.getSolution().row_dual, dtype=np.float64)
        caps = tuple(np.where(rows >= 0, price[rows], 0.0) for rows in self.cap_rows)
        needs = tuple(
            -price[self.need_row + place * problem.cases : self.need_row + (place + 1) * problem.cases]
            for place in range(len(problem.needs))
        )
        floors = np.zeros(problem.cases)
        if problem.floors is not None:
            floors = -price[self.floor_row : self.floor_row + problem.cases]
        return Duals(price[: problem.cases], price[problem.cases : self.need_row], caps, needs, floors)

    def over(self, duals: Duals) -> Floats:
        """What each pair is worth beyond the prices of its places; minus infinity for pairs that may not be."""
        problem = self.problem
        over = self.gains - duals.cases[:, None] - duals.experts[None, :]
        for cap, prices in zip(problem.caps, duals.caps, strict=True):
            rows, grouped = np.flatnonzero(prices.any(axis=1)), cap.groups >= 0
            over[np.ix_(rows, grouped)] -= prices[rows][:, cap.groups[grouped]]
        for need, prices in zip(problem.needs, duals.needs, strict=True):
            over += prices[:, None] * need.fits
        if problem.floors is not None:
            over += duals.floors[:, None] * problem.gains
        over[~problem.open] = -np.inf
        return over

    def _take_promising(self) -> bool:
        over = self.over(self.duals())
        over[self.listed] = -np.inf
        over[over <= DUST] = -np.inf
        most = min(MORE_A_CASE, self.problem.experts)
        best = np.argpartition(-over, most - 1, axis=1)[:, :most] if over.size else np.empty((0, 0), dtype=np.int64)
        promising = np.zeros(over.shape, dtype=np.bool_)
        np.put_along_axis(promising, best, values=True, axis=1)
        found = np.argwhere(promising & np.isfinite(over))
        self._list(found)
        return bool(len(found))

    def _cap_broken(self) -> bool:
        """Put in the caps that the present choice breaks. Whether there were any."""
        values, case, expert = self.values(), self.pairs[:, 0], self.pairs[:, 1]
        broken = False
        for cap, known in zip(self.problem.caps, self.cap_rows, strict=True):
            if not cap.count:
                continue
            group = cap.groups[expert]
            inside = group >= 0
            place = case[inside] * cap.count + group[inside]
            taken = np.bincount(place, weights=values[inside], minlength=known.size).reshape(known.shape)
            new = np.argwhere((taken > cap.most + DUST) & (known < 0))
            if len(new):
                broken = True
                self._cap(cap.most, known, new, case, group)
        return broken

    def _cap(self, most: int, known: Ints, new: Ints, case: Ints, group: Ints) -> None:
        first = self.solver.getNumRow()
        known[new[:, 0], new[:, 1]] = np.arange(first, first + len(new))
        row = np.where(group >= 0, known[case, group], -1) - first
        columns = np.flatnonzero(row >= 0)
        order = np.argsort(row[columns], kind="stable")
        self.solver.addRows(
            len(new),
            np.full(len(new), -highspy.kHighsInf),
            np.full(len(new), float(most)),
            len(columns),
            np.searchsorted(row[columns][order], np.arange(len(new))).astype(np.int32),
            (columns[order] + self.first).astype(np.int32),
            np.ones(len(columns)),
        )
