"""From the reviews of a round to the score of each case that counts, by whatever the rules say counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from programs.policy import UNRULED, Consensus, Counts, Policy
from reviews.rules.calibration import Calibrated, Estimate, Given, calibrate, too_thin
from reviews.rules.scores import counted, mean_bp

Reviews = Mapping[int, Sequence[tuple[int, Fraction]]]
"""For each case who gave which score: the expert's number, and the score in basis points."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A case's scores side by side, in basis points: the mean of all, of those that the rules keep, and without the
    severity of its experts; which of them counts; how far its experts are apart; and what a panel agreed on, which
    counts instead where the rules say so (`by_panel`)."""

    reviews: int
    raw_bp: int
    trimmed_bp: int
    calibrated: Estimate | None
    counts_bp: int
    apart_bp: int
    consensus_bp: int | None = None
    by_panel: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """Every judged case with its scores. `thin` is why severity can't be told (`few_reviews`, `not_connected`), ""
    where it can; `counts` is what counts then: where severity can't be told, the mean does, whatever the rules wish."""

    cases: Mapping[int, Scored]
    calibrated: Calibrated | None
    thin: str
    counts: Counts


NOTHING_AGREED: Mapping[int, int] = {}
LEAST_REVIEWS = 5
"""Reviews of half of the experts below which severity is not estimated, where the rules say nothing."""


def count(reviews: Reviews, policy: Policy, agreed: Mapping[int, int] = NOTHING_AGREED) -> Counted:
    """All scores of a round, with what a panel `agreed` on for some cases; cases without a review are left out."""
    judged = {case: given for case, given in reviews.items() if given}
    all_given = [Given(case, expert, score) for case, given in judged.items() for expert, score in given]
    rule = policy.calibration
    thin = too_thin(all_given, rule.least_reviews_per_expert if rule else LEAST_REVIEWS)
    fit = None if thin or len(all_given) < 2 else calibrate(all_given)
    estimates = {one.case: one for one in fit.cases} if fit else {}
    counts = Counts.CALIBRATED if rule and rule.counts is Counts.CALIBRATED and fit else Counts.MEAN
    by_panel = (policy.panel or UNRULED).consensus is Consensus.COUNTED
    scored = {case: _scored(given, estimates.get(case), counts, policy) for case, given in judged.items()}
    return Counted(
        {case: _settled(one, agreed.get(case), counts=by_panel) for case, one in scored.items()},
        fit,
        thin,
        counts,
    )


def recount(reviews: Reviews, policy: Policy, known: Counted) -> dict[int, int]:
    """What counts of another draw of the same reviews, with the ratios of variance that are known.

    What a panel settled stays as it is: it does not hang on which experts were drawn.
    """
    settled = {case: one.counts_bp for case, one in known.cases.items() if one.by_panel and case in reviews}
    if known.counts is Counts.MEAN or known.calibrated is None:
        means = {case: mean_bp(counted((one for _, one in given), policy)) or 0 for case, given in reviews.items()}
        return means | settled
    given = [Given(case, expert, score) for case, one in reviews.items() for expert, score in one]
    return {one.case: one.score_bp for one in calibrate(given, known.calibrated.ratios).cases} | settled


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


def _settled(one: Scored, consensus_bp: int | None, *, counts: bool) -> Scored:
    """The scores of a case with its panel's beside them; the experts' own never change by it."""
    if consensus_bp is None:
        return one
    return replace(one, consensus_bp=consensus_bp, by_panel=counts, counts_bp=consensus_bp if counts else one.counts_bp)
