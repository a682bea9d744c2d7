"""Every judgement by experts: who judges what, who may not, what they said, what the ministry decided.

A `Case` is what a panel judges: it carries a frozen dossier and its parties, so that a proposal, and later a year's
performance, is judged by one machine. `ProposalCase` points from a case to its proposal.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization, Person, Region
from core.models import NEVER_EMPTIED
from programs.models import Call
from proposals.models import Proposal
from reviews.states import ASSIGNMENT, CONFLICT, REVIEW, ROUND, SELECTION


class Expert(models.Model):
    """Somebody whom ministries ask to judge, with the fields he knows and how many cases he takes a round."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="expert")
    fields = ArrayField(models.CharField(max_length=60), default=list)
    max_cases = models.PositiveSmallIntegerField()
    registered_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(max_cases__gte=1), name="expert_takes_a_case"),)

    def __str__(self) -> str:
        return f"expert {self.person_id}"


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

    `reminded_at` remembers that he was told how near the end is, and is emptied when the end moves.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="members")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="memberships")
    max_cases = models.PositiveSmallIntegerField()
    invited_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["round", "expert"], name="member_once"),)

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


class Assignment(models.Model):
    """An expert is to judge a case. A void one stays for the record."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=10, default=ASSIGNMENT.start)
    given_at = models.DateTimeField()
    given_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "expert"], condition=Q(state="given"), name="assignment_given_once"
            ),
            models.CheckConstraint(condition=Q(state__in=ASSIGNMENT.states), name="assignment_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} judges {self.case_id}"


class Review(models.Model):
    """What one expert says of one case, saved as typed, then submitted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=10, default=REVIEW.start)
    version = models.PositiveIntegerField(default=1)
    comment = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=REVIEW.states), name="review_state_known"),
            models.CheckConstraint(
                condition=Q(state="submitted", submitted_at__isnull=False)
                | Q(state="draft", submitted_at__isnull=True),
                name="review_submitted_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"review of {self.assignment_id}"


class Score(models.Model):
    """Points for one criterion of the rule set, with the comment that explains them."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["review", "criterion"], name="criterion_scored_once"),)

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


PLANS_READ = "accepted plans"
"""What stands for a solver where the ministry read each plan and no committee judged."""


class Selection(models.Model):
    """The exact optimum under a call's quotas, as the solver proved it, and the ministry's decision over it.

    `value` and `bound` are the objective in whole points; they are equal where the optimum is proved. `inputs_sha256`
    is the hash of everything the solver was given. A call whose plans the ministry reads has one too, without solver or
    proof: it is published with the first decision and grows with each.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="selections")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=SELECTION.start)
    value = models.BigIntegerField()
    bound = models.BigIntegerField()
    inputs_sha256 = models.CharField(max_length=64)
    solver = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)

    class Meta:
        triggers = (NEVER_EMPTIED,)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SELECTION.states), name="selection_state_known"),
            models.CheckConstraint(condition=Q(value__lte=F("bound")), name="selection_within_bound"),
            models.UniqueConstraint(
                fields=["call"], condition=~Q(state="discarded"), name="one_standing_selection_a_call"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "published"]) | Q(decided_at__isnull=False),
                name="selection_decided_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"selection of {self.call_id}"

    @property
    def was_judged(self) -> bool:
        """Whether a committee judged and a solver chose; else the ministry accepted plans."""
        return self.solver != PLANS_READ


class Decision(models.Model):
    """The outcome for one proposal: what the optimum proposes, and what the officer decides.

    `score_bp` is the weighted mean of its reviews in basis points of full marks; `merit` is what the optimum counts
    (score with the weight of the regional rank), in whole points. Where both outcomes differ, an officer named a
    reason. Number, title, leader, region and sector repeat what was handed in: they are what everybody reads once the
    selection is published, while the proposal itself stays closed to the public; `originals` are the numbers and
    leaders of the teams that were merged into it.
    """

    class Outcome(models.TextChoices):
        SELECTED = "selected"
        WAITING = "waiting"
        REJECTED = "rejected"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="decisions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=60)
    title_ko = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    lead_ko = models.CharField(max_length=200)
    lead_en = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    sector = models.CharField(max_length=60, blank=True)
    originals = models.JSONField(default=list)
    score_bp = models.PositiveIntegerField(null=True)
    merit = models.BigIntegerField()
    regional_position = models.PositiveSmallIntegerField(null=True)
    waiting_position = models.PositiveSmallIntegerField(null=True)
    ground = models.CharField(max_length=60, blank=True)
    grant_krw = models.BigIntegerField()
    proposed = models.CharField(max_length=10, choices=Outcome.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    override_reason = models.TextField(blank=True)
    override_by = models.BigIntegerField(null=True)
    override_by_name = models.CharField(max_length=120, blank=True)
    override_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["selection", "proposal"], name="decision_once"),
            models.CheckConstraint(
                condition=Q(outcome=F("proposed"))
                | (Q(override_by__isnull=False, override_at__isnull=False) & ~Q(override_reason="")),
                name="override_is_named",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.outcome}"
