"""The budget as a grid: for each project year, categories down and sources across, in whole won."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from core.fields import CountedTextField, WonField
from core.money import share_bp
from core.refusals import Violation
from core.templatetags.baro import in_language
from core.wording import label, percent, say_violation
from programs.policy import Band, Basis, Budget, Category, Policy, Source
from proposals.forms.sections import VersionField
from proposals.rules import REASON_CHARS

Cell = tuple[int, str, str]
"""Project year, category, source."""


def cell_name(year: int, category: str, source: str) -> str:
    """The field of a cell, as violations name it too."""
    return f"lines.{year}.{category}.{source}"


@dataclass(frozen=True, slots=True)
class Row:
    """One category of one year; `tags` choose the inputs that its live sum adds up."""

    label: str
    fields: tuple[BoundField, ...]
    total_krw: int
    tags: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share of one year's money that the rule set limits: a cap (at most) or a floor (at least)."""

    label: str
    part_tags: str
    whole_tags: str
    part_krw: int
    value_bp: int
    cap_bp: int | None = None
    floor_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One source of one year, or the year itself, with its sum."""

    label: str
    total_krw: int
    tags: str


@dataclass(frozen=True, slots=True)
class YearGrid:
    """One project year as a table with its limits."""

    year: int
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    total: Column
    shares: tuple[Share, ...]
    problems: tuple[str, ...]
    """What the rules say of this year's amounts."""
    hints: tuple[str, ...]
    """What they only point out."""


class GridInput(forms.TextInput):
    """An amount in a table that names its unit: digits in groups of three, nothing beside them."""

    def format_value(self, value: Any) -> str | None:
        return f"{value:,}" if isinstance(value, int) else super().format_value(value)


class CellField(WonField):
    """A cell; `source` is what it is called where a phone shows its row as a card."""

    def __init__(self, *, source: str, **options: Any) -> None:
        super().__init__(**options)
        self.source = source


class BudgetForm(forms.Form):
    """A cell for each year, category and source of the rule set; an empty cell is no money."""

    version = VersionField()

    def __init__(
        self,
        data: Any = None,
        *,
        policy: Policy,
        amounts: Mapping[Cell, int],
        reasons: Mapping[str, str] | None = None,
        version: str = "",
    ) -> None:
        self.policy = policy
        self.remarks: Sequence[Violation] = ()
        self.hints: Sequence[Violation] = ()
        initial: dict[str, Any] = {cell_name(*cell): amount for cell, amount in amounts.items()}
        initial |= {reason_name(category): text for category, text in (reasons or {}).items()}
        super().__init__(data, initial={**initial, "version": version})
        for year, category, source in _cells(policy):
            words = _("%(category)s, %(source)s, year %(year)s") % {
                "category": in_language(category, "name"),
                "source": label(f"source.{source}"),
                "year": year,
            }
            basis = " basis:cap" if source in _counted(policy.budget.cap_basis) else ""
            basis += " basis:match" if source in _counted(policy.match.basis) else ""
            self.fields[cell_name(year, category.code, source)] = CellField(
                label=words,
                source=label(f"source.{source}"),
                required=False,
                widget=GridInput(
                    {
                        "inputmode": "numeric",
                        "autocomplete": "off",
                        "aria-label": words,
                        "data-amount": True,
                        "data-tags": f"category:{category.code} source:{source} year:{year}{basis}",
                    }
                ),
            )

        for category in _explainable(policy):
            self.fields[reason_name(category.code)] = CountedTextField(
                label=_("%(category)s: why more than %(cap)s is needed")
                % {"category": in_language(category, "name"), "cap": percent(category.cap_bp or 0)},
                max_length=REASON_CHARS,
                rows=3,
                required=False,
                help_text=_("Only where the cap is passed. Reviewers and the ministry read it."),
            )

    def reason_fields(self) -> list[forms.BoundField]:
        """A field for each category whose cap may be passed with a reason."""
        return [self[reason_name(category.code)] for category in _explainable(self.policy)]

    def reasons(self) -> dict[str, str]:
        """The reasons that were written, by category, once the form is valid."""
        return {one.code: self.cleaned_data.get(reason_name(one.code), "") for one in _explainable(self.policy)}

    def cells(self) -> Iterator[Cell]:
        """Every cell of the grid, in the order in which it is read."""
        for year, category, source in _cells(self.policy):
            yield year, category.code, source.value

    def amounts(self) -> dict[Cell, int]:
        """The cells that hold money, once the form is valid."""
        given = {cell: self.cleaned_data.get(cell_name(*cell)) for cell in self.cells()}
        return {cell: amount for cell, amount in given.items() if amount}

    def grids(self) -> Iterator[YearGrid]:
        """The years as the page shows them, with sums of what is in the cells now, typed or stored."""
        for year in range(1, self.policy.project_years.count + 1):
            yield self._grid(year)

    def totals(self) -> list[Column]:
        """All years: each source, then everything."""
        years = range(1, self.policy.project_years.count + 1)
        columns = [
            Column(
                label(f"source.{source}"),
                sum(self._sum(year, sources={source}) for year in years),
                f"source:{source}",
            )
            for source in self.policy.budget.sources
        ]
        return [*columns, Column(_("All sources"), sum(self._sum(year) for year in years), "")]

    def _grid(self, year: int) -> YearGrid:
        budget = self.policy.budget
        rows = tuple(
            Row(
                in_language(category, "name"),
                tuple(self[cell_name(year, category.code, source)] for source in budget.sources),
                self._sum(year, category.code),
                f"category:{category.code} year:{year}",
            )
            for category in budget.categories
        )
        columns = tuple(
            Column(label(f"source.{source}"), self._sum(year, sources={source}), f"source:{source} year:{year}")
            for source in budget.sources
        )
        total = Column(_("Sum"), self._sum(year), f"year:{year}")
        shares = (*self._caps(year, budget), *self._match(year))
        problems, hints = (
            tuple(say_violation(one) for one in found if f"{one.field}.".startswith(f"lines.{year}."))
            for found in (self.remarks, self.hints)
        )
        return YearGrid(year, rows, columns, total, shares, problems, hints)

    def _caps(self, year: int, budget: Budget) -> Iterator[Share]:
        counted = _counted(budget.cap_basis)
        whole = self._sum(year, sources=counted)
        for category in budget.categories:
            if category.cap_bp is None:
                continue
            part = self._sum(year, category.code, counted)
            yield Share(
                label=in_language(category, "name"),
                part_tags=f"category:{category.code} year:{year} basis:cap",
                whole_tags=f"year:{year} basis:cap",
                part_krw=part,
                value_bp=share_bp(part, whole),
                cap_bp=category.cap_bp,
            )

    def _match(self, year: int) -> Iterator[Share]:
        if Source.REGIONAL not in self.policy.budget.sources:
            return
        part = self._sum(year, sources={Source.REGIONAL})
        whole = self._sum(year, sources=_counted(self.policy.match.basis))
        yield Share(
            label=_("Match of the region"),
            part_tags=f"source:regional year:{year}",
            whole_tags=f"year:{year} basis:match",
            part_krw=part,
            value_bp=share_bp(part, whole),
            floor_bp=self.policy.match.share_bp,
        )

    def _sum(self, year: int, category: str | None = None, sources: set[Source] | None = None) -> int:
        wanted = self.policy.budget.sources if sources is None else sources
        return sum(
            self._amount(cell_name(year, one.code, source))
            for one in self.policy.budget.categories
            if category in {None, one.code}
            for source in self.policy.budget.sources
            if source in wanted
        )

    def _amount(self, name: str) -> int:
        """What stands in a cell, for the sums; what can't be read counts as nothing until it is mended."""
        try:
            amount = self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return 0
        return int(amount or 0)


def reason_name(category: str) -> str:
    """The name of the field in which a passed cap is explained."""
    return f"reason.{category}"


def _explainable(policy: Policy) -> list[Category]:
    return [one for one in policy.budget.categories if one.band is Band.EXPLAIN and one.cap_bp is not None]


def _cells(policy: Policy) -> Iterator[tuple[int, Any, Source]]:
    for year in range(1, policy.project_years.count + 1):
        for category in policy.budget.categories:
            for source in policy.budget.sources:
                yield year, category, source


def _counted(basis: Basis) -> set[Source]:
    """The sources that a share is taken of; own money of the institutions is in neither basis."""
    return {Source.GRANT} if basis is Basis.GRANT else {Source.GRANT, Source.REGIONAL}
