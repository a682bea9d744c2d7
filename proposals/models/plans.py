"""A region's answer to a call that takes one plan of each."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization, Region
from core.models import NEVER_EMPTIED
from programs.models import Call
from proposals.models.proposal import Proposal
from proposals.states import PLAN


class RegionalPlan(models.Model):
    """What a region answers to a call: a plan, which is a proposal, or that it declines. At most one stands.

    `ministry`, `region` and `organization_ids` are what permissions and the second wall look at; `organization_ids` is
    the leading institution. `parts`, `note` and `due_at` are of the last time that it was sent back, `reason` of a plan
    that was declined by either side. `overdue_told_at` remembers that a day that passed was told.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="plans")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="plans")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    organization_ids = ArrayField(models.BigIntegerField(), default=list)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, related_name="plan")
    state = models.CharField(max_length=10, default=PLAN.start)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.BigIntegerField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    endorsed_at = models.DateTimeField(null=True)
    endorsed_by = models.BigIntegerField(null=True)
    returned_times = models.PositiveSmallIntegerField(default=0)
    parts = ArrayField(models.CharField(max_length=20), default=list)
    note = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        triggers = (NEVER_EMPTIED,)
        constraints = (
            models.UniqueConstraint(
                fields=["call", "region"],
                condition=~Q(state__in=["declined", "refused"]),
                name="one_standing_plan_a_region",
            ),
            models.CheckConstraint(condition=Q(state__in=PLAN.states), name="plan_state_known"),
            models.CheckConstraint(condition=Q(state="declined") | Q(proposal__isnull=False), name="plan_has_proposal"),
            models.CheckConstraint(
                condition=~Q(state="returned") | (Q(due_at__isnull=False, parts__len__gt=0) & ~Q(note="")),
                name="plan_returned_says_what",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "refused", "declined"], decided_at__isnull=False)
                | (~Q(state__in=["accepted", "refused", "declined"]) & Q(decided_at__isnull=True)),
                name="plan_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "declined"]) | ~Q(reason=""), name="plan_declined_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(endorsed_at__isnull=True) | Q(endorsed_at__gte=F("begun_at")), name="plan_endorsed_after"
            ),
        )
        indexes = (models.Index(fields=["call", "state"], name="plan_by_call"),)

    def __str__(self) -> str:
        return f"{self.region_id} to {self.call_id}: {self.state}"
