"""What may be spent on what, and what the region adds: budget and local match."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.money import WHOLE_BP
from programs.policy.clause import Bp, BpOrNone, Code, Krw, OptionalText, Text, strict
from programs.policy.faults import Fault, out_of_order, repeated


class Basis(StrEnum):
    """What a share is taken of, in one project year."""

    PROJECT_YEAR_BUDGET = "project_year_budget"
    """Grant plus regional match."""
    GRANT = "grant"


class Source(StrEnum):
    """Where money of a project comes from."""

    GRANT = "grant"
    REGIONAL = "regional"
    OWN = "own"


class CategoryKind(StrEnum):
    """What a category is for, whatever a programme calls it; names the refusal when its cap is passed."""

    SALARIES = "salaries"
    FIXED_CAPITAL = "fixed_capital"
    RUNNING = "running"
    MISCELLANEOUS = "miscellaneous"


class Band(StrEnum):
    """What follows when a cap is passed: refused, refused unless explained, or only pointed out."""

    BLOCK = "block"
    EXPLAIN = "explain"
    NOTIFY = "notify"


class MatchForm(StrEnum):
    """How a region may contribute."""

    CASH = "cash"
    IN_KIND = "in_kind"


class PledgeDue(StrEnum):
    """By when the region has pledged its match."""

    RANKING = "ranking"
    CONTRACT = "contract"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The region's part of a project-year. A pledge binds only if the proposal is selected."""

    share_bp: Annotated[int, Field(ge=0, le=WHOLE_BP - 1)]
    basis: Basis
    forms: Annotated[tuple[MatchForm, ...], Field(min_length=1)]
    min_cash_bp: Bp
    due: PledgeDue
    document_required: bool

    @property
    def is_owed(self) -> bool:
        """Whether a region owes a project anything at all."""
        return self.share_bp > 0

    def faults(self) -> Iterator[Fault]:
        yield from repeated("forms", self.forms)
        if self.min_cash_bp and MatchForm.CASH not in self.forms:
            yield Fault("min_cash_bp", "policy.cash_not_accepted", {"given": self.min_cash_bp})


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A budget category and its cap, a share of ``Budget.cap_basis``; no cap where ``cap_bp`` is None."""

    code: Code
    name_ko: Text
    name_en: OptionalText = ""
    kind: CategoryKind
    cap_bp: BpOrNone
    band: Band

    @property
    def variant(self) -> str:
        return "uncapped" if self.cap_bp is None else self.band.value


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits on one project's budget in each project year."""

    min_grant_per_year_krw: Krw
    max_grant_per_year_krw: Krw
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    cap_basis: Basis
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]

    def category(self, code: str) -> Category | None:
        """The category of this code, if the programme has it."""
        return next((category for category in self.categories if category.code == code), None)

    def faults(self) -> Iterator[Fault]:
        yield from repeated("sources", self.sources)
        yield from repeated("categories", (category.code for category in self.categories))
        yield from out_of_order("min_grant_per_year_krw", self.min_grant_per_year_krw, self.max_grant_per_year_krw)
        if Source.GRANT not in self.sources:
            yield Fault("sources", "policy.grant_missing")
        caps = [category.cap_bp for category in self.categories if category.band is Band.BLOCK]
        firm = [cap for cap in caps if cap is not None]
        if len(firm) == len(self.categories) and sum(firm) < WHOLE_BP:
            yield Fault("categories", "policy.caps_below_whole", {"sum_bp": sum(firm)})
