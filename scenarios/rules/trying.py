"""What can't be tried on a call that was held: nothing, and what nobody was ever asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.refusals import Value, Violation
from programs.policy import Difference, Policy, compare

READ_BY_TRIALS = (
    *("eligibility", "regions", "people", "tiers"),
    *("match", "budget", "quota", "regional", "balance", "division", "timeline"),
    *("review", "scoring", "selection", "choosing", "waiting", "project_years"),
)
"""The groups of rules on which it depends who is in, and when money comes."""


def trial_violations(
    own: Policy, tried: Policy, points: Mapping[str, tuple[int, int]], *, same_budget: bool
) -> list[Violation]:
    """Why a trial would tell nothing. `points` are the least and the most that experts gave, by criterion.

    Codes `trial.nothing_changed`, `trial.criterion_never_scored`, `trial.points_off_scale`.
    """
    if same_budget and all(one.difference is Difference.MARKED for one in compare(own, tried)):
        return [Violation("trial.nothing_changed")]
    return list(_scoring(tried, points)) if points else []


def _scoring(tried: Policy, points: Mapping[str, tuple[int, int]]) -> Iterator[Violation]:
    """Experts are not asked again: their points have to fit the criteria that are tried."""
    for criterion in tried.review.criteria:
        values: dict[str, Value] = {"criterion_ko": criterion.name_ko, "criterion_en": criterion.name_en}
        clause = f"review.criteria.{criterion.code}"
        if criterion.code not in points:
            yield Violation("trial.criterion_never_scored", values, "review", clause)
            continue
        least, most = points[criterion.code]
        if least < criterion.scale_min or most > criterion.scale_max:
            given = {**values, "least": least, "most": most}
            yield Violation("trial.points_off_scale", given, "review", clause)
