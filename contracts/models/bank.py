"""The bank's side: the account that a ministry pays from, what was ordered, what came back, and each line of it."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Office, Organization
from contracts.models.payments import Payment, PaymentBatch
from contracts.states import LINE
from core.models import APPEND_ONLY, NEVER_EMPTIED


class PayingAccount(models.Model):
    """The account that a ministry's payments go out of. Its row is the lock under which a bank's files are read.

    `format` names the bank's way of writing (`rules.FORMATS`); `answer_days` are the working days within which it
    answers.
    """

    ministry = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="paying_account")
    bank = models.CharField(max_length=35)
    number = models.CharField(max_length=34, unique=True)
    holder = models.CharField(max_length=120)
    format = models.CharField(max_length=20)
    answer_days = models.PositiveSmallIntegerField()
    named_at = models.DateTimeField()
    named_by = models.BigIntegerField()

    class Meta:
        triggers = (NEVER_EMPTIED,)
        constraints = (models.CheckConstraint(condition=Q(answer_days__gt=0), name="bank_has_days_to_answer"),)

    def __str__(self) -> str:
        return f"{self.bank} …{self.number[-4:]}"


class ApprovalLimit(models.Model):
    """The largest batch, in whole won, that whoever holds an office may approve. No row: no limit."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="approval_limit")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    limit_krw = models.BigIntegerField()
    set_at = models.DateTimeField()
    set_by = models.BigIntegerField()

    class Meta:
        triggers = (NEVER_EMPTIED,)
        constraints = (models.CheckConstraint(condition=Q(limit_krw__gte=0), name="limit_not_below_zero"),)

    def __str__(self) -> str:
        return f"{self.office_id}: {self.limit_krw}"


class BankOrder(models.Model):
    """The file that orders a batch from the bank: made once, kept as its bytes with their hash. Never changed."""

    batch = models.OneToOneField(PaymentBatch, on_delete=models.PROTECT, related_name="bank_order")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    total_krw = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.sha256[:12]}"


class BankFile(models.Model):
    """A file of the bank that was read: an answer or a statement. Its bytes are read once, ever. Never changed.

    For a statement, the account's balances before and after it in whole won, and `gap_krw`: by how much its opening is
    off from the closing of the statement before, which is what lines that nobody has seen amount to.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer"
        STATEMENT = "statement"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="bank_files")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.CharField(max_length=35)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    opening_krw = models.BigIntegerField(null=True)
    closing_krw = models.BigIntegerField(null=True)
    gap_krw = models.BigIntegerField(default=0)
    read_at = models.DateTimeField()
    read_by = models.BigIntegerField(null=True)

    class Meta:
        triggers = APPEND_ONLY
        constraints = (models.UniqueConstraint(fields=["ministry", "kind", "number"], name="bank_file_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class StatementLine(models.Model):
    """One line of a statement: matched to one payment, or for a person to explain (`why` it is not matched)."""

    class Direction(models.TextChoices):
        OUT = "out"
        IN = "in"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()
    direction = models.CharField(max_length=3, choices=Direction.choices)
    amount_krw = models.BigIntegerField()
    booked_on = models.DateField()
    end_to_end_id = models.CharField(max_length=35, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="lines")
    why = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=1_000, blank=True)
    explained_at = models.DateTimeField(null=True)
    explained_by = models.BigIntegerField(null=True)

    class Meta:
        triggers = (NEVER_EMPTIED, pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete))
        constraints = (
            models.CheckConstraint(condition=Q(state__in=LINE.states), name="statement_line_state_known"),
            models.CheckConstraint(condition=Q(amount_krw__gt=0), name="statement_line_positive"),
            models.CheckConstraint(
                condition=Q(state="matched", payment__isnull=False, why="")
                | (~Q(state="matched") & Q(payment__isnull=True) & ~Q(why="")),
                name="line_matched_or_says_why",
            ),
            models.UniqueConstraint(fields=["file", "row"], name="statement_line_once"),
            models.UniqueConstraint(
                fields=["payment", "direction"], condition=Q(payment__isnull=False), name="one_line_a_payment_and_way"
            ),
        )
        indexes = (
            models.Index(fields=["ministry", "id"], name="statement_line_unmatched", condition=Q(state="unmatched")),
        )

    def __str__(self) -> str:
        return f"{self.file_id}/{self.row}"
