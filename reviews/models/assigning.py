"""How an assignment came about: what was proposed with its proof, pairs an officer ruled on, experts who left."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from reviews.models.experts import Expert
from reviews.models.rounds import Case, Member, Round
from reviews.states import ASSIGNMENT_PLAN


class AssignmentPlan(models.Model):
    """Who would judge what, as it was proposed: nothing of it counts until an officer confirms it.

    `pairs` are lists of case, expert and affinity, `moved` lists of case and expert that stood and are given up; both
    by id. `value` is the sum of affinities and `bound` what none can pass. With `keeps` pairs that stood were to move
    only where they must. `worst` is what the worst-served case gets, and for the fairest `worst_bound` what it could
    get at most and `levels` how many cases are proved from the worst up. `fewest` says that no assignment moves fewer
    standing pairs. `inputs_sha256` is the hash of everything it was made from.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="plans")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=ASSIGNMENT_PLAN.start)
    objective = models.CharField(max_length=10)
    value = models.BigIntegerField()
    bound = models.BigIntegerField()
    worst = models.BigIntegerField()
    worst_bound = models.BigIntegerField(null=True)
    levels = models.PositiveIntegerField(default=0)
    fewest = models.BooleanField(default=True)
    keeps = models.BooleanField()
    pairs = models.JSONField()
    moved = models.JSONField(default=list)
    new = models.PositiveIntegerField()
    milliseconds = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    solver = models.CharField(max_length=60)
    inputs_sha256 = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ASSIGNMENT_PLAN.states), name="assignment_plan_state_known"),
            models.CheckConstraint(condition=Q(value__lte=F("bound")), name="assignment_plan_within_bound"),
            models.UniqueConstraint(fields=["round"], condition=Q(state="proposed"), name="one_proposed_plan_a_round"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="confirmed_plan_has_time"
            ),
        )

    def __str__(self) -> str:
        return f"assignment of {self.round_id}"

    @property
    def proved(self) -> bool:
        """Whether the bounds are the values."""
        return self.value == self.bound and self.fewest and self.worst_bound in {None, self.worst}


class PairRule(models.Model):
    """An officer's word on one case and one expert, with its reason: they must be together, or may not be."""

    class Kind(models.TextChoices):
        PINNED = "pinned"
        FORBIDDEN = "forbidden"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pair_rules")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="pair_rules")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=400)
    set_at = models.DateTimeField()
    set_by = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "expert"], condition=Q(lifted_at__isnull=True), name="one_rule_a_pair"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pair_rule_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} on {self.case_id}: {self.kind}"


class Departure(models.Model):
    """A member of a committee takes no more cases, and those he has not judged were taken from him."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="departure")
    reason = models.CharField(max_length=400)
    left_at = models.DateTimeField()
    left_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="departure_has_reason"),)

    def __str__(self) -> str:
        return f"{self.member_id} left"
