"""Every promise and every won: agreements, project years, budgets, tranches with gates, the ledger, payments."""

from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization, Region
from contracts.states import BATCH, CONTRACT, PAYMENT, TRANCHE
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


class Tranche(models.Model):
    """A dated part of a year's grant. It is released when its day has come and every gate is open."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="tranches")
    year = models.ForeignKey(ProjectYear, on_delete=models.PROTECT, related_name="tranches")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    amount_krw = models.BigIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=TRANCHE.start)
    released_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "code"], name="tranche_once_a_year"),
            models.CheckConstraint(condition=Q(state__in=TRANCHE.states), name="tranche_state_known"),
            models.CheckConstraint(condition=Q(amount_krw__gt=0), name="tranche_positive"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False) | (~Q(state="paid") & Q(paid_at__isnull=True)),
                name="tranche_paid_has_time",
            ),
        )
        indexes = (models.Index(fields=["due_on"], name="tranche_due", condition=Q(state="waiting")),)

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.code}"


class Gate(models.Model):
    """What must have happened before a tranche is released, and since when it has."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="gates")
    code = models.CharField(max_length=40)
    waits_since = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tranche", "code"], name="gate_once"),)

    def __str__(self) -> str:
        return f"{self.tranche_id}: {self.code}"


class Account(models.Model):
    """A named account of the ledger and its balance in won: credits less debits.

    The balance is kept by the transfers' action under a lock on this row; a floor of zero is the database's, except for
    the sources that money comes from.
    """

    class Kind(models.TextChoices):
        TREASURY = "treasury"
        APPROPRIATED = "appropriated"
        REGION = "region"
        RESERVED = "reserved"
        MATCH_PLEDGED = "match_pledged"
        PAID = "paid"

    code = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="accounts")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="accounts")
    year = models.ForeignKey(ProjectYear, on_delete=models.PROTECT, null=True, related_name="accounts")
    balance_krw = models.BigIntegerField(default=0)

    class Meta:
        triggers = (NEVER_EMPTIED, pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete))
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["treasury", "region"]) | Q(balance_krw__gte=0), name="account_not_below_zero"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Transfer(models.Model):
    """Won from one account to another, once for its key. Never changed: a correction is a transfer back."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=160, unique=True)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    amount_krw = models.BigIntegerField()
    at = models.DateTimeField()
    event = models.ForeignKey("core.Event", on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        triggers = APPEND_ONLY
        constraints = (
            models.CheckConstraint(condition=Q(amount_krw__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_between_two"),
        )

    def __str__(self) -> str:
        return self.key


class PaymentBatch(models.Model):
    """Payments that are approved and handed to the bank together. Who drew it up can't approve it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=40, unique=True)
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="payment_batches")
    state = models.CharField(max_length=16, default=BATCH.start)
    version = models.PositiveIntegerField(default=1)
    total_krw = models.BigIntegerField()
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.BigIntegerField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=BATCH.states), name="batch_state_known"),
            models.CheckConstraint(condition=Q(total_krw__gt=0), name="batch_positive"),
        )

    def __str__(self) -> str:
        return self.number


class Approval(models.Model):
    """One officer's approval of a batch, of exactly this total. Never changed."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="approvals")
    user_id = models.BigIntegerField()
    office_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    total_krw = models.BigIntegerField()
    approved_at = models.DateTimeField()

    class Meta:
        triggers = APPEND_ONLY
        constraints = (models.UniqueConstraint(fields=["batch", "user_id"], name="approves_once"),)

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.name}"


class Payment(models.Model):
    """One tranche on its way to one bank account. At most one payment of a tranche stands or is made, ever.

    `end_to_end_id` is what the bank knows it by: unique for ever, so that a second order of it is refused there too.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="payments")
    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="payments")
    amount_krw = models.BigIntegerField()
    end_to_end_id = models.CharField(max_length=35, unique=True)
    bank = models.CharField(max_length=40)
    account_number = models.CharField(max_length=34)
    account_holder = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default=PAYMENT.start)
    bank_reference = models.CharField(max_length=60, blank=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        triggers = (NEVER_EMPTIED,)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PAYMENT.states), name="payment_state_known"),
            models.CheckConstraint(condition=Q(amount_krw__gt=0), name="payment_positive"),
            models.UniqueConstraint(fields=["tranche"], condition=~Q(state="dropped"), name="one_payment_a_tranche"),
            models.UniqueConstraint(
                fields=["bank_reference"], condition=~Q(bank_reference=""), name="bank_reference_once"
            ),
            models.CheckConstraint(
                condition=(Q(state="paid", paid_at__isnull=False) & ~Q(bank_reference=""))
                | (~Q(state="paid") & Q(paid_at__isnull=True)),
                name="payment_made_has_reference",
            ),
        )

    def __str__(self) -> str:
        return self.end_to_end_id
