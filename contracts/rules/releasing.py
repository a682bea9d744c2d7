"""How much of a tranche is released, and what was released ahead of a deposit. Pure: values and policy."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from core.money import split_krw
from core.refusals import Violation

HARD_GATES = frozenset({"contract_signed", "year_started", "account_confirmed"})
"""Gates that keep every won back, the payroll floor too: before them there is nothing to pay for, or nowhere to pay."""
BY_HAND = frozenset({"verdict_passed", "report_accepted", "claims_settled"})
"""Gates that a desk opens with a reason."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Whole won that counted from a day on."""

    on: date
    amount_krw: int


def releasable_krw(*, amount_krw: int, shut: Collection[str], floor_krw: int, covered_krw: int) -> int:
    """How much of what waits may be released while these gates are shut, in whole won.

    All of it when none is; while only the region's deposit is missing, what the deposit covers, and never less than the
    payroll floor; while anything else is missing, the payroll floor; nothing before the contract, the year and the
    account stand.
    """
    missing = set(shut)
    if missing & HARD_GATES:
        return 0
    if not missing:
        return amount_krw
    if missing == {"match_deposited"}:
        return min(amount_krw, max(floor_krw, covered_krw))
    return min(amount_krw, floor_krw)


def covered_krw(agreed_krw: int, *, deposited_krw: int, cash_krw: int) -> int:
    """The part of a sum of the state that a region's deposit covers, in proportion, in whole won.

    A split that loses nothing: what is covered and what is not add up to the sum.
    """
    missing_krw = max(0, cash_krw - deposited_krw)
    return split_krw(agreed_krw, [deposited_krw, missing_krw])[0] if missing_krw else agreed_krw


def exposure_krw(*, released_krw: int, grant_krw: int, deposited_krw: int, cash_krw: int) -> int:
    """Whole won of a year's grant that were released ahead of the region's deposit: what the bridging pot carries."""
    return max(0, released_krw - covered_krw(grant_krw, deposited_krw=deposited_krw, cash_krw=cash_krw))


def exposure_on(
    day: date, *, released: Iterable[Dated], deposited: Iterable[Dated], grant_krw: int, cash_krw: int
) -> int:
    """The same at the end of a day, from what had been released and deposited by then."""
    return exposure_krw(
        released_krw=sum(one.amount_krw for one in released if one.on <= day),
        grant_krw=grant_krw,
        deposited_krw=sum(one.amount_krw for one in deposited if one.on <= day),
        cash_krw=cash_krw,
    )


def recovery_violations(
    *, paid_krw: int, eligible_krw: int, there_krw: int, notice_on: date, today: date
) -> list[Violation]:
    """What is wrong with a recovery: eligible costs are at most what was paid and at least what is claimed, something
    is left, and the notice was given."""
    found = []
    spent_krw = paid_krw - there_krw
    if not 0 <= eligible_krw <= paid_krw:
        values = {"eligible_krw": eligible_krw, "paid_krw": paid_krw}
        found.append(Violation("recovery.above_paid", values, field="eligible_krw"))
    elif eligible_krw < spent_krw:
        values = {"eligible_krw": eligible_krw, "claimed_krw": spent_krw}
        found.append(Violation("recovery.below_claimed", values, field="eligible_krw"))
    elif eligible_krw == paid_krw:
        found.append(Violation("recovery.nothing_left", {"paid_krw": paid_krw}, field="eligible_krw"))
    if notice_on > today:
        found.append(Violation("recovery.notice_to_come", {"notice_on": notice_on.isoformat()}, field="notice_on"))
    return found
