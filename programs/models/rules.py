"""The rules of a programme: published versions, and the next one while it is written."""

from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import NEVER_EMPTIED
from programs.models.program import Program
from programs.states import RULE_SET


class RuleSet(models.Model):
    """One version of a programme's rules. Once published it never changes; a call pins one for ever.

    `text` is the canonical form that `programs.policy` parses; `checksum` is the SHA-256 of exactly that text.
    `excluded_regions` repeats the clause of that name (codes of regions), so that lists can be filtered by it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="rule_sets")
    version = models.PositiveIntegerField()
    schema = models.PositiveSmallIntegerField()
    text = models.TextField()
    checksum = models.CharField(max_length=64)
    excluded_regions = ArrayField(models.CharField(max_length=20), default=list)
    reference_ko = models.CharField(max_length=200)
    reference_en = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default=RULE_SET.start)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["program", "version"], name="rule_set_version_once"),
            models.CheckConstraint(condition=Q(state__in=RULE_SET.states), name="rule_set_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="rule_set_published_has_time",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="published_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            ),
            NEVER_EMPTIED,
        )

    def __str__(self) -> str:
        return f"{self.program_id} v{self.version}"


class RuleDraft(models.Model):
    """The next version of a programme's rules while it is written: at most one a programme, gone once it is published.

    `content` holds raw values as `programs.policy` reads them, and what can't be read as it was typed. `versions`
    counts for each group of clauses how often it was saved, so that two writers hinder each other only in the same
    group. `base` is the version that it starts from.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.OneToOneField(Program, on_delete=models.PROTECT, related_name="rule_draft")
    base = models.ForeignKey(RuleSet, on_delete=models.PROTECT, null=True, related_name="drafts")
    content = models.JSONField()
    versions = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    begun_by = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.program_id} draft"

    def version_of(self, group: str) -> int:
        """How often a group was saved, from 1."""
        return int(self.versions.get(group, 1))
