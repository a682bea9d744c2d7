"""What a letter says of a judgement: the mean of each criterion and every comment, in no order that names an expert."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from programs.policy import Policy
from reviews.rules.scores import Marks


@dataclass(frozen=True, slots=True)
class Opinion:
    """One expert's review of a case, without the expert."""

    marks: Marks
    comment: str


def judgement_of(number: str, opinions: Sequence[Opinion], policy: Policy) -> dict[str, Any]:
    """The part of a letter about one judged proposal. Means are in hundredths of a point; comments are in the order of
    their letters, so that the same expert's comments do not stand at the same place of each list."""
    return {
        "number": number,
        "reviews": len(opinions),
        "criteria": [
            {
                "code": criterion.code,
                "name_ko": criterion.name_ko,
                "name_en": criterion.name_en,
                "most": criterion.scale_max,
                "weight_bp": criterion.weight_bp,
                "mean_hundredths": _mean([one.marks.points.get(criterion.code) for one in opinions]),
                "comments": _texts(one.marks.comments.get(criterion.code, "") for one in opinions),
            }
            for criterion in policy.review.criteria
        ],
        "comments": _texts(one.comment for one in opinions),
    }


def _mean(points: Sequence[int | None]) -> int | None:
    given = [one for one in points if one is not None]
    return round(Fraction(100 * sum(given), len(given))) if given else None


def _texts(comments: Iterable[str]) -> list[str]:
    return sorted(text.strip() for text in comments if text.strip())
