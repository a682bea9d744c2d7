"""How a call's money is divided between the regions before anything is chosen, and what was kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from accounts.actors import Actor
from accounts.models import Region
from core.refusals import NotFound, refuse_if
from programs.models import Call, RegionalFigures
from programs.policy import DivideBy, Policy
from programs.policy.shares import RegionShare, missing_figures, shares_of
from programs.queries import as_figures, figures_of_program, indices_under
from proposals.models import Proposal
from reviews import permissions
from reviews.models import DividedMoney, Member, Selection
from reviews.queries.rounds import one
from reviews.rules import Candidate


@dataclass(frozen=True, slots=True)
class Divided:
    """The shares of the regions that handed something in, in their usual order, and by which figures."""

    money_krw: int
    of_first_year: bool
    regions: Mapping[str, Region]
    shares: tuple[RegionShare, ...]
    table: RegionalFigures | None

    def most_krw(self) -> dict[int, int]:
        """What each region gets at most, by its id."""
        return {self.regions[share.region].pk: share.most_krw for share in self.shares if share.most_krw is not None}

    def least_krw(self) -> dict[int, int]:
        return {self.regions[share.region].pk: share.least_krw for share in self.shares if share.least_krw is not None}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in a region: how many proposals, and the won they ask for."""

    count: int
    won: int


def divided(call: Call, policy: Policy, budget_krw: int, asked: Mapping[int, Asked]) -> Divided | None:
    """So much money of a call divided under a policy; None where the rules divide none, or nothing stands to be chosen.

    `asked` is what stands in each region, by its id. Raises RuleBroken (`figures.missing`) for every figure that the
    index of these regions lacks.
    """
    if policy.division is None or not any(one.won for one in asked.values()):
        return None
    regions = {region.code: region for region in Region.objects.filter(pk__in=asked).order_by("order")}
    basis = {code: _weight(asked[region.pk], policy.division.basis) for code, region in regions.items()}
    table = figures_of_program(call.program_id).first() if policy.balance else None
    figures = as_figures(table)
    if policy.balance:
        refuse_if(missing_figures(figures, policy.balance, basis))
    indices = indices_under(policy, policy.balance, figures) if policy.balance else {}
    money_krw, of_first_year = _money(policy, budget_krw)
    shares = shares_of(money_krw, basis, indices, policy.balance, policy.division)
    return Divided(money_krw, of_first_year, regions, shares, table)


def _money(policy: Policy, budget_krw: int) -> tuple[int, bool]:
    """What is divided, and whether it is the first year's alone."""
    by_year = policy.choosing.money_of_years(policy.project_years.count, budget_krw) if policy.choosing else ()
    return (by_year[0], True) if by_year else (budget_krw, False)


def _weight(asked: Asked, by: DivideBy) -> int:
    return {DivideBy.EQUAL: 1, DivideBy.HANDED_IN: asked.count, DivideBy.ASKED: asked.won}[by]


def asked_by(candidates: Iterable[Candidate]) -> dict[int, Asked]:
    """What these candidates come to in each region, by its id."""
    found: dict[int, Asked] = {}
    for candidate in candidates:
        have = found.get(candidate.region_id, Asked(0, 0))
        found[candidate.region_id] = Asked(have.count + 1, have.won + candidate.grant_krw)
    return found


def asked_in(call: Call) -> dict[int, Asked]:
    """What stands for selection in each region of a call, by its id."""
    rows = Proposal.objects.filter(call=call, state="submitted", submission__isnull=False).order_by()
    counted = rows.values_list("region_id").annotate(Count("pk"), Sum("submission__grant_krw"))
    return {region_id: Asked(count, won) for region_id, count, won in counted}


def rows_of(call: Call, found: Divided) -> list[DividedMoney]:
    """The shares as rows, not kept yet."""
    return [
        DividedMoney(
            call=call,
            region=found.regions[share.region],
            figures=found.table,
            cells=found.table.cells[share.region] if found.table else {},
            bands=dict(share.bands),
            mean_bp=share.mean_bp,
            basis=share.basis,
            basis_krw=share.basis_krw,
            index_krw=share.index_krw,
            least_krw=share.least_krw,
            most_krw=share.most_krw,
        )
        for share in found.shares
    ]


def keep_division(selection: Selection, policy: Policy) -> None:
    """Keep the shares that a selection was proposed with: figures that come later do not change them."""
    found = divided(selection.call, policy, selection.call.budget_krw, asked_in(selection.call))
    rows = rows_of(selection.call, found) if found else []
    for row in rows:
        row.selection, row.selection_uid = selection, selection.uid
    DividedMoney.objects.bulk_create(rows)


def call_of_division(call_uid: UUID, by: Actor) -> Call:
    """A call whose division the actor may look at. Raises NotFound.

    Desks and overseers may at any time; the regions and the committee once a selection was proposed with it.
    """
    call = one(Call.objects.select_related("program__ministry", "rule_set"), call_uid)
    if permissions.oversees_reviews(by, call.program.ministry_id, call.program.uid):
        return call
    sits = Member.objects.filter(round__call=call, expert__person_id=by.person_id or 0).exists()
    regions = {row.region_id for row in kept_division(call)}
    sees = permissions.may_see_shares(by, call.program.ministry_id, call.program.uid, regions, sits=sits)
    if not (regions and sees):
        raise NotFound.because("http.not_found")
    return call


def division_of(call: Call, policy: Policy) -> list[DividedMoney]:
    """The shares that the standing selection was proposed with; before there is one, as they would be now.

    Raises RuleBroken (`figures.missing`).
    """
    kept = kept_division(call)
    if kept or standing_selection(call):
        return kept
    found = divided(call, policy, call.budget_krw, asked_in(call))
    return rows_of(call, found) if found else []


def standing_selection(call: Call) -> bool:
    return Selection.objects.filter(call=call).exclude(state="discarded").exists()


def kept_division(call: Call) -> list[DividedMoney]:
    """The shares of the selection that stands in a call, in the regions' usual order; none before it is proposed."""
    rows = DividedMoney.objects.filter(call=call).select_related("region", "figures")
    return list(rows.order_by("region__order"))


def forget_division(selection: Selection) -> None:
    """Of a selection that was given up nobody reads the shares; another one has its own."""
    DividedMoney.objects.filter(selection=selection).delete()
