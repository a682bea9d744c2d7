"""Split tranches, keep what deposits cover of them, and read what stands ahead of deposits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet, Sum

from accounts.actors import Actor
from accounts.queries import overseen_rows
from accounts.roles import Power
from contracts import rules
from contracts.models import Contract, Gate, MatchDeposit, MatchYear, Payment, Tranche
from contracts.queries.contracts import visible_to
from core.calendar import seoul_date
from core.refusals import NotFound
from programs.models import Call
from proposals.models import Participation

EXPOSED = ("released", "batched", "paid")
"""States of a tranche whose won are out of the ministry's hand, or on their way."""


def split_off(tranche: Tranche, now_krw: int) -> Tranche:
    """Leave so many won in a waiting tranche and put the rest into a new part, which waits behind the same gates.

    The caller holds the tranche's row. Returns the rest.
    """
    agreed_krw = tranche.agreed_krw or tranche.amount_krw
    family = Tranche.objects.filter(year_id=tranche.year_id, code=tranche.code)
    last = family.aggregate(last=Max("part"))["last"]
    rest_krw = tranche.amount_krw - now_krw
    changes = {"amount_krw": now_krw, "agreed_krw": agreed_krw, "floor_krw": 0, "covered_krw": 0}
    rest = Tranche.objects.create(
        contract_id=tranche.contract_id,
        year_id=tranche.year_id,
        ministry_id=tranche.ministry_id,
        code=tranche.code,
        name_ko=tranche.name_ko,
        name_en=tranche.name_en,
        part=last + 1,
        amount_krw=rest_krw,
        agreed_krw=agreed_krw,
        floor_krw=max(0, tranche.floor_krw - now_krw),
        covered_krw=max(0, tranche.covered_krw - now_krw),
        due_on=tranche.due_on,
    )
    Gate.objects.bulk_create(
        Gate(
            tranche=rest,
            code=gate.code,
            waits_since=gate.waits_since,
            opened_at=gate.opened_at,
            opened_by=gate.opened_by,
        )
        for gate in tranche.gates.order_by("id")
    )
    Tranche.objects.filter(pk=tranche.pk).update(**changes)
    tranche.refresh_from_db(fields=list(changes))
    return rest


def cover_tranches(match: MatchYear, figures: rules.Match) -> None:
    """Keep with each part that waits for the deposit of a year what the deposit covers of it by now.

    The caller holds the contract's row; parts are locked in order of id.
    """
    rows = Tranche.objects.select_for_update().filter(year_id=match.year_id, gates__code="match_deposited")
    family: dict[str, list[Tranche]] = {}
    for row in rows.order_by("id"):
        family.setdefault(row.code, []).append(row)
    for parts in family.values():
        agreed_krw = parts[0].agreed_krw or parts[0].amount_krw
        gone_krw = sum(one.amount_krw for one in parts if one.state != "waiting")
        covered_krw = rules.covered_krw(agreed_krw, deposited_krw=figures.cash_deposited_krw, cash_krw=figures.cash_krw)
        for one in parts:
            if one.state == "waiting":
                Tranche.objects.filter(pk=one.pk).update(covered_krw=max(0, covered_krw - gone_krw))


def tranche_for(tranche_uid: UUID, by: Actor) -> Tranche:
    """A tranche of a contract that the actor sees, with it and its stops. Raises NotFound."""
    rows = Tranche.objects.filter(contract__in=visible_to(by).order_by().values("pk")).prefetch_related("stops")
    whole = rows.select_related("year", "contract__call__program", "contract__lead_organization")
    found = whole.filter(uid=tranche_uid).first()
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def paid_of(year_id: int) -> int:
    """Whole won of a year's grant that the bank has paid."""
    made = Payment.objects.filter(tranche__year_id=year_id, state="paid")
    return int(made.aggregate(won=Sum("amount_krw", default=0))["won"])


def team_of(contract: Contract) -> list[int]:
    """Users who work on the contract's project."""
    people = Participation.objects.filter(project_uid=contract.project_uid, person__user__isnull=False)
    return sorted(set(people.values_list("person__user__id", flat=True)))


def exposure_of(year_id: int, on: date) -> int:
    """What stands ahead of one year's deposit at the end of a day, in whole won; 0 where no tranche waits for it."""
    row = _with_moves(MatchYear.objects.filter(year_id=year_id)).first()
    return _bridge(row, on).exposure_krw if row is not None else 0


@dataclass(frozen=True, slots=True)
class Bridge:
    """What stands ahead of the deposit of one project year, in whole won, at the end of a day."""

    match: MatchYear
    released_krw: int
    deposited_krw: int
    exposure_krw: int


@dataclass(frozen=True, slots=True)
class Pot:
    """A call's bridging pot: what it carries today by contract and year, its ceiling, and the days before."""

    call: Call
    bridges: list[Bridge]
    days: list[rules.Dated]
    budget_krw: int

    @property
    def exposure_krw(self) -> int:
        return sum(one.exposure_krw for one in self.bridges)


def pots_of(by: Actor, on: date, *, days: int) -> list[Pot]:
    """The pots of the calls whose contracts the actor runs or oversees: each with so many days up to `on`.

    A year counts where a tranche of it waits, or waited, for the deposit.
    """
    rows = _gated_years(by)
    by_call: dict[int, list[MatchYear]] = {}
    for row in rows:
        by_call.setdefault(row.contract.call_id, []).append(row)
    span = [on - timedelta(days=back) for back in reversed(range(days))]
    found = []
    for years in by_call.values():
        bridges = [one for one in (_bridge(row, on) for row in years) if one.exposure_krw]
        line = [rules.Dated(day, sum(_bridge(row, day).exposure_krw for row in years)) for day in span]
        call = years[0].contract.call
        if bridges or any(one.amount_krw for one in line):
            found.append(Pot(call, bridges, line, call.budget_krw))
    return found


def _gated_years(by: Actor) -> QuerySet[MatchYear]:
    own = Contract.objects.filter(overseen_rows(by, Power.CONTRACTS), state="in_force").order_by().values("pk")
    return _with_moves(MatchYear.objects.filter(contract__in=own))


def _with_moves(rows: QuerySet[MatchYear]) -> QuerySet[MatchYear]:
    """Years of which a tranche waits for the deposit, with what went out and what came in."""
    gated = Gate.objects.filter(code="match_deposited").order_by().values("tranche__year_id")
    deposits = Prefetch("deposits", MatchDeposit.objects.filter(state="confirmed", form="cash"))
    out = Prefetch("year__tranches", Tranche.objects.filter(state__in=EXPOSED))
    related = ("year__recovery", "contract__call__rule_set", "contract__lead_organization", "region")
    found = rows.filter(year__in=gated, cash_krw__gt=0).select_related(*related).prefetch_related(deposits, out)
    return found.order_by("contract__call_id", "contract__number", "year__index")


def _bridge(row: MatchYear, day: date) -> Bridge:
    """What was recovered of a year is not out any more."""
    parts = [(one.released_at, one.amount_krw) for one in row.year.tranches.all()]
    recovery = getattr(row.year, "recovery", None)
    if recovery is not None:
        parts.append((recovery.decided_at, -recovery.amount_krw))
    released, deposited = _dated(parts), _dated((one.decided_at, one.amount_krw) for one in row.deposits.all())
    return Bridge(
        match=row,
        released_krw=sum(one.amount_krw for one in released if one.on <= day),
        deposited_krw=sum(one.amount_krw for one in deposited if one.on <= day),
        exposure_krw=rules.exposure_on(
            day, released=released, deposited=deposited, grant_krw=row.year.grant_krw, cash_krw=row.cash_krw
        ),
    )


def _dated(rows: Iterable[tuple[datetime | None, int]]) -> list[rules.Dated]:
    return [rules.Dated(seoul_date(at), amount_krw) for at, amount_krw in rows if at is not None]
