"""The parts of a year's grant and the gates before them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Organization
from contracts.models.agreements import Contract, ProjectYear
from contracts.states import TRANCHE


class Tranche(models.Model):
    """A dated part of a year's grant. It is released when its day has come and every gate is open."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="tranches")
    year = models.ForeignKey(ProjectYear, on_delete=models.PROTECT, related_name="tranches")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    amount_krw = models.BigIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=TRANCHE.start)
    released_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "code"], name="tranche_once_a_year"),
            models.CheckConstraint(condition=Q(state__in=TRANCHE.states), name="tranche_state_known"),
            models.CheckConstraint(condition=Q(amount_krw__gt=0), name="tranche_positive"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False) | (~Q(state="paid") & Q(paid_at__isnull=True)),
                name="tranche_paid_has_time",
            ),
        )
        indexes = (models.Index(fields=["due_on"], name="tranche_due", condition=Q(state="waiting")),)

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.code}"


class Gate(models.Model):
    """What must have happened before a tranche is released, and since when it has."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="gates")
    code = models.CharField(max_length=40)
    waits_since = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tranche", "code"], name="gate_once"),)

    def __str__(self) -> str:
        return f"{self.tranche_id}: {self.code}"
