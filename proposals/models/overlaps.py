"""Two standing submissions that overlap, and what became of that."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from programs.models import Call
from proposals.models.proposal import Proposal
from proposals.states import OVERLAP


class Overlap(models.Model):
    """A pair of proposals: `first` arrived earlier than `second`, whose ministry could have known and answers.

    What repeats the proposals' rows (number, call, ministry) may be read by the offices of either ministry, which see
    one of the proposals only. `text_bp`, `people`, `firms`, `equipment` are what they have in common; passages are
    found anew for who may read them. The committee's opinion and the ministry's answer change nothing of either.
    """

    class Opinion(models.TextChoices):
        MERGE = "merge"
        JOIN = "join"
        KEEP_APART = "keep_apart"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    first_number = models.CharField(max_length=60)
    second_number = models.CharField(max_length=60)
    first_call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    second_call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    first_ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    second_ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    text_bp = models.PositiveIntegerField()
    people = models.PositiveSmallIntegerField()
    firms = models.PositiveSmallIntegerField()
    equipment = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=OVERLAP.start)
    found_at = models.DateTimeField()
    opinion = models.CharField(max_length=10, choices=Opinion.choices, blank=True)
    opinion_text = models.CharField(max_length=2_000, blank=True)
    opinion_at = models.DateTimeField(null=True)
    opinion_by = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)
    answer_text = models.CharField(max_length=2_000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="overlap_once_a_pair"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="overlap_of_two"),
            models.CheckConstraint(condition=Q(state__in=OVERLAP.states), name="overlap_state_known"),
            models.CheckConstraint(condition=Q(text_bp__lte=10_000), name="overlap_text_at_most_all"),
            models.CheckConstraint(
                condition=Q(opinion="", opinion_at__isnull=True, due_at__isnull=True)
                | Q(opinion__in=["merge", "join", "keep_apart"], opinion_at__isnull=False, due_at__isnull=False),
                name="overlap_opinion_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "ended"], answered_at__isnull=True)
                | Q(state__in=["joined", "accepted"], answered_at__isnull=False),
                name="overlap_answer_is_dated",
            ),
        )
        indexes = (
            models.Index(fields=["first_ministry", "state"], name="overlap_of_first_ministry"),
            models.Index(fields=["second_ministry", "state"], name="overlap_of_second_ministry"),
        )

    def __str__(self) -> str:
        return f"{self.first_number} / {self.second_number}"
