"""What a proposal answers to its call's own questions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from proposals.models.proposal import Proposal


class AnswerSheet(models.Model):
    """The answers on one page of the call's form, by code of the question; what is empty is left out.

    Saved as they are typed; `version` lets two writers keep both their words. `prefilled` are the questions whose
    answers were filled in when the draft began and were not touched since.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="sheets")
    section = models.CharField(max_length=30)
    answers = models.JSONField(default=dict)
    prefilled = ArrayField(models.CharField(max_length=30), default=list)
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "section"], name="sheet_once"),
            models.CheckConstraint(
                condition=Q(edited_at__isnull=True, edited_by__isnull=True)
                | Q(edited_at__isnull=False, edited_by__isnull=False),
                name="sheet_edit_is_signed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.section}"
