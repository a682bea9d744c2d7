"""What a choice of teams comes to: money by region, sector and tier, how even it is, and when it would come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from core.calendar import add_business_days, funded_months, seoul_date
from core.money import WHOLE_BP
from programs.policy import Policy


@dataclass(frozen=True, slots=True)
class Team:
    """A team that is in: where it is, what it works on, its tier, and its grant of all project years in won."""

    region: str
    sector: str
    tier: str
    grant_krw: int
    originals: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    """What one region, sector or tier has of a choice."""

    code: str
    teams: int
    grant_krw: int


@dataclass(frozen=True, slots=True)
class Measures:
    """A choice in figures. `capital_bp` is the capital region's share of the money, `gini_bp` how unevenly it lies over
    all regions: 0 where each has the same, up to 10,000 where one has all. `money_on` is when the first money would
    come if every office took exactly the days that the rules give it, `days_to_money` from the projects' start."""

    teams: int
    originals: int
    grant_krw: int
    merit: int
    regions: tuple[Share, ...]
    sectors: tuple[Share, ...]
    tiers: tuple[Share, ...]
    capital_bp: int
    gini_bp: int
    money_on: date
    days_to_money: int
    funded_months: int


def measures_of(
    teams: Iterable[Team],
    *,
    regions: Mapping[str, bool],
    policy: Policy,
    closes_at: datetime,
    starts_on: date,
    merit: int = 0,
) -> Measures:
    """The figures of a choice. `regions` are all that stand, by code, and whether each is of the capital region."""
    inside = list(teams)
    by_region = _shares(inside, lambda team: team.region, regions)
    total_krw = sum(team.grant_krw for team in inside)
    capital_krw = sum(team.grant_krw for team in inside if regions.get(team.region, False))
    arrives = max(money_on(policy, closes_at), starts_on)
    return Measures(
        teams=len(inside),
        originals=sum(team.originals for team in inside),
        grant_krw=total_krw,
        merit=merit,
        regions=by_region,
        sectors=_shares(inside, lambda team: team.sector),
        tiers=_shares([team for team in inside if team.tier], lambda team: team.tier),
        capital_bp=capital_krw * WHOLE_BP // total_krw if total_krw else 0,
        gini_bp=gini_bp([share.grant_krw for share in by_region]),
        money_on=arrives,
        days_to_money=(arrives - starts_on).days,
        funded_months=funded_months(arrives, policy.project_years.spend_by_date(starts_on.year, 1)),
    )


def gini_bp(amounts: Sequence[int]) -> int:
    """The Gini coefficient of some amounts in basis points, rounded to the nearest; 0 where there is nothing."""
    ordered, total = sorted(amounts), sum(amounts)
    if not total:
        return 0
    count = len(ordered)
    weighted = sum(place * amount for place, amount in enumerate(ordered, start=1))
    return round((Fraction(2 * weighted, count * total) - Fraction(count + 1, count)) * WHOLE_BP)


def money_on(policy: Policy, closes_at: datetime) -> date:
    """When a call that closes then would pay first: the regions' calendar days, then each office's working days."""
    day = seoul_date(closes_at) + timedelta(days=policy.timeline.ranking_days)
    for service_days in (
        policy.review.service_days,
        policy.timeline.selection_service_days,
        policy.timeline.contract_service_days,
        policy.timeline.payment_service_days,
    ):
        day = add_business_days(day, service_days)
    return day


def _shares(teams: Sequence[Team], of: Callable[[Team], str], there: Iterable[str] = ()) -> tuple[Share, ...]:
    """Shares in the order of `there`, then of those that stand nowhere in it, the greatest first."""
    found: dict[str, list[Team]] = defaultdict(list)
    for team in teams:
        found[of(team)].append(team)
    known = [*there]
    others = sorted(found.keys() - set(known), key=lambda code: (-sum(team.grant_krw for team in found[code]), code))
    return tuple(
        Share(code, len(found[code]), sum(team.grant_krw for team in found[code])) for code in (*known, *others)
    )
