"""What offices owe those who wait for them: nobody sits still over work, no chair stays empty."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from programs.policy.clause import strict

SomeDays = Annotated[int, Field(ge=1, le=365)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """Calendar days: after ``idle_days`` without a deed of the holder over waiting work, and after ``vacant_days``
    without a holder, others are told."""

    idle_days: SomeDays
    vacant_days: SomeDays
