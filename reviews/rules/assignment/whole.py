"""From the relaxed optimum to whole experts: as it is, where it is whole; else by branching over the pairs that can
win."""

from __future__ import annotations

import math
from dataclasses import dataclass

import highspy
import numpy as np

from reviews.rules.assignment.master import DUST, Master, new_solver, run
from reviews.rules.assignment.problem import Floats, Impossible, Ints, Problem, Truths, Watch, bound_of

FLOAT_DUST = 1e-4
NEAR = 50
"""Tried first: pairs whose loss at the relaxed prices is within the greatest gain over this."""
NEARER, LARGE = 250, 500_000
"""The same in a round of more than so many pairs."""
BRANCHED_AT_MOST = 400_000
"""Over more pairs than this the last of a proof is not tried: its memory would be that of the machine."""
NOTHING_KNOWN = 2**62
FEASIBLE = highspy.SolutionStatus.kSolutionStatusFeasible
WHOLE = highspy.HighsVarType.kInteger.value


class Undecided(Exception):
    """The time was up before it was known whether all rules can hold at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Pairs in order of case and expert, what they are worth, and a value that none can pass."""

    pairs: Ints
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Leeway:
    """So many of the `cases` may stay at each of these levels, below their floors.

    Where it is `counted`, as few as can be are wanted at the last level, and nothing else.
    """

    cases: tuple[int, ...]
    levels: tuple[tuple[int, int], ...]
    counted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Branched:
    """What branching found. Without pairs, `ended` tells that there are none; else that the bound is the value.

    `seconds` is what it took.
    """

    pairs: Ints | None
    bound: int
    ended: bool
    seconds: float


def best_total(problem: Problem, *, watch: Watch, seconds: float) -> Found:
    """The assignment of the greatest worth. Where it must branch, the last of the proof is given up after `seconds`.

    Raises Impossible where no assignment holds every rule, Undecided where none was found in time, Halted.
    """
    master = Master(problem, watch)
    master.solve()
    if not master.holds():
        raise Impossible
    duals = master.duals()
    bound = bound_of(problem, duals)
    whole = whole_pairs(master)
    if whole is not None:
        return Found(whole, problem.worth(whole), bound)
    return _branched(master, master.over(duals), bound, seconds)


def whole_pairs(master: Master) -> Ints | None:
    """The pairs of a relaxed optimum that is whole already."""
    values = master.values()
    return None if ((values > DUST) & (values < 1 - DUST)).any() else in_order(master.pairs[values > 0.5])


def near(master: Master, over: Floats) -> Truths:
    """The pairs that the relaxed optimum uses or nearly would."""
    loss = float(master.problem.gains.max()) / (NEAR if over.size <= LARGE else NEARER)
    few: Truths = over >= -loss
    few[master.pairs[:, 0], master.pairs[:, 1]] |= master.values() > DUST
    return few


def _branched(master: Master, over: Floats, bound: int, seconds: float) -> Found:
    """Branch over the pairs near the relaxed prices, then over all that could still better what was found."""
    problem, watch = master.problem, master.watch
    among = near(master, over)
    first = branch(problem, among, watch=watch, seconds=seconds / 2)
    if first.pairs is None and problem.open.sum() > BRANCHED_AT_MOST:
        raise Undecided
    if first.pairs is None:
        among = problem.open
        first = branch(problem, among, watch=watch, seconds=seconds)
    if first.pairs is None:
        raise Impossible if first.ended else Undecided
    value = problem.worth(first.pairs)
    able = over > value - bound - 1
    if not (able & ~among).any():
        return Found(first.pairs, value, max(value, min(bound, first.bound)))
    if able.sum() > BRANCHED_AT_MOST:
        return Found(first.pairs, value, bound)
    last = branch(problem, able, watch=watch, seconds=seconds / 2, start=first.pairs)
    pairs = first.pairs
    if last.pairs is not None and problem.worth(last.pairs) > value:
        pairs, value = last.pairs, problem.worth(last.pairs)
    return Found(pairs, value, value if last.ended else max(value, min(bound, last.bound)))


def branch(
    problem: Problem,
    among: Truths,
    *,
    watch: Watch,
    seconds: float,
    start: Ints | None = None,
    gap: float = 0.0,
    leeway: Leeway | None = None,
) -> Branched:
    """The best whole choice `among` some pairs, to within `gap` of the best. Raises Halted."""
    pairs = np.argwhere(among & problem.open)
    solver = new_solver(watch, 85, "branching")
    for option, setting in (("mip_rel_gap", gap), ("mip_abs_gap", 0.999), ("time_limit", seconds)):
        solver.setOptionValue(option, setting)
    solver.passModel(whole_model(problem, pairs))
    if leeway is not None:
        _give(solver, problem, leeway, len(pairs))
    if start is not None:
        chosen = np.zeros(problem.gains.shape, dtype=np.bool_)
        chosen[start[:, 0], start[:, 1]] = True
        solution = highspy.HighsSolution()
        solution.col_value = list(chosen[pairs[:, 0], pairs[:, 1]].astype(float))
        solver.setSolution(solution)
    status, info = run(solver), solver.getInfo()
    bound = math.floor(info.mip_dual_bound + FLOAT_DUST) if math.isfinite(info.mip_dual_bound) else NOTHING_KNOWN
    ended = status in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible}
    if status == highspy.HighsModelStatus.kInfeasible or info.primal_solution_status != FEASIBLE:
        return Branched(None, bound, ended, solver.getRunTime())
    values = np.array(solver.getSolution().col_value)[: len(pairs)]
    return Branched(in_order(pairs[values > 0.5]), bound, ended, solver.getRunTime())


def whole_model(problem: Problem, pairs: Ints) -> highspy.HighsLp:
    """The assignment among some pairs, with every rule that could bind among them, for whole choices.

    The rows of the floors, one a case, are the last ones.
    """
    case, expert = pairs[:, 0], pairs[:, 1]
    column = np.arange(len(pairs))
    rows, columns = [case, problem.cases + expert], [column, column]
    least = [problem.wanted.astype(float), np.zeros(problem.experts)]
    most = [problem.wanted.astype(float), problem.loads.astype(float)]
    height = problem.cases + problem.experts
    for need in problem.needs:
        fits = need.fits[case, expert]
        rows.append(height + case[fits])
        columns.append(column[fits])
        least.append(np.full(problem.cases, float(need.least)))
        most.append(np.full(problem.cases, highspy.kHighsInf))
        height += problem.cases
    for cap in problem.caps:
        inside = cap.groups[expert] >= 0
        place = case[inside] * cap.count + cap.groups[expert[inside]]
        _, row, times = np.unique(place, return_inverse=True, return_counts=True)
        can_bind = times > cap.most
        kept = can_bind[row]
        rows.append(height + (np.cumsum(can_bind) - 1)[row[kept]])
        columns.append(column[inside][kept])
        count = int(can_bind.sum())
        least.append(np.zeros(count))
        most.append(np.full(count, float(cap.most)))
        height += count
    coefficients = [np.ones(sum(len(one) for one in rows))]
    if problem.floors is not None:
        rows.append(height + case)
        columns.append(column)
        least.append(problem.floors.astype(float))
        most.append(np.full(problem.cases, highspy.kHighsInf))
        coefficients.append(problem.gains[case, expert].astype(float))
    lp = _empty(problem, pairs, np.concatenate(least), np.concatenate(most))
    row, owner = np.concatenate(rows), np.concatenate(columns)
    order = np.argsort(row, kind="stable")
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.searchsorted(row[order], np.arange(lp.num_row_ + 1)).astype(np.int32)
    lp.a_matrix_.index_ = owner[order].astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate(coefficients)[order]
    return lp


def _empty(problem: Problem, pairs: Ints, least: Floats, most: Floats) -> highspy.HighsLp:
    """Whole columns of pairs and the bounds of rows, without their entries."""
    lower = np.zeros(len(pairs))
    for case, expert in problem.pinned:
        lower[(pairs[:, 0] == case) & (pairs[:, 1] == expert)] = 1.0
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(pairs), len(least)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = problem.gains[pairs[:, 0], pairs[:, 1]].astype(float)
    lp.col_lower_, lp.col_upper_ = lower, np.ones(len(pairs))
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(pairs)
    lp.row_lower_, lp.row_upper_ = least, most
    return lp


def _give(solver: highspy.Highs, problem: Problem, leeway: Leeway, pairs: int) -> None:
    """Columns that let a case stay at a lower level: one level a case at most, and no more cases than allowed."""
    assert problem.floors is not None, "there is no leeway without floors"
    cases = np.array(leeway.cases, dtype=np.int64)
    first_row, none = solver.getNumRow(), highspy.kHighsInf
    floor_row = first_row - problem.cases
    allowed = [float(count) for _, count in leeway.levels] + [1.0] * len(cases)
    empty = np.zeros(0, dtype=np.int32)
    lower, starts = np.full(len(allowed), -none), np.zeros(len(allowed), dtype=np.int32)
    solver.addRows(len(allowed), lower, np.array(allowed), 0, starts, empty, np.zeros(0))
    if leeway.counted:
        solver.changeColsCost(pairs, np.arange(pairs, dtype=np.int32), np.zeros(pairs))
    for place, (level, _) in enumerate(leeway.levels):
        rows = np.stack([floor_row + cases, np.full(len(cases), first_row + place)], axis=1)
        rows = np.concatenate([rows, (first_row + len(leeway.levels) + np.arange(len(cases)))[:, None]], axis=1)
        below = problem.floors[cases] - level
        entries = np.stack([below, np.ones_like(below), np.ones_like(below)], axis=1).astype(float)
        counted = leeway.counted and place == len(leeway.levels) - 1
        first = solver.getNumCol()
        starts = np.arange(0, 3 * len(cases), 3, dtype=np.int32)
        costs, zeros, ones = np.full(len(cases), -float(counted)), np.zeros(len(cases)), np.ones(len(cases))
        solver.addCols(
            len(cases), costs, zeros, ones, rows.size, starts, rows.ravel().astype(np.int32), entries.ravel()
        )
        added = np.arange(first, first + len(cases), dtype=np.int32)
        solver.changeColsIntegrality(len(added), added, np.full(len(added), WHOLE, dtype=np.uint8))


def in_order(pairs: Ints) -> Ints:
    """Pairs by case, then expert."""
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
