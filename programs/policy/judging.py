"""How proposals are judged and chosen: review and selection."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from core.money import WHOLE_BP
from programs.policy.clause import Bp, Code, Days, OptionalText, Positive, PositiveOrNone, Text, strict
from programs.policy.faults import Fault, repeated

Score = Annotated[int, Field(ge=0, le=100)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a score means, in words."""

    score: Score
    text_ko: Text
    text_en: OptionalText = ""

    @property
    def code(self) -> str:
        return str(self.score)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One question put to every reviewer; its weight is a share of the total score."""

    code: Code
    name_ko: Text
    name_en: OptionalText = ""
    weight_bp: Bp
    scale_min: Score
    scale_max: Score
    anchors: tuple[Anchor, ...]

    def faults(self) -> Iterator[Fault]:
        """Faults with paths below the criterion."""
        if self.scale_min >= self.scale_max:
            yield Fault("scale_min", "policy.least_above_most", {"least": self.scale_min, "most": self.scale_max})
        yield from repeated("anchors", (anchor.code for anchor in self.anchors))
        for place, anchor in enumerate(self.anchors):
            if not self.scale_min <= anchor.score <= self.scale_max:
                values = {"given": anchor.score, "minimum": self.scale_min, "maximum": self.scale_max}
                yield Fault(f"anchors[{place}].score", "policy.out_of_range", values)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of the review: do reviewers see each other's scores, and may they still score?"""

    code: Code
    name_ko: Text
    name_en: OptionalText = ""
    sees_others: bool
    may_score: bool

    @property
    def variant(self) -> str:
        return f"{'open' if self.sees_others else 'blind'}_{'scoring' if self.may_score else 'reading'}"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Experts, what each case asks of them, and within how many business days. Phases follow one another."""

    committee_size: Positive
    reviewers_per_case: Positive
    max_cases_per_expert: PositiveOrNone
    service_days: Days
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]

    def criterion(self, code: str) -> Criterion | None:
        """The criterion of this code, if the programme has it."""
        return next((criterion for criterion in self.criteria if criterion.code == code), None)

    def phase(self, code: str) -> Phase | None:
        """The phase of this code, if the programme has it."""
        return next((phase for phase in self.phases if phase.code == code), None)

    def faults(self) -> Iterator[Fault]:
        yield from repeated("criteria", (criterion.code for criterion in self.criteria))
        yield from repeated("phases", (phase.code for phase in self.phases))
        if self.reviewers_per_case > self.committee_size:
            values = {"given": self.reviewers_per_case, "minimum": 1, "maximum": self.committee_size}
            yield Fault("reviewers_per_case", "policy.out_of_range", values)
        weight_bp = sum(criterion.weight_bp for criterion in self.criteria)
        if weight_bp != WHOLE_BP:
            yield Fault("criteria", "policy.not_whole", {"sum_bp": weight_bp})
        for place, criterion in enumerate(self.criteria):
            for fault in criterion.faults():
                yield Fault(f"criteria[{place}].{fault.path}", fault.code, fault.values)
        if not any(phase.may_score for phase in self.phases):
            yield Fault("phases", "policy.nobody_scores")


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Whether proposals may become one official team, of how many originals, and who has to agree.

    Every leader always consents.
    """

    allowed: bool
    max_originals: Positive
    region_consents: bool


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """``min_score_bp`` is of full marks; the regional rank makes up its weight of the total."""

    min_score_bp: Bp
    regional_rank_weight_bp: Bp
    merging: Merging

    def faults(self) -> Iterator[Fault]:
        if self.merging.allowed and self.merging.max_originals == 1:
            yield Fault("merging.max_originals", "policy.merge_of_one")
        if not self.merging.allowed and self.merging.max_originals > 1:
            yield Fault("merging.max_originals", "policy.merging_not_allowed", {"given": self.merging.max_originals})
