"""What the entries of a scenario are made of: bounded values, ranges, and the mark of a strict entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field, with_config

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ClausePath = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)*$", max_length=120)]
Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Name = Annotated[str, Field(min_length=1, max_length=160)]
Bp = Annotated[int, Field(ge=0, le=10_000)]
Krw = Annotated[int, Field(ge=0, le=10**15)]
Days = Annotated[int, Field(ge=0, le=3_650)]
Count = Annotated[int, Field(ge=0, le=1_000)]
Positive = Annotated[int, Field(ge=1, le=10_000)]
Step = Annotated[int, Field(ge=1, le=10**12)]
Moment = AwareDatetime

strict = with_config(ConfigDict(extra="forbid", strict=True))
"""Marks an entry: unknown keys refuse, and no value is turned into another type."""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From `least` to `most`, both included."""

    least: Count
    most: Count


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class BpRange:
    least_bp: Bp
    most_bp: Bp
