"""What a contract says and when its money is due. Pure: values and policy."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.refusals import Violation
from programs.policy import Policy

SOURCES = ("grant", "regional", "own")


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """Whole won of one category and source in one project year."""

    year: int
    category: str
    source: str
    amount_krw: int


@dataclass(frozen=True, slots=True)
class AgreedTranche:
    """A part of a year's grant, the day from which it may be paid, and the gates before it."""

    code: str
    name_ko: str
    name_en: str
    amount_krw: int
    due_on: date
    gates: tuple[str, ...]


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
        amounts = policy.tranches.amounts_krw(index, grant_krw)
        tranches = tuple(
            AgreedTranche(
                code=tranche.code,
                name_ko=tranche.name_ko,
                name_en=tranche.name_en,
                amount_krw=amounts[tranche.code],
                due_on=span.starts_on,
                gates=tuple(gate.value for gate in tranche.gates),
            )
            for tranche in policy.tranches.for_year(index)
            if amounts[tranche.code] > 0
        )
        spend_by = policy.project_years.spend_by_date(first_year, index)
        years.append(AgreedYear(index, span.starts_on, span.ends_on, spend_by, own, tranches))
    return tuple(years)


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
