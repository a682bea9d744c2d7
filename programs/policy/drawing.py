"""How a committee is drawn from the register, and for how long an institution that somebody left binds him."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from core.money import WHOLE_BP
from programs.policy.clause import NONE_WORD, PositiveOrNone, strict

Share = Annotated[int, Field(ge=1, le=WHOLE_BP)]
ShareOrNone = Annotated[Share | None, BeforeValidator(lambda given: None if given == NONE_WORD else given)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a draw keeps, counted over the whole committee, those who sit on it already included.

    `region_most_bp` and `kind_most_bp` are the greatest share of experts from one region and from one kind of
    institution; `max_per_institution` the most of one institution. An institution that an expert left within
    `recent_years` years is in conflict with him; with 0 only where he is now counts.
    """

    region_most_bp: ShareOrNone
    kind_most_bp: ShareOrNone
    max_per_institution: PositiveOrNone
    recent_years: Annotated[int, Field(ge=0, le=30)]
