"""The choice under quotas, and the decision on each."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Organization, Region
from core.models import NEVER_EMPTIED
from programs.models import Call
from proposals.models import Proposal
from reviews.states import SELECTION

PLANS_READ = "accepted plans"
"""What stands for a solver where the ministry read each plan and no committee judged."""


class Selection(models.Model):
    """The exact optimum under a call's quotas, as the solver proved it, and the ministry's decision over it.

    `value` and `bound` are the objective in whole points; they are equal where the optimum is proved. `inputs_sha256`
    is the hash of everything the solver was given; `lot_seed` drew lots between choices of equal merit. `lots` are the
    lots that decided within chance of the line: seed, how many were drawn, and for how many places. A call whose
    plans the ministry reads has one too, without solver or proof: it is published with the first decision and grows
    with each. `appeals` are how many appeals came to what on which ground: everybody reads the sums.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="selections")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=SELECTION.start)
    value = models.BigIntegerField()
    bound = models.BigIntegerField()
    inputs_sha256 = models.CharField(max_length=64)
    solver = models.CharField(max_length=60)
    lot_seed = models.CharField(max_length=20, blank=True)
    lots = models.JSONField(default=dict)
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)
    appeals = models.JSONField(default=list)

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

    Why it is in or not: its rank by merit alone; the rules that are `binding` on it, each with the values of its
    sentence; the merit it lacked (`need`) or has beyond what it needed (`margin`); the numbers of those `displaced`,
    who would have gone out for it, or would come in for a winner, and of those `drawn_in` beside it; the single changes
    that would have won (`needed_*`), after what must be put right first (`mends`). `method` says how that was found; it
    is empty where nobody was judged, and `lot` where lots decided: then `lot` has its ticket, its place in their order,
    of how many, and for how many places. From `bound_at` a contract takes the place: no appeal wins it any more.
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
    merit_rank = models.PositiveIntegerField(null=True)
    binding = models.JSONField(default=list)
    need = models.BigIntegerField(null=True)
    margin = models.BigIntegerField(null=True)
    displaced = models.JSONField(default=list)
    drawn_in = models.JSONField(default=list)
    mends = models.JSONField(default=list)
    needed_score_bp = models.PositiveIntegerField(null=True)
    needed_position = models.PositiveSmallIntegerField(null=True)
    needed_grant_krw = models.BigIntegerField(null=True)
    method = models.CharField(max_length=20, blank=True)
    lot = models.JSONField(null=True)
    grant_krw = models.BigIntegerField()
    proposed = models.CharField(max_length=10, choices=Outcome.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    override_reason = models.TextField(blank=True)
    override_by = models.BigIntegerField(null=True)
    override_by_name = models.CharField(max_length=120, blank=True)
    override_at = models.DateTimeField(null=True)
    bound_at = models.DateTimeField(null=True)

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


class Share(models.Model):
    """What one field of one region asked for and would get: sums alone, no proposal by name.

    Kept beside the decisions, because regions and the committee read the sums before they may read a decision. The
    selection's uid is repeated, so that they are found without it.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="shares")
    selection_uid = models.UUIDField(db_index=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    sector = models.CharField(max_length=60, blank=True)
    asked_teams = models.PositiveIntegerField()
    asked_krw = models.BigIntegerField()
    selected_teams = models.PositiveIntegerField()
    selected_krw = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["selection", "region", "sector"], name="share_once"),
            models.CheckConstraint(condition=Q(selected_teams__lte=F("asked_teams")), name="share_within_asked"),
        )

    def __str__(self) -> str:
        return f"{self.region_id} {self.sector}: {self.selected_krw}"
