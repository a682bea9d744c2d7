"""What every clause is made of: strict dataclasses of bounded values.

A clause is a frozen dataclass whose fields all have to be given: no default stands in for a rule nobody
wrote. Only English texts may be left out. Numbers carry their unit in their name: ``_bp`` basis points,
``_krw`` whole won, ``_days`` days, ``_bytes`` bytes.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, with_config

from core.money import MAX_KRW, WHOLE_BP
from programs.policy.faults import Fault

NONE_WORD = "none"
"""How a rule file, which knows no null, says that a limit is not set."""

strict = with_config(ConfigDict(extra="forbid", strict=True))
"""Marks a dataclass as a clause: unknown keys refuse, and no value is turned into another type."""


def _none_from_word(value: object) -> object:
    return None if value == NONE_WORD else value


_MAY_BE_NONE = BeforeValidator(_none_from_word)

Bp = Annotated[int, Field(ge=0, le=WHOLE_BP)]
BpOrNone = Annotated[Bp | None, _MAY_BE_NONE]
Krw = Annotated[int, Field(ge=0, le=MAX_KRW)]
KrwOrNone = Annotated[Krw | None, _MAY_BE_NONE]
Count = Annotated[int, Field(ge=0, le=10_000)]
Positive = Annotated[int, Field(ge=1, le=10_000)]
PositiveOrNone = Annotated[Positive | None, _MAY_BE_NONE]
Days = Annotated[int, Field(ge=1, le=3_650)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, Field(min_length=1, max_length=500)]
OptionalText = Annotated[str, Field(max_length=500)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day that every year has."""

    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]

    def faults(self, path: str) -> Iterator[Fault]:
        """29 February and days past a month's end are not in every year."""
        last = monthrange(2001, self.month)[1]
        if self.day > last:
            yield Fault(f"{path}.day", "policy.too_large", {"given": self.day, "maximum": last})

    def first_from(self, day: date) -> date:
        """The first such day on or after ``day``."""
        found = date(day.year, self.month, self.day)
        return found if found >= day else date(day.year + 1, self.month, self.day)
