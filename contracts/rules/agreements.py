"""What a contract says and when its money is due. Pure: values and policy."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.money import Rounding, bp_of
from core.refusals import Violation
from programs.policy import CONTINUITY, Policy

SOURCES = ("grant", "regional", "own")
CONTINUITY_GATES = ("contract_signed", "year_started", "account_confirmed")
CONTINUITY_NAMES = ("연속 지급분", "Continuity tranche")
"""In Korean and English, as names of tranches stand in rule sets."""


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """Whole won of one category and source in one project year."""

    year: int
    category: str
    source: str
    amount_krw: int


@dataclass(frozen=True, slots=True)
class AgreedTranche:
    """A part of a year's grant, the day from which it may be paid, the gates before it, and what of it, for wages, none
    but the first of them keeps back."""

    code: str
    name_ko: str
    name_en: str
    amount_krw: int
    due_on: date
    gates: tuple[str, ...]
    floor_krw: int = 0


@dataclass(frozen=True, slots=True)
class AgreedYear:
    """One project year: from `starts_on` to before `ends_on`, money spent by `spend_by` at the latest."""

    index: int
    starts_on: date
    ends_on: date
    spend_by: date
    lines: tuple[AgreedLine, ...]
    tranches: tuple[AgreedTranche, ...]

    def sum_krw(self, source: str) -> int:
        return sum(line.amount_krw for line in self.lines if line.source == source)


def years_of(lines: Iterable[AgreedLine], policy: Policy, first_year: int) -> tuple[AgreedYear, ...]:
    """The project years of a budget under a policy, with the tranches of each year's grant.

    A year's tranches fall due on its first day; gates decide when they are released.
    """
    by_year: dict[int, list[AgreedLine]] = {}
    for line in lines:
        by_year.setdefault(line.year, []).append(line)
    years = []
    for index in range(1, policy.project_years.count + 1):
        own = tuple(sorted(by_year.get(index, ()), key=lambda line: (line.category, line.source)))
        span = policy.project_years.year(first_year, index)
        grant_krw = sum(line.amount_krw for line in own if line.source == "grant")
        tranches = _tranches_of(policy, index, grant_krw, span.starts_on)
        spend_by = policy.project_years.spend_by_date(first_year, index)
        years.append(AgreedYear(index, span.starts_on, span.ends_on, spend_by, own, tranches))
    return tuple(years)


def _tranches_of(policy: Policy, index: int, grant_krw: int, due_on: date) -> tuple[AgreedTranche, ...]:
    """The parts of a year's grant, of which the first is what does not wait for the review, where the rules have it."""
    continuity = policy.continuity
    ahead_krw = bp_of(grant_krw, continuity.share_bp, Rounding.DOWN) if continuity and index > 1 else 0
    floor_bp = continuity.payroll_floor_bp if continuity else 0
    amounts = policy.tranches.amounts_krw(index, grant_krw - ahead_krw)
    ahead = AgreedTranche(CONTINUITY, *CONTINUITY_NAMES, ahead_krw, due_on, CONTINUITY_GATES)
    scheduled = (
        AgreedTranche(
            code=tranche.code,
            name_ko=tranche.name_ko,
            name_en=tranche.name_en,
            amount_krw=amounts[tranche.code],
            due_on=due_on,
            gates=tuple(gate.value for gate in tranche.gates),
            floor_krw=bp_of(amounts[tranche.code], floor_bp, Rounding.DOWN),
        )
        for tranche in policy.tranches.for_year(index)
    )
    return tuple(tranche for tranche in (ahead, *scheduled) if tranche.amount_krw > 0)


def sums_of(years: Iterable[AgreedYear]) -> dict[str, int]:
    """Whole won by source over all years."""
    total: Counter[str] = Counter(dict.fromkeys(SOURCES, 0))
    for year in years:
        for line in year.lines:
            total[line.source] += line.amount_krw
    return dict(total)


def terms_of(
    dossier: Mapping[str, Any],
    years: Sequence[AgreedYear],
    policy: Policy,
    *,
    number: str,
    ministry: str,
    origins: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The agreement as both sides sign it: plain data, the same for the same input.

    `origins` say of each target of a merged project which original had promised it; others have none.
    """
    return {
        "number": number,
        "ministry": ministry,
        "call": dossier["call"],
        "rule_set": dossier["rule_set"],
        "project_uid": dossier["project_uid"],
        "title_ko": dossier["title_ko"],
        "title_en": dossier["title_en"],
        "lead": dossier["lead"],
        "partners": dossier["partners"],
        "people": dossier["people"],
        "targets": dossier["targets"],
        "years": [
            {
                "index": year.index,
                "starts_on": year.starts_on.isoformat(),
                "ends_on": year.ends_on.isoformat(),
                "spend_by": year.spend_by.isoformat(),
                "lines": [
                    {"category": line.category, "source": line.source, "amount_krw": line.amount_krw}
                    for line in year.lines
                ],
                "tranches": [
                    {
                        "code": tranche.code,
                        "name_ko": tranche.name_ko,
                        "name_en": tranche.name_en,
                        "amount_krw": tranche.amount_krw,
                        "due_on": tranche.due_on.isoformat(),
                        "gates": list(tranche.gates),
                        **({"floor_krw": tranche.floor_krw} if tranche.floor_krw else {}),
                    }
                    for tranche in year.tranches
                ],
            }
            for year in years
        ],
        "pay": [{"person_kind": rule.person_kind.value, "pay": rule.pay.value} for rule in policy.pay.rules],
        "reports_per_year": policy.reporting.reports_per_year,
        "sums": sums_of(years),
        **({"origins": [dict(one) for one in origins]} if origins else {}),
    }


def canonical(terms: Mapping[str, Any]) -> str:
    """The one text of the terms: keys in order, no spaces, no escapes."""
    return json.dumps(terms, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(terms: Mapping[str, Any]) -> str:
    """The SHA-256 of the terms' canonical text: what a signature signs."""
    return hashlib.sha256(canonical(terms).encode()).hexdigest()


def drawing_violations(
    *, outcome: str, published: bool, grant_krw: int, committed_krw: int, budget_krw: int, in_dispute: bool = False
) -> list[Violation]:
    """Why no contract can be drawn: the selection must be published and have it in, no open appeal may
    win its place, and the call's money must reach."""
    found = []
    if not published:
        found.append(Violation("contract.selection_not_published"))
    elif outcome != "selected":
        found.append(Violation("contract.not_selected"))
    elif in_dispute:
        found.append(Violation("contract.place_in_dispute"))
    if committed_krw + grant_krw > budget_krw:
        values = {"grant_krw": grant_krw, "left_krw": budget_krw - committed_krw}
        found.append(Violation("contract.call_budget_exceeded", values))
    return found
