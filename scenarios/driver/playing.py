"""Play worlds from where they stand to a moment: their steps in order of time, some in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core.refusals import Refused
from scenarios.driver import (
    calling,
    contracting,
    founding,
    judging,
    merging,
    proposing,
    ranking,
    refusing,
    selecting,
    sweeping,
)
from scenarios.driver.world import Step, StepFailed, World

CHAPTERS = (founding, calling, proposing, ranking, refusing, judging, merging, selecting, contracting, sweeping)
"""What a scenario is made of, in this order where moments are the same. A later chapter adds its own module."""
TOGETHER = 25
"""Steps that share a transaction: a killed load loses at most so many and does them again."""


@dataclass(frozen=True, slots=True)
class RefusalOutcome:
    """Something that had to be refused: with which code and clause, and what it was answered with."""

    code: str
    expected: str
    got: str
    clause: str = ""
    expected_clause: str = ""

    @property
    def holds(self) -> bool:
        return self.expected == self.got and self.expected_clause in {"", self.clause}


@dataclass(frozen=True, slots=True)
class Played:
    steps: int
    refusals: tuple[RefusalOutcome, ...]


def story(worlds: Sequence[World], until: datetime, more: Sequence[Step] = ()) -> list[Step]:
    """Every step of these worlds, and those beside them, up to and with a moment, in order of time; chapters break
    ties."""
    found = [step for world in worlds for chapter in CHAPTERS for step in chapter.steps(world)]
    return sorted((step for step in (*found, *more) if step.at <= until), key=lambda step: step.at)


def play(
    worlds: Sequence[World],
    *,
    until: datetime,
    done: int = 0,
    more: Sequence[Step] = (),
    told: Callable[[int, int], None] | None = None,
) -> Played:
    """Do all steps of these worlds, and `more` beside them, up to `until` after the first `done`.

    `told(done, of)` is called inside each transaction with how far it leads, so that what it writes is true whatever
    happens. Raises StepFailed for a step that is refused although the file does not say so.
    """
    steps = story(worlds, until, more)
    for first in range(done, len(steps), TOGETHER):
        batch = steps[first : first + TOGETHER]
        with transaction.atomic():
            for step in batch:
                _do(step)
            if told is not None:
                told(first + len(batch), len(steps))
    return Played(len(steps), tuple(outcome for world in worlds for outcome in _outcomes(world)))


def _do(step: Step) -> None:
    try:
        step.act(step.at)
    except Refused as refused:
        raise StepFailed(step.name, step.at, refused) from refused


def _outcomes(world: World) -> Iterator[RefusalOutcome]:
    for refusal in world.plan.scenario.refusals:
        if refusal.code in world.refused:
            got = world.refused[refusal.code]
            yield RefusalOutcome(refusal.code, refusal.expect, got.code, got.clause, refusal.clause)
