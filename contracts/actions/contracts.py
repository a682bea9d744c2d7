"""Draw a contract up, name and confirm its account, sign it for both sides, give it up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions import require_step_up
from accounts.actors import Actor
from contracts import notices, permissions, queries, rules
from contracts.actions.ledger import account_of, appropriate, move_won
from contracts.models import Account, Contract, PayeeAccount, Signature, Transfer
from contracts.permissions import require
from contracts.states import CONTRACT
from core.calendar import seoul_date
from core.events import record
from core.models import Event
from core.refusals import NotFound, RuleBroken, Stale, WrongState, refuse_if
from programs.models import Call
from programs.queries import policy_of
from proposals.models import MatchPledge, Participation, Proposal
from proposals.queries import set_standing
from proposals.queries.merge_desk import target_lineage
from reviews.models import Decision
from reviews.queries import bind_place, is_held


def draw_contract(*, proposal_uid: UUID, by: Actor, at: datetime) -> Contract:
    """Draw up the contract of a selected proposal from exactly what was handed in.

    Its year starts with the call's project start. Raises NotFound, NotAllowed, WrongState (`contract.drawn_before`),
    RuleBroken (`contract.selection_not_published`, `contract.not_selected`, `contract.call_budget_exceeded`,
    `contract.place_in_dispute` while an appeal may win the place).
    """
    with transaction.atomic():
        call = _locked_call(proposal_uid)
        proposal = queries.proposal_for_contract(proposal_uid)
        require(permissions.may_run_contracts(by, proposal.ministry_id, call.program.uid), "draw")
        if Contract.objects.filter(proposal=proposal).exists():
            raise WrongState.because("contract.drawn_before", number=proposal.number)
        decision = Decision.objects.filter(proposal=proposal, selection__state="published").first()
        policy = policy_of(call.rule_set)
        submission = proposal.submission
        if submission is None:
            raise WrongState.because("contract.not_selected")
        dossier = submission.content
        lines = [rules.AgreedLine(**line) for line in dossier["lines"]]
        years = rules.years_of(lines, policy, call.project_starts_on.year)
        sums = rules.sums_of(years)
        _refuse_drawing(call, proposal, decision, sums["grant"])
        number = f"C-{proposal.number}"
        origins, ministry = target_lineage(proposal), proposal.ministry.name_ko
        terms = rules.terms_of(dossier, years, policy, number=number, ministry=ministry, origins=origins)
        contract = Contract.objects.create(
            project_uid=proposal.project_uid,
            number=number,
            call=call,
            rule_set=call.rule_set,
            proposal=proposal,
            title_ko=submission.title_ko,
            title_en=submission.title_en,
            lead_organization=proposal.lead_organization,
            region=proposal.region,
            ministry=proposal.ministry,
            organization_ids=proposal.organization_ids,
            starts_on=years[0].starts_on,
            ends_on=years[-1].ends_on,
            grant_krw=sums["grant"],
            match_krw=sums["regional"],
            own_krw=sums["own"],
            terms=terms,
            sha256=rules.hash_of(terms),
            drawn_at=at,
            drawn_by=by.user_id,
        )
        queries.write_years(contract, years, at=at)
        bind_place(proposal.pk, at)
        queries.write_matches(contract, policy)
        _open_what_stands(contract, by, at)
        _tell("contracts.drawn", contract, by, at, queries.institution_of(contract, at))
    return contract


def _open_what_stands(contract: Contract, by: Actor, at: datetime) -> None:
    """Gates that nobody has to open any more: of a match that was pledged, and of years that owe no cash."""
    if MatchPledge.objects.filter(proposal_id=contract.proposal_id, state="made").exists():
        queries.open_gates("match_pledged", contract=contract, by=by, at=at)
    for year in contract.years.exclude(match__cash_krw__gt=0):
        queries.open_gates("match_deposited", contract=contract, year_id=year.pk, by=by, at=at)


def _refuse_drawing(call: Call, proposal: Proposal, decision: Decision | None, grant_krw: int) -> None:
    refuse_if(
        rules.drawing_violations(
            outcome=decision.outcome if decision else "",
            published=decision is not None,
            grant_krw=grant_krw,
            committed_krw=queries.committed_krw(call.pk),
            budget_krw=call.budget_krw,
            in_dispute=is_held(call.pk, proposal.number),
        )
    )


def name_account(*, contract_uid: UUID, bank: str, number: str, holder: str, by: Actor, at: datetime) -> PayeeAccount:
    """The institution names the account that its money goes to; naming another asks for a new confirmation.

    Raises NotFound, NotAllowed, WrongState (`account.in_use` once a payment of the contract was ordered,
    unless the bank has sent one back and none is on its way), RuleBroken.
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_sign_for_institution(by, contract), "name_account")
        if queries.is_account_in_use(contract):
            raise WrongState.because("account.in_use")
        refuse_if(rules.account_violations(bank, number, holder))
        account, _ = PayeeAccount.objects.update_or_create(
            contract=contract,
            defaults={
                "bank": bank.strip(),
                "number": number.strip(),
                "holder": holder.strip(),
                "named_at": at,
                "named_by": by.user_id,
                "confirmed_at": None,
                "confirmed_by": None,
            },
        )
        _shut_account_gates(contract)
        _tell("contracts.account_named", contract, by, at, queries.desks_of(contract, at))
    return account


def confirm_account(*, contract_uid: UUID, by: Actor, at: datetime) -> PayeeAccount:
    """The ministry or its agency confirms the account that was named; the gates that wait for it open.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState (`account.not_named`, `account.confirmed_before`).
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_run_contracts(by, contract.ministry_id, contract.call.program.uid), "confirm_account")
        require_step_up(by)
        account = PayeeAccount.objects.select_for_update().filter(contract=contract).first()
        if account is None:
            raise WrongState.because("account.not_named")
        if account.confirmed_at is not None:
            raise WrongState.because("account.confirmed_before")
        PayeeAccount.objects.filter(pk=account.pk).update(confirmed_at=at, confirmed_by=by.user_id)
        account.refresh_from_db()
        queries.open_gates("account_confirmed", contract=contract, by=by, at=at)
        _tell("contracts.account_confirmed", contract, by, at, queries.institution_of(contract, at))
    return account


def sign_for_institution(*, contract_uid: UUID, sha256: str, by: Actor, at: datetime) -> Signature:
    """The leading institution's office signs exactly the terms whose hash it read.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState, Stale (`contract.other_terms`), RuleBroken
    (`account.not_named`).
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_sign_for_institution(by, contract), "sign_for_institution")
        require_step_up(by)
        move = CONTRACT.require("sign_for_institution", contract.state)
        if not PayeeAccount.objects.filter(contract=contract).exists():
            raise RuleBroken.because("account.not_named", field="bank")
        signature = _signature(contract, Signature.Side.INSTITUTION, sha256, by, at)
        queries.move_to(contract, move)
        _tell(move.event, contract, by, at, queries.approvers_of(contract.ministry_id, at))
    return signature


def sign_for_ministry(*, contract_uid: UUID, sha256: str, by: Actor, at: datetime) -> Signature:
    """The ministry's approver signs; the contract is in force and its won are reserved, year by year.

    Raises NotFound, NotAllowed, StepUpNeeded, WrongState, Stale (`contract.other_terms`), RuleBroken
    (`ledger.not_enough`).
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_sign_for_ministry(by, contract), "sign_for_ministry")
        require_step_up(by)
        move = CONTRACT.require("sign_for_ministry", contract.state)
        signature = _signature(contract, Signature.Side.MINISTRY, sha256, by, at)
        queries.move_to(contract, move)
        set_standing(contract.project_uid, Participation.Standing.RUNNING)
        tell = [*queries.institution_of(contract, at), *queries.desks_of(contract, at)]
        event = _tell(move.event, contract, by, at, tell)
        queries.open_gates("contract_signed", contract=contract, by=by, at=at)
        _reserve(contract, at=at, event=event)
        queries.date_matches(contract, policy_of(contract.rule_set), signed_on=seoul_date(at))
    return signature


def cancel_contract(*, contract_uid: UUID, reason: str, by: Actor, at: datetime) -> Contract:
    """Give up a contract that is not in force yet, for a written reason; the call's money is free again.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`contract.reason_missing`).
    """
    with transaction.atomic():
        contract = queries.locked(contract_uid, by)
        require(permissions.may_run_contracts(by, contract.ministry_id, contract.call.program.uid), "cancel")
        move = CONTRACT.require("cancel", contract.state)
        if not reason.strip():
            raise RuleBroken.because("contract.reason_missing", field="reason")
        queries.move_to(contract, move)
        bind_place(contract.proposal_id, None)
        _tell(move.event, contract, by, at, queries.institution_of(contract, at), reason=reason.strip())
    return contract


def _locked_call(proposal_uid: UUID) -> Call:
    """The call's row is locked first, so that two contracts at once can't pass its budget."""
    calls = Call.objects.select_related("program", "rule_set").select_for_update(of=("self",))
    call = calls.filter(proposals__uid=proposal_uid).first()
    if call is None:
        raise NotFound.because("http.not_found")
    return call


def _signature(contract: Contract, side: Signature.Side, sha256: str, by: Actor, at: datetime) -> Signature:
    if sha256 != contract.sha256:
        raise Stale.because("contract.other_terms", read=sha256[:12], stands=contract.sha256[:12])
    return Signature.objects.create(
        contract=contract,
        side=side,
        user_id=by.user_id,
        office_id=by.office_id,
        name=by.name,
        signed_at=at,
        sha256=sha256,
    )


def _reserve(contract: Contract, *, at: datetime, event: Event) -> None:
    call = contract.call
    if not Transfer.objects.filter(key=f"appropriate/{call.code}").exists():
        Call.objects.select_for_update().get(pk=call.pk)
        if not Transfer.objects.filter(key=f"appropriate/{call.code}").exists():
            appropriate(call=call, at=at, event=event)
    appropriated = account_of(Account.Kind.APPROPRIATED, call=call)
    region = account_of(Account.Kind.REGION, call=call, contract=contract)
    for year in contract.years.all():
        key = f"{contract.number}/{year.index}"
        reserved = account_of(Account.Kind.RESERVED, call=call, contract=contract, year=year)
        pledged = account_of(Account.Kind.MATCH_PLEDGED, call=call, contract=contract, year=year)
        for debit, credit, amount_krw in (
            (appropriated, reserved, year.grant_krw),
            (region, pledged, year.match_krw),
        ):
            if amount_krw:
                move_won(
                    key=f"{credit.kind}/{key}", debit=debit, credit=credit, amount_krw=amount_krw, at=at, event=event
                )


def _shut_account_gates(contract: Contract) -> None:
    for tranche in contract.tranches.filter(state="waiting"):
        tranche.gates.filter(code="account_confirmed").update(opened_at=None, opened_by=None)


def _tell(name: str, contract: Contract, by: Actor, at: datetime, users: list[int], *, reason: str = "") -> Event:
    return record(
        name,
        subject=contract,
        by=by,
        at=at,
        project_uid=contract.project_uid,
        call_uid=contract.call.uid,
        rule_set_id=contract.rule_set_id,
        reason=reason,
        data=notices.said_of(contract),
        tell=notices.others(users, by),
    )
