"""What a selection came to: its proof, its tiers, its money by year, and each region beside its share of the money."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from programs.models import Call
from programs.policy import Policy
from programs.policy.checks import grants_by_year
from programs.queries import policy_of_call
from proposals.queries import lines_in
from reviews.models import Decision, DividedMoney, Selection


@dataclass(frozen=True, slots=True)
class TierChosen:
    """How many of a tier are in, and how many may be (None: any number)."""

    tier: str
    selected: int
    most: int | None


@dataclass(frozen=True, slots=True)
class YearChosen:
    """The grants of those selected in a project year, and the money of that year (None: not ruled by year)."""

    year: int
    grants_krw: int
    budget_krw: int | None


@dataclass(frozen=True, slots=True)
class RegionChosen:
    """A region's teams that are in and the institutions that lead them; what it gets of the money that was divided.

    `index_bp` is its balance index in basis points of a band; share and bounds are None where nothing is divided.
    """

    region: str
    name_en: str
    stood: int
    selected: int
    institutions: int
    got_krw: int
    index_bp: int | None
    share_krw: int | None
    least_krw: int | None
    most_krw: int | None


@dataclass(frozen=True, slots=True)
class ChosenReport:
    """`value` and `bound` are sums of merit, equal where the optimum is proved. `with_reason` are decisions that say
    why; `overridden` those that an officer took otherwise."""

    state: str
    value: int
    bound: int
    selected: int
    waiting: int
    rejected: int
    with_reason: int
    overridden: int
    tiers: tuple[TierChosen, ...]
    years: tuple[YearChosen, ...]
    regions: tuple[RegionChosen, ...]

    @property
    def proved(self) -> bool:
        return self.value == self.bound


def chosen(call_code: str) -> ChosenReport | None:
    """The selection of a call that stands; None before there is one."""
    selection = Selection.objects.filter(call__code=call_code).exclude(state="discarded").select_related("call").first()
    if selection is None:
        return None
    policy = policy_of_call(selection.call_id)
    rows = selection.decisions.select_related("region", "proposal__submission").order_by("region__order", "id")
    decisions = list(rows)
    grants = {one.pk: _grants(one, policy) for one in decisions}
    outcomes = Counter(one.outcome for one in decisions)
    inside = [one for one in decisions if one.outcome == Decision.Outcome.SELECTED]
    return ChosenReport(
        state=selection.state,
        value=selection.value,
        bound=selection.bound,
        selected=outcomes["selected"],
        waiting=outcomes["waiting"],
        rejected=outcomes["rejected"],
        with_reason=sum(1 for one in decisions if one.method),
        overridden=sum(1 for one in decisions if one.override_reason),
        tiers=tuple(_tiers(policy, [grants[one.pk] for one in inside])),
        years=tuple(_years(policy, selection.call, [grants[one.pk] for one in inside])),
        regions=tuple(_regions(selection, policy, decisions, grants)),
    )


def _grants(decision: Decision, policy: Policy) -> tuple[int, ...]:
    submission = decision.proposal.submission
    return grants_by_year(policy, lines_in(submission.content)) if submission else ()


def _tiers(policy: Policy, inside: Sequence[tuple[int, ...]]) -> list[TierChosen]:
    if policy.tiers is None:
        return []
    counts = Counter(tier.code for grants in inside if (tier := policy.tiers.of(grants)) is not None)
    return [TierChosen(level.code, counts[level.code], level.max_selected) for level in policy.tiers.levels]


def _years(policy: Policy, call: Call, inside: Sequence[tuple[int, ...]]) -> list[YearChosen]:
    count = policy.project_years.count
    budget = policy.choosing.money_of_years(count, call.budget_krw) if policy.choosing else ()
    return [
        YearChosen(year + 1, sum(grants[year] for grants in inside), budget[year] if budget else None)
        for year in range(count)
    ]


def _regions(
    selection: Selection, policy: Policy, decisions: Sequence[Decision], grants: Mapping[int, tuple[int, ...]]
) -> list[RegionChosen]:
    shares = {row.region_id: row for row in DividedMoney.objects.filter(selection=selection)}
    by_year = bool(policy.choosing and policy.choosing.money_of_years(1, 0))
    found: dict[int, list[Decision]] = defaultdict(list)
    for one in decisions:
        found[one.region_id].append(one)
    return [_region(rows, shares.get(pk), grants, first_year=by_year) for pk, rows in found.items()]


def _region(
    rows: Sequence[Decision], share: DividedMoney | None, grants: Mapping[int, tuple[int, ...]], *, first_year: bool
) -> RegionChosen:
    inside = [one for one in rows if one.outcome == Decision.Outcome.SELECTED]
    return RegionChosen(
        region=rows[0].region.code,
        name_en=rows[0].region.short_en,
        stood=len(rows),
        selected=len(inside),
        institutions=len({one.proposal.lead_organization_id for one in inside}),
        got_krw=sum(grants[one.pk][0] if first_year else one.grant_krw for one in inside),
        index_bp=share.mean_bp if share else None,
        share_krw=share.share_krw if share else None,
        least_krw=share.least_krw if share else None,
        most_krw=share.most_krw if share else None,
    )


def as_lines(found: ChosenReport | None) -> list[str]:
    """The selection as lines for a terminal."""
    if found is None:
        return []
    proof = "proved" if found.proved else "not proved"
    tiers = ", ".join(f"{one.tier} {one.selected}{_of(one.most)}" for one in found.tiers)
    years = ", ".join(f"{one.grants_krw:,}{_of(one.budget_krw)}" for one in found.years)
    return [
        "",
        f"selection {found.state}: value {found.value:,}, bound {found.bound:,}, {proof}",
        f"  {found.selected} in, {found.waiting} waiting, {found.rejected} rejected; "
        f"{found.with_reason} with a reason, {found.overridden} decided otherwise",
        *([f"  tiers: {tiers}"] if tiers else []),
        f"  won by year: {years}",
        *(f"  {_line(one)}" for one in found.regions),
    ]


def _of(most: int | None) -> str:
    return "" if most is None else f" of {most:,}"


def _line(one: RegionChosen) -> str:
    bounds = f"; share {one.share_krw:,}" if one.share_krw is not None else ""
    if one.least_krw is not None:
        bounds += f", at least {one.least_krw:,}"
    if one.most_krw is not None:
        bounds += f", at most {one.most_krw:,}"
    return f"{one.name_en}: {one.selected} of {one.stood}, {one.institutions} institutions, {one.got_krw:,} won{bounds}"
