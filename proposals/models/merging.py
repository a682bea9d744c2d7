"""How several teams become one: the offer, and what each original has in it."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organization, Person, Region
from core.models import StoredFile
from programs.models import Call
from proposals.models.proposal import Proposal
from proposals.states import MERGE


class MergeOffer(models.Model):
    """An offer to several teams of one region to become one official team.

    `terms` is what everybody is asked to agree to: title, budget lines, targets, each with the original it comes from.
    Accepted by every leading institution and by the region, it makes a new proposal, `merged`; the originals keep their
    lineage here. A region that agrees pledges its match for the merged team with its answer (`region_krw`, whole won a
    year, `region_in_kind_krw` the part of it in kind); the pledge is made when everybody has agreed.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="merge_offers")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="merge_offers")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    organization_ids = ArrayField(models.BigIntegerField())
    leading = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    coordinator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=MERGE.start)
    merged = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, related_name="merged_from")
    offered_at = models.DateTimeField()
    offered_by = models.BigIntegerField(null=True)
    region_answer = models.CharField(max_length=8, blank=True)
    region_answered_at = models.DateTimeField(null=True)
    region_answered_by = models.BigIntegerField(null=True)
    region_krw = ArrayField(models.BigIntegerField(), default=list)
    region_in_kind_krw = ArrayField(models.BigIntegerField(), default=list)
    region_reason = models.CharField(max_length=400, blank=True)
    region_document = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MERGE.states), name="merge_state_known"),
            models.CheckConstraint(
                condition=Q(state="accepted", merged__isnull=False) | (~Q(state="accepted") & Q(merged__isnull=True)),
                name="accepted_merge_has_proposal",
            ),
            models.CheckConstraint(
                condition=Q(region_answer="", region_answered_at__isnull=True)
                | Q(region_answer__in=["accepted", "declined"], region_answered_at__isnull=False),
                name="merge_region_answer_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.region_id}: {self.state}"


class MergeShare(models.Model):
    """One original in a merge offer: its part of each year's grant in whole won, and its institution's answer."""

    offer = models.ForeignKey(MergeOffer, on_delete=models.PROTECT, related_name="shares")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="merge_shares")
    year_krw = ArrayField(models.BigIntegerField())
    answer = models.CharField(max_length=8, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["offer", "proposal"], name="original_once_an_offer"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=["accepted", "declined"], answered_at__isnull=False),
                name="merge_answer_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.proposal_id}"


class MergingEnd(models.Model):
    """Since when no merge is offered or agreed to in a call any more: the selection among its proposals was decided."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="merging_end")
    ended_at = models.DateTimeField()
    ended_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.call_id}: {self.ended_at}"
