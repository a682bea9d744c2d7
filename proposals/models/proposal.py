"""What institutions hand in: the working copy, and each submission exactly as it was."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value

from accounts.models import Organization, Region
from core.models import APPEND_ONLY
from programs.models import Call
from proposals.states import COMPARED, PROPOSAL

SKETCH_DUE = Q(
    Q(Q(sketched_id=None) | ~Q(sketched_id=F("submission_id")), state__in=COMPARED)
    | Q(~Q(state__in=COMPARED), sketched_id__isnull=False)
)
"""The sketch is missing, of an older submission, or left from what does not stand any more. The sweep asks for it in
these very words, so that the index `proposal_sketch_due` holds what is due and nothing else."""


class Proposal(models.Model):
    """The working copy, and where the project stands before a contract.

    `project_uid` names the project for its whole life. The ministry, region and organisation columns repeat what can be
    found by joins: they are what permissions and the second wall look at. `version` counts every change of content; the
    parts that are written as a whole count their own, so that writers of different parts don't get in each other's way.
    `cap_reasons` are why a budget category passes a cap that may be passed with a reason, by code of the category.
    `office_asked_*` tell that the team asks its institution's office to submit; the other `*_at` columns remember what
    the sweeps have already told the team, `outage_moves_told` of how many moves of the closing by an outage.
    `by_region` marks a region's own plan, which its government's office writes and hands in; `reopened_until` is until
    when a plan that was sent back may be written past the closing. `sketched_id` is the submission of which a sketch
    stands, and empty where none does.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="proposals")
    number = models.CharField(max_length=60, blank=True)
    title_ko = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    lead_organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="proposals_led")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="proposals")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    organization_ids = ArrayField(models.BigIntegerField())
    state = models.CharField(max_length=10, default=PROPOSAL.start)
    version = models.PositiveIntegerField(default=1)
    basics_version = models.PositiveIntegerField(default=1)
    budget_version = models.PositiveIntegerField(default=1)
    targets_version = models.PositiveIntegerField(default=1)
    cap_reasons = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    submission = models.OneToOneField("Submission", on_delete=models.PROTECT, null=True, related_name="current_for")
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField()
    office_asked_at = models.DateTimeField(null=True)
    office_asked_by = models.BigIntegerField(null=True)
    closing_reminded_at = models.DateTimeField(null=True)
    closing_told_at = models.DateTimeField(null=True)
    outage_moves_told = models.PositiveSmallIntegerField(default=0, db_default=0)
    by_region = models.BooleanField(default=False, db_default=False)
    reopened_until = models.DateTimeField(null=True)
    sketched_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PROPOSAL.states), name="proposal_state_known"),
            models.CheckConstraint(
                condition=Q(office_asked_at__isnull=True, office_asked_by__isnull=True)
                | Q(office_asked_at__isnull=False, office_asked_by__isnull=False),
                name="proposal_office_asked_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submission__isnull=False),
                name="proposal_submitted_has_submission",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="proposal_number_once"),
            models.CheckConstraint(condition=Q(organization_ids__len__gt=0), name="proposal_has_organization"),
        )
        indexes = (
            models.Index(fields=["call", "region", "state"], name="proposal_by_region"),
            models.Index(fields=["call", "state", "id"], name="proposal_by_state"),
            GinIndex(fields=["organization_ids"], name="proposal_by_organization"),
            models.Index(fields=["id"], condition=SKETCH_DUE, name="proposal_sketch_due"),
        )

    def __str__(self) -> str:
        return self.number or str(self.uid)

    @property
    def closes_at(self) -> datetime:
        """Until when it is taken: to the call's closing, or to the day for which it was sent back. Needs `call`."""
        return max(self.call.closes_at, self.reopened_until or self.call.closes_at)


class Submission(models.Model):
    """A proposal exactly as it was handed in. Never changed; a replacement is a new row with the next sequence.

    `content` is the frozen dossier, `sha256` the hash of its canonical text; `arrived_at` the moment that counted.
    The sums are of the content, in won: grant, the region's match, own money, and all of them, over all years. They and
    the titles repeat the content for lists: a reader outside the team never sees the working copy's.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="submissions")
    sequence = models.PositiveSmallIntegerField()
    arrived_at = models.DateTimeField()
    submitted_by = models.BigIntegerField()
    title_ko = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    grant_krw = models.BigIntegerField()
    regional_krw = models.BigIntegerField()
    own_krw = models.BigIntegerField()
    total_krw = models.BigIntegerField()

    class Meta:
        triggers = APPEND_ONLY
        constraints = (
            models.UniqueConstraint(fields=["proposal", "sequence"], name="submission_sequence_once"),
            models.CheckConstraint(
                condition=Q(total_krw=F("grant_krw") + F("regional_krw") + F("own_krw")),
                name="submission_sums_add_up",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.sequence}"
