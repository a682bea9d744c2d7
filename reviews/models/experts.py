"""The register of those who judge."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Person


class Expert(models.Model):
    """Somebody whom ministries ask to judge, with the fields he knows and how many cases he takes a round."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="expert")
    fields = ArrayField(models.CharField(max_length=60), default=list)
    max_cases = models.PositiveSmallIntegerField()
    registered_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(max_cases__gte=1), name="expert_takes_a_case"),)

    def __str__(self) -> str:
        return f"expert {self.person_id}"
