"""What both sides agreed: contracts, their signatures, accounts, years and budgets."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization, Region
from contracts.states import CONTRACT
from core.models import APPEND_ONLY, NEVER_EMPTIED
from programs.models import Call, RuleSet
from proposals.models import Proposal


class Contract(models.Model):
    """A grant agreement of the ministry and a leading institution.

    `terms` is the agreement exactly as it is signed, `sha256` the hash of its canonical text: neither changes.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project_uid = models.UUIDField(unique=True)
    number = models.CharField(max_length=60, unique=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="contracts")
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="contracts")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="contract")
    title_ko = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    lead_organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="contracts_led")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="contracts")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    organization_ids = ArrayField(models.BigIntegerField())
    state = models.CharField(max_length=20, default=CONTRACT.start)
    version = models.PositiveIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField()
    grant_krw = models.BigIntegerField()
    match_krw = models.BigIntegerField()
    own_krw = models.BigIntegerField()
    terms = models.JSONField()
    sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    drawn_by = models.BigIntegerField(null=True)

    class Meta:
        triggers = (NEVER_EMPTIED,)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=CONTRACT.states), name="contract_state_known"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="contract_runs_forward"),
            models.CheckConstraint(
                condition=Q(grant_krw__gt=0, match_krw__gte=0, own_krw__gte=0), name="contract_sums_positive"
            ),
        )
        indexes = (models.Index(fields=["call", "state", "id"], name="contract_by_state"),)

    def __str__(self) -> str:
        return self.number


class Signature(models.Model):
    """Who signed for which side, when, and the hash of exactly what was signed. Never changed."""

    class Side(models.TextChoices):
        INSTITUTION = "institution"
        MINISTRY = "ministry"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=12, choices=Side.choices)
    user_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        triggers = APPEND_ONLY
        constraints = (models.UniqueConstraint(fields=["contract", "side"], name="one_signature_a_side"),)

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.side}"


class PayeeAccount(models.Model):
    """The bank account that a contract's money goes to, named by the institution, confirmed by the agency."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="payee")
    bank = models.CharField(max_length=40)
    number = models.CharField(max_length=34)
    holder = models.CharField(max_length=120)
    named_at = models.DateTimeField()
    named_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("named_by")),
                name="account_confirmed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.bank} …{self.number[-4:]}"


class ProjectYear(models.Model):
    """One year of a contract: half-open dates, the last day to spend, and its sums by source in won."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="years")
    index = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    spend_by = models.DateField()
    grant_krw = models.BigIntegerField()
    match_krw = models.BigIntegerField()
    own_krw = models.BigIntegerField()

    class Meta:
        ordering = ("index",)
        constraints = (models.UniqueConstraint(fields=["contract", "index"], name="project_year_once"),)

    def __str__(self) -> str:
        return f"{self.contract_id}: year {self.index}"


class BudgetLine(models.Model):
    """Whole won agreed for one category and source in one project year."""

    year = models.ForeignKey(ProjectYear, on_delete=models.PROTECT, related_name="lines")
    category = models.CharField(max_length=40)
    source = models.CharField(max_length=10)
    amount_krw = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "category", "source"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount_krw__gt=0), name="budget_line_positive"),
        )

    def __str__(self) -> str:
        return f"{self.year_id}: {self.category} {self.source}"
