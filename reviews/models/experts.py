"""The register of those who judge, and where they have been."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value

from accounts.models import Organization, Person, Region

CODES = ArrayField(models.CharField(max_length=4))
"""How a list of codes is told to the database where it stands as a default."""


class Expert(models.Model):
    """Somebody whom ministries ask to judge, with the fields he knows and how many cases he takes a round.

    `fields` are those that programmes name themselves; `science_fields` are codes of the national classification, of
    either level. `keywords` are his own words or publications; `coauthors` those with whom he published, each with
    name, institution and publication. He lives in `region`, where it is not his institution's.
    From `away_from` until the day before `back_on` he is not asked. `max_rounds` is how many rounds he sits in at once.
    `email` is for letters, where he has no account.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="expert")
    fields = ArrayField(models.CharField(max_length=60), default=list)
    max_cases = models.PositiveSmallIntegerField()
    registered_at = models.DateTimeField()
    science_fields = ArrayField(models.CharField(max_length=4), default=list, db_default=Value([], CODES))
    keywords = models.TextField(blank=True, default="", db_default="")
    coauthors = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    languages = ArrayField(models.CharField(max_length=4), default=list, db_default=Value([], CODES))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    email = models.EmailField(blank=True, default="", db_default="")
    max_rounds = models.PositiveSmallIntegerField(null=True)
    away_from = models.DateField(null=True)
    back_on = models.DateField(null=True)
    trained_on = models.DateField(null=True)
    training_note = models.CharField(max_length=400, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(max_cases__gte=1), name="expert_takes_a_case"),
            models.CheckConstraint(
                condition=Q(max_rounds__isnull=True) | Q(max_rounds__gte=1), name="expert_sits_in_a_round"
            ),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True) | Q(away_from__isnull=False, back_on__gt=F("away_from")),
                name="expert_comes_back_after_he_left",
            ),
        )

    def __str__(self) -> str:
        return f"expert {self.person_id}"


class Post(models.Model):
    """An institution where an expert was, from `starts_on` to before `ends_on`; without an end he is there still."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="posts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ("starts_on", "id")
        constraints = (
            models.UniqueConstraint(fields=["expert", "organization", "starts_on"], name="post_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="post_runs_forward"
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} at {self.organization_id} from {self.starts_on}"


class Absence(models.Model):
    """Days on which an expert says himself that he is not asked: from `away_from` until the day before `back_on`.

    `reason` is for his own memory; nobody else is shown it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="absences")
    away_from = models.DateField()
    back_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ("away_from", "id")
        constraints = (
            models.CheckConstraint(condition=Q(back_on__gt=F("away_from")), name="absence_runs_forward"),
            models.UniqueConstraint(fields=["expert", "away_from"], name="absence_once"),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} away from {self.away_from}"
