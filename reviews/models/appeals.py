"""Appeals against decisions, and the experts who judge them without having judged before."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organization
from core.models import StoredFile
from programs.models import Call
from reviews.models.experts import Expert
from reviews.models.selections import Decision
from reviews.states import APPEAL


class Appeal(models.Model):
    """What a team holds against the decision on its proposal: one for each decision, saved as typed, then filed.

    `disputed` is the finding in dispute: the decision as a whole, a criterion, or a rule by its code. `held` are the
    numbers of those whose places it may win (who would have gone out for it), taken from the decision as it is filed:
    no contract is drawn with them while the appeal is open. `person_ids` and `organization_ids` say whose it is.
    `judge_ids` are the persons who judge it; `papers` what they read, frozen as it was admitted: the dossier of each
    case and what the letter said. `decide_by` is the first late moment of the decision.
    """

    class Ground(models.TextChoices):
        PROCEDURE = "procedure"
        FACT = "fact"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="appeals")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    project_uid = models.UUIDField()
    number = models.CharField(max_length=60)
    person_ids = ArrayField(models.BigIntegerField())
    organization_ids = ArrayField(models.BigIntegerField())
    judge_ids = ArrayField(models.BigIntegerField(), default=list)
    papers = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default=APPEAL.start)
    version = models.PositiveIntegerField(default=1)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    disputed = models.CharField(max_length=80, blank=True)
    statement = models.TextField(blank=True)
    held = ArrayField(models.CharField(max_length=60), default=list)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    filed_by = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.BigIntegerField(null=True)
    checked_by_name = models.CharField(max_length=120, blank=True)
    decide_by = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    closed_by_name = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    new_score_bp = models.PositiveIntegerField(null=True)
    reminded_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=APPEAL.states), name="appeal_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", filed_at__isnull=True)
                | (~Q(state="draft") & Q(filed_at__isnull=False) & ~Q(ground="") & ~Q(statement="")),
                name="appeal_filed_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["turned_away", "upheld", "dismissed"])
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(reason="")),
                name="appeal_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["admitted", "judged_anew", "upheld", "dismissed"])
                | Q(checked_by__isnull=False, decide_by__isnull=False),
                name="appeal_judged_was_admitted",
            ),
        )
        indexes = (
            models.Index(fields=["decide_by"], name="appeal_due", condition=Q(state__in=["admitted", "judged_anew"])),
        )

    def __str__(self) -> str:
        return f"appeal of {self.number}"


class AppealSeat(models.Model):
    """An expert who votes on an appeal, or judges its proposal anew; nobody does both.

    `points` and `comments` are by criterion, of a new judgement; `vote` is of the body. `said_at` closes either.
    """

    class Part(models.TextChoices):
        BODY = "body"
        ANEW = "anew"

    class Vote(models.TextChoices):
        UPHOLD = "uphold"
        ANEW = "anew"
        DISMISS = "dismiss"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="appeal_seats")
    part = models.CharField(max_length=4, choices=Part.choices)
    named_at = models.DateTimeField()
    named_by = models.BigIntegerField(null=True)
    read_at = models.DateTimeField(null=True)
    vote = models.CharField(max_length=7, choices=Vote.choices, blank=True)
    opinion = models.TextField(blank=True)
    points = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["appeal", "expert"], name="appeal_seat_once"),
            models.CheckConstraint(
                condition=Q(said_at__isnull=True, vote="")
                | (Q(said_at__isnull=False) & ((Q(part="body") & ~Q(vote="")) | Q(part="anew", vote=""))),
                name="appeal_seat_says_its_part",
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} on {self.appeal_id}"


class AppealFile(models.Model):
    """A file that a leader puts beside his appeal. A removed one stays for the record."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="appeal_file")
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False) | Q(removed_by__isnull=True), name="appeal_file_removal_is_signed"
            ),
        )

    def __str__(self) -> str:
        return f"file of {self.appeal_id}"
