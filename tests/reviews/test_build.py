"""What the builder of rounds writes directly is what the actions write."""

from __future__ import annotations

from typing import Any

import pytest

from reviews.models import Assignment, Review, Score
from tests.build_reviews import a_panel

pytestmark = pytest.mark.django_db
OWN = ("id", "uid", "review", "assignment")


def written(assignment: Assignment) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A review and its scores, without what is each row's own."""

    def values(row: Review | Score) -> dict[str, Any]:
        return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in OWN}

    review = Review.objects.get(assignment=assignment)
    return values(review), [values(score) for score in review.scores.order_by("criterion")]


def test_reviews_are_built_as_they_are_submitted() -> None:
    panel = a_panel(1)
    panel.start()
    by_actions, directly = Assignment.objects.filter(state="given").order_by("id")[:2]
    panel.submit(by_actions, 3)
    panel.score(3)
    assert written(directly) == written(by_actions)
