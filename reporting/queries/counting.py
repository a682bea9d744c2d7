"""How far the proposals of calls have come, counted by the database: one query, however many calls and regions.

The counts are of a call's rows as the connection's scope lets them through; who may read which of them, the caller
decides by `reporting.permissions` before he shows any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Sum

from contracts.models import Tranche
from proposals.models import Proposal
from proposals.states import HANDED_IN

COUNTED = ("started", "submitted", "withdrawn", "ranked", "pledged", "reviewed", "selected", "contracted", "paid")
SUMMED = ("asked_krw", "pledged_krw", "contracted_krw", "paid_krw")
PASSED = tuple(name for name in COUNTED if name != "withdrawn")
"""The stages that a proposal passes one after the other."""


class OverYears(Func):
    """The sum of an array's elements: the won of all project years."""

    template = "(SELECT coalesce(sum(won), 0) FROM unnest(%(expressions)s) AS won)"
    output_field = BigIntegerField()


ORIGINAL = Q(merged_from__isnull=True)
IN = ORIGINAL & Q(state__in=HANDED_IN)
MADE = IN & Q(pledge__state="made")
IN_FORCE = Q(contract__state="in_force")
PAID = Tranche.objects.filter(contract=OuterRef("contract"), state="paid").order_by()
FIGURES: Mapping[str, Any] = {
    "started": Count("id", filter=ORIGINAL),
    "submitted": Count("id", filter=IN),
    "withdrawn": Count("id", filter=ORIGINAL & Q(state="withdrawn")),
    # A region's order counts when it is handed in: until then nobody else knows of it.
    "ranked": Count("id", filter=IN & Q(place__ranking__state="submitted")),
    "pledged": Count("id", filter=MADE),
    # By the call's round, not by the case: a region knows that its proposals were judged, but sees no case.
    "reviewed": Count("id", filter=Q(case__isnull=False, call__round__state="closed")),
    # The state follows when the selection is published: until then nobody else knows of it.
    "selected": Count("id", filter=Q(state="selected")),
    "contracted": Count("id", filter=IN_FORCE),
    "paid": Count("id", filter=IN_FORCE & Q(Exists(PAID))),
    "asked_krw": Sum("submission__grant_krw", filter=IN, default=0),
    "pledged_krw": Sum(OverYears(F("pledge__year_krw")), filter=MADE, default=0),
    "contracted_krw": Sum("contract__grant_krw", filter=IN_FORCE, default=0),
    "paid_krw": Sum(
        Subquery(PAID.values("contract").annotate(won=Sum("amount_krw")).values("won")), filter=IN_FORCE, default=0
    ),
}
"""Over all project years: grant asked for, as handed in; match pledged; grant of contracts in force; what was paid of
it. Up to the experts' judgement the original proposals count, from the selection on the official teams, merged ones
too. Joins are to one row."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of proposals, and whole won over all project years."""

    started: int = 0
    submitted: int = 0
    withdrawn: int = 0
    ranked: int = 0
    pledged: int = 0
    reviewed: int = 0
    selected: int = 0
    contracted: int = 0
    paid: int = 0
    asked_krw: int = 0
    pledged_krw: int = 0
    contracted_krw: int = 0
    paid_krw: int = 0

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Figures:
        return cls(**{name: int(row[name]) for name in (*COUNTED, *SUMMED)})


def total(figures: Iterable[Figures]) -> Figures:
    rows = list(figures)
    return Figures(**{name: sum(getattr(row, name) for row in rows) for name in (*COUNTED, *SUMMED)})


def figures_by(found: QuerySet[Proposal], *keys: str) -> dict[tuple[Any, ...], Figures]:
    """The figures of these proposals by the values of some of their columns ("call_id", "region_id")."""
    rows = found.order_by().values(*keys).annotate(**FIGURES)
    return {tuple(row[key] for key in keys): Figures.of(row) for row in rows}
