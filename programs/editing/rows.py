"""Rows of a list within a group's raw values: added, taken out, moved. Paths are ``categories`` or
``criteria.0.anchors``; the values given are not touched, a changed copy comes back."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from programs.editing.shape import Field, Group, Kind

MAX_ROWS = 60
"""Of one list: no programme is known to need more."""


class Unknown(ValueError):
    """There is no such list, or no such row in it."""


def add_row(group: Group, raw: dict[str, Any], path: str) -> dict[str, Any]:
    """With one more row at the end, which has a code of its own and nothing else yet. Raises Unknown."""
    copy, field, rows = _found(group, raw, path)
    if len(rows) >= MAX_ROWS:
        raise Unknown(path)
    rows.append(_new(field, rows))
    return copy


def remove_row(group: Group, raw: dict[str, Any], path: str, place: int) -> dict[str, Any]:
    """Without one row. Raises Unknown."""
    copy, _, rows = _found(group, raw, path)
    if not 0 <= place < len(rows):
        raise Unknown(path)
    del rows[place]
    return copy


def move_row(group: Group, raw: dict[str, Any], path: str, place: int, step: int) -> dict[str, Any]:
    """With one row moved up (-1) or down (1); at the end of the list it stays. Raises Unknown."""
    copy, _, rows = _found(group, raw, path)
    if not 0 <= place < len(rows):
        raise Unknown(path)
    to = min(max(place + step, 0), len(rows) - 1)
    rows.insert(to, rows.pop(place))
    return copy


def _found(group: Group, raw: dict[str, Any], path: str) -> tuple[dict[str, Any], Field, list[Any]]:
    steps = tuple(path.split("."))
    field = group.field(steps)
    if field is None or field.kind is not Kind.ROWS:
        raise Unknown(path)
    copy = deepcopy(raw)
    here: Any = copy
    for step in steps:
        if isinstance(here, list):
            here = here[int(step)] if step.isdecimal() and int(step) < len(here) else None
        else:
            here = here.setdefault(step, []) if isinstance(here, dict) else None
    if not isinstance(here, list):
        raise Unknown(path)
    return copy, field, here


def _new(field: Field, rows: list[Any]) -> dict[str, Any]:
    if field.key != "code":
        return {}
    taken = {row.get("code") for row in rows if isinstance(row, dict)}
    return {"code": next(code for number in range(1, MAX_ROWS + 2) if (code := f"item_{number}") not in taken)}
