"""What a bank is sent and what it sends, as values: the same whatever way the bank writes them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from core.refusals import Violation


@dataclass(frozen=True, slots=True)
class Instruction:
    """One payment as the bank is told of it, in whole won."""

    end_to_end_id: str
    amount_krw: int
    bank: str
    account: str
    holder: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Order:
    """All payments of a batch out of one account; `number` is what the bank knows the batch by, for ever."""

    number: str
    made_at: datetime
    pay_on: date
    bank: str
    account: str
    holder: str
    instructions: tuple[Instruction, ...]

    @property
    def total_krw(self) -> int:
        return sum(one.amount_krw for one in self.instructions)


class Verdict(StrEnum):
    """What a bank says of an instruction before anything is booked."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Said:
    """The bank's word on one instruction; `row` counts from 1 through the file."""

    row: int
    end_to_end_id: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A bank's answer to one order. `whole` is its word on all instructions that are not named."""

    number: str
    order: str
    count: int | None
    total_krw: int | None
    said: tuple[Said, ...]
    whole: Said | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One movement on the paying account: won out or in."""

    row: int
    is_out: bool
    amount_krw: int
    booked_on: date
    end_to_end_id: str = ""
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """All booked movements of an account between two balances, in whole won."""

    number: str
    account: str
    opening_krw: int
    closing_krw: int
    lines: tuple[Line, ...]


class Format(Protocol):
    """A bank's own way of writing. What can't be read whole is refused with RuleBroken (`bank.*`)."""

    def write(self, order: Order) -> bytes:
        """The order as a file: the same bytes for the same order."""
        ...

    def read(self, content: bytes) -> Answer | Statement:
        """What a file of the bank says."""
        ...


def answer_violations(answer: Answer, amounts: Mapping[str, int], states: Mapping[str, str]) -> list[Violation]:
    """Why an answer is not one to this order, whose instructions have these amounts (won) and stand so; each row that
    is wrong is named. What was paid or came to an end can't be turned round by an answer."""
    found = []
    if answer.count is not None and answer.count != len(amounts):
        found.append(Violation("bank.count_differs", {"said": answer.count, "ordered": len(amounts)}))
    total_krw = sum(amounts.values())
    if answer.total_krw is not None and answer.total_krw != total_krw:
        found.append(Violation("bank.total_differs", {"said_krw": answer.total_krw, "ordered_krw": total_krw}))
    seen: set[str] = set()
    for one in answer.said:
        named: dict[str, str | int] = {"row": one.row, "payment": one.end_to_end_id}
        if one.end_to_end_id not in amounts:
            found.append(Violation("bank.payment_unknown", named))
        elif one.end_to_end_id in seen:
            found.append(Violation("bank.payment_twice", named))
        elif contradicts(one.verdict, states[one.end_to_end_id]):
            found.append(Violation("bank.payment_ended", {**named, "state": states[one.end_to_end_id]}))
        seen.add(one.end_to_end_id)
    if answer.whole is not None:
        found += [
            Violation("bank.payment_ended", {"row": 1, "payment": payment, "state": state})
            for payment, state in sorted(states.items())
            if payment not in seen and contradicts(answer.whole.verdict, state)
        ]
    return found


def contradicts(verdict: Verdict, state: str) -> bool:
    """Whether a bank's word goes against what it had said or done before."""
    if verdict is Verdict.REJECTED:
        return state not in {"instructed", "accepted", "rejected"}
    return verdict is Verdict.ACCEPTED and state in {"rejected", "dropped"}


def statement_violations(statement: Statement, account: str) -> list[Violation]:
    """Why a statement is not one of this account, or does not add up."""
    found = []
    if digits(statement.account) != digits(account):
        found.append(Violation("bank.other_account", {"account": statement.account}))
    moved_krw = moves_of(statement.lines)
    if statement.opening_krw + moved_krw != statement.closing_krw:
        found.append(
            Violation(
                "bank.statement_does_not_add_up",
                {
                    "opening_krw": statement.opening_krw,
                    "moved_krw": moved_krw,
                    "closing_krw": statement.closing_krw,
                },
            )
        )
    return found


def moves_of(lines: Iterable[Line]) -> int:
    """What lines change a balance by, in won."""
    return sum(-one.amount_krw if one.is_out else one.amount_krw for one in lines)


def digits(account: str) -> str:
    """An account number without what people put between its parts."""
    return "".join(sign for sign in account if sign.isalnum()).upper()


@dataclass(frozen=True, slots=True)
class Known:
    """A payment that a line names: its amount in won, how it stands, and which ways a line of it was booked before."""

    amount_krw: int
    state: str
    out_before: bool = False
    in_before: bool = False


def why_unmatched(line: Line, known: Known | None) -> str:
    """Why a line can't be that of the payment it names, as a code; empty where it is.

    Money out pays an instruction that stands, once; money in brings back a payment that was made, once.
    """
    if not line.end_to_end_id:
        return "names_no_payment"
    if known is None:
        return "payment_unknown"
    if line.amount_krw != known.amount_krw:
        return "amount_differs"
    if line.is_out:
        if known.out_before:
            return "booked_twice"
        return "" if known.state in {"instructed", "accepted", "paid"} else "payment_ended"
    if known.in_before:
        return "booked_twice"
    return "" if known.state == "paid" else "not_paid"


def limit_violations(total_krw: int, limit_krw: int | None) -> list[Violation]:
    """An office approves batches up to its limit (None: any)."""
    if limit_krw is None or total_krw <= limit_krw:
        return []
    return [Violation("batch.above_limit", {"total_krw": total_krw, "limit_krw": limit_krw})]
