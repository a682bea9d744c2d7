"""The region's side: sign its match, note its council's budget, announce a deposit; and another side confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actions import require_step_up
from accounts.actors import Actor
from contracts import notices, permissions, queries, rules
from contracts.actions.ledger import account_of, move_won
from contracts.models import Account, Contract, MatchDeposit, MatchSignature, MatchYear
from contracts.permissions import require
from contracts.states import DEPOSIT
from core.calendar import fiscal_year, seoul_date
from core.events import record
from core.files import HEAD_BYTES, store_upload, upload_name, upload_violations
from core.models import Event, StoredFile
from core.money import MAX_KRW
from core.refusals import NotAllowed, NotFound, RuleBroken, Stale, Violation, WrongState, refuse_if
from programs.queries import policy_of


def sign_match(*, contract_uid: UUID, sha256: str, by: Actor, at: datetime) -> MatchSignature:
    """The region signs its match for exactly the commitment whose hash it read. What was pledged is bound by it.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState (`match.signed_before`, `match.none`), Stale
    (`contract.other_terms`).
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_match(by, contract), "sign_match")
        require_step_up(by)
        if contract.state == "cancelled" or not contract.match_krw:
            raise WrongState.because("match.none")
        if MatchSignature.objects.filter(contract=contract).exists():
            raise WrongState.because("match.signed_before")
        terms = queries.commitment_of(contract)
        stands = rules.hash_of(terms)
        if sha256 != stands:
            raise Stale.because("contract.other_terms", read=sha256[:12], stands=stands[:12])
        signature = MatchSignature.objects.create(
            contract=contract,
            user_id=by.user_id or 0,
            office_id=by.office_id,
            name=by.name,
            signed_at=at,
            terms=terms,
            sha256=stands,
        )
        queries.open_gates("match_pledged", contract=contract, by=by, at=at)
        said: dict[str, str | int] = {"match_sha256": stands, "match_krw": contract.match_krw}
        _tell("contracts.match_signed", contract, contract, said, by, at)
    return signature


def note_council(
    *, contract_uid: UUID, index: int, amount_krw: int, fiscal_year: int, decided_on: date, by: Actor, at: datetime
) -> MatchYear:
    """The region notes what its council gives for the match of a project year, out of which fiscal year's budget.

    A later note stands in place of the former; the history keeps both. Raises NotFound, NotAllowed, RuleBroken
    (`deposit.amount_not_positive`, `deposit.day_not_come`).
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_match(by, contract), "note_council")
        match = _match_of(contract, index)
        if not 0 <= amount_krw <= MAX_KRW:
            raise RuleBroken.because("deposit.amount_not_positive", amount_krw=amount_krw, field="amount_krw")
        if decided_on > seoul_date(at):
            raise RuleBroken.because("deposit.day_not_come", deposited_on=decided_on.isoformat(), field="decided_on")
        MatchYear.objects.filter(pk=match.pk).update(
            council_krw=amount_krw,
            council_fiscal_year=fiscal_year,
            council_on=decided_on,
            council_noted_at=at,
            council_noted_by=by.user_id,
        )
        match.refresh_from_db()
        said: dict[str, str | int] = {"index": index, "amount_krw": amount_krw, "fiscal_year": fiscal_year}
        _tell("contracts.council_noted", contract, contract, said, by, at)
    return match


def announce_deposit(
    *,
    contract_uid: UUID,
    index: int,
    form: str,
    amount_krw: int,
    deposited_on: date,
    document: UploadedFile[bytes] | None,
    by: Actor,
    at: datetime,
) -> MatchDeposit:
    """The region says that it deposited cash, or gave in kind, for a project year. No won move before it is confirmed.

    Raises NotFound, NotAllowed, WrongState (`match.contract_not_in_force`), RuleBroken (`deposit.*`, `file.*`).
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_match(by, contract), "announce_deposit")
        if contract.state != "in_force":
            raise WrongState.because("match.contract_not_in_force")
        match = _match_of(contract, index)
        ruled = policy_of(contract.rule_set).deposit
        proof_missing = form == "in_kind" and document is None and ruled is not None and ruled.in_kind_proved
        refuse_if(
            [
                *rules.deposit_violations(
                    form=form,
                    amount_krw=amount_krw,
                    deposited_on=deposited_on,
                    today=seoul_date(at),
                    left_krw=queries.left_to_deposit(match),
                    proof_missing=proof_missing,
                ),
                *_document_violations(document),
            ]
        )
        deposit = MatchDeposit.objects.create(
            contract=contract,
            match=match,
            form=form,
            amount_krw=amount_krw,
            deposited_on=deposited_on,
            fiscal_year=fiscal_year(deposited_on),
            document=_kept(document, contract, by, at) if document is not None else None,
            announced_at=at,
            announced_by=by.user_id or 0,
        )
        sha256 = deposit.document.sha256 if deposit.document else ""
        said = {**_said_of(deposit), "document_sha256": sha256}
        _tell("contracts.deposit_announced", deposit, contract, said, by, at)
    return deposit


def confirm_deposit(*, deposit_uid: UUID, by: Actor, at: datetime) -> MatchDeposit:
    """The institution, whose account it is, or the contract desk confirms a deposit: the won move from pledged to
    deposited. As much more of each tranche that waits for them may be released, and all of it once all cash is there;
    what had been paid ahead is repaid.

    Raises NotFound, NotAllowed (also for the one who announced it), StepUpNeeded, WrongState, RuleBroken
    (`ledger.not_enough`).
    """
    with transaction.atomic():
        deposit, contract = _locked_deposit(deposit_uid, by)
        require(permissions.may_confirm_deposit(by, contract), "confirm_deposit")
        require_step_up(by)
        move = DEPOSIT.require("confirm", deposit.state)
        if by.user_id is None or by.user_id == deposit.announced_by:
            raise NotAllowed.because("deposit.own_work")
        year = deposit.match.year
        before_krw = queries.exposure_of(year.pk, seoul_date(at))
        queries.move_to(deposit, move, decided_at=at, decided_by=by.user_id)
        event = _tell(move.event, deposit, contract, _said_of(deposit), by, at)
        pledged, deposited = (
            account_of(kind, call=contract.call, contract=contract, year=year)
            for kind in (Account.Kind.MATCH_PLEDGED, Account.Kind.MATCH_DEPOSITED)
        )
        move_won(
            key=f"deposit/{deposit.uid}",
            debit=pledged,
            credit=deposited,
            amount_krw=deposit.amount_krw,
            at=at,
            event=event,
        )
        figures = queries.match_now(deposit.match)
        queries.cover_tranches(deposit.match, figures)
        repaid_krw = before_krw - queries.exposure_of(year.pk, seoul_date(at))
        if repaid_krw > 0:
            said = {"index": year.index, "amount_krw": repaid_krw}
            _tell("contracts.bridge_repaid", contract, contract, said, by, at)
        if not figures.cash_missing_krw:
            queries.open_gates("match_deposited", contract=contract, year_id=year.pk, by=by, at=at)
            MatchYear.objects.filter(pk=deposit.match_id).update(remind_on=None)
    return deposit


def refuse_deposit(*, deposit_uid: UUID, reason: str, by: Actor, at: datetime) -> MatchDeposit:
    """Send a deposit back that did not arrive as announced, with the reason; the region may announce it anew.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`contract.reason_missing`).
    """
    with transaction.atomic():
        deposit, contract = _locked_deposit(deposit_uid, by)
        require(permissions.may_confirm_deposit(by, contract), "confirm_deposit")
        return _ended("refuse", deposit, contract, reason, by, at)


def withdraw_deposit(*, deposit_uid: UUID, reason: str, by: Actor, at: datetime) -> MatchDeposit:
    """The region takes back what it announced in error, with the reason, before it is confirmed.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`contract.reason_missing`).
    """
    with transaction.atomic():
        deposit, contract = _locked_deposit(deposit_uid, by)
        require(permissions.may_match(by, contract), "withdraw_deposit")
        return _ended("withdraw", deposit, contract, reason, by, at)


def remind_of_deposit(*, match_id: int, by: Actor, at: datetime) -> bool:
    """Remind a region of what it has not deposited yet, and plan the next reminder. Whether there was anything to say.

    Time itself does this, by a sweep. Raises NotAllowed for anybody but the system.
    """
    with transaction.atomic():
        require(by.is_system, "remind")
        rows = MatchYear.objects.select_related("year", "contract__call__program", "contract__rule_set")
        match = rows.select_for_update(of=("self",)).get(pk=match_id)
        contract, today = match.contract, seoul_date(at)
        if match.remind_on is None or match.remind_on > today or contract.state != "in_force" or match.due_on is None:
            return False
        missing_krw = queries.match_now(match).cash_missing_krw
        lead_days = policy_of(contract.rule_set).project_years.reminder_lead_days
        coming = rules.next_reminder(match.due_on, lead_days, after=today) if missing_krw else None
        MatchYear.objects.filter(pk=match.pk).update(remind_on=coming)
        if missing_krw:
            name = "contracts.deposit_overdue" if today > match.due_on else "contracts.deposit_reminded"
            _tell(name, contract, contract, _owed(match, missing_krw), by, at)
    return bool(missing_krw)


def _ended(verb: str, deposit: MatchDeposit, contract: Contract, reason: str, by: Actor, at: datetime) -> MatchDeposit:
    move = DEPOSIT.require(verb, deposit.state)
    if not reason.strip():
        raise RuleBroken.because("contract.reason_missing", field="reason")
    queries.move_to(deposit, move, decided_at=at, decided_by=by.user_id, reason=reason.strip())
    _tell(move.event, deposit, contract, _said_of(deposit), by, at, reason=reason.strip())
    return deposit


def _match_of(contract: Contract, index: int) -> MatchYear:
    rows = MatchYear.objects.select_for_update(of=("self",)).select_related("year")
    match = rows.filter(contract=contract, year__index=index).first()
    if match is None:
        raise NotFound.because("http.not_found")
    return match


def _locked_deposit(deposit_uid: UUID, by: Actor) -> tuple[MatchDeposit, Contract]:
    """A deposit of a contract that the actor may see; the contract's row is locked first. Raises NotFound."""
    found = MatchDeposit.objects.filter(uid=deposit_uid).select_related("contract").first()
    if found is None:
        raise NotFound.because("http.not_found")
    contract = queries.locked(found.contract.uid, by)
    rows = MatchDeposit.objects.select_related("match__year").select_for_update(of=("self",))
    return rows.get(pk=found.pk), contract


def _document_violations(document: UploadedFile[bytes] | None) -> list[Violation]:
    if document is None:
        return []
    head = document.read(HEAD_BYTES)
    document.seek(0)
    found = upload_violations(
        name=upload_name(document),
        size_bytes=document.size or 0,
        head=head,
        allowed=rules.DOCUMENT_TYPES,
        max_bytes=rules.DOCUMENT_MAX_BYTES,
    )
    return [replace(violation, field="document") for violation in found]


def _kept(document: UploadedFile[bytes], contract: Contract, by: Actor, at: datetime) -> StoredFile:
    """The document in store, for the region, the institutions and the ministry of the contract."""
    return store_upload(
        document,
        allowed=rules.DOCUMENT_TYPES,
        max_bytes=rules.DOCUMENT_MAX_BYTES,
        by=by.user_id or 0,
        at=at,
        ministry_id=contract.ministry_id,
        region_id=contract.region_id,
        organization_ids=contract.organization_ids,
    )


def _owed(match: MatchYear, missing_krw: int) -> Mapping[str, str | int]:
    return {"index": match.year.index, "missing_krw": missing_krw, "due_on": str(match.due_on)}


def _said_of(deposit: MatchDeposit) -> Mapping[str, str | int]:
    return {
        "index": deposit.match.year.index,
        "deposit_form": deposit.form,
        "amount_krw": deposit.amount_krw,
        "deposited_on": deposit.deposited_on.isoformat(),
        "fiscal_year": deposit.fiscal_year,
    }


def _tell(
    name: str,
    subject: Contract | MatchDeposit,
    contract: Contract,
    said: Mapping[str, str | int],
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
) -> Event:
    """The deed on the record of the project; region, institution and desk are told."""
    users = [
        *queries.region_of(contract, at),
        *queries.institution_of(contract, at),
        *queries.desks_of(contract, at),
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
