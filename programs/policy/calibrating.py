"""Which score counts where experts differ in severity, and what a difference within chance is worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.money import WHOLE_BP
from programs.policy.clause import Bp, Positive, strict
from programs.policy.faults import Fault

Resamples = Annotated[int, Field(ge=20, le=1_000)]


class Counts(StrEnum):
    """What a case's reviews come to: their mean, or what is left once their experts' severity is taken out."""

    MEAN = "mean"
    CALIBRATED = "calibrated"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What counts, and from how many reviews of half of the experts on severity is estimated at all.

    A case that is in between ``noise_bp`` and all but ``noise_bp`` of ``resamples`` draws of reviewers is within chance
    of the line: it is marked.
    """

    counts: Counts
    least_reviews_per_expert: Positive
    resamples: Resamples
    noise_bp: Bp

    def faults(self) -> Iterator[Fault]:
        if not 0 < self.noise_bp <= WHOLE_BP // 2:
            values: dict[str, str | int] = {"given": self.noise_bp, "minimum": 1, "maximum": WHOLE_BP // 2}
            yield Fault("noise_bp", "policy.out_of_range", values)

    def is_within_chance(self, inside_bp: int) -> bool:
        """Whether a case that is in in this share of the draws might as well be on the other side of the line."""
        return self.noise_bp <= inside_bp <= WHOLE_BP - self.noise_bp
