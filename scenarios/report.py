"""What a played world has come to: the funnel by region, won pledged, events, and a hash of it all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Count, F, Q, Sum

from accounts.models import Region
from contracts.models import Payment
from core.models import Event
from programs.models import Call
from programs.policy import Source
from programs.queries import policy_of_call
from proposals.models import MatchPledge, Proposal, RankedProposal, Submission
from proposals.states import HANDED_IN
from reviews.models import Decision
from scenarios.chosen import ChosenReport, chosen
from scenarios.chosen import as_lines as chosen_lines
from scenarios.driver import Played
from scenarios.outcome import Outcome, as_lines, outcome

STAGES = ("drafted", "submitted", "withdrawn", "ranked", "pledged")


@dataclass(frozen=True, slots=True)
class RegionFunnel:
    """How many proposals of a region came how far; `submitted` and `withdrawn` are where they stand now.

    `institutions` is how many lead those that are submitted.
    """

    region: str
    name_ko: str
    name_en: str
    drafted: int
    submitted: int
    withdrawn: int
    ranked: int
    pledged: int
    pledged_krw: int
    institutions: int


@dataclass(frozen=True, slots=True)
class TierFunnel:
    """Proposals by the tier that holds the grants of all their years; `grant_krw` is what those submitted ask a year.

    The last row, without a code, are proposals of no tier.
    """

    tier: str
    name_ko: str
    name_en: str
    drafted: int
    submitted: int
    grant_krw: int


@dataclass(frozen=True, slots=True)
class Report:
    """`world_hash` is over what happened, by names and amounts, so that the same seed gives the same hash."""

    scenario: str
    until: datetime
    seed: int
    plan_hash: str
    world_hash: str
    steps: int
    seconds: int
    regions: tuple[RegionFunnel, ...]
    tiers: tuple[TierFunnel, ...]
    events: dict[str, int]
    refusals: tuple[dict[str, Any], ...]
    outcome: Outcome | None = None
    selection: ChosenReport | None = None

    @property
    def totals(self) -> dict[str, int]:
        names = (*STAGES, "pledged_krw", "institutions")
        return {name: sum(getattr(row, name) for row in self.regions) for name in names}

    def as_json(self) -> dict[str, Any]:
        """Plain values, amounts in whole won, moments in ISO 8601."""
        return {
            **asdict(self),
            "until": self.until.isoformat(),
            "regions": [asdict(row) for row in self.regions],
            "totals": self.totals,
            "event_count": sum(self.events.values()),
            "outcome": _plain(self.outcome),
            "selection": {**asdict(self.selection), "proved": self.selection.proved} if self.selection else None,
        }


def _plain(found: Outcome | None) -> dict[str, Any] | None:
    if found is None:
        return None
    dated = {name: value.isoformat() for name, value in asdict(found).items() if isinstance(value, date)}
    return {**asdict(found), **dated, "totals": found.totals}


def report(
    *, scenario: str, call_code: str, seed: int, plan_hash: str, until: datetime, played: Played, seconds: int
) -> Report:
    """Read the world as it stands."""
    return Report(
        scenario=scenario,
        until=until,
        seed=seed,
        plan_hash=plan_hash,
        world_hash=world_hash(),
        steps=played.steps,
        seconds=seconds,
        regions=funnel(call_code),
        tiers=tier_funnel(call_code),
        events=dict(sorted(Counter(Event.objects.values_list("name", flat=True)).items())),
        refusals=tuple({**asdict(one), "holds": one.holds} for one in played.refusals),
        outcome=outcome(call_code),
        selection=chosen(call_code),
    )


def funnel(call_code: str) -> tuple[RegionFunnel, ...]:
    """A row for each region that has begun a proposal, in the regions' usual order; merged teams do not count anew."""
    counted = (
        Proposal.objects.filter(call__code=call_code, merged_from__isnull=True)
        .values("region_id")
        .annotate(
            drafted=Count("pk"),
            submitted=Count("pk", filter=Q(state__in=HANDED_IN)),
            institutions=Count("lead_organization", filter=Q(state__in=HANDED_IN), distinct=True),
            withdrawn=Count("pk", filter=Q(state="withdrawn")),
        )
    )
    counts = {row["region_id"]: row for row in counted}
    ranked = Counter(
        RankedProposal.objects.filter(ranking__call__code=call_code, ranking__state="submitted").values_list(
            "ranking__region_id", flat=True
        )
    )
    original = MatchPledge.objects.filter(proposal__call__code=call_code, proposal__merged_from__isnull=True)
    made = original.filter(state="made").values_list("region_id", "year_krw")
    pledged = Counter(region_id for region_id, _ in made)
    won: Counter[int] = Counter()
    for region_id, year_krw in made:
        won[region_id] += sum(year_krw)
    return tuple(
        RegionFunnel(
            region=region.code,
            name_ko=region.short_ko,
            name_en=region.short_en,
            drafted=counts[region.pk]["drafted"],
            submitted=counts[region.pk]["submitted"],
            withdrawn=counts[region.pk]["withdrawn"],
            ranked=ranked[region.pk],
            pledged=pledged[region.pk],
            pledged_krw=won[region.pk],
            institutions=counts[region.pk]["institutions"],
        )
        for region in Region.objects.filter(pk__in=counts).order_by("order")
    )


def tier_funnel(call_code: str) -> tuple[TierFunnel, ...]:
    """A row for each tier of the call's rules, and one for proposals of none; nothing where the rules have no tiers."""
    policy = policy_of_call(Call.objects.get(code=call_code).pk)
    if policy.tiers is None:
        return ()
    years = policy.project_years.count
    drafted: Counter[str] = Counter()
    submitted: Counter[str] = Counter()
    won: Counter[str] = Counter()
    found = Proposal.objects.filter(call__code=call_code, merged_from__isnull=True).annotate(
        year=F("lines__year"), year_krw=Sum("lines__amount_krw", filter=Q(lines__source=Source.GRANT))
    )
    by_year: dict[int, dict[int, int]] = defaultdict(dict)
    states = {}
    for pk, state, year, year_krw in found.values_list("pk", "state", "year", "year_krw"):
        states[pk] = state
        by_year[pk][year or 0] = year_krw or 0
    for pk, state in states.items():
        grants = [by_year[pk].get(year, 0) for year in range(1, years + 1)]
        tier = policy.tiers.of(grants) if all(grants) else None
        code = tier.code if tier else ""
        drafted[code] += 1
        if state in HANDED_IN:
            submitted[code] += 1
            won[code] += grants[0]
    names = {tier.code: (tier.name_ko, tier.name_en or tier.name_ko) for tier in policy.tiers.levels}
    if drafted[""]:
        names[""] = ("-", "-")
    return tuple(
        TierFunnel(code, name_ko, name_en, drafted[code], submitted[code], won[code])
        for code, (name_ko, name_en) in names.items()
    )


def world_hash() -> str:
    """SHA-256 over the order and content of what happened. Numbers that chance gives (uids) are left out."""
    digest = sha256()
    for line in _lines():
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _lines() -> Iterator[str]:
    for name, at, actor, reason in Event.objects.order_by("id").values_list("name", "at", "actor_name", "reason"):
        yield f"{name}\t{at.isoformat()}\t{actor}\t{reason}"
    submissions = Submission.objects.order_by("id")
    for submission in submissions.values_list("proposal__number", "sequence", "title_ko", "total_krw"):
        yield "\t".join(map(str, submission))
    places = RankedProposal.objects.order_by("ranking__region__order", "position")
    for place in places.values_list("ranking__region__code", "position", "proposal__number"):
        yield "\t".join(map(str, place))
    pledges = MatchPledge.objects.order_by("proposal__number")
    for pledge in pledges.values_list("proposal__number", "state", "year_krw"):
        yield "\t".join(map(str, pledge))
    decisions = Decision.objects.order_by("selection_id", "number")
    for decision in decisions.values_list("number", "score_bp", "merit", "outcome"):
        yield "\t".join(map(str, decision))
    payments = Payment.objects.order_by("id")
    for payment in payments.values_list("tranche__contract__number", "amount_krw", "state", "bank_reference"):
        yield "\t".join(map(str, payment))


def as_text(found: Report) -> Sequence[str]:
    """The report as lines for a terminal."""
    heads = ("region", *STAGES, "pledged (won)")
    rows = [
        (row.name_en, *(str(getattr(row, name)) for name in STAGES), f"{row.pledged_krw:,}") for row in found.regions
    ]
    totals = found.totals
    rows.append(("all", *(str(totals[name]) for name in STAGES), f"{totals['pledged_krw']:,}"))
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    table = [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (heads, *rows)
    ]
    refusals = [
        f"  {'ok  ' if one['holds'] else 'FAIL'} {one['code']}: expected {one['expected']}, got {one['got']}"
        f"{' by ' + one['clause'] if one['clause'] else ''}"
        for one in found.refusals
    ]
    return [
        f"{found.scenario}, played until {found.until.isoformat()} in {found.seconds} s ({found.steps} steps)",
        "",
        *table,
        *_tier_lines(found),
        *chosen_lines(found.selection),
        *(as_lines(found.outcome) if found.outcome else ()),
        "",
        f"{sum(found.events.values())} events of {len(found.events)} kinds",
        f"refusals that had to happen: {len(refusals)}",
        *refusals,
        f"seed {found.seed}, plan {found.plan_hash[:16]}, world {found.world_hash[:16]}",
    ]


def _tier_lines(found: Report) -> list[str]:
    """The tiers as lines, with what their proposals ask for in the first year."""
    rows = ((row.name_en, f"{row.submitted} of {row.drafted}", f"{row.grant_krw:,}") for row in found.tiers)
    lines = [f"  {name}: {count} submitted, {won} won a year" for name, count, won in rows]
    return ["", *lines] if lines else []
