"""What each team is told of its judgement."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Organization
from reviews.models.selections import Decision, Selection


class Letter(models.Model):
    """The letter to one team after a selection was published: its scores by criterion and comments, no expert named.

    `content` is frozen as it was sent. `person_ids` and `organization_ids` (the leading institution) say whose it is.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="letters")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="letter")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person_ids = ArrayField(models.BigIntegerField())
    organization_ids = ArrayField(models.BigIntegerField())
    content = models.JSONField()
    sent_at = models.DateTimeField()
    sent_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"letter on {self.decision_id}"
