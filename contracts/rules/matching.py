"""What a region owes a project year, when, and how far it is. Pure: values and policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.money import MAX_KRW
from core.refusals import Violation
from programs.policy import DepositFrom, Gate, Policy

DOCUMENT_TYPES = ("pdf", "png", "jpg", "jpeg", "hwp", "hwpx")
DOCUMENT_MAX_BYTES = 10_000_000
OVERDUE_EVERY = timedelta(days=7)
"""How often a region is reminded of what is overdue."""


@dataclass(frozen=True, slots=True)
class Match:
    """How far the match of one project year is, in whole won.

    `pledged_krw` is what the contract names, in cash and in kind; `deposited_krw` was confirmed, `announced_krw` waits
    for it; `drawn_krw` was spent of it. `council_krw` is what the council is known to give, None where none is noted.
    """

    cash_krw: int
    in_kind_krw: int
    deposited_krw: int = 0
    cash_deposited_krw: int = 0
    announced_krw: int = 0
    drawn_krw: int = 0
    council_krw: int | None = None
    is_overdue: bool = False

    @property
    def pledged_krw(self) -> int:
        return self.cash_krw + self.in_kind_krw

    @property
    def cash_missing_krw(self) -> int:
        """Cash that is not confirmed yet."""
        return max(0, self.cash_krw - self.cash_deposited_krw)

    @property
    def shortfall_krw(self) -> int:
        """The won that are forecast to be missing at the end of the year.

        What the council gives less than pledged, beyond what is there already; past the due day, without a word of the
        council, all that is neither there nor announced.
        """
        there_krw = self.deposited_krw + self.announced_krw
        if self.council_krw is not None:
            return max(0, self.pledged_krw - max(there_krw, self.council_krw + self.in_kind_krw))
        return max(0, self.pledged_krw - there_krw) if self.is_overdue else 0


def asks_for_deposit(policy: Policy) -> bool:
    """Whether the rule set says when the match is deposited, or keeps a tranche back for it."""
    gated = any(Gate.MATCH_DEPOSITED in tranche.gates for tranche in policy.tranches.schedule)
    return policy.deposit is not None or gated


def due_on(policy: Policy, *, index: int, starts_on: date, signed_on: date) -> date | None:
    """The last day of the deposit of a project year; None where the rule set gives none.

    The days count from the signing for the first year, where the rule set says so; else from the year's first day, or
    from the signing where that is later: nobody owes a deposit under a contract that does not stand yet.
    """
    if policy.deposit is None:
        return None
    from_signing = policy.deposit.starts_from is DepositFrom.CONTRACT_SIGNED and index == 1
    first = signed_on if from_signing else max(starts_on, signed_on)
    return first + timedelta(days=policy.deposit.within_days)


def next_reminder(due: date | None, lead_days: Sequence[int], *, after: date) -> date | None:
    """The first day past `after` on which a region is reminded: so many days ahead, then every week once overdue."""
    if due is None:
        return None
    ahead = sorted(due - timedelta(days=days) for days in lead_days)
    coming = next((day for day in ahead if day > after), None)
    if coming is not None:
        return coming
    first = due + timedelta(days=1)
    if after < first:
        return first
    weeks = (after - first) // OVERDUE_EVERY + 1
    return first + weeks * OVERDUE_EVERY


def commitment_of(
    *, number: str, region: str, sha256: str, years: Sequence[tuple[int, Match, date | None]]
) -> dict[str, Any]:
    """What a region signs: which contract (by the hash of its terms), and won by project year. The same for the same
    input."""
    return {
        "contract": number,
        "contract_sha256": sha256,
        "region": region,
        "years": [
            {
                "index": index,
                "cash_krw": match.cash_krw,
                "in_kind_krw": match.in_kind_krw,
                "due_on": due.isoformat() if due else None,
            }
            for index, match, due in years
        ],
    }


def deposit_violations(
    *,
    form: str,
    amount_krw: int,
    deposited_on: date,
    today: date,
    left_krw: Mapping[str, int],
    proof_missing: bool,
) -> list[Violation]:
    """What is wrong with a deposit: a positive sum of at most what is left to give in this form, on a day that has
    come, and proved by a document where the rules want it."""
    found = []
    if not 0 < amount_krw <= MAX_KRW:
        found.append(Violation("deposit.amount_not_positive", {"amount_krw": amount_krw}, field="amount_krw"))
    elif amount_krw > left_krw.get(form, 0):
        values = {"amount_krw": amount_krw, "left_krw": left_krw.get(form, 0)}
        found.append(Violation("deposit.above_pledge", values, field="amount_krw"))
    if deposited_on > today:
        found.append(
            Violation("deposit.day_not_come", {"deposited_on": deposited_on.isoformat()}, field="deposited_on")
        )
    if proof_missing:
        clause = "deposit.in_kind_proved"
        found.append(Violation("deposit.proof_missing", field="document", clause=clause))
    return found
