"""What a region says: its order of the proposals, and the match it promises."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization, Region
from core.models import NEVER_EMPTIED, StoredFile
from programs.models import Call
from proposals.models.proposal import Proposal
from proposals.states import PLEDGE, RANKING


class RegionalRanking(models.Model):
    """A region's order of the proposals of one call. Only its own officers see it before it is submitted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rankings")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="rankings")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=RANKING.start)
    version = models.PositiveIntegerField(default=1)
    note = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["call", "region"], name="one_ranking_a_region"),
            models.CheckConstraint(condition=Q(state__in=RANKING.states), name="ranking_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False, submitted_by__isnull=False),
                name="ranking_submission_is_signed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id}: {self.region_id}"


class RankedProposal(models.Model):
    """A proposal's place in its region's order: 1 is first, no place twice."""

    ranking = models.ForeignKey(RegionalRanking, on_delete=models.CASCADE, related_name="places")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="place")
    position = models.PositiveSmallIntegerField()
    opinion = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["ranking", "position"], name="position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="position_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.ranking_id}: {self.position}"


class MatchPledge(models.Model):
    """A region's promise of its match for one proposal. It binds only if the proposal is selected.

    `year_krw` holds whole won for each project year, the first year first; `in_kind_krw` the part of it in kind.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="pledge")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="pledges")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=PLEDGE.start)
    version = models.PositiveIntegerField(default=1)
    year_krw = ArrayField(models.BigIntegerField(), default=list)
    in_kind_krw = ArrayField(models.BigIntegerField(), default=list)
    document = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="pledge")
    made_at = models.DateTimeField(null=True)
    made_by = models.BigIntegerField(null=True)

    class Meta:
        triggers = (NEVER_EMPTIED,)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PLEDGE.states), name="pledge_state_known"),
            models.CheckConstraint(
                condition=~Q(state="made") | Q(made_at__isnull=False, made_by__isnull=False),
                name="pledge_made_is_signed",
            ),
            models.CheckConstraint(condition=Q(in_kind_krw__len=F("year_krw__len")), name="pledge_parts_for_each_year"),
        )

    def __str__(self) -> str:
        return f"{self.region_id} for {self.proposal_id}"
