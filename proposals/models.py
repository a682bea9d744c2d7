"""What institutions hand in before a contract, and what regions do with it.

A proposal is a working copy that several people write. Each submission freezes it into a `Submission`, which alone
counts for what follows: regions rank it, experts judge it, and its hash is on the receipt.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization, Person, Region
from core.models import APPEND_ONLY, NEVER_EMPTIED, StoredFile
from programs.models import Call, Indicator
from proposals.states import PLEDGE, PROPOSAL, RANKING


class Proposal(models.Model):
    """The working copy, and where the project stands before a contract.

    `project_uid` names the project for its whole life. The ministry, region and organisation columns repeat what can be
    found by joins: they are what permissions and the second wall look at. `version` counts every change of content; the
    parts that are written as a whole count their own, so that writers of different parts don't get in each other's way.
    `office_asked_*` tell that the team asks its institution's office to submit; the other `*_at` columns remember what
    the sweeps have already told the team.
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
    submission = models.OneToOneField("Submission", on_delete=models.PROTECT, null=True, related_name="current_for")
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField()
    office_asked_at = models.DateTimeField(null=True)
    office_asked_by = models.BigIntegerField(null=True)
    closing_reminded_at = models.DateTimeField(null=True)
    closing_told_at = models.DateTimeField(null=True)

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
        )

    def __str__(self) -> str:
        return self.number or str(self.uid)


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
    handed in. Somebody who left the working copy but is still bound is `former`. `call` and `standing` repeat what the
    project's rows tell, since limits count across projects that the asker may not see. From `starts_on` to before
    `ends_on`.
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
