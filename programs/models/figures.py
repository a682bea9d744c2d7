"""Figures of the regions, by which a programme's money is balanced between them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from core.models import APPEND_ONLY
from programs.models.program import Program


class RegionalFigures(models.Model):
    """One version of a programme's table of figures: never changed, the newest counts.

    `cells` holds each figure by region and measure as it is written, a star after it where no source gives it.
    `year` is the year of the figures, `source` where they come from, `note` why this version was made.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="regional_figures")
    version = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=500)
    note = models.CharField(max_length=500, blank=True)
    cells = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=120)

    class Meta:
        triggers = APPEND_ONLY
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=["program", "version"], name="regional_figures_version_once"),
            models.CheckConstraint(condition=~Q(source=""), name="regional_figures_have_a_source"),
        )

    def __str__(self) -> str:
        return f"{self.program_id} figures v{self.version}"
