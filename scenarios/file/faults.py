"""What can be wrong with a scenario file, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from core.refusals import RuleBroken, Violation


class ScenarioInvalid(RuleBroken):
    """A text that is no scenario: `violations` are all that is wrong with it, each with its path as `field`."""


def repeated(path: str, values: Iterable[str]) -> Iterator[Violation]:
    """A fault for each value that stands in a list more than once."""
    for value, times in Counter(values).items():
        if times > 1:
            yield Violation("scenario.repeated", {"given": value}, path)


def unknown(path: str, given: str, known: Iterable[str]) -> Iterator[Violation]:
    """A fault where a name points at nothing."""
    if given not in set(known):
        yield Violation("scenario.unknown_name", {"given": given}, path)
