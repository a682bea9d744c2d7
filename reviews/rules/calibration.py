"""What a case deserves once it is taken into account who judged it: one model over all reviews of a round.

A score is the sum of what all cases have in common, the case's own worth, the severity of the expert, and chance:
a crossed mixed model, fitted by restricted maximum likelihood. Both effects are shrunk towards nothing the less is
known of them. Z-scores are refused on purpose: with a handful of reviews an expert they predict worse than plain means.

Scores come in and go out in basis points; floating point is used in between, where an estimate has no exact value.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CERTAIN = 1.96
"""Standard deviations to either side of an estimate that hold the truth 95 times in 100."""
FIRST_STEP, LAST_STEP = 2.0, 0.01
LEAST_LOG, MOST_LOG = -9.0, 9.0
"""The search for the two ratios of variance, over their natural logarithms."""
PRIOR_REVIEWS = 4
"""So many reviews as spread as everybody's are added to an expert's own when his spread is told."""


@dataclass(frozen=True, slots=True)
class Given:
    """One expert's score of one case, in basis points of full marks."""

    case: int
    expert: int
    score_bp: Fraction | float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A case's calibrated score, and how far to either side it may lie against the other cases, in basis points."""

    case: int
    score_bp: int
    margin_bp: int


@dataclass(frozen=True, slots=True)
class Severity:
    """How an expert judges: `shift_bp` above (lenient) or below (severe) the others over the same cases, give or take
    `margin_bp`; `spread_bp` is how far his scores scatter, 10,000 being as far as everybody's."""

    expert: int
    reviews: int
    shift_bp: int
    margin_bp: int
    spread_bp: int


@dataclass(frozen=True, slots=True)
class Ratios:
    """The variance of cases and of experts as shares of the variance of chance."""

    cases: float
    experts: float


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A round's calibration: estimates by case, severities by expert, in order of id.

    `deviation_bp` are the standard deviations of cases, experts and chance. The ratios fit again another draw of the
    same reviews without a new search.
    """

    cases: tuple[Estimate, ...]
    experts: tuple[Severity, ...]
    deviation_bp: tuple[int, int, int]
    ratios: Ratios

    def reliability_bp(self, reviews: int) -> int:
        """How much of what sets mean scores apart is the cases themselves, with so many reviews a case; 10,000: all."""
        cases, experts, chance = (one**2 for one in self.deviation_bp)
        noise = (experts + chance) / reviews
        return round(10_000 * cases / (cases + noise)) if cases + noise else 10_000


def too_thin(given: Sequence[Given], least_reviews: int) -> str:
    """Why there is too little overlap to tell experts from cases; "" where there is enough.

    `few_reviews`: half of the experts gave fewer than `least_reviews`. `not_connected`: the experts fall into groups
    that have no case in common, so that a severe group can't be told from weak cases.
    """
    counts = sorted(Counter(one.expert for one in given).values())
    if not counts or counts[len(counts) // 2] < least_reviews:
        return "few_reviews"
    return "" if _connected(given) else "not_connected"


def calibrate(given: Sequence[Given], ratios: Ratios | None = None) -> Calibrated:
    """Fit the model to a round's reviews, of which there must be two at least; raises ValueError.

    In a draw with replacement the same review may stand several times: each time it is heard as another one.
    """
    if len(given) < 2:
        raise ValueError("two reviews at least")
    fit = _Fit(sorted(given, key=lambda one: (one.case, one.expert)))
    found = ratios or fit.best_ratios()
    return fit.told(found)


def _connected(given: Sequence[Given]) -> bool:
    of_expert: dict[int, set[int]] = {}
    of_case: dict[int, set[int]] = {}
    for one in given:
        of_expert.setdefault(one.expert, set()).add(one.case)
        of_case.setdefault(one.case, set()).add(one.expert)
    waiting = [given[0].expert]
    seen = set(waiting)
    while waiting:
        for case in of_expert[waiting.pop()]:
            new = of_case[case] - seen
            seen |= new
            waiting += new
    return len(seen) == len(of_expert)


@dataclass(frozen=True, slots=True)
class _Solved:
    """The equations solved for two ratios: effects, the inverse of what is left for experts and the common mean."""

    cases: Floats
    experts: Floats
    mean: float
    inverse: Floats
    diagonal: Floats
    variance: float
    deviance: float


class _Fit:
    """Henderson's equations of the round. Cases, the larger side, are eliminated: what is left is one row an expert."""

    def __init__(self, given: Sequence[Given]) -> None:
        self.case_ids = sorted({one.case for one in given})
        self.expert_ids = sorted({one.expert for one in given})
        rows = {case: row for row, case in enumerate(self.case_ids)}
        columns = {expert: column for column, expert in enumerate(self.expert_ids)}
        self.row = np.array([rows[one.case] for one in given])
        self.column = np.array([columns[one.expert] for one in given])
        self.score = np.array([one.score_bp for one in given], dtype=np.float64)
        self.per_case = np.bincount(self.row).astype(np.float64)
        self.per_expert = np.bincount(self.column).astype(np.float64)
        self.together = self._together()
        self.case_sums = np.bincount(self.row, self.score, minlength=len(rows))
        self.expert_sums = np.bincount(self.column, self.score, minlength=len(columns))

    def _together(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Each two reviews of one case (also one with itself): the case, and the place of the two experts in a square
        of all experts. Few against all pairs of experts, so that a search over a large round stays cheap."""
        ends = np.cumsum(self.per_case).astype(np.intp)
        found = [
            (row, a * len(self.expert_ids) + b)
            for row, columns in enumerate(np.split(self.column, ends[:-1]))
            for a in columns
            for b in columns
        ]
        cases, places = zip(*found, strict=True)
        return np.array(cases), np.array(places)

    def best_ratios(self) -> Ratios:
        """The ratios of greatest restricted likelihood, by a search in ever smaller steps from equal shares."""
        if not np.ptp(self.score):
            return Ratios(1.0, 1.0)
        at, step = (0.0, 0.0), FIRST_STEP
        known: dict[tuple[float, float], float] = {}

        def deviance(place: tuple[float, float]) -> float:
            if place not in known:
                known[place] = self.solve(Ratios(math.exp(place[0]), math.exp(place[1]))).deviance
            return known[place]

        while step > LAST_STEP:
            around = [
                (min(max(at[0] + dx, LEAST_LOG), MOST_LOG), min(max(at[1] + dy, LEAST_LOG), MOST_LOG))
                for dx in (-step, 0.0, step)
                for dy in (-step, 0.0, step)
            ]
            best = min(around, key=deviance)
            if deviance(best) < deviance(at):
                at = best
            else:
                step /= 2
        return Ratios(math.exp(at[0]), math.exp(at[1]))

    def solve(self, ratios: Ratios) -> _Solved:
        """Effects, their precision, and how badly these ratios explain the scores (twice the negative likelihood)."""
        diagonal = self.per_case + 1 / ratios.cases
        experts = len(self.expert_ids)
        rows, places = self.together
        shared = np.bincount(places, 1 / diagonal[rows], minlength=experts**2).reshape(experts, experts)
        left = np.empty((experts + 1, experts + 1))  # the last one is the common mean
        left[:-1, :-1] = np.diag(self.per_expert + 1 / ratios.experts) - shared
        left[:-1, -1] = left[-1, :-1] = self.per_expert - self._by_expert(self.per_case / diagonal)
        left[-1, -1] = len(self.score) - (self.per_case**2 / diagonal).sum()
        sums = np.append(self.expert_sums, self.score.sum())
        weighed = self.case_sums / diagonal
        inverse: Floats = np.linalg.inv(left).astype(np.float64)
        effects = inverse @ (sums - np.append(self._by_expert(weighed), self.per_case @ weighed))
        of_experts = np.bincount(self.row, effects[self.column], minlength=len(self.case_ids))
        cases = (self.case_sums - of_experts - self.per_case * effects[-1]) / diagonal
        explained = effects @ sums + cases @ self.case_sums
        variance = max(float(self.score @ self.score - explained), 1e-9) / (len(self.score) - 1)
        deviance = (
            (len(self.score) - 1) * math.log(variance)
            + float(np.log(diagonal).sum())
            + float(np.linalg.slogdet(left)[1])
            + len(self.case_ids) * math.log(ratios.cases)
            + experts * math.log(ratios.experts)
        )
        return _Solved(cases, effects[:-1], float(effects[-1]), inverse, diagonal, variance, deviance)

    def _by_expert(self, of_case: Floats) -> Floats:
        """What his cases have, summed for each expert."""
        return np.bincount(self.column, of_case[self.row], minlength=len(self.expert_ids)).astype(np.float64)

    @staticmethod
    def _margins(unknown: Floats, variance: float) -> Floats:
        return (CERTAIN * np.sqrt(variance * np.maximum(unknown, 0))).astype(np.float64)

    def told(self, ratios: Ratios) -> Calibrated:
        """The fit in whole basis points."""
        solved = self.solve(ratios)
        apart = np.zeros((len(self.case_ids), len(self.expert_ids) + 1))
        np.add.at(apart, (self.row, self.column), 1)
        apart[:, -1] = self.per_case
        apart /= solved.diagonal[:, None]
        apart -= apart.mean(axis=0)  # from the other cases: what all have in common moves none past another
        chance = 1 / solved.diagonal
        own = chance * (1 - 2 / len(chance)) + chance.mean() / len(chance)
        margins = self._margins(own + ((apart @ solved.inverse) * apart).sum(axis=1), solved.variance)
        centred = np.eye(len(self.expert_ids)) - 1 / len(self.expert_ids)
        severity = self._margins(np.diag(centred @ solved.inverse[:-1, :-1] @ centred), solved.variance)
        rest = self.score - solved.mean - solved.cases[self.row] - solved.experts[self.column]
        squares = np.bincount(self.column, rest**2, minlength=len(self.expert_ids))
        everybody = max(float(rest @ rest) / len(rest), 1e-9)
        spread = np.sqrt((PRIOR_REVIEWS * everybody + squares) / (PRIOR_REVIEWS + self.per_expert) / everybody)
        deviations = (math.sqrt(solved.variance * share) for share in (ratios.cases, ratios.experts, 1.0))
        return Calibrated(
            tuple(
                Estimate(case, round(solved.mean + float(effect)), round(float(margin)))
                for case, effect, margin in zip(self.case_ids, solved.cases, margins, strict=True)
            ),
            tuple(
                Severity(expert, int(count), round(float(shift)), round(float(margin)), round(10_000 * float(wide)))
                for expert, count, shift, margin, wide in zip(
                    self.expert_ids, self.per_expert, solved.experts, severity, spread, strict=True
                )
            ),
            tuple(round(one) for one in deviations),  # type: ignore[arg-type]  # three of them
            ratios,
        )
