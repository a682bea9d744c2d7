"""Named accounts and the won that moved between them."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from contracts.models.agreements import Contract, ProjectYear
from core.models import APPEND_ONLY, NEVER_EMPTIED
from programs.models import Call


class Account(models.Model):
    """A named account of the ledger and its balance in won: credits less debits.

    The balance is kept by the transfers' action under a lock on this row; a floor of zero is the database's, except for
    the sources that money comes from. What is spent is kept for each source (grant, regional, own) and category; the
    accounts before that say by their kind whose money they hold.
    """

    class Kind(models.TextChoices):
        TREASURY = "treasury"
        APPROPRIATED = "appropriated"
        REGION = "region"
        RESERVED = "reserved"
        MATCH_PLEDGED = "match_pledged"
        MATCH_DEPOSITED = "match_deposited"
        PAID = "paid"
        CLAIMED = "claimed"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        CARRIED_OVER = "carried_over"
        RETURNED = "returned"

    code = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="accounts")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="accounts")
    year = models.ForeignKey(ProjectYear, on_delete=models.PROTECT, null=True, related_name="accounts")
    source = models.CharField(max_length=10, blank=True, default="", db_default="")
    category = models.CharField(max_length=40, blank=True, default="", db_default="")
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
