"""What every room stands on: the record of deeds, messages due, files, long work, sweeps, keys, the clock."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.states import Lifecycle, Move

NEVER_EMPTIED = pgtrigger.Trigger(
    name="never_emptied",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'baro: % is never emptied', TG_TABLE_NAME;",
)
APPEND_ONLY = (
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    NEVER_EMPTIED,
)


class Event(models.Model):
    """One deed: who did what, when, to what, under which version of the rules. Never changed.

    `at` is the moment that counted for the rules (arrival), `recorded_at` when the row was written. Users, offices
    and rule sets are plain numbers here: the record outlives them and this room knows none of them.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_uid = models.UUIDField()
    project_uid = models.UUIDField(null=True)
    call_uid = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    user_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=40, blank=True)
    rule_set_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        triggers = APPEND_ONLY
        indexes = (
            models.Index(fields=["project_uid", "id"], name="event_by_project", condition=Q(project_uid__isnull=False)),
            models.Index(fields=["call_uid", "id"], name="event_by_call", condition=Q(call_uid__isnull=False)),
            models.Index(fields=["subject_uid", "id"], name="event_by_subject"),
            models.Index(fields=["name", "id"], name="event_by_name"),
            models.Index(fields=["user_id", "at"], name="event_by_user", condition=Q(user_id__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.subject_uid}"


class EventSeal(models.Model):
    """An event's place in the chain of hashes, given by a sweep after commit. Never changed."""

    number = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


DELIVERY = Lifecycle(
    name="delivery",
    states=("due", "sent", "given_up"),
    moves=(
        Move("send", ("due",), "sent", "system", "core.delivery_sent"),
        Move("give_up", ("due",), "given_up", "system", "core.delivery_given_up"),
    ),
)


class Delivery(models.Model):
    """One event on its way to one user by one channel. The row is what is due; a broker only makes it prompt."""

    class Channel(models.TextChoices):
        INBOX = "inbox"
        EMAIL = "email"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    user_id = models.BigIntegerField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, default=DELIVERY.start)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["event", "user_id", "channel"], name="one_delivery_each"),
            models.CheckConstraint(condition=Q(state__in=DELIVERY.states), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="delivery_sent_has_time",
            ),
        )
        indexes = (models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="due")),)

    def __str__(self) -> str:
        return f"{self.channel} to {self.user_id}: {self.state}"


def stored_name(instance: StoredFile, filename: str) -> str:
    """Where a file's bytes lie: by our own number, never by the name that a user gave."""
    return str(PurePosixPath(instance.uid.hex[:2]) / instance.uid.hex)


class StoredFile(models.Model):
    """A file that passed its checks, with the hash of its bytes.

    The owner columns are the second wall's: who may see a row is decided by the thing that the file hangs on.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.FileField(upload_to=stored_name, max_length=80)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.BigIntegerField()
    ministry_id = models.BigIntegerField(null=True)
    region_id = models.BigIntegerField(null=True)
    organization_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(size_bytes__gt=0), name="file_not_empty"),)

    def __str__(self) -> str:
        return self.name


JOB = Lifecycle(
    name="job",
    states=("waiting", "running", "done", "failed", "stopped"),
    moves=(
        Move("start", ("waiting",), "running", "system", "core.job_started"),
        Move("finish", ("running",), "done", "system", "core.job_finished"),
        Move("fail", ("waiting", "running"), "failed", "system", "core.job_failed"),
        Move("stop", ("waiting", "running"), "stopped", "owner", "core.job_stopped"),
    ),
)


class Job(models.Model):
    """Long work that a person waits for: percent, note, result kept, can be stopped."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=JOB.start)
    percent = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    parameters = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    stop_wanted = models.BooleanField(default=False)
    owner_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=JOB.states), name="job_state_known"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="job_percent_at_most_100"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.percent}%"


class SweepRun(models.Model):
    """The last run of each sweep: when, how many rows, what failed."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_failed = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """The answer that was given to a write, by the key its sender chose. Same key and body: same answer."""

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    location = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user_id", "key"], name="one_answer_a_key"),)

    def __str__(self) -> str:
        return self.key


class Observation(models.Model):
    """What a probe outside the web process got when it asked the site at `at`, in the world's time. Never changed.

    `status` is that of the answer, none where no answer came in time; `up` tells whether it was a good one.
    """

    probe = models.CharField(max_length=40)
    at = models.DateTimeField()
    up = models.BooleanField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        triggers = APPEND_ONLY
        constraints = (models.UniqueConstraint(fields=["at", "probe"], name="one_observation_a_moment"),)
        indexes = (models.Index(fields=["at"], name="observation_down", condition=Q(up=False)),)

    def __str__(self) -> str:
        return f"{self.probe} {self.at.isoformat()} {self.status}"


class WorldClock(models.Model):
    """How far a sample or replayed world stands from real time. One row; not read in production."""

    offset_seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_world_clock"),)

    def __str__(self) -> str:
        return f"{self.offset_seconds} s"
