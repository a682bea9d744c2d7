"""How an appeal against a decision is judged: grounds, days, size of the body, whether a place is held meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.calendar import add_business_days, seoul_date, seoul_midnight
from programs.policy.clause import Positive, strict
from programs.policy.outcomes import Appeal


class DayCount(StrEnum):
    """Which days count towards the days in which an appeal is made."""

    CALENDAR = "calendar"
    BUSINESS = "business"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Appealing:
    """Appeals are heard on ``procedure``, on ``fact``, or both, by at least ``members`` experts who did not judge.

    While ``holds_place``, the places that an appeal may win are contracted with nobody until it is decided.
    """

    procedure: bool
    fact: bool
    days: DayCount
    members: Positive
    holds_place: bool

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds on which an appeal is heard."""
        return tuple(ground for ground, heard in (("procedure", self.procedure), ("fact", self.fact)) if heard)

    def ends_at(self, told_at: datetime, appeal: Appeal) -> datetime:
        """The first moment too late to appeal. The day on which the decision was told does not count."""
        told_on = seoul_date(told_at)
        if self.days is DayCount.BUSINESS:
            return _after(add_business_days(told_on, appeal.within_days))
        return _after(told_on + timedelta(days=appeal.within_days))


def decided_by(admitted_at: datetime, appeal: Appeal) -> datetime:
    """The first moment at which the decision on an appeal is late: service days are business days."""
    return _after(add_business_days(seoul_date(admitted_at), appeal.decision_service_days))


def _after(day: date) -> datetime:
    return seoul_midnight(day + timedelta(days=1))


APPEALS_UNRULED = Appealing(procedure=True, fact=True, days=DayCount.CALENDAR, members=3, holds_place=True)
"""How an appeal is judged where a rule set has no such group."""
