"""A region's match for one proposal: won for each project year, at least the rule set's share, and a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.money import MAX_KRW, share_bp
from core.refusals import Violation
from programs.policy import Basis, MatchForm, PledgeDue, Policy, Source
from programs.policy.checks import MatchOffer, match_violations, required_match_krw

DOCUMENT_TYPES = ("pdf", "hwp", "hwpx", "docx", "jpg", "png")
DOCUMENT_MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PledgeYear:
    """What a region gives in one project year: the whole of it, and which part of it is in kind. In won."""

    year_krw: int
    in_kind_krw: int = 0

    @property
    def cash_krw(self) -> int:
        return self.year_krw - self.in_kind_krw


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One project year of a submitted budget beside the rule set's floor, in won (for pages and API)."""

    year: int
    grant_krw: int
    asked_krw: int
    required_krw: int


def source_by_year(lines: Iterable[Mapping[str, Any]], source: Source, count: int) -> tuple[int, ...]:
    """The sums of one source for each of `count` project years, from the lines of a submitted dossier."""
    sums = [0] * count
    for line in lines:
        if line["source"] == source and 1 <= line["year"] <= count:
            sums[line["year"] - 1] += line["amount_krw"]
    return tuple(sums)


def year_figures(policy: Policy, lines: Sequence[Mapping[str, Any]]) -> tuple[YearFigures, ...]:
    """Grant, match asked for and match required in each project year."""
    count = policy.project_years.count
    grants = source_by_year(lines, Source.GRANT, count)
    asked = source_by_year(lines, Source.REGIONAL, count)
    return tuple(
        YearFigures(index + 1, grants[index], asked[index], required_match_krw(policy, grants[index]))
        for index in range(count)
    )


def match_share_bp(policy: Policy, grant_krw: int, match_krw: int) -> int:
    """The share that a match makes, of what the rule set takes it of. For display."""
    whole = grant_krw + (match_krw if policy.match.basis is Basis.PROJECT_YEAR_BUDGET else 0)
    return share_bp(match_krw, whole)


def due_with_ranking(policy: Policy) -> bool:
    """Whether pledges are due when rankings are; else the contract waits for them."""
    return policy.match.due is PledgeDue.RANKING


def takes_in_kind(policy: Policy) -> bool:
    return MatchForm.IN_KIND in policy.match.forms


def pledge_violations(
    policy: Policy, grants_krw: Sequence[int], years: Sequence[PledgeYear], *, has_document: bool
) -> list[Violation]:
    """Everything in a pledge that the rule set refuses. `grants_krw` are of the submitted budget, year by year."""
    return [*_amounts(policy, grants_krw, years), *_document(policy, has_document)]


def _amounts(policy: Policy, grants_krw: Sequence[int], years: Sequence[PledgeYear]) -> Iterator[Violation]:
    count = policy.project_years.count
    if len(years) != count:
        values = {"given": len(years), "count": count}
        yield Violation("pledge.years_differ", values, "year_krw", "project_years.count")
        return
    for index, year in enumerate(years, start=1):
        if year.year_krw > MAX_KRW:
            yield Violation("pledge.too_large", {"year": index, "max_krw": MAX_KRW}, f"year_krw.{index}")
    yield from match_violations(
        policy,
        [
            MatchOffer(index, grant_krw, year.cash_krw, year.in_kind_krw, f"year_krw.{index}")
            for index, (grant_krw, year) in enumerate(zip(grants_krw, years, strict=True), start=1)
        ],
    )


def _document(policy: Policy, has_document: bool) -> Iterator[Violation]:
    if policy.match.document_required and not has_document:
        yield Violation("pledge.document_missing", {}, "document", "match.document_required")
