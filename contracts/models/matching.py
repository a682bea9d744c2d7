"""The region's side of a contract: what it owes each project year, its signature, and what it has deposited."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from accounts.models import Region
from contracts.models.agreements import Contract, ProjectYear
from contracts.states import DEPOSIT
from core.models import APPEND_ONLY, NEVER_EMPTIED, StoredFile


class MatchYear(models.Model):
    """What a region owes one project year in whole won, in cash and in kind, and how far it says it is.

    `is_ruled` says that the rule set asks for the deposit; `due_on` is its last day, once the contract is signed and
    where the rule set gives one. `council_*` is what the region noted of its council's budget: won, for which fiscal
    year, decided on which day. `remind_on` is the next day on which the region is reminded.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="matches")
    year = models.OneToOneField(ProjectYear, on_delete=models.PROTECT, related_name="match")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    is_ruled = models.BooleanField(default=False)
    cash_krw = models.BigIntegerField()
    in_kind_krw = models.BigIntegerField()
    due_on = models.DateField(null=True)
    remind_on = models.DateField(null=True)
    council_krw = models.BigIntegerField(null=True)
    council_fiscal_year = models.PositiveSmallIntegerField(null=True)
    council_on = models.DateField(null=True)
    council_noted_at = models.DateTimeField(null=True)
    council_noted_by = models.BigIntegerField(null=True)

    class Meta:
        triggers = (NEVER_EMPTIED,)
        constraints = (
            models.CheckConstraint(condition=Q(cash_krw__gte=0, in_kind_krw__gte=0), name="match_not_below_zero"),
            models.CheckConstraint(
                condition=Q(
                    council_krw__isnull=True,
                    council_fiscal_year__isnull=True,
                    council_on__isnull=True,
                    council_noted_at__isnull=True,
                )
                | Q(
                    council_krw__gte=0,
                    council_fiscal_year__isnull=False,
                    council_on__isnull=False,
                    council_noted_at__isnull=False,
                ),
                name="council_budget_whole",
            ),
        )
        indexes = (
            models.Index(fields=["remind_on"], name="match_to_remind", condition=Q(remind_on__isnull=False)),
            models.Index(fields=["region", "due_on"], name="match_of_region"),
        )

    def __str__(self) -> str:
        return f"{self.contract_id}: match of year {self.year_id}"


class MatchSignature(models.Model):
    """The region's own signature: who, when, and exactly what was signed with its hash. Never changed."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="match_signature")
    user_id = models.BigIntegerField()
    office_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    terms = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.name}"


class MatchDeposit(models.Model):
    """Won that a region says it has deposited, or given in kind, for one project year; another side confirms it.

    `fiscal_year` is that of the region's budget it came from: the calendar year of its day.
    """

    class Form(models.TextChoices):
        CASH = "cash"
        IN_KIND = "in_kind"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="match_deposits")
    match = models.ForeignKey(MatchYear, on_delete=models.PROTECT, related_name="deposits")
    form = models.CharField(max_length=8, choices=Form.choices)
    amount_krw = models.BigIntegerField()
    deposited_on = models.DateField()
    fiscal_year = models.PositiveSmallIntegerField()
    document = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="match_deposit")
    state = models.CharField(max_length=10, default=DEPOSIT.start)
    announced_at = models.DateTimeField()
    announced_by = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=1_000, blank=True)

    class Meta:
        triggers = (NEVER_EMPTIED, pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete))
        constraints = (
            models.CheckConstraint(condition=Q(state__in=DEPOSIT.states), name="deposit_state_known"),
            models.CheckConstraint(condition=Q(amount_krw__gt=0), name="deposit_positive"),
            models.CheckConstraint(
                condition=Q(fiscal_year=ExtractYear("deposited_on")),
                name="deposit_in_its_fiscal_year",
            ),
            models.CheckConstraint(
                condition=Q(state="announced", decided_at__isnull=True)
                | (~Q(state="announced") & Q(decided_at__isnull=False)),
                name="deposit_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("announced_by"))),
                name="deposit_confirmed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.amount_krw} on {self.deposited_on}"
