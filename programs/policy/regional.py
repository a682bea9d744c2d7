"""What regions get and give beyond the common rule: quotas of their own, the balance index, the match's deposit."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.money import WHOLE_BP
from programs.policy.clause import Bp, Code, Days, OptionalText, Positive, Text, strict
from programs.policy.faults import Fault, repeated


class DepositFrom(StrEnum):
    """From when the days of a deposit are counted, in each project year."""

    CONTRACT_SIGNED = "contract_signed"
    YEAR_STARTED = "year_started"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class RegionQuota:
    """How many teams of one region are selected at most, in place of the quota of every region."""

    region: Code
    teams: Positive

    @property
    def code(self) -> str:
        return self.region


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Regional:
    """Regions with a quota of their own; the others keep ``quota.teams_per_region``."""

    quotas: Annotated[tuple[RegionQuota, ...], Field(min_length=1)]

    def faults(self) -> Iterator[Fault]:
        yield from repeated("quotas", (quota.code for quota in self.quotas))


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure of the balance index; its weight is a share of the index."""

    code: Code
    name_ko: Text
    name_en: OptionalText = ""
    weight_bp: Bp


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How far the money of a region follows how weak it is, by figures that are each cut into so many bands."""

    weight_bp: Bp
    bands: Annotated[int, Field(ge=2, le=20)]
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]

    def faults(self) -> Iterator[Fault]:
        yield from repeated("measures", (measure.code for measure in self.measures))
        weight_bp = sum(measure.weight_bp for measure in self.measures)
        if weight_bp != WHOLE_BP:
            yield Fault("measures", "policy.not_whole", {"sum_bp": weight_bp})


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Bridging:
    """The pot that carries what is paid ahead of a late match: above this share of the call's budget it is an alarm."""

    ceiling_bp: Bp


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """By when the cash part of the match is in the project's account, and whether work in kind is proved."""

    starts_from: DepositFrom
    within_days: Days
    in_kind_proved: bool
