"""How a panel meets on the cases of a round: quorum, agenda, rapporteurs, and what its consensus is worth."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.money import WHOLE_BP
from programs.policy.clause import BpOrNone, Positive, strict

Part = Annotated[int, Field(ge=0, lt=WHOLE_BP)]
Band = Annotated[int, Field(ge=1, le=WHOLE_BP)]


class Consensus(StrEnum):
    """Whether what a panel agrees on takes the place of the reviews' score, or only stands on the record."""

    RECORDED = "recorded"
    COUNTED = "counted"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A case is concluded only while more than ``quorum_above_bp`` of those free of conflict with it are in the room,
    and at least ``least_present``.

    What is discussed first is what the experts disagree on most; disagreements within the same ``alike_bp`` of full
    marks are alike. Cases on which they are at most ``together_bp`` apart may be taken together. A consensus strays at
    most ``most_moved_bp`` from the score that would count without it.
    """

    quorum_above_bp: Part
    least_present: Positive
    rapporteurs: bool
    minutes_per_case: Positive
    alike_bp: Band
    together_bp: BpOrNone
    consensus: Consensus
    most_moved_bp: BpOrNone

    def quorum(self, entitled: int) -> int:
        """How many have to be present where so many are free of conflict."""
        return max(self.least_present, entitled * self.quorum_above_bp // WHOLE_BP + 1)


UNRULED = Panel(
    quorum_above_bp=WHOLE_BP // 2,
    least_present=2,
    rapporteurs=True,
    minutes_per_case=15,
    alike_bp=500,
    together_bp=None,
    consensus=Consensus.RECORDED,
    most_moved_bp=None,
)
"""How a panel meets where a rule set has no such group."""
