"""What was tried."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.models import Organization
from programs.models import Call


class Trial(models.Model):
    """Other rules tried on a closed call: what was changed, and what would have come of it.

    `changes` are the new values by the address of their clause, `text` the whole rules that were tried and `checksum`
    its SHA-256. `budget_krw` is the money of the call as tried. `result` is what was found at that moment, in plain
    values: teams before and after, and the figures of both. Nothing of the call itself knows of it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="trials")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    changes = models.JSONField()
    text = models.TextField()
    checksum = models.CharField(max_length=64)
    budget_krw = models.BigIntegerField()
    result = models.JSONField()
    tried_at = models.DateTimeField()
    tried_by = models.BigIntegerField(null=True)
    tried_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(budget_krw__gte=0), name="trial_budget_not_negative"),)
        indexes = (models.Index(fields=["call", "-id"], name="trial_by_call"),)

    def __str__(self) -> str:
        return f"trial {self.uid} of {self.call_id}"
