"""What a failing service does to a closing: the line that is held, and what follows when it is not."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from programs.policy.clause import Bp, strict

Hours = Annotated[int, Field(ge=1, le=168)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """The service must have been there for at least ``least_bp`` of the ``window_hours`` before a closing.

    Below that the closing moves for all: by the time lost, at least by ``extension_hours``, on to the next full hour
    of a working day; ``most_moves`` times at the most for one call.
    """

    window_hours: Hours
    least_bp: Bp
    extension_hours: Hours
    most_moves: Annotated[int, Field(ge=1, le=10)]

    @property
    def window(self) -> timedelta:
        return timedelta(hours=self.window_hours)

    @property
    def extension(self) -> timedelta:
        return timedelta(hours=self.extension_hours)
