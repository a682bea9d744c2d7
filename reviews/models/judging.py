"""Who judges what, and what he said of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from reviews.models.experts import Expert
from reviews.models.rounds import Case
from reviews.states import ASSIGNMENT, REVIEW


class Assignment(models.Model):
    """An expert is to judge a case. A void one stays for the record.

    `read_at` is when he was last noted at its papers.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=10, default=ASSIGNMENT.start)
    given_at = models.DateTimeField()
    given_by = models.BigIntegerField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "expert"], condition=Q(state="given"), name="assignment_given_once"
            ),
            models.CheckConstraint(condition=Q(state__in=ASSIGNMENT.states), name="assignment_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} judges {self.case_id}"


class Review(models.Model):
    """What one expert says of one case, saved as typed, then submitted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=10, default=REVIEW.start)
    version = models.PositiveIntegerField(default=1)
    comment = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=REVIEW.states), name="review_state_known"),
            models.CheckConstraint(
                condition=Q(state="submitted", submitted_at__isnull=False)
                | Q(state="draft", submitted_at__isnull=True),
                name="review_submitted_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"review of {self.assignment_id}"


class Score(models.Model):
    """Points for one criterion of the rule set, with the comment that explains them.

    Points that were changed after the panel had seen them keep the first ones beside them (`first_points`), with when
    and why they were changed.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    first_points = models.PositiveSmallIntegerField(null=True)
    revised_at = models.DateTimeField(null=True)
    revised_why = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["review", "criterion"], name="criterion_scored_once"),
            models.CheckConstraint(
                condition=Q(first_points__isnull=True, revised_at__isnull=True, revised_why="")
                | (Q(first_points__isnull=False, revised_at__isnull=False, points__isnull=False) & ~Q(revised_why="")),
                name="score_revised_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
