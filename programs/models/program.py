"""What a ministry promises: its programmes, and what they count."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organization
from programs.routes import ROUTES, Traits


class Program(models.Model):
    """A ministry's funding scheme. `version` counts every change of what it says."""

    class Route(models.TextChoices):
        COMPETED = "competed"
        COMMISSIONED = "commissioned"
        REGION_INITIATED = "region_initiated"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="programs")
    agency = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="programs_run")
    route = models.CharField(max_length=20, choices=Route.choices, default=Route.COMPETED)
    goal_ko = models.TextField()
    goal_en = models.TextField(blank=True)
    sectors = ArrayField(models.CharField(max_length=60), default=list)
    legal_reference = models.CharField(max_length=200, blank=True)
    is_assumed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(route__in=["competed", "commissioned", "region_initiated"]), name="route_known"
            ),
        )

    def __str__(self) -> str:
        return self.name_en or self.name_ko

    @property
    def traits(self) -> Traits:
        """What its route means."""
        return ROUTES[self.route]


class Indicator(models.Model):
    """Something that a programme counts. Targets of proposals name one; its unit is said with every figure.

    `is_assumed` marks one that the programme's source does not name.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(max_length=40)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    unit_ko = models.CharField(max_length=20)
    unit_en = models.CharField(max_length=20, blank=True)
    more_is_better = models.BooleanField(default=True)
    is_assumed = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=["program", "code"], name="indicator_code_once"),)

    def __str__(self) -> str:
        return self.code
