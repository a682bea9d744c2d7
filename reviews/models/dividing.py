"""The money divided between regions, as a selection was proposed with it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import Region
from programs.models import Call, RegionalFigures
from reviews.models.selections import Selection


class DividedMoney(models.Model):
    """The share of one region in a selection: sums alone, no proposal by name.

    `cells` and `bands` are its figures as they were written and the bands they fell in; `mean_bp` is the index in basis
    points of a band. The selection's uid and call are repeated, because the regions read this before they may read
    the selection. Bounds are None where the rules set none.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="divided")
    selection_uid = models.UUIDField(db_index=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    figures = models.ForeignKey(RegionalFigures, on_delete=models.PROTECT, null=True, related_name="+")
    cells = models.JSONField(default=dict)
    bands = models.JSONField(default=dict)
    mean_bp = models.PositiveIntegerField()
    basis = models.BigIntegerField()
    basis_krw = models.BigIntegerField()
    index_krw = models.BigIntegerField()
    least_krw = models.BigIntegerField(null=True)
    most_krw = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["selection", "region"], name="divided_once"),
            models.CheckConstraint(
                condition=Q(least_krw__isnull=True) | Q(most_krw__isnull=True) | Q(least_krw__lte=F("most_krw")),
                name="divided_bounds_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.region_id}: {self.share_krw}"

    @property
    def share_krw(self) -> int:
        return self.basis_krw + self.index_krw
