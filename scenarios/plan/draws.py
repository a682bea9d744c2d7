"""Chance that is always the same: every draw is named, so that a new draw elsewhere changes no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from scenarios.file import Range

T = TypeVar("T")


class Draw:
    """The chance of one thing: of this seed, under these names."""

    def __init__(self, seed: int, *names: str) -> None:
        self._random = Random(f"{seed}/{'/'.join(names)}")

    def number(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`, both included."""
        return self._random.randrange(least, most + 1)

    def within(self, span: Range) -> int:
        return self.number(span.least, span.most)

    def one(self, choices: Sequence[T]) -> T:
        return self._random.choice(choices)

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """So many different ones, or all there are, in drawn order."""
        return self._random.sample(choices, min(count, len(choices)))

    def weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        """One of the choices, each as likely as its whole weight says."""
        left = self._random.randrange(sum(weight for _, weight in choices))
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        raise AssertionError("the weights add up to more than was drawn")

    def moment(self, least: datetime, before: datetime) -> datetime:
        """A whole second from `least` to before `before`; `least` where there is none between."""
        seconds = int((before - least).total_seconds())
        return least + timedelta(seconds=self._random.randrange(max(seconds, 1)))

    def moments(self, least: datetime, before: datetime, count: int) -> tuple[datetime, ...]:
        return tuple(sorted(self.moment(least, before) for _ in range(count)))
