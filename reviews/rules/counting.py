"""From the reviews of a round to the score of each case that counts, by whatever the rules say counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from programs.policy import Counts, Policy
from reviews.rules.calibration import Calibrated, Estimate, Given, calibrate, too_thin
from reviews.rules.scores import counted, mean_bp

Reviews = Mapping[int, Sequence[tuple[int, Fraction]]]
"""For each case who gave which score: the expert's number, and the score in basis points."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A case's scores side by side, in basis points: the mean of all, of those that the rules keep, and without the
    severity of its experts; which of them counts; and how far its experts are apart."""

    reviews: int
    raw_bp: int
    trimmed_bp: int
    calibrated: Estimate | None
    counts_bp: int
    apart_bp: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Every judged case with its scores. `thin` is why severity can't be told (`few_reviews`, `not_connected`), ""
    where it can; `counts` is what counts then: where severity can't be told, the mean does, whatever the rules wish."""

    cases: Mapping[int, Scored]
    calibrated: Calibrated | None
    thin: str
    counts: Counts


LEAST_REVIEWS = 5
"""Reviews of half of the experts below which severity is not estimated, where the rules say nothing."""


def count(reviews: Reviews, policy: Policy) -> Counted:
    """All scores of a round; cases without a review are left out."""
    judged = {case: given for case, given in reviews.items() if given}
    all_given = [Given(case, expert, score) for case, given in judged.items() for expert, score in given]
    rule = policy.calibration
    thin = too_thin(all_given, rule.least_reviews_per_expert if rule else LEAST_REVIEWS)
    fit = None if thin or len(all_given) < 2 else calibrate(all_given)
    estimates = {one.case: one for one in fit.cases} if fit else {}
    counts = Counts.CALIBRATED if rule and rule.counts is Counts.CALIBRATED and fit else Counts.MEAN
    return Counted(
        {case: _scored(given, estimates.get(case), counts, policy) for case, given in judged.items()},
        fit,
        thin,
        counts,
    )


def recount(reviews: Reviews, policy: Policy, known: Counted) -> dict[int, int]:
    """What counts of another draw of the same reviews, with the ratios of variance that are known."""
    if known.counts is Counts.MEAN or known.calibrated is None:
        return {case: mean_bp(counted((one for _, one in given), policy)) or 0 for case, given in reviews.items()}
    given = [Given(case, expert, score) for case, one in reviews.items() for expert, score in one]
    return {one.case: one.score_bp for one in calibrate(given, known.calibrated.ratios).cases}


def _scored(given: Sequence[tuple[int, Fraction]], estimate: Estimate | None, counts: Counts, policy: Policy) -> Scored:
    scores = [score for _, score in given]
    raw, trimmed = mean_bp(scores) or 0, mean_bp(counted(scores, policy)) or 0
    return Scored(
        reviews=len(scores),
        raw_bp=raw,
        trimmed_bp=trimmed,
        calibrated=estimate,
        counts_bp=estimate.score_bp if estimate and counts is Counts.CALIBRATED else trimmed,
        apart_bp=round(max(scores) - min(scores)),
    )
