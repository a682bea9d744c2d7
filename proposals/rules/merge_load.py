"""What a merged team would have to carry for each won, beside what its originals promised, and what else could be done.

Every figure is of whole won and of targets with two decimals, compared as fractions: no rounding lets an offer through.
Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from core.money import WHOLE_BP
from core.refusals import Violation
from programs.policy import Policy, Source
from programs.policy.checks import Line, required_match_krw
from proposals.rules.merging import KeptTarget, Original, grants_by_year


@dataclass(frozen=True, slots=True)
class Overload:
    """An indicator of which the merged team would owe more than its money bears.

    `promised` for `asked_krw` is what the originals handed in; `borne` is the part of it that falls to each original's
    share of what it had asked for.
    """

    indicator: str
    promised: Decimal
    kept: Decimal
    asked_krw: int
    grant_krw: int
    borne: Fraction

    @property
    def over_bp(self) -> int:
        """By how much more than is borne, rounded up: never shown as less than it is."""
        return ceil((Fraction(self.kept) - self.borne) * WHOLE_BP / self.borne) if self.borne else WHOLE_BP

    @property
    def due(self) -> Decimal:
        """What the money bears, down to the hundredth."""
        return Decimal(floor(self.borne * 100)).scaleb(-2)


def overloads(policy: Policy, originals: Sequence[Original], kept: Sequence[KeptTarget]) -> list[Overload]:
    """The indicators above what `merging.overload_bp` allows; above nothing at all where a rule set does not say.

    What the money bears of an indicator is the sum of what each original promised, each in the part of its money that
    it would have: who gets half of what it asked for bears half of its targets.
    """
    allowed_bp = policy.merging.overload_bp if policy.merging is not None else 0
    asked = {one.number: sum(grants_by_year(policy, one.content["lines"])) for one in originals}
    promised: dict[str, Decimal] = defaultdict(Decimal)
    borne: dict[str, Fraction] = defaultdict(Fraction)
    for original in originals:
        part = Fraction(sum(original.year_krw), asked[original.number]) if asked[original.number] else Fraction(1)
        for target in original.content["targets"]:
            promised[target["indicator"]] += Decimal(target["value"])
            borne[target["indicator"]] += Fraction(target["value"]) * min(part, Fraction(1))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in kept:
        sums[one.indicator] += one.value
    asked_krw, grant_krw = sum(asked.values()), sum(sum(original.year_krw) for original in originals)
    return [
        Overload(indicator, promised[indicator], value, asked_krw, grant_krw, borne[indicator])
        for indicator, value in sorted(sums.items())
        if Fraction(value) * WHOLE_BP > borne[indicator] * (WHOLE_BP + allowed_bp)
    ]


def overload_violations(policy: Policy, found: Sequence[Overload], *, overridden: bool) -> list[Violation]:
    """What stands against sending an offer that asks too much of a part of the money; nothing where no rule is written.

    `overridden` says that a reason is given, which somebody else will have to sign.
    """
    rule = policy.merging
    if rule is None or not found:
        return []
    if overridden and rule.override:
        return []
    violations = [
        Violation(
            "merge.overloaded",
            {"indicator": one.indicator, "over_bp": one.over_bp, "most_bp": rule.overload_bp},
            "targets",
            "merging.overload_bp",
        )
        for one in found
    ]
    if overridden:
        violations.append(Violation("merge.no_override", {}, "override_reason", "merging.override"))
    return violations


def answers_due(policy: Policy, sent_at: datetime) -> datetime | None:
    """When an offer sent at this moment lapses; None where the rule set gives no days."""
    return sent_at + timedelta(days=policy.merging.answer_days) if policy.merging is not None else None


def rebased(policy: Policy, originals: Sequence[Original]) -> tuple[KeptTarget, ...]:
    """Each original's targets, brought down to the part of the money it asked for that it would have."""
    found = []
    for original in originals:
        asked_krw, share_krw = sum(grants_by_year(policy, original.content["lines"])), sum(original.year_krw)
        found += [
            KeptTarget(
                original.number, one["indicator"], one["year"], _part(Decimal(one["value"]), share_krw, asked_krw)
            )
            for one in original.content["targets"]
        ]
    return tuple(found)


# --- What else could be done --------------------------------------------------------------------------


class Way(StrEnum):
    """What can be done with several good teams of a region that has fewer seats."""

    OFFERED = "offered"
    FUND_ONE = "fund_one"
    """One is funded as it asked; the others stand on the waiting list."""
    SEPARATE = "separate"
    """Each has a contract of its own over its share and its targets brought down; they share services."""
    SMALLER = "smaller"
    """One team on the money offered, every target brought down to its original's share."""


OTHER_WAYS = (Way.FUND_ONE, Way.SEPARATE, Way.SMALLER)
"""What an officer weighs against the offer."""


def weighing_violations(considered: Sequence[str], preference: str) -> list[Violation]:
    """Ways that were considered are known ones, and come with why the merge was preferred; so the other way round."""
    found = []
    if any(one not in OTHER_WAYS for one in considered):
        found.append(Violation("merge.way_unknown", field="considered"))
    if considered and not preference.strip():
        found.append(Violation("merge.preference_missing", field="preference"))
    if preference.strip() and not considered:
        found.append(Violation("merge.none_considered", field="considered"))
    return found


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way, priced: seats it takes, grant of each year, the least match of the region, what is reached with it.

    `funded` are the originals that get money, `waiting` those that do not. `targets` are sums by indicator.
    """

    way: Way
    funded: tuple[str, ...]
    waiting: tuple[str, ...]
    seats: int
    year_krw: tuple[int, ...]
    match_krw: int
    targets: Mapping[str, Decimal]
    over_bp: int

    @property
    def grant_krw(self) -> int:
        return sum(self.year_krw)


def alternatives(
    policy: Policy, originals: Sequence[Original], offered: Sequence[Line], kept: Sequence[KeptTarget]
) -> list[Alternative]:
    """The offer as it stands, and beside it each original alone, contracts apart, and a smaller scope."""
    years = range(1, policy.project_years.count + 1)
    grant = tuple(
        sum(one.amount_krw for one in offered if one.year == year and one.source is Source.GRANT) for year in years
    )
    numbers = tuple(one.number for one in originals)
    found = [_priced(policy, Way.OFFERED, originals, numbers, 1, [grant], kept)]
    for original in originals:
        alone = tuple(
            min(won, policy.budget.max_grant_per_year_krw) for won in grants_by_year(policy, original.content["lines"])
        )
        own = rebased(policy, [_with(original, alone)])
        found.append(_priced(policy, Way.FUND_ONE, originals, (original.number,), 1, [alone], own))
    shares = [one.year_krw for one in originals]
    down = rebased(policy, originals)
    found.append(_priced(policy, Way.SEPARATE, originals, numbers, len(originals), shares, down))
    found.append(_priced(policy, Way.SMALLER, originals, numbers, 1, [grant], down))
    return found


def _priced(
    policy: Policy,
    way: Way,
    originals: Sequence[Original],
    funded: tuple[str, ...],
    seats: int,
    grants: Sequence[Sequence[int]],
    kept: Sequence[KeptTarget],
) -> Alternative:
    targets: dict[str, Decimal] = {
        target["indicator"]: Decimal() for original in originals for target in original.content["targets"]
    }
    for one in kept:
        targets[one.indicator] = targets.get(one.indicator, Decimal()) + one.value
    carried = [one for one in originals if one.number in funded]
    if way is Way.FUND_ONE:
        carried = [_with(one, tuple(grants[0])) for one in carried]
    return Alternative(
        way=way,
        funded=funded,
        waiting=tuple(one.number for one in originals if one.number not in funded),
        seats=seats,
        year_krw=tuple(sum(years) for years in zip(*grants, strict=True)),
        match_krw=sum(required_match_krw(policy, won) for years in grants for won in years),
        targets=dict(sorted(targets.items())),
        over_bp=max((one.over_bp for one in overloads(policy, carried, kept)), default=0),
    )


def _part(value: Decimal, part_krw: int, whole_krw: int) -> Decimal:
    """That part of a target, never more than the target itself; rounded down, so that nothing is overloaded by it."""
    if not whole_krw or part_krw >= whole_krw:
        return value
    hundredths, _rest = divmod(value.scaleb(2) * part_krw, whole_krw)
    return Decimal(int(hundredths)).scaleb(-2)


def _with(original: Original, year_krw: tuple[int, ...]) -> Original:
    return Original(original.number, original.state, original.region, original.content, year_krw)
