"""What follows a selection and a year: marks that are dropped, the waiting list, the bridge over a late review,
limits on what is asked of teams, verdicts, appeals and the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from programs.policy.clause import Bp, Code, Count, Days, OptionalText, Positive, PositiveOrNone, Text, strict
from programs.policy.faults import Fault, repeated

CONTINUITY = "continuity"
"""The code, among a later year's tranches, of the part that does not wait for the review."""
Dropped = Annotated[int, Field(ge=0, le=5)]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """So many of a case's highest and lowest scores are left out of its mean, once `from_reviews` are in."""

    drop_highest: Dropped
    drop_lowest: Dropped
    from_reviews: Positive

    def kept(self, reviews: int) -> slice:
        """Which of so many scores, sorted from the lowest, make up the mean."""
        if reviews < self.from_reviews:
            return slice(None)
        return slice(self.drop_lowest, reviews - self.drop_highest)

    def faults(self) -> Iterator[Fault]:
        dropped = self.drop_highest + self.drop_lowest
        if dropped >= self.from_reviews:
            values: dict[str, str | int] = {"dropped": dropped, "reviews": self.from_reviews}
            yield Fault("from_reviews", "policy.no_score_left", values)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Who moves up when a selected team leaves: how many wait at most, and for how many days."""

    max_listed: PositiveOrNone
    valid_days: Days


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity:
    """What of a later year's grant comes on its first day, and what of each tranche, for wages, is never held back."""

    share_bp: Bp
    payroll_floor_bp: Bp
    stop_needs_reason: bool


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Limits on what is asked of a team: silence past `answer_days` accepts a report."""

    max_rounds: Count
    max_extra_requests_per_year: Count
    max_minutes_per_year: Annotated[int, Field(ge=1, le=100_000)]
    answer_days: Days


class Effect(StrEnum):
    """What a yearly verdict does to the grant of the next year."""

    CONTINUE = "continue"
    REWARD = "reward"
    CUT = "cut"
    TERMINATE = "terminate"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A verdict: from which share of full marks on, and by how much the next year's grant changes."""

    code: Code
    name_ko: Text
    name_en: OptionalText = ""
    effect: Effect
    from_score_bp: Bp
    least_change_bp: Bp
    most_change_bp: Bp

    @property
    def variant(self) -> str:
        return self.effect.value

    def faults(self) -> Iterator[Fault]:
        """Faults with paths below the outcome."""
        changes = self.effect in {Effect.REWARD, Effect.CUT}
        if self.least_change_bp > self.most_change_bp:
            values: dict[str, str | int] = {"least": self.least_change_bp, "most": self.most_change_bp}
            yield Fault("least_change_bp", "policy.least_above_most", values)
        if changes and not self.most_change_bp:
            yield Fault("most_change_bp", "policy.change_missing", {"effect": self.effect.value})
        if not changes and self.most_change_bp:
            yield Fault("most_change_bp", "policy.change_not_expected", {"effect": self.effect.value})


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The verdicts of a yearly review, from the best to the worst; the last one takes whatever is left."""

    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]

    def faults(self) -> Iterator[Fault]:
        yield from repeated("outcomes", (outcome.code for outcome in self.outcomes))
        for place, outcome in enumerate(self.outcomes):
            for fault in outcome.faults():
                yield Fault(f"outcomes[{place}].{fault.path}", fault.code, fault.values)
        scores = [outcome.from_score_bp for outcome in self.outcomes]
        if scores != sorted(set(scores), reverse=True):
            yield Fault("outcomes", "policy.scores_not_descending")
        if scores[-1]:
            yield Fault("outcomes", "policy.verdict_missing", {"score_bp": scores[-1]})


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """Days to appeal after a decision is made known, and working days in which an appeal is decided."""

    within_days: Days
    decision_service_days: Days


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Closeout:
    """The end of a project: its last report, and which differences need no approval. Shares are of a year's budget."""

    report_due_days: Days
    refund_within_days: Days
    carry_over_bp: Bp
    category_shift_bp: Bp
    records_years: Annotated[int, Field(ge=1, le=50)]
