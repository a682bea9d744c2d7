"""What a proposal is made of: consortium, people, text, money, targets, files."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Organization, Person
from core.models import StoredFile
from programs.models import Call, Indicator
from proposals.models.proposal import Proposal


class Partner(models.Model):
    """An organisation of the consortium beside the leading one, and what it brings."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="partners")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="partnerships")
    contribution = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["proposal", "organization"], name="partner_once"),)

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.organization_id}"


class Participation(models.Model):
    """The one register of who works on what, when, for what share of his time (basis points).

    `part`, `share_bp` and `may_edit` are the working copy's. `bound_part` and `bound_bp` are what was handed in or
    agreed: while `standing` is pending or running they alone count, so that nobody is freed by an edit that was never
    handed in. Somebody who left the working copy but is still bound is `former`. `call`, `bound_number` and `standing`
    repeat what the project's rows tell, since limits count, and name, projects that the asker may not see. From
    `starts_on` to before `ends_on`.
    """

    class Part(models.TextChoices):
        LEADER = "leader"
        MEMBER = "member"
        WRITER = "writer"
        FORMER = "former"

    class Standing(models.TextChoices):
        DRAFT = "draft"
        PENDING = "pending"
        RUNNING = "running"
        ENDED = "ended"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project_uid = models.UUIDField()
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="participations")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="participations")
    part = models.CharField(max_length=8, choices=Part.choices)
    person_kind = models.CharField(max_length=12)
    share_bp = models.PositiveIntegerField(default=0)
    may_edit = models.BooleanField(default=True)
    bound_part = models.CharField(max_length=8, blank=True)
    bound_bp = models.PositiveIntegerField(default=0)
    bound_number = models.CharField(max_length=60, blank=True, default="", db_default="")
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.DRAFT)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "person"], name="person_once_a_proposal"),
            models.UniqueConstraint(fields=["proposal"], condition=Q(part="leader"), name="one_leader_a_proposal"),
            models.CheckConstraint(condition=Q(share_bp__lte=10_000), name="share_at_most_all_of_a_person"),
            models.CheckConstraint(condition=Q(part__in=["leader", "member", "writer", "former"]), name="part_known"),
            models.CheckConstraint(
                condition=Q(standing__in=["draft", "pending", "running", "ended"]), name="standing_known"
            ),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="participation_runs_forward"),
        )
        indexes = (models.Index(fields=["person", "starts_on"], name="participation_by_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} in {self.project_uid}"


class Section(models.Model):
    """One part of the text, saved as it is typed. `version` lets two writers keep both their words."""

    class Code(models.TextChoices):
        SUMMARY = "summary"
        GOAL_FIT = "goal_fit"
        TECHNOLOGY = "technology"
        COOPERATION = "cooperation"
        COMMERCIAL = "commercial"
        CAPACITY = "capacity"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=16, choices=Code.choices)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "code"], name="section_once"),
            models.CheckConstraint(
                condition=Q(edited_at__isnull=True, edited_by__isnull=True)
                | Q(edited_at__isnull=False, edited_by__isnull=False),
                name="section_edit_is_signed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.code}"


class ProposedLine(models.Model):
    """Whole won for one category and source in one project year (1 is the first)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lines")
    year = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=40)
    source = models.CharField(max_length=10)
    amount_krw = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "year", "category", "source"], name="line_once"),
            models.CheckConstraint(condition=Q(amount_krw__gt=0), name="line_positive"),
            models.CheckConstraint(condition=Q(year__gte=1), name="line_year_from_one"),
            models.CheckConstraint(condition=Q(source__in=["grant", "regional", "own"]), name="line_source_known"),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.year} {self.category} {self.source}"


class Target(models.Model):
    """What the project promises to reach of an indicator by the end of a project year."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "indicator", "year"], name="target_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.indicator_id} {self.year}"


class Attachment(models.Model):
    """A file of a proposal, as the document that the rule set asks for. A removed one stays for the record."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="attachments")
    document = models.CharField(max_length=40)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="attachment")
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removal_is_signed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.document}"
