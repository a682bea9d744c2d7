"""Find contracts and payments, with everything a page touches; lock and write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Sum

from accounts.actors import Actor
from accounts.models import Organization
from accounts.queries import NOTHING, desk_rows, holders, overseen_rows
from accounts.roles import Power, Role
from contracts import rules
from contracts.models import (
    BudgetLine,
    Contract,
    Gate,
    MatchDeposit,
    Payment,
    PaymentBatch,
    ProjectYear,
    Recovery,
    StatementLine,
    Tranche,
    TrancheStop,
)
from contracts.rules import AgreedYear
from core.refusals import NotFound
from core.states import Move
from proposals.models import Participation, Proposal

Row = TypeVar("Row", bound=Model)


def on_team(actor: Actor) -> Q:
    """Contracts of projects in which the actor works."""
    if actor.person_id is None:
        return NOTHING
    return Q(Exists(Participation.objects.filter(project_uid=OuterRef("project_uid"), person_id=actor.person_id)))


def visible_to(actor: Actor) -> QuerySet[Contract]:
    """The contracts that `permissions.may_view` lets the actor see."""
    everything = Contract.objects.select_related(
        "call__program", "rule_set", "lead_organization__region", "region", "ministry"
    )
    if actor.is_system or actor.is_overseer:
        return everything
    seen = on_team(actor) | desk_rows(actor, Power.CONTRACTS)
    for held in actor.offices:
        if held.role is Role.REGION_OFFICER:
            seen |= Q(region_id=held.region_id)
        elif held.role is Role.INSTITUTION_OFFICER:
            seen |= Q(organization_ids__contains=[held.organization_id])
    return everything.filter(seen)


def page(contract_uid: UUID, by: Actor) -> Contract:
    """A contract with years, lines, tranches, gates, payments, signatures and account. Raises NotFound."""
    whole = visible_to(by).prefetch_related(
        "years__lines", "years__tranches__gates", "years__tranches__stops", "years__tranches__payments", "signatures"
    )
    return _one(whole.select_related("payee"), uid=contract_uid)


def locked(contract_uid: UUID, by: Actor) -> Contract:
    """A contract that the actor may see, its row locked. Raises NotFound."""
    _one(visible_to(by), uid=contract_uid)
    rows = Contract.objects.select_related(
        "call__program", "rule_set", "lead_organization", "region", "ministry", "proposal"
    )
    return rows.select_for_update(of=("self",)).get(uid=contract_uid)


def committed_krw(call_id: int) -> int:
    """The grants of all contracts of a call that stand."""
    standing = Contract.objects.filter(call_id=call_id).exclude(state="cancelled")
    return standing.aggregate(sum=Sum("grant_krw"))["sum"] or 0


def write_years(contract: Contract, years: Iterable[AgreedYear], *, at: datetime) -> None:
    """The years, lines, tranches and gates of a contract that was just drawn."""
    for agreed in years:
        year = ProjectYear.objects.create(
            contract=contract,
            index=agreed.index,
            starts_on=agreed.starts_on,
            ends_on=agreed.ends_on,
            spend_by=agreed.spend_by,
            grant_krw=agreed.sum_krw("grant"),
            match_krw=agreed.sum_krw("regional"),
            own_krw=agreed.sum_krw("own"),
        )
        BudgetLine.objects.bulk_create(
            BudgetLine(year=year, category=line.category, source=line.source, amount_krw=line.amount_krw)
            for line in agreed.lines
        )
        for part in agreed.tranches:
            tranche = Tranche.objects.create(
                contract=contract,
                year=year,
                ministry_id=contract.ministry_id,
                code=part.code,
                name_ko=part.name_ko,
                name_en=part.name_en,
                amount_krw=part.amount_krw,
                floor_krw=part.floor_krw,
                due_on=part.due_on,
            )
            Gate.objects.bulk_create(Gate(tranche=tranche, code=code, waits_since=at) for code in part.gates)


def move_to(
    row: Contract | Tranche | PaymentBatch | Payment | MatchDeposit | StatementLine, move: Move, **changes: Any
) -> None:
    """Write a state and what goes with it; a version, where the row has one, counts up."""
    if hasattr(row, "version"):
        changes["version"] = F("version") + 1
    type(row)._default_manager.filter(pk=row.pk).update(state=move.target, **changes)
    row.refresh_from_db(fields=["state", *changes])


def open_gates(code: str, *, contract: Contract, by: Actor, at: datetime, year_id: int | None = None) -> int:
    """Open every gate of this code on a contract's tranches, or on those of one year, that is still shut. Returns how
    many."""
    shut = Gate.objects.filter(tranche__contract=contract, code=code, opened_at__isnull=True)
    if year_id is not None:
        shut = shut.filter(tranche__year_id=year_id)
    return shut.update(opened_at=at, opened_by=by.user_id)


def releasable(on: date) -> QuerySet[Tranche]:
    """Tranches of contracts in force that are due on a day, of which something can be released.

    All where no gate is shut but that of the year's start; the payroll floor where one is that may wait; what the
    deposit covers where only the deposit is missing. As `rules.releasable_krw` says of each.
    """
    shut = Gate.objects.filter(tranche=OuterRef("pk"), opened_at__isnull=True).exclude(code="year_started")
    first, others = shut.filter(code__in=rules.HARD_GATES), shut.exclude(code="match_deposited")
    stopped = TrancheStop.objects.filter(tranche=OuterRef("pk"), lifted_at__isnull=True)
    ended = Recovery.objects.filter(contract=OuterRef("contract"))
    part = Q(floor_krw__gt=0) & ~Exists(first) | Q(covered_krw__gt=0) & ~Exists(others)
    due = Tranche.objects.filter(state="waiting", due_on__lte=on, contract__state="in_force")
    return due.filter(~Exists(shut) | part, ~Exists(stopped), ~Exists(ended))


def payable() -> QuerySet[Tranche]:
    """Released tranches that may be put into a batch: none of a contract whose money was recovered."""
    ended = Recovery.objects.filter(contract=OuterRef("contract"))
    return Tranche.objects.filter(~Exists(ended), state="released")


def recovered_from(contract_ids: Iterable[int]) -> list[str]:
    """The numbers of those of these contracts whose money was recovered."""
    rows = Recovery.objects.filter(contract_id__in=list(contract_ids)).order_by("contract__number")
    return list(rows.values_list("contract__number", flat=True).distinct())


def lock_tranches(contract: Contract) -> None:
    """Hold a contract's tranches: no batch is drawn up with one of them meanwhile."""
    list(Tranche.objects.select_for_update().filter(contract=contract).order_by("id").values_list("pk", flat=True))


def batches_visible_to(actor: Actor) -> QuerySet[PaymentBatch]:
    """Payment batches that `permissions.may_view_batch` lets the actor see, newest first."""
    rows = PaymentBatch.objects.select_related("ministry").order_by("-id")
    return rows.filter(overseen_rows(actor, Power.CONTRACTS, program=None))


def batch_page(batch_uid: UUID, by: Actor) -> PaymentBatch:
    """A batch with its payments and approvals. Raises NotFound."""
    whole = (
        batches_visible_to(by)
        .select_related("bank_order")
        .prefetch_related("approvals", "payments__tranche__contract__lead_organization", "payments__tranche__year")
    )
    return _one(whole, uid=batch_uid)


def locked_batch(batch_uid: UUID, by: Actor) -> PaymentBatch:
    """A batch that the actor may see, its row locked. Raises NotFound."""
    _one(batches_visible_to(by), uid=batch_uid)
    return PaymentBatch.objects.select_related("ministry").select_for_update(of=("self",)).get(uid=batch_uid)


def next_batch_number(ministry: Organization, on: date) -> str:
    """The next number of a ministry's batches in a calendar year; the caller holds the ministry's row."""
    start = f"P{ministry.pk}-{on.year}-"
    last = PaymentBatch.objects.filter(number__startswith=start).order_by("-number").values_list("number", flat=True)
    found = last.first()
    return f"{start}{int(found.removeprefix(start)) + 1 if found else 1:05}"


def desks_of(contract: Contract, at: datetime) -> list[int]:
    """Users at the ministry and agency who run this contract."""
    users = holders(Role.MINISTRY_OFFICER, at=at, organization_id=contract.ministry_id)
    agency_id = contract.call.program.agency_id
    if agency_id is not None:
        users += holders(Role.AGENCY_OFFICER, at=at, organization_id=agency_id)
    return users


def approvers_of(ministry_id: int, at: datetime) -> list[int]:
    return holders(Role.MINISTRY_APPROVER, at=at, organization_id=ministry_id)


def institution_of(contract: Contract, at: datetime) -> list[int]:
    """Users at the leading institution's office."""
    return holders(Role.INSTITUTION_OFFICER, at=at, organization_id=contract.lead_organization_id)


def proposal_for_contract(proposal_uid: UUID) -> Proposal:
    """A proposal with what a contract is drawn from, its row locked. Raises NotFound."""
    rows = Proposal.objects.select_related(
        "call__program", "call__rule_set", "lead_organization", "region", "ministry", "submission"
    )
    return _one(rows.select_for_update(of=("self",)), uid=proposal_uid)


def _one(rows: QuerySet[Row], uid: UUID) -> Row:
    row = rows.filter(uid=uid).first()
    if row is None:
        raise NotFound.because("http.not_found")
    return row
