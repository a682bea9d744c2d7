"""Where money may go, and who may approve and mark it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from core.refusals import Violation


def account_violations(bank: str, number: str, holder: str) -> list[Violation]:
    """What is wrong with a payee's account: bank and holder are named, the number is 8 to 34 digits with dashes."""
    found = [
        Violation("account.missing", field=field)
        for field, text in (("bank", bank), ("holder", holder))
        if not text.strip()
    ]
    digits = number.replace("-", "")
    if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 34):
        found.append(Violation("account.number_not_understood", field="number"))
    return found


def approval_violations(
    *, user_id: int | None, drawn_up_by: int | None, approvers: Collection[int], total_krw: int, seen_krw: int
) -> list[Violation]:
    """Four eyes: who drew a batch up can't approve it, nobody approves twice, and what he saw is what it is."""
    found = []
    if user_id is not None and user_id == drawn_up_by:
        found.append(Violation("batch.own_work"))
    if user_id in approvers:
        found.append(Violation("batch.approved_before"))
    if seen_krw != total_krw:
        found.append(Violation("batch.total_changed", {"total_krw": total_krw, "seen_krw": seen_krw}))
    return found


def reference_violations(references: Mapping[str, str], payments: Collection[str]) -> list[Violation]:
    """Each payment of a batch is marked paid with the bank's own reference, none twice."""
    found = []
    for payment in sorted(payments):
        if not references.get(payment, "").strip():
            found.append(Violation("batch.reference_missing", {"payment": payment}, field=f"references.{payment}"))
    for unknown in sorted(set(references) - set(payments)):
        found.append(Violation("batch.payment_unknown", {"payment": unknown}, field=f"references.{unknown}"))
    seen: set[str] = set()
    for payment, written in sorted(references.items()):
        reference = written.strip()
        if reference in seen:
            found.append(Violation("batch.reference_twice", {"reference": reference}, field=f"references.{payment}"))
        elif reference:
            seen.add(reference)
    return found
