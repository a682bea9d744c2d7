"""The parts of a year's grant and the gates before them."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from contracts.models.agreements import Contract, ProjectYear
from contracts.states import TRANCHE
from core.models import APPEND_ONLY, NEVER_EMPTIED

PARTS_MAKE_THE_TRANCHE = pgtrigger.Trigger(
    name="parts_make_the_tranche",
    level=pgtrigger.Row,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(new__agreed_krw__isnull=False),
    func="""
        IF EXISTS (
            SELECT 1 FROM public.contracts_tranche WHERE year_id = NEW.year_id AND code = NEW.code
            HAVING sum(amount_krw) <> NEW.agreed_krw OR count(*) <> count(*) FILTER (WHERE agreed_krw = NEW.agreed_krw)
        ) THEN
            RAISE EXCEPTION 'baro: the parts of tranche % do not add up to it', NEW.code;
        END IF;
        RETURN NULL;
    """,
)
"""At the end of each transaction, the parts of a tranche that was split add up to what was agreed."""


class Tranche(models.Model):
    """A dated part of a year's grant. It is released when its day has come and every gate is open.

    What is released ahead of a gate is split off: then each row is one `part` of the tranche, `agreed_krw` the whole of
    it (null while it was never split), and one payment pays one part. Of a part that waits, `floor_krw` is what no gate
    but the first ones keeps back (the payroll floor), `covered_krw` what the region's deposit covers so far.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="tranches")
    year = models.ForeignKey(ProjectYear, on_delete=models.PROTECT, related_name="tranches")
    ministry = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    part = models.PositiveSmallIntegerField(default=1, db_default=1)
    amount_krw = models.BigIntegerField()
    agreed_krw = models.BigIntegerField(null=True)
    floor_krw = models.BigIntegerField(default=0, db_default=0)
    covered_krw = models.BigIntegerField(default=0, db_default=0)
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=TRANCHE.start)
    released_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        triggers = (PARTS_MAKE_THE_TRANCHE,)
        constraints = (
            models.UniqueConstraint(fields=["year", "code", "part"], name="tranche_part_once_a_year"),
            models.CheckConstraint(
                condition=Q(part=1, agreed_krw__isnull=True) | Q(part__gte=1, agreed_krw__gt=F("amount_krw")),
                name="tranche_part_of_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(floor_krw__gte=0, covered_krw__gte=0), name="tranche_floor_not_below_zero"
            ),
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


class TrancheStop(models.Model):
    """An officer keeps a continuity tranche back: who, when and why; lifted by whom, when and why. Both stay."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="stops")
    stopped_at = models.DateTimeField()
    stopped_by = models.BigIntegerField()
    office_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=1_000, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.BigIntegerField(null=True)
    lifted_reason = models.CharField(max_length=1_000, blank=True)

    class Meta:
        triggers = (NEVER_EMPTIED, pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete))
        constraints = (
            models.UniqueConstraint(fields=["tranche"], condition=Q(lifted_at__isnull=True), name="one_stop_at_a_time"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="stop_lifted_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tranche_id}: {self.name}"


class Recovery(models.Model):
    """Won of a project year that come back after a notice: eligible costs up to its day stand. Never changed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="recoveries")
    year = models.OneToOneField(ProjectYear, on_delete=models.PROTECT, related_name="recovery")
    notice_on = models.DateField()
    paid_krw = models.BigIntegerField()
    eligible_krw = models.BigIntegerField()
    amount_krw = models.BigIntegerField()
    reason = models.CharField(max_length=1_000)
    decided_at = models.DateTimeField()
    decided_by = models.BigIntegerField()
    name = models.CharField(max_length=120)

    class Meta:
        triggers = APPEND_ONLY
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_krw__gt=0, eligible_krw__gte=0, paid_krw=F("eligible_krw") + F("amount_krw")),
                name="recovery_is_the_rest",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.amount_krw}"
