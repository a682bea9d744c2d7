"""What counts as urgent. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

ATTENTION_WITHIN = timedelta(days=3)
"""What is due within this time, or overdue, needs attention before everything else."""


class Due(Protocol):
    """Something with a deadline, or without one."""

    @property
    def due_at(self) -> datetime | None: ...


Item = TypeVar("Item", bound=Due)


def by_urgency(items: Iterable[Item], at: datetime) -> tuple[list[Item], list[Item], list[Item]]:
    """What needs attention now, what has its deadline later, and what has none: each in the order given."""
    attention: list[Item] = []
    later: list[Item] = []
    whenever: list[Item] = []
    for item in items:
        if item.due_at is None:
            whenever.append(item)
        elif item.due_at <= at + ATTENTION_WITHIN:
            attention.append(item)
        else:
            later.append(item)
    return attention, later, whenever
