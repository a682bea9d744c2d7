"""Whom applicants do not want to be judged by, and why."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from proposals.models import Proposal


class Objection(models.Model):
    """A team says that somebody may not judge its proposal, by his name and institution or by his number.

    Teams don't know who sits on a committee: where an expert of the register is meant, it becomes a conflict when he is
    invited, or at once where he sits already (`looked_at` is when that was looked for).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="objections")
    name = models.CharField(max_length=60)
    institution = models.CharField(max_length=120, blank=True)
    researcher_number = models.CharField(max_length=20, blank=True)
    ground = models.CharField(max_length=40)
    note = models.CharField(max_length=400)
    declared_at = models.DateTimeField()
    declared_by = models.BigIntegerField(null=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(institution="") | ~Q(researcher_number=""), name="objection_tells_who_is_meant"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="objection_has_a_reason"),
        )
        indexes = (models.Index(fields=["proposal"], name="objection_due", condition=Q(looked_at__isnull=True)),)

    def __str__(self) -> str:
        return f"{self.name} not for {self.proposal_id}"
