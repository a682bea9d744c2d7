"""People, organisations, regions, offices and who holds them, delegation, the inbox."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accounts.roles import Kind, Power, Role

ACCOUNT_LANGUAGES = (("ko", "한국어"), ("en", "English"))


class DateRange(Func):
    function = "daterange"
    output_field = models.Field()


class Region(models.Model):
    """A region at provincial level, as it stood from `valid_from` to before `valid_to`."""

    code = models.SlugField(max_length=20)
    iso_code = models.CharField(max_length=5)
    name_ko = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    short_ko = models.CharField(max_length=10)
    short_en = models.CharField(max_length=20)
    metropolitan = models.BooleanField()
    capital = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="successors")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_region_a_code_and_time"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="region_time_runs_forward",
            ),
        )

    def __str__(self) -> str:
        return self.name_en


class Organization(models.Model):
    """A ministry, agency, government, institution or firm.

    A successor takes over contracts, offices and history: `predecessor_ids` are all whom it stands for, near and far.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in Kind])
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="organizations")
    business_number = models.CharField(max_length=10, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    predecessor_ids = ArrayField(models.BigIntegerField(), default=list)
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["business_number"], condition=~Q(business_number=""), name="business_number_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="organization_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="regional_government") | Q(region__isnull=False),
                name="government_has_region",
            ),
            models.UniqueConstraint(fields=["name_ko", "kind"], name="organization_named_once"),
        )
        indexes = (models.Index(fields=["kind", "region"], name="organization_by_kind"),)

    def __str__(self) -> str:
        return self.name_en or self.name_ko


class Person(models.Model):
    """Somebody who leads, works, judges or holds an office. An account is optional."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    researcher_number = models.CharField(max_length=20, unique=True, null=True)
    name_ko = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="people")
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["name_ko"], name="person_by_name"),)

    def __str__(self) -> str:
        return self.name_en or self.name_ko


class UserManager(BaseUserManager["User"]):
    """Accounts are made by the administrator's action or with the sample world."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = User(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account: the e-mail is the name. What it may do comes from the offices of its person."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="user")
    language = models.CharField(max_length=2, choices=ACCOUNT_LANGUAGES, default="ko")
    by_email = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(email=models.functions.Lower("email")), name="email_lower"),)

    def __str__(self) -> str:
        return self.email


class Office(models.Model):
    """A chair in an organisation. Whoever holds it has its role; work belongs to the office."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    title_ko = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="office_role_known"),
            models.UniqueConstraint(fields=["organization", "role", "title_ko"], name="office_named_once"),
        )

    def __str__(self) -> str:
        return f"{self.title_en or self.title_ko} ({self.role})"


class Appointment(models.Model):
    """Who holds an office from a day on, to before `ends_on`; beside the holder, one may act in his absence."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    acting = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_runs_forward",
            ),
            ExclusionConstraint(
                name="one_holder_one_acting_at_a_time",
                expressions=(
                    (F("office_id"), RangeOperators.EQUAL),
                    (
                        Func(F("acting"), function="int4", template="%(expressions)s::int"),
                        RangeOperators.EQUAL,
                    ),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.office_id} from {self.starts_on}"


class Delegation(models.Model):
    """A ministry lets an agency act for it, within powers and dates; for one programme or for all."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="delegations_given")
    agency = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="delegations_received")
    program_uid = models.UUIDField(null=True)
    powers = ArrayField(models.CharField(max_length=20))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reference = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="delegation_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(powers__contained_by=[power.value for power in Power]) & Q(powers__len__gt=0),
                name="delegation_powers_known",
            ),
            models.CheckConstraint(condition=~Q(ministry=F("agency")), name="delegation_to_another"),
        )

    def __str__(self) -> str:
        return f"{self.ministry_id} to {self.agency_id}: {self.reference}"


class Message(models.Model):
    """An event in somebody's inbox. Its sentence is worded when it is read."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages")
    event = models.ForeignKey("core.Event", on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "event"], name="one_message_an_event"),)
        indexes = (
            models.Index(fields=["user", "-id"], name="inbox"),
            models.Index(fields=["user"], name="inbox_unread", condition=Q(read_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.event_id}"
