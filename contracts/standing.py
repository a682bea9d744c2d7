"""On whose desk a contract or a tranche lies, and since when. Pure: over rows that were fetched with their parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from contracts.models import Contract, Gate, PayeeAccount, ProjectYear, Tranche, TrancheStop
from core.calendar import funded_months, seoul_date, seoul_midnight


class Desk(StrEnum):
    """Who has to act next."""

    INSTITUTION = "institution"
    APPROVER = "approver"
    OFFICER = "officer"
    REGION = "region"
    TIME = "time"
    NOBODY = "nobody"


OPENERS = {
    "contract_signed": Desk.APPROVER,
    "year_started": Desk.TIME,
    "account_confirmed": Desk.OFFICER,
    "match_pledged": Desk.REGION,
    "match_deposited": Desk.REGION,
    "verdict_passed": Desk.OFFICER,
    "report_accepted": Desk.OFFICER,
    "claims_settled": Desk.OFFICER,
}
"""Who can open each gate."""
OF_THE_YEAR = frozenset({"match_deposited", "verdict_passed", "report_accepted", "claims_settled"})
"""Gates of a year's own: nobody is late with them before the day of their tranche."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is to be done next (`code` is among the labels as "next.<code>"), by whom, and since when it waits."""

    code: str
    desk: Desk
    since: datetime | None = None


def payee_of(contract: Contract) -> PayeeAccount | None:
    """The account that was named, where the asker's wall lets him see it."""
    return getattr(contract, "payee", None)


def of_contract(contract: Contract, at: datetime, *, sees_account: bool = True) -> Standing:
    """The next step of a contract: its signatures first, then its first tranche that is not paid.

    Whoever may not see the account is not told whether it was named: the institution signs, in one step or two.
    """
    payee = payee_of(contract)
    if contract.state == "drawn":
        if payee is not None:
            return Standing("sign", Desk.INSTITUTION, payee.named_at)
        return Standing("name_account" if sees_account else "sign", Desk.INSTITUTION, contract.drawn_at)
    if contract.state == "institution_signed":
        signed = [one.signed_at for one in contract.signatures.all()]
        return Standing("approve", Desk.APPROVER, max(signed, default=contract.drawn_at))
    if contract.state == "cancelled":
        return Standing("none", Desk.NOBODY)
    for tranche in sorted(contract.tranches.all(), key=lambda one: (one.due_on, one.pk)):
        if tranche.state != "paid":
            return of_tranche(tranche, at)
    return Standing("all_paid", Desk.NOBODY)


def of_tranche(tranche: Tranche, at: datetime) -> Standing:
    """What a tranche waits for: the gate that has been shut longest, its day, a batch, or the bank.

    A gate that nobody can open before the tranche's own day waits for nobody until then.
    """
    if tranche.state == "paid":
        return Standing("none", Desk.NOBODY)
    if tranche.state == "released":
        return Standing("batch", Desk.OFFICER, tranche.released_at)
    if tranche.state == "batched":
        return Standing("pay", Desk.OFFICER, tranche.released_at)
    stop = stop_of(tranche)
    if stop is not None:
        return Standing("stopped", Desk.OFFICER, stop.stopped_at)
    shut = [
        gate
        for gate in tranche.gates.all()
        if gate.opened_at is None and gate.code != "year_started" and waiting_since(gate, tranche) <= at
    ]
    if not shut:
        return Standing("due", Desk.TIME, None)
    first = min(shut, key=lambda gate: (gate.waits_since, gate.pk))
    return Standing(first.code, OPENERS.get(first.code, Desk.OFFICER), waiting_since(first, tranche))


def stop_of(tranche: Tranche) -> TrancheStop | None:
    """The stop that stands, if the tranche is stopped."""
    return next((one for one in tranche.stops.all() if one.lifted_at is None), None)


def waiting_since(gate: Gate, tranche: Tranche) -> datetime:
    """Since when a gate keeps its tranche back: not before the tranche's own day, for a gate of a later year."""
    return max(gate.waits_since, seoul_midnight(tranche.due_on)) if gate.code in OF_THE_YEAR else gate.waits_since


def months_to_spend(year: ProjectYear, today: date) -> int:
    """Whole months that the year's money can be spent in: from its first payment, or from today, to its last day."""
    paid = [tranche.paid_at for tranche in year.tranches.all() if tranche.paid_at is not None]
    return funded_months(seoul_date(min(paid)) if paid else max(today, year.starts_on), year.spend_by)


def masked(number: str) -> str:
    """An account number of which only the last four digits can be read."""
    kept = len(number) - 4
    return "".join("•" if place < kept and sign.isdigit() else sign for place, sign in enumerate(number))
