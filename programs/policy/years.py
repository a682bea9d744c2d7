"""When a project runs and when its money comes: project years and tranches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.calendar import ProjectYear
from core.money import WHOLE_BP, split_krw
from programs.policy.clause import Bp, Code, MonthDay, OptionalText, Text, strict
from programs.policy.faults import Fault, repeated
from programs.policy.places import LeadDays, lead_day_faults


class TrancheYears(StrEnum):
    """The project years in which a tranche is paid."""

    FIRST = "first"
    LATER = "later"
    EVERY = "every"


class Gate(StrEnum):
    """What must have happened before a tranche is paid."""

    CONTRACT_SIGNED = "contract_signed"
    YEAR_STARTED = "year_started"
    ACCOUNT_CONFIRMED = "account_confirmed"
    MATCH_PLEDGED = "match_pledged"
    MATCH_DEPOSITED = "match_deposited"
    VERDICT_PASSED = "verdict_passed"
    REPORT_ACCEPTED = "report_accepted"
    CLAIMS_SETTLED = "claims_settled"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectYears:
    """How many, from which day, and by which day of each its money must be spent (that day included)."""

    count: Annotated[int, Field(ge=1, le=20)]
    starts: MonthDay
    spend_by: MonthDay
    reminder_lead_days: LeadDays

    def year(self, first_year: int, index: int) -> ProjectYear:
        """Project year ``index`` (from 1) of a project that starts in the calendar year ``first_year``.

        Raises ValueError for an index the programme does not have.
        """
        if not 1 <= index <= self.count:
            raise ValueError(f"project year {index} of {self.count}")
        return ProjectYear.of(date(first_year, self.starts.month, self.starts.day), index)

    def spend_by_date(self, first_year: int, index: int) -> date:
        """The last day on which money of project year ``index`` may be spent; it lies in that year."""
        return self.spend_by.first_from(self.year(first_year, index).starts_on)

    def faults(self) -> Iterator[Fault]:
        yield from self.starts.faults("starts")
        yield from self.spend_by.faults("spend_by")
        yield from lead_day_faults(self.reminder_lead_days)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """A part of a year's grant, paid when all its gates are open."""

    code: Code
    name_ko: Text
    name_en: OptionalText = ""
    years: TrancheYears
    share_bp: Bp
    gates: tuple[Gate, ...]

    @property
    def variant(self) -> str:
        return self.years.value


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Tranches:
    """The parts of each year's grant, in the order in which they are paid. They make up the whole of it."""

    schedule: Annotated[tuple[Tranche, ...], Field(min_length=1)]

    def for_year(self, index: int) -> tuple[Tranche, ...]:
        """The tranches of project year ``index`` (from 1)."""
        this = TrancheYears.FIRST if index == 1 else TrancheYears.LATER
        return tuple(tranche for tranche in self.schedule if tranche.years in (this, TrancheYears.EVERY))

    def amounts_krw(self, index: int, grant_krw: int) -> dict[str, int]:
        """The year's grant by tranche code, in whole won that add up to the grant."""
        tranches = self.for_year(index)
        amounts = split_krw(grant_krw, [tranche.share_bp for tranche in tranches])
        return dict(zip((tranche.code for tranche in tranches), amounts, strict=True))

    def faults(self) -> Iterator[Fault]:
        yield from repeated("schedule", (tranche.code for tranche in self.schedule))
        for place, tranche in enumerate(self.schedule):
            yield from repeated(f"schedule[{place}].gates", tranche.gates)
        for years, index in ((TrancheYears.FIRST, 1), (TrancheYears.LATER, 2)):
            share_bp = sum(tranche.share_bp for tranche in self.for_year(index))
            if share_bp != WHOLE_BP:
                yield Fault("schedule", "policy.tranches_not_whole", {"years": years.value, "sum_bp": share_bp})
