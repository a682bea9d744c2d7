"""How several teams become one: the offer, and what each original has in it."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization, Person, Region
from core.models import StoredFile
from programs.models import Call
from proposals.models.parts import Target
from proposals.models.proposal import Proposal
from proposals.states import MERGE

UNSENT = ("held", "refused", "withdrawn")
"""States in which an override may stand unsigned: nobody was asked."""


class MergeOffer(models.Model):
    """An offer to several teams of one region to become one official team.

    `terms` is what everybody is asked to agree to: title, budget lines, targets, each with the original it comes from.
    Accepted by every leading institution and by the region, it makes a new proposal, `merged`; the originals keep their
    lineage here. A region that agrees pledges its match for the merged team with its answer (`region_krw`, whole won a
    year, `region_in_kind_krw` the part of it in kind); the pledge is made when everybody has agreed.

    One that asks for more than the rules allow stands `held`, with `override_reason`, until somebody else has signed
    it; before that nobody is asked. `chosen_way` is the `rules.Way` that the desk takes instead of one it took back, ""
    where it does not say. `answer_due_at` is when it lapses without all answers; None where no rule says.
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
    override_reason = models.CharField(max_length=400, blank=True, default="", db_default="")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.BigIntegerField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    region_answer = models.CharField(max_length=8, blank=True)
    region_answered_at = models.DateTimeField(null=True)
    region_answered_by = models.BigIntegerField(null=True)
    region_krw = ArrayField(models.BigIntegerField(), default=list)
    region_in_kind_krw = ArrayField(models.BigIntegerField(), default=list)
    region_reason = models.CharField(max_length=400, blank=True)
    region_document = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    chosen_way = models.CharField(max_length=10, blank=True, default="", db_default="")

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
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(signed_by=F("offered_by"))),
                name="merge_is_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(override_reason="") | Q(signed_at__isnull=False) | Q(state__in=UNSENT),
                name="merge_override_is_signed_before_sent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.region_id}: {self.state}"

    @property
    def is_sent(self) -> bool:
        """Whether those who have to agree were asked: not before an override is signed."""
        return not self.override_reason or self.signed_at is not None


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


class TargetOrigin(models.Model):
    """How much of a merged project's target comes from which original: no target loses who had promised it."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="origins")
    original = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["target", "original"], name="origin_once_a_target"),
            models.CheckConstraint(condition=Q(value__gte=0), name="origin_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.target_id}: {self.original_id}"


class MergingEnd(models.Model):
    """Since when no merge is offered or agreed to in a call any more: the selection among its proposals was decided."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="merging_end")
    ended_at = models.DateTimeField()
    ended_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.call_id}: {self.ended_at}"
