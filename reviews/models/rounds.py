"""Rounds of judgement: their committees, their cases, and who may not judge which."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organization, Region
from programs.models import Call
from proposals.models import Proposal
from reviews.models.experts import Expert
from reviews.states import CONFLICT, ROUND


class Round(models.Model):
    """One round of judgement over the cases of a call, by one committee, until `due_at`."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="round")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=ROUND.start)
    reviewers_per_case = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ROUND.states), name="round_state_known"),
            models.CheckConstraint(condition=Q(reviewers_per_case__gte=1), name="round_has_reviewers"),
        )

    def __str__(self) -> str:
        return f"round of {self.call_id}"


class Member(models.Model):
    """An expert on the committee of a round. Papers stay closed to him until he has declared his interests.

    Who is invited accepts or declines; who declares has accepted. `reminded_at` remembers that he was told how near the
    end is, and is emptied when the end moves. Who has no account is written to: `letter_due_at` is when the next letter
    goes, `letter_number` tells which letter's link counts, `link_until` the first moment at which it no longer does.
    """

    class Answer(models.TextChoices):
        OPEN = ""
        ACCEPTED = "accepted"
        DECLINED = "declined"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="members")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="memberships")
    max_cases = models.PositiveSmallIntegerField()
    invited_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, blank=True, default="", db_default="")
    answered_at = models.DateTimeField(null=True)
    declined_why = models.CharField(max_length=400, blank=True, default="", db_default="")
    letter_number = models.PositiveSmallIntegerField(default=0, db_default=0)
    letter_due_at = models.DateTimeField(null=True)
    letter_attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    link_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "expert"], name="member_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=["accepted", "declined"], answered_at__isnull=False),
                name="member_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | Q(declared_at__isnull=True), name="member_declined_declares_nothing"
            ),
        )
        indexes = (
            models.Index(fields=["letter_due_at"], name="member_letter_due", condition=Q(letter_due_at__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} in {self.round_id}"


class Case(models.Model):
    """What is judged: a frozen dossier, its hash, and the parties whom nobody judging it may belong to."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="cases")
    project_uid = models.UUIDField()
    number = models.CharField(max_length=60)
    title_ko = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    dossier = models.JSONField()
    sha256 = models.CharField(max_length=64)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    organization_ids = ArrayField(models.BigIntegerField())
    person_ids = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["round", "project_uid"], name="case_once_a_round"),)

    def __str__(self) -> str:
        return self.number


class ProposalCase(models.Model):
    """The proposal that a case is about."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="of_proposal")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="case")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.proposal_id}"


class Conflict(models.Model):
    """Why an expert may not judge a case, and who says so. While it stands he sees nothing of the case."""

    class Source(models.TextChoices):
        DECLARED = "declared"
        DETECTED = "detected"
        OFFICER = "officer"
        APPLICANT = "applicant"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="conflicts")
    source = models.CharField(max_length=10, choices=Source.choices)
    ground = models.CharField(max_length=40)
    note = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, default=CONFLICT.start)
    found_at = models.DateTimeField()
    found_by = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.BigIntegerField(null=True)
    lifted_why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "expert", "source", "ground"], name="conflict_once"),
            models.CheckConstraint(condition=Q(state__in=CONFLICT.states), name="conflict_state_known"),
            models.CheckConstraint(
                condition=Q(state="standing", lifted_at__isnull=True, lifted_by__isnull=True)
                | (Q(state="lifted", lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why="")),
                name="conflict_lift_is_signed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} on {self.case_id}: {self.ground}"
