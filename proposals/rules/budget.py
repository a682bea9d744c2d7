"""The grid: what can't be a budget at all, and what the programme's caps and shares refuse."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from core.money import MAX_KRW
from core.refusals import Violation
from programs.policy import Band, MatchForm, Policy, Source
from programs.policy.checks import Line, MatchOffer, budget_notices, budget_violations, match_violations

STRUCTURE = frozenset(
    {"budget.category_unknown", "budget.source_unknown", "budget.year_unknown", "budget.amount_negative"}
)


def cell(year: int, category: str, source: str) -> str:
    """The path of a cell of the grid."""
    return f"lines.{year}.{category}.{source}"


def grid_violations(policy: Policy, lines: Sequence[Line]) -> list[Violation]:
    """What can't even be kept as a draft: unknown years, categories, sources; a cell twice; impossible sums."""
    lines = [replace(line, field=cell(line.year, line.category, line.source)) for line in lines]
    found = [one for one in budget_violations(policy, lines) if one.code in STRUCTURE]
    seen: set[str] = set()
    for line in lines:
        if line.field in seen:
            found.append(Violation("budget.cell_twice", {}, line.field))
        seen.add(line.field)
        if line.amount_krw > MAX_KRW:
            found.append(Violation("budget.amount_too_large", {"most_krw": MAX_KRW}, line.field))
    return found


REASON_CHARS = 1_000
"""Of why a category passes its cap."""


def reasons_of(policy: Policy, reasons: Mapping[str, str]) -> dict[str, str]:
    """The reasons that say something, for categories whose cap may be passed with one."""
    asked = {category.code for category in policy.budget.categories if category.band is Band.EXPLAIN}
    return {code: text.strip() for code, text in reasons.items() if code in asked and text.strip()}


def reason_lengths(reasons: Mapping[str, str]) -> list[Violation]:
    """Reasons that are too long to be kept."""
    return [
        Violation("proposal.text_too_long", {"length": len(text), "most": REASON_CHARS}, f"reason.{code}")
        for code, text in reasons.items()
        if len(text) > REASON_CHARS
    ]


def budget_hints(policy: Policy, lines: Sequence[Line]) -> list[Violation]:
    """What the rules only point out of a grid: caps that are a guide, beside the sums of their year."""
    return [replace(one, field=f"lines.{one.values['year']}") for one in budget_notices(policy, lines)]


def budget_check(policy: Policy, lines: Sequence[Line], explained: Collection[str] = ()) -> list[Violation]:
    """Everything that stands against a grid: its form, the caps by year, the region's share by year. Categories that
    are `explained` have a reason to pass a cap that may be passed with one.

    The live grid, the task list and the submission ask this same function.
    """
    lines = [replace(line, field=cell(line.year, line.category, line.source)) for line in lines]
    checked = [*budget_violations(policy, lines, explained), *match_violations(policy, match_offers(policy, lines))]
    doubled = (one for one in grid_violations(policy, lines) if one.code not in STRUCTURE)
    return [*doubled, *(_placed(violation) for violation in checked)]


def match_offers(policy: Policy, lines: Sequence[Line]) -> list[MatchOffer]:
    """The region's part that the grid counts on, in each year that has a grant. It is a plan and not yet a pledge:
    its form is open, so that it stands in a form that the programme accepts."""
    in_cash = MatchForm.CASH in policy.match.forms
    return list(_offers(policy, lines, in_cash))


def _offers(policy: Policy, lines: Sequence[Line], in_cash: bool) -> Iterator[MatchOffer]:
    for year in range(1, policy.project_years.count + 1):
        of_year = [line for line in lines if line.year == year]
        grant_krw = sum(line.amount_krw for line in of_year if line.source is Source.GRANT)
        regional_krw = sum(line.amount_krw for line in of_year if line.source is Source.REGIONAL)
        if grant_krw or regional_krw:
            yield MatchOffer(
                year=year,
                grant_krw=grant_krw,
                cash_krw=regional_krw if in_cash else 0,
                in_kind_krw=0 if in_cash else regional_krw,
                field=f"lines.{year}",
            )


def _placed(violation: Violation) -> Violation:
    """What concerns a whole year stands beside that year's sums."""
    if violation.field:
        return violation
    year = violation.values.get("year")
    return replace(violation, field=f"lines.{year}" if year else "lines")
