"""What came of a call: teams in name and in fact, won promised, contracted and paid, and how late the money was."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Sum

from accounts.models import Region
from contracts.models import Contract, Payment
from contracts.queries import breaches
from core.calendar import funded_months, seoul_date
from core.events import first_broken_seal
from core.models import Event, EventSeal
from programs.models import Call
from proposals.models import MatchPledge, Proposal
from proposals.queries import originals_of
from reviews.models import Assignment, Member, Review


@dataclass(frozen=True, slots=True)
class RegionOutcome:
    """A region's selected teams: `official` as they are contracted, `originals` as they had proposed. Won are whole."""

    region: str
    name_ko: str
    name_en: str
    official: int
    originals: int
    merges: int
    pledged_krw: int
    contracted_krw: int
    paid_krw: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """`days_to_money` and `funded_months` are of the first year's first payment; None before there is one.

    `pledged_krw` is what regions promised to those selected, `contracted_krw` the grants of contracts that are in
    force, `paid_krw` what the bank has paid. `first_broken_seal` is None where the chain of events holds.
    """

    regions: tuple[RegionOutcome, ...]
    experts: int
    assignments: int
    reviews: int
    starts_on: date
    first_money_on: date | None
    days_to_money: int | None
    funded_months: int | None
    book_breaches: int
    events_sealed: int
    events_unsealed: int
    first_broken_seal: int | None

    @property
    def totals(self) -> dict[str, int]:
        return {name: sum(getattr(row, name) for row in self.regions) for name in SUMMED}


SUMMED = ("official", "originals", "merges", "pledged_krw", "contracted_krw", "paid_krw")


def outcome(call_code: str) -> Outcome | None:
    """What the call has come to by now; None where it does not exist yet."""
    call = Call.objects.filter(code=call_code).first()
    if call is None:
        return None
    sealed = EventSeal.objects.count()
    reviews = Review.objects.filter(assignment__case__round__call=call, assignment__state="given", state="submitted")
    return Outcome(
        regions=_regions(call),
        experts=Member.objects.filter(round__call=call).count(),
        assignments=Assignment.objects.filter(case__round__call=call, state="given").count(),
        reviews=reviews.count(),
        starts_on=call.project_starts_on,
        book_breaches=len(breaches()),
        events_sealed=sealed,
        events_unsealed=Event.objects.count() - sealed,
        first_broken_seal=first_broken_seal(),
        **_money_clock(call),
    )


def _regions(call: Call) -> tuple[RegionOutcome, ...]:
    lineage = originals_of(call)
    official: Counter[int] = Counter()
    originals: Counter[int] = Counter()
    for pk, region_id in Proposal.objects.filter(call=call, state="selected").values_list("pk", "region_id"):
        official[region_id] += 1
        originals[region_id] += len(lineage.get(pk, [pk]))
    merges = Counter(Proposal.objects.filter(pk__in=lineage).values_list("region_id", flat=True))
    pledged: dict[int, int] = defaultdict(int)
    made = MatchPledge.objects.filter(proposal__call=call, proposal__state="selected", state="made")
    for region_id, year_krw in made.values_list("region_id", "year_krw"):
        pledged[region_id] += sum(year_krw)
    in_force = Contract.objects.filter(call=call, state="in_force").values("region_id").annotate(won=Sum("grant_krw"))
    contracted = {row["region_id"]: row["won"] for row in in_force}
    payments = Payment.objects.filter(tranche__contract__call=call, state="paid")
    by_region = payments.values(region_id=F("tranche__contract__region_id")).annotate(won=Sum("amount_krw"))
    paid = {row["region_id"]: row["won"] for row in by_region}
    there = Proposal.objects.filter(call=call).values_list("region_id", flat=True)
    return tuple(
        RegionOutcome(
            region=region.code,
            name_ko=region.short_ko,
            name_en=region.short_en,
            official=official[region.pk],
            originals=originals[region.pk],
            merges=merges[region.pk],
            pledged_krw=pledged[region.pk],
            contracted_krw=contracted.get(region.pk, 0),
            paid_krw=paid.get(region.pk, 0),
        )
        for region in Region.objects.filter(pk__in=set(there)).order_by("order")
    )


def _money_clock(call: Call) -> dict[str, Any]:
    """From the start of the first project year to its first payment, and the months left to spend it in."""
    payments = Payment.objects.filter(tranche__contract__call=call, tranche__year__index=1, state="paid")
    first = payments.select_related("tranche__year").order_by("paid_at", "id").first()
    if first is None or first.paid_at is None:
        return {"first_money_on": None, "days_to_money": None, "funded_months": None}
    arrived_on, year = seoul_date(first.paid_at), first.tranche.year
    return {
        "first_money_on": arrived_on,
        "days_to_money": (arrived_on - year.starts_on).days,
        "funded_months": funded_months(arrived_on, year.spend_by),
    }


def as_lines(found: Outcome) -> Sequence[str]:
    """The outcome as lines for a terminal; none before anybody is judged."""
    if not found.assignments:
        return []
    heads = ("region", "official", "original", "merges", "pledged (won)", "contracted (won)", "paid (won)")
    rows = [(row.name_en, *(f"{getattr(row, name):,}" for name in SUMMED)) for row in found.regions]
    rows.append(("all", *(f"{found.totals[name]:,}" for name in SUMMED)))
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    table = [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (heads, *rows)
    ]
    clock = "no money yet"
    if found.first_money_on is not None:
        clock = (
            f"first money on {found.first_money_on}: {found.days_to_money} days after the start on {found.starts_on}, "
            f"{found.funded_months} funded months left in the first year"
        )
    seals = "the chain holds" if found.first_broken_seal is None else f"broken at {found.first_broken_seal}"
    return [
        "",
        f"{found.experts} experts, {found.reviews} of {found.assignments} reviews submitted",
        "",
        *table,
        "",
        clock,
        f"books: {found.book_breaches} breaches; {found.events_sealed} events sealed, {seals}",
    ]
