"""Which promised targets an offer to merge drops or changes, and whether it says why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.refusals import Violation
from proposals.rules.merging import KeptTarget, Original

Reasons = Mapping[tuple[str, str], str]
"""Why an original's targets of an indicator change: by the original's number and the indicator's code."""


@dataclass(frozen=True, slots=True)
class TargetChange:
    """An indicator of one original that an offer does not take over as it was promised.

    `promised` and `kept` are sums over the project years; `dropped` are the years of which nothing is kept.
    """

    number: str
    indicator: str
    promised: Decimal
    kept: Decimal
    dropped: tuple[int, ...]
    reason: str


def changed_targets(originals: Sequence[Original], kept: Sequence[KeptTarget], reasons: Reasons) -> list[TargetChange]:
    """What is dropped or changed, original by original; a target kept at nothing is a dropped one."""
    values = {(one.number, one.indicator, one.year): one.value for one in kept}
    found = []
    for original in originals:
        for code in sorted({target["indicator"] for target in original.content["targets"]}):
            promised = {
                target["year"]: Decimal(target["value"])
                for target in original.content["targets"]
                if target["indicator"] == code
            }
            now = {year: values.get((original.number, code, year), Decimal()) for year in promised}
            if now != promised:
                dropped = tuple(year for year in sorted(promised) if promised[year] and not now[year])
                reason = reasons.get((original.number, code), "").strip()
                sums = sum(promised.values(), Decimal()), sum(now.values(), Decimal())
                found.append(TargetChange(original.number, code, *sums, dropped, reason))
    return found


def drop_violations(changes: Sequence[TargetChange]) -> list[Violation]:
    """No target is dropped without a word to who had promised it; a changed one may go without."""
    return [
        Violation(
            "merge.drop_reason_missing",
            {"number": one.number, "indicator": one.indicator},
            f"reasons.{one.number}.{one.indicator}",
        )
        for one in changes
        if one.dropped and not one.reason
    ]
