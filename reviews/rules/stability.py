"""How much of a place is chance: the same selection once more, with the reviewers of each case drawn anew."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction

from core.money import WHOLE_BP
from reviews.rules.selection import Candidate, Quotas, RulesClash, choose

Drawn = Mapping[int, Sequence[tuple[int, Fraction]]]
"""For each proposal, who gave which score: the expert's number and the score in basis points."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate whose score comes of these originals (itself, unless merged), each weighed by its grant."""

    candidate: Candidate
    originals: tuple[tuple[int, int], ...]


def inside_bp(
    standings: Sequence[Standing],
    quotas: Quotas,
    given: Drawn,
    *,
    counts: Callable[[Drawn], Mapping[int, int]],
    rank_weight_bp: int,
    draws: int,
    seed: int,
    told: Callable[[int], None] = lambda _: None,
) -> dict[int, int]:
    """For each candidate the share of draws in which it is in, in basis points; the same seed gives the same shares.

    In each draw every case keeps as many reviews as it has, drawn with replacement from its own. `counts` makes scores
    of a draw; the weight of the regional rank stays as it is. `told` hears how many draws are done.
    """
    lots = random.Random(seed)
    found: Counter[int] = Counter()
    for number in range(draws):
        scores = counts({pk: lots.choices(reviews, k=len(reviews)) for pk, reviews in sorted(given.items()) if reviews})
        drawn = [rescored(one, scores, rank_weight_bp) for one in standings]
        with suppress(RulesClash):  # then nobody is in
            found.update(choose(drawn, quotas).selected)
        told(number + 1)
    return {one.candidate.id: round(Fraction(WHOLE_BP * found[one.candidate.id], draws)) for one in standings}


def rescored(standing: Standing, scores: Mapping[int, int], rank_weight_bp: int) -> Candidate:
    """The candidate as it would stand with these scores; one that was never judged stays so."""
    before = standing.candidate.score_bp
    if before is None or any(pk not in scores for pk, _ in standing.originals):
        return standing.candidate
    weight = sum(grant for _, grant in standing.originals)
    score = round(Fraction(sum(scores[pk] * grant for pk, grant in standing.originals), weight))
    merit = standing.candidate.merit + (score - before) * (WHOLE_BP - rank_weight_bp)
    return replace(standing.candidate, score_bp=score, merit=merit)
