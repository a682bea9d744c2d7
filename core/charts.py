"""The geometry of charts drawn by templates. Pure: figures in, shapes in units of a hundred out.

Each shape stands in a row of its table, so that the numbers are always beside it and a phone can read them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 100
HEIGHT = 12
SMALLEST = 0.8  # so that one proposal among thousands still leaves a mark


@dataclass(frozen=True)
class Step:
    """One stage of a funnel: its count, its share of the stage before, and the shape of its row."""

    label: str
    count: int
    note: str
    share_bp: int | None
    points: str


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart; `length` is out of WIDTH."""

    label: str
    text: str
    length: float
    url: str


def _length(value: int, largest: int) -> float:
    if value <= 0 or largest <= 0:
        return 0.0
    return round(max(SMALLEST, WIDTH * value / largest), 2)


def funnel_steps(stages: Sequence[Mapping[str, Any]]) -> list[Step]:
    """Rows of a funnel. Each narrows from its own count to that of the next stage."""
    counts = [int(stage["count"]) for stage in stages]
    largest = max(counts, default=0)
    steps = []
    for position, stage in enumerate(stages):
        count = counts[position]
        after = counts[position + 1] if position + 1 < len(counts) else count
        before = counts[position - 1] if position else 0
        top, foot = _length(count, largest), _length(after, largest)
        steps.append(
            Step(
                label=str(stage["label"]),
                count=count,
                note=str(stage.get("note", "")),
                share_bp=round(count * 10_000 / before) if before else None,
                points=_centred(top, foot) if count else "",
            )
        )
    return steps


def _centred(top: float, foot: float) -> str:
    middle = WIDTH / 2
    corners = (
        (middle - top / 2, 0),
        (middle + top / 2, 0),
        (middle + foot / 2, HEIGHT),
        (middle - foot / 2, HEIGHT),
    )
    return " ".join(f"{x:.2f},{y}" for x, y in corners)


def bars(rows: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """Rows of a bar chart, the longest as wide as the chart."""
    largest = max((int(row["value"]) for row in rows), default=0)
    return [
        Bar(
            label=str(row["label"]),
            text=str(row.get("text") or f"{int(row['value']):,}"),
            length=_length(int(row["value"]), largest),
            url=str(row.get("url", "")),
        )
        for row in rows
    ]
