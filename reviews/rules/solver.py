"""The one solver behind assignment and selection: HiGHS over whole numbers, with its proof."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

import highspy
import numpy as np

NAME = f"HiGHS {version('highspy')}"
FLOAT_DUST = 1e-4  # gains sum to below 10^11, where a double still tells 10^-5 apart


@dataclass(frozen=True, slots=True)
class Row:
    """least <= sum of coefficient x variable <= most. Coefficients are whole numbers."""

    columns: Sequence[int]
    coefficients: Sequence[int]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Optimum:
    """Which variables are 1, the value of that choice, and the bound that no choice passes (equal: proved)."""

    chosen: tuple[int, ...]
    value: int
    bound: int


def best_choice(gains: Sequence[int], rows: Sequence[Row]) -> Optimum | None:
    """Choose among yes-or-no variables so that the sum of gains is greatest. None where the rows can't all hold.

    Gains are whole and the gap is set to nothing, so that the bound, cut down to a whole number, proves the value.
    Raises RuntimeError where the solver ends without proof.
    """
    if not gains:
        return None if any(row.least > 0 for row in rows) else Optimum((), 0, 0)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types here
    for option, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 2004),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.999),
    ):
        solver.setOptionValue(option, setting)
    solver.passModel(model_of(gains, rows))
    solver.run()
    status = solver.getModelStatus()
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the solver ended without proof: {solver.modelStatusToString(status)}")
    values = solver.getSolution().col_value
    chosen = tuple(column for column, value in enumerate(values) if value > 0.5)
    value = sum(gains[column] for column in chosen)
    bound = math.floor(solver.getInfo().mip_dual_bound + FLOAT_DUST)
    return Optimum(chosen, value, max(bound, value))


def model_of(gains: Sequence[int], rows: Sequence[Row], *, whole: bool = True) -> highspy.HighsLp:
    """The same as the solver takes it; without `whole` a variable may lie between 0 and 1 (the relaxation)."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(gains), len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(gains, dtype=np.float64)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(gains)), np.ones(len(gains))
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(gains)
    lp.row_lower_ = np.array([row.least for row in rows], dtype=np.float64)
    lp.row_upper_ = np.array([row.most for row in rows], dtype=np.float64)
    starts = np.cumsum([0, *(len(row.columns) for row in rows)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = starts.astype(np.int32)
    lp.a_matrix_.index_ = np.array([column for row in rows for column in row.columns], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([number for row in rows for number in row.coefficients], dtype=np.float64)
    return lp
