"""The relaxation of a selection, kept by the solver and solved again with one proposal forced in or left out.

Between two such questions the solver begins from its last answer, so that hundreds of them take a second. Where the
answer is whole it is the optimum, proved by the relaxation itself; where it is not, it is solved over whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import highspy
import numpy as np

from reviews.rules.solver import FLOAT_DUST, Optimum, Row, best_choice, model_of

WHOLE = 1e-6
"""How far from 0 or 1 a variable may lie and still be meant to be it."""


class Relaxed:
    """One model, asked again and again with a single variable fixed."""

    def __init__(self, gains: Sequence[int], rows: Sequence[Row]) -> None:
        self._gains, self._rows = tuple(gains), tuple(rows)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types here
        for option, setting in (("output_flag", False), ("threads", 1), ("random_seed", 2004)):
            self._solver.setOptionValue(option, setting)
        self._solver.passModel(model_of(gains, rows, whole=False))

    def best_with(self, column: int, value: int) -> Optimum | None:
        """The exact optimum in which this variable is 0 or 1; None where there is no choice like that."""
        self._solver.changeColBounds(column, float(value), float(value))
        self._solver.run()
        status = self._solver.getModelStatus()
        values = np.asarray(self._solver.getSolution().col_value)
        objective = self._solver.getObjectiveValue()
        self._solver.changeColBounds(column, 0.0, 1.0)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status == highspy.HighsModelStatus.kOptimal and np.all(np.abs(values - np.round(values)) < WHOLE):
            chosen = tuple(int(place) for place in np.flatnonzero(values > 0.5))
            found = sum(self._gains[place] for place in chosen)
            if math.floor(objective + FLOAT_DUST) == found and kept(self._rows, frozenset(chosen)):
                return Optimum(chosen, found, found)
        return best_choice(self._gains, [*self._rows, Row([column], [1], value, value)])

    def prices(self) -> tuple[list[float], list[float]]:
        """What one more of each row's limit is worth, and what forcing each variable in costs at least (or below 0)."""
        self._solver.run()
        solution = self._solver.getSolution()
        return list(solution.row_dual), [-float(one) for one in solution.col_dual]


def kept(rows: Sequence[Row], chosen: frozenset[int]) -> bool:
    """Whether a choice keeps every row: counted in whole numbers, apart from the solver."""
    for row in rows:
        pairs = zip(row.columns, row.coefficients, strict=True)
        if not row.least <= sum(number for column, number in pairs if column in chosen) <= row.most:
            return False
    return True
