"""From points by criterion to one score in basis points of full marks. Exact: integers and fractions, no float."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from core.money import WHOLE_BP
from core.refusals import Value, Violation
from programs.policy import Criterion, Policy

COMMENT_LENGTH = 4_000
"""The most characters of one comment."""


@dataclass(frozen=True, slots=True)
class Marks:
    """One expert's points (None where not given yet) and comments by criterion."""

    points: Mapping[str, int | None]
    comments: Mapping[str, str]


def review_violations(marks: Marks, policy: Policy) -> list[Violation]:
    """Why a review can't be submitted: each criterion wants points on its scale, and a comment where the rules say.

    Raises nothing; codes `review.points_missing`, `review.points_off_scale`, `review.comment_missing`,
    `review.comment_too_short`, `review.criterion_unknown`, `review.comment_too_long`.
    """
    found = []
    known = {criterion.code for criterion in policy.review.criteria}
    for code in sorted((set(marks.points) | set(marks.comments)) - known):
        found.append(Violation("review.criterion_unknown", {"criterion": code}, field=f"points.{code}"))
    for criterion in policy.review.criteria:
        points = marks.points.get(criterion.code)
        clause = f"review.criteria.{criterion.code}"
        values: dict[str, Value] = {
            "criterion_ko": criterion.name_ko,
            "criterion_en": criterion.name_en,
            "least": criterion.scale_min,
            "most": criterion.scale_max,
        }
        if points is None:
            found.append(Violation("review.points_missing", values, f"points.{criterion.code}", clause))
        elif not criterion.scale_min <= points <= criterion.scale_max:
            off = {**values, "points": points}
            found.append(Violation("review.points_off_scale", off, f"points.{criterion.code}", clause))
        found += _comment_violations(marks.comments.get(criterion.code, "").strip(), points, criterion, policy, values)
    for code in sorted(known & set(marks.comments)):
        found += length_violations(marks.comments[code], f"comments.{code}")
    return found


def _comment_violations(
    comment: str, points: int | None, criterion: Criterion, policy: Policy, values: Mapping[str, Value]
) -> Iterator[Violation]:
    """A comment that the rules ask for and that is not there, or is too short to say anything."""
    rule, field = policy.comments, f"comments.{criterion.code}"
    if rule is not None and not rule.is_needed(points, criterion.scale_min, criterion.scale_max):
        return
    least = rule.least_characters if rule else 0
    if not comment:
        yield Violation("review.comment_missing", dict(values), field, "comments.where" if rule else "")
    elif len(comment) < least:
        short = {**values, "length": len(comment), "least": least}
        yield Violation("review.comment_too_short", short, field, "comments.least_characters")


def revision_violations(
    before: Mapping[str, int], points: Mapping[str, int], reason: str, policy: Policy
) -> Iterator[Violation]:
    """Why points that the panel has seen can't be changed so.

    Codes `review.criterion_unknown`, `review.points_off_scale`, `review.nothing_changed`,
    `review.revision_reason_missing`, `review.comment_too_long`.
    """
    for code, given in sorted(points.items()):
        criterion = policy.review.criterion(code)
        if criterion is None or code not in before:
            yield Violation("review.criterion_unknown", {"criterion": code}, f"points.{code}")
        elif not criterion.scale_min <= given <= criterion.scale_max:
            values: dict[str, Value] = {
                "criterion_ko": criterion.name_ko,
                "criterion_en": criterion.name_en,
                "least": criterion.scale_min,
                "most": criterion.scale_max,
                "points": given,
            }
            yield Violation("review.points_off_scale", values, f"points.{code}", f"review.criteria.{code}")
    if all(before.get(code) == given for code, given in points.items()):
        yield Violation("review.nothing_changed", {})
    if not reason.strip():
        yield Violation("review.revision_reason_missing", {}, "reason")
    yield from length_violations(reason, "reason")


def length_violations(comment: str, field: str = "comment") -> list[Violation]:
    """`review.comment_too_long` past COMMENT_LENGTH characters."""
    if len(comment) <= COMMENT_LENGTH:
        return []
    return [Violation("review.comment_too_long", {"length": len(comment), "most": COMMENT_LENGTH}, field)]


def score_bp(points: Mapping[str, int], policy: Policy) -> Fraction:
    """One review's score: points as a share of each criterion's full marks, by weight, in exact basis points."""
    return sum(
        (
            Fraction(criterion.weight_bp * points[criterion.code], criterion.scale_max)
            for criterion in policy.review.criteria
        ),
        Fraction(),
    )


def counted(scores: Iterable[Fraction], policy: Policy) -> list[Fraction]:
    """The scores of a case that make up its mean: without the highest and lowest that the rules leave out."""
    given = sorted(scores)
    return given if policy.scoring is None else given[policy.scoring.kept(len(given))]


def mean_bp(scores: Iterable[Fraction]) -> int | None:
    """The mean of a case's reviews in whole basis points, halves to the even; None without a review."""
    given = list(scores)
    return round(sum(given, Fraction()) / len(given)) if given else None


def merit_of(*, score: int, position: int | None, ranked: int, rank_weight_bp: int) -> int:
    """What the selection counts, in millionths of full marks times a hundred: score and regional rank by weight.

    The first of `ranked` proposals in its region has full marks for its rank, the last has 1/ranked of them, one that
    its region did not rank has none. `score` is in basis points; the result is score x (1 - weight) + rank x weight,
    not divided, so that it stays a whole number.
    """
    rank_bp = 0 if position is None else WHOLE_BP * (ranked - position + 1) // ranked
    return score * (WHOLE_BP - rank_weight_bp) + rank_bp * rank_weight_bp
