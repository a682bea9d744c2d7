"""How many teams, and by when each office acts: quota and timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from programs.policy.clause import Days, KrwOrNone, PositiveOrNone, strict
from programs.policy.faults import Fault

LeadDays = Annotated[tuple[Days, ...], Field(max_length=10)]
"""Days before a due day on which it is called to mind, the earliest first."""


class TeamCount(StrEnum):
    """What a quota counts once teams have merged."""

    OFFICIAL = "official"
    """The team under contract."""
    ORIGINAL = "original"
    """Each proposal inside it."""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Teams of each region. The planned grant of a region is a figure to plan by: it refuses nothing."""

    teams_per_region: PositiveOrNone
    counts: TeamCount
    planned_grant_per_region_year_krw: KrwOrNone


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Ranking and lead days are calendar days; service days are business days from the step before."""

    ranking_days: Days
    reminder_lead_days: LeadDays
    selection_service_days: Days
    contract_service_days: Days
    payment_service_days: Days

    def faults(self) -> Iterator[Fault]:
        yield from lead_day_faults(self.reminder_lead_days)


def lead_day_faults(lead_days: tuple[int, ...]) -> Iterator[Fault]:
    """Reminders are listed from the earliest to the last, each once."""
    if list(lead_days) != sorted(set(lead_days), reverse=True):
        yield Fault("reminder_lead_days", "policy.not_descending")
