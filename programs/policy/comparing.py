"""Two rule sets side by side, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from programs.policy.describing import Clause, describe
from programs.policy.root import Policy


class Difference(StrEnum):
    """What became of a clause."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MARKED = "marked"
    """Says the same; only whether it is assumed differs."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A clause that differs, as the earlier and the later rule set have it."""

    path: str
    difference: Difference
    before: Clause | None
    after: Clause | None

    @property
    def group(self) -> str:
        return self.path.partition(".")[0]


def compare(before: Policy, after: Policy) -> list[Compared]:
    """What differs from one rule set to another, in the order of the clauses; nothing where they say the same."""
    old = {clause.path: clause for clause in describe(before)}
    new = {clause.path: clause for clause in describe(after)}
    order = {group: place for place, group in enumerate(dict.fromkeys(one.group for one in new.values()))}
    paths = sorted({**old, **new}, key=lambda path: order[path.partition(".")[0]])
    found = ((path, _difference(old.get(path), new.get(path))) for path in paths)
    return [
        Compared(path, kind, old.get(path), new.get(path))
        for path, kind in found
        if kind is not None and not _says_only_none(path, kind)
    ]


def _says_only_none(path: str, kind: Difference) -> bool:
    """The clause of a group that rules nothing: the rules that came in its place, or went, are told already."""
    return "." not in path and kind is not Difference.CHANGED


def _difference(old: Clause | None, new: Clause | None) -> Difference | None:
    if old is None or new is None:
        return Difference.ADDED if old is None else Difference.REMOVED
    if (old.code, old.values) != (new.code, new.values):
        return Difference.CHANGED
    return Difference.MARKED if old.assumed != new.assumed else None
