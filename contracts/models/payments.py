"""Won on its way to the bank: batches, approvals, payments."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Organization
from contracts.models.tranches import Tranche
from contracts.states import BATCH, PAYMENT
from core.models import APPEND_ONLY, NEVER_EMPTIED


class PaymentBatch(models.Model):
    """Payments that are approved and handed to the bank together. Who drew it up can't approve it.

    `answer_due_on` is the last working day by which the bank has answered for every payment of an ordered batch;
    `silence_told_at` is when the desk was told that it had not.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=40, unique=True)
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="payment_batches")
    state = models.CharField(max_length=16, default=BATCH.start)
    version = models.PositiveIntegerField(default=1)
    total_krw = models.BigIntegerField()
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.BigIntegerField(null=True)
    paid_at = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField(null=True)
    answer_due_on = models.DateField(null=True)
    silence_told_at = models.DateTimeField(null=True)

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
    """One tranche on its way to one bank account. At most one payment of a tranche stands or is made, ever; another
    follows only one that was dropped, that the bank rejected or that came back, in its own words (`bank_reason`).

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
    bank_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    paid_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        triggers = (NEVER_EMPTIED,)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PAYMENT.states), name="payment_state_known"),
            models.CheckConstraint(condition=Q(amount_krw__gt=0), name="payment_positive"),
            models.UniqueConstraint(
                fields=["tranche"],
                condition=~Q(state__in=("dropped", "rejected", "returned")),
                name="one_payment_a_tranche",
            ),
            models.UniqueConstraint(
                fields=["bank_reference"], condition=~Q(bank_reference=""), name="bank_reference_once"
            ),
            models.CheckConstraint(
                condition=(Q(state__in=("paid", "returned"), paid_at__isnull=False) & ~Q(bank_reference=""))
                | (~Q(state__in=("paid", "returned")) & Q(paid_at__isnull=True)),
                name="payment_made_has_reference",
            ),
            models.CheckConstraint(
                condition=Q(state="returned", returned_at__isnull=False)
                | (~Q(state="returned") & Q(returned_at__isnull=True)),
                name="payment_returned_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.end_to_end_id
