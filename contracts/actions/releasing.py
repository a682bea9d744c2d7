"""What officers do about tranches by name and with a reason: open a gate, stop and let go on, recover what is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.actions import require_step_up
from accounts.actors import Actor
from contracts import notices, permissions, queries, rules
from contracts.actions.ledger import account_of, move_won
from contracts.models import Account, Contract, Gate, Payment, Recovery, Tranche, TrancheStop
from contracts.permissions import require
from core.calendar import seoul_date
from core.events import record
from core.models import Event
from core.refusals import NotFound, RuleBroken, WrongState, refuse_if
from programs.policy import CONTINUITY
from programs.queries import policy_of

Said = Mapping[str, str | int]


def open_gate(*, contract_uid: UUID, index: int, code: str, reason: str, by: Actor, at: datetime) -> Contract:
    """The contract desk opens a gate of a project year that no other deed opens, with a written reason.

    A passed verdict, an accepted report, settled claims. Raises NotFound, NotAllowed, StepUpNeeded, WrongState
    (`gate.not_by_hand`, `gate.opened_before`), RuleBroken (`contract.reason_missing`).
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_run_contracts(by, contract.ministry_id, contract.call.program.uid), "open_gate")
        require_step_up(by)
        year = contract.years.filter(index=index).first()
        if year is None or not Gate.objects.filter(tranche__year=year, code=code).exists():
            raise NotFound.because("http.not_found")
        if code not in rules.BY_HAND:
            raise WrongState.because("gate.not_by_hand")
        if not reason.strip():
            raise RuleBroken.because("contract.reason_missing", field="reason")
        if not queries.open_gates(code, contract=contract, year_id=year.pk, by=by, at=at):
            raise WrongState.because("gate.opened_before")
        _tell("contracts.gate_opened", contract, contract, {"index": index, "gate": code}, by, at, reason.strip())
    return contract


def stop_tranche(*, tranche_uid: UUID, reason: str, by: Actor, at: datetime) -> TrancheStop:
    """An officer keeps the continuity tranche of a year back, with his name and, where the rules ask for it, a reason.

    Everybody on the case is told. Raises NotFound, NotAllowed, StepUpNeeded, WrongState (`tranche.wrong_state`,
    `tranche.not_continuity`, `tranche.stopped`), RuleBroken (`contract.reason_missing`).
    """
    with transaction.atomic():
        tranche, contract = _locked_tranche(tranche_uid, by, "stop")
        if tranche.code != CONTINUITY:
            raise WrongState.because("tranche.not_continuity")
        if tranche.state != "waiting":
            raise WrongState.because("tranche.wrong_state", verb="stop", state=tranche.state)
        if tranche.stops.filter(lifted_at__isnull=True).exists():
            raise WrongState.because("tranche.stopped")
        ruled = policy_of(contract.rule_set).continuity
        if not reason.strip() and (ruled is None or ruled.stop_needs_reason):
            raise RuleBroken.because("contract.reason_missing", field="reason", clause="continuity.stop_needs_reason")
        stop = TrancheStop.objects.create(
            tranche=tranche,
            stopped_at=at,
            stopped_by=by.user_id or 0,
            office_id=by.office_id,
            name=by.name,
            reason=reason.strip(),
        )
        said = {**notices.said_of_tranche(tranche), "officer": by.name}
        _tell("contracts.tranche_stopped", tranche, contract, said, by, at, reason.strip())
    return stop


def lift_stop(*, tranche_uid: UUID, reason: str, by: Actor, at: datetime) -> TrancheStop:
    """Let a stopped tranche go on, with a reason; everybody on the case is told.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState (`tranche.not_stopped`), RuleBroken
    (`contract.reason_missing`).
    """
    with transaction.atomic():
        tranche, contract = _locked_tranche(tranche_uid, by, "lift_stop")
        stop = tranche.stops.select_for_update().filter(lifted_at__isnull=True).first()
        if stop is None:
            raise WrongState.because("tranche.not_stopped")
        if not reason.strip():
            raise RuleBroken.because("contract.reason_missing", field="reason")
        changes = {"lifted_at": at, "lifted_by": by.user_id or 0, "lifted_reason": reason.strip()}
        TrancheStop.objects.filter(pk=stop.pk).update(**changes)
        stop.refresh_from_db()
        said = {**notices.said_of_tranche(tranche), "officer": by.name}
        _tell("contracts.stop_lifted", tranche, contract, said, by, at, reason.strip())
    return stop


def recover(
    *,
    contract_uid: UUID,
    index: int,
    notice_on: date,
    eligible_krw: int,
    reason: str,
    by: Actor,
    at: datetime,
) -> Recovery:
    """After a notice that ends a project: eligible costs up to its day stand, the rest of what was paid comes back.

    `eligible_krw` are all eligible costs of the year up to the day of the notice, claimed or not. Won move from paid to
    returned, and no further tranche of the contract is released. Raises NotFound, NotAllowed, StepUpNeeded, WrongState
    (`recovery.contract_not_in_force`, `recovery.made_before`, `recovery.payment_under_way`), RuleBroken (`recovery.*`,
    `contract.reason_missing`, `ledger.not_enough`).
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_run_contracts(by, contract.ministry_id, contract.call.program.uid), "recover")
        require_step_up(by)
        year = contract.years.filter(index=index).first()
        if year is None:
            raise NotFound.because("http.not_found")
        queries.lock_tranches(contract)
        _refuse_recovery(contract, year.pk)
        if not reason.strip():
            raise RuleBroken.because("contract.reason_missing", field="reason")
        paid, returned = (
            account_of(kind, call=contract.call, contract=contract, year=year)
            for kind in (Account.Kind.PAID, Account.Kind.RETURNED)
        )
        paid_krw, today = queries.paid_of(year.pk), seoul_date(at)
        given = {"paid_krw": paid_krw, "eligible_krw": eligible_krw, "there_krw": paid.balance_krw}
        refuse_if(rules.recovery_violations(**given, notice_on=notice_on, today=today))
        amount_krw = paid_krw - eligible_krw
        recovery = Recovery.objects.create(
            contract=contract,
            year=year,
            notice_on=notice_on,
            paid_krw=paid_krw,
            eligible_krw=eligible_krw,
            amount_krw=amount_krw,
            reason=reason.strip(),
            decided_at=at,
            decided_by=by.user_id or 0,
            name=by.name,
        )
        said: Said = {
            "index": index,
            "amount_krw": amount_krw,
            "eligible_krw": eligible_krw,
            "notice_on": str(notice_on),
        }
        event = _tell("contracts.recovered", contract, contract, said, by, at, reason.strip())
        key = f"recover/{contract.number}/{index}"
        move_won(key=key, debit=paid, credit=returned, amount_krw=amount_krw, at=at, event=event)
    return recovery


def _refuse_recovery(contract: Contract, year_id: int) -> None:
    if contract.state != "in_force":
        raise WrongState.because("recovery.contract_not_in_force")
    if Recovery.objects.filter(year_id=year_id).exists():
        raise WrongState.because("recovery.made_before")
    under_way = Payment.objects.filter(tranche__contract=contract, state__in=("instructed", "accepted"))
    if under_way.exists():
        raise WrongState.because("recovery.payment_under_way")


def _locked_tranche(tranche_uid: UUID, by: Actor, verb: str) -> tuple[Tranche, Contract]:
    """A tranche of a contract that the desk runs, both rows locked. Raises NotFound, NotAllowed, StepUpNeeded."""
    found = queries.tranche_for(tranche_uid, by)
    contract = queries.locked(found.contract.uid, by)
    require(permissions.may_run_contracts(by, contract.ministry_id, contract.call.program.uid), verb)
    require_step_up(by)
    return Tranche.objects.select_for_update().get(pk=found.pk), contract


def _tell(
    name: str,
    subject: Contract | Tranche,
    contract: Contract,
    said: Said,
    by: Actor,
    at: datetime,
    reason: str,
) -> Event:
    """The deed on the record of the project; everybody on the case is told."""
    users = [
        *queries.team_of(contract),
        *queries.institution_of(contract, at),
        *queries.region_of(contract, at),
        *queries.desks_of(contract, at),
        *queries.approvers_of(contract.ministry_id, at),
    ]
    return record(
        name,
        subject=subject,
        by=by,
        at=at,
        project_uid=contract.project_uid,
        call_uid=contract.call.uid,
        rule_set_id=contract.rule_set_id,
        reason=reason,
        data={**notices.said_of(contract), **said},
        tell=notices.others(users, by),
    )
