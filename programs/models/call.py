"""Calls for proposals: their dates, text and files, and what was measured before they closed."""

from __future__ import annotations

import uuid
from datetime import datetime

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.models import APPEND_ONLY, StoredFile
from programs.models.program import Program
from programs.models.rules import RuleSet
from programs.states import CALL


class Call(models.Model):
    """A call for proposals under one rule set.

    Its window is half-open: a proposal that arrives at `closes_at` is late. Regions answer by `ranking_due_at`.
    `budget_krw` is the grant money of all project years together. `version` counts every change of the draft and of
    the dates. `*_swept_at` remember what already followed a moment that passed, `*_reminder_due_at` when to remind
    next. `outage_moves` counts how often an outage moved the closing; `closed_before_at`, `outage_moved_at` and
    `available_bp` tell of the last time: from when it moved, when that was decided, and how much of the time before
    the service was there. `check_waits_from` is when the check of the closing first waited for the probe.
    `announces_at` is when it is meant to be announced; a scheduled call is announced then by itself. By
    `review_due_at` the experts answer, by `result_due_at` the ministry.
    `asked_regions` are the codes of the regions that a commissioned call asks for a plan; None asks every region that
    the rules let lead, and becomes their codes when it is announced.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="calls")
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="calls")
    code = models.SlugField(max_length=40, unique=True)
    title_ko = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    summary_ko = models.TextField()
    summary_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=CALL.start)
    version = models.PositiveIntegerField(default=1)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    ranking_due_at = models.DateTimeField()
    project_starts_on = models.DateField()
    budget_krw = models.BigIntegerField()
    contact = models.CharField(max_length=160, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)
    announces_at = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField(null=True)
    result_due_at = models.DateTimeField(null=True)
    scheduled_at = models.DateTimeField(null=True)
    scheduled_by = models.BigIntegerField(null=True)
    announced_at = models.DateTimeField(null=True)
    announced_by = models.BigIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.BigIntegerField(null=True)
    cancel_reason = models.TextField(blank=True)
    opening_swept_at = models.DateTimeField(null=True)
    closing_reminder_due_at = models.DateTimeField(null=True)
    closing_swept_at = models.DateTimeField(null=True)
    ranking_reminder_due_at = models.DateTimeField(null=True)
    ranking_swept_at = models.DateTimeField(null=True)
    outage_moves = models.PositiveSmallIntegerField(default=0, db_default=0)
    closed_before_at = models.DateTimeField(null=True)
    outage_moved_at = models.DateTimeField(null=True)
    available_bp = models.PositiveSmallIntegerField(null=True)
    check_waits_from = models.DateTimeField(null=True)
    asked_regions = ArrayField(models.CharField(max_length=20), null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=CALL.states), name="call_state_known"),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")) & Q(closes_at__lt=F("ranking_due_at")),
                name="call_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(announces_at__lte=F("opens_at"))
                & Q(review_due_at__gt=F("ranking_due_at"))
                & Q(result_due_at__gt=F("ranking_due_at"))
                & Q(result_due_at__gt=F("review_due_at")),
                name="call_settled_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(announces_at__isnull=False, scheduled_at__isnull=False),
                name="call_scheduled_has_time",
            ),
            models.CheckConstraint(condition=Q(budget_krw__gt=0), name="call_budget_positive"),
            models.CheckConstraint(
                condition=~Q(state="announced") | Q(announced_at__isnull=False),
                name="call_announced_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""))
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="call_cancelled_has_time_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    outage_moves=0,
                    closed_before_at__isnull=True,
                    outage_moved_at__isnull=True,
                    available_bp__isnull=True,
                )
                | Q(
                    outage_moves__gt=0,
                    closed_before_at__lt=F("closes_at"),
                    outage_moved_at__isnull=False,
                    available_bp__lte=10_000,
                ),
                name="call_moved_by_outage_says_so",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="never_a_draft_again",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__announced_at__isnull=False, new__state__in=["draft", "scheduled"]),
            ),
        )
        indexes = (
            models.Index(fields=["announces_at"], name="call_to_announce", condition=Q(state="scheduled")),
            models.Index(fields=["state", "closes_at"], name="call_by_closing"),
            models.Index(fields=["program", "state"], name="call_by_program"),
        )

    def __str__(self) -> str:
        return self.code

    def phase(self, at: datetime) -> str:
        """Where the call stands at a moment: draft, scheduled, cancelled, coming, open, ranking or closed."""
        if self.state != "announced":
            return self.state
        if at < self.opens_at:
            return "coming"
        if at < self.closes_at:
            return "open"
        return "ranking" if at < self.ranking_due_at else "closed"


class ClosingCheck(models.Model):
    """What was measured before a closing, and what followed. Each closing is checked once; never changed.

    Counted is from `since_at` to `until_at`; up, down and unknown are that time. What lies in the window before
    `since_at` was made good by an earlier move. `available_bp` is of the whole window, against `least_bp`.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="closing_checks")
    closes_at = models.DateTimeField()
    since_at = models.DateTimeField()
    until_at = models.DateTimeField()
    up_seconds = models.PositiveIntegerField()
    down_seconds = models.PositiveIntegerField()
    unknown_seconds = models.PositiveIntegerField()
    available_bp = models.PositiveSmallIntegerField()
    least_bp = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10)
    moved_to_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        triggers = APPEND_ONLY
        constraints = (
            models.UniqueConstraint(fields=["call", "closes_at"], name="one_check_a_closing"),
            models.CheckConstraint(
                condition=Q(verdict="moved", moved_to_at__gt=F("closes_at"), available_bp__lt=F("least_bp"))
                | Q(verdict__in=["held", "exhausted", "unknown"], moved_to_at__isnull=True),
                name="closing_check_moved_to_later",
            ),
            models.CheckConstraint(condition=Q(since_at__lte=F("until_at")), name="closing_check_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.closes_at.isoformat()} {self.verdict}"


class Guideline(models.Model):
    """A part of the call's text, in order."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="guidelines")
    order = models.PositiveSmallIntegerField()
    title_ko = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    text_ko = models.TextField()
    text_en = models.TextField(blank=True)

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=["call", "order"], name="guideline_order_once"),)

    def __str__(self) -> str:
        return self.title_en or self.title_ko


class CallFile(models.Model):
    """A file that belongs to a call's guideline, as its drafter calls it. A removed one stays for the record."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="call_file")
    title_ko = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False) | Q(removed_by__isnull=True), name="call_file_removal_is_signed"
            ),
        )

    def __str__(self) -> str:
        return self.title_en or self.title_ko
