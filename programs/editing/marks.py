"""Which clauses are marked as assumed: not given by the source that a rule set is written after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from programs.editing.shape import Field, Group, Kind
from programs.policy.paths import is_under

_KEYS = ("code", "person_kind", "region", "score")


def clause_paths(group: Group, raw: Any) -> list[str]:
    """The address of every clause that a group's raw values make up, in order, as `describe` would give it."""
    return list(_paths(group.fields, raw, group.name))


def keep_standing(assumed: Sequence[str], group: str, before: Any, after: Any) -> list[str]:
    """The marks without those whose clause is gone, after a group has changed."""
    gone = _addresses(before, group) - _addresses(after, group)
    return [path for path in assumed if path not in gone]


def mark(assumed: Sequence[str], paths: Sequence[str], marked: Collection[str]) -> list[str]:
    """The marks after somebody has said which clauses of a group (`paths`) are assumed.

    A mark that covers several clauses, or a part of one, stands as long as nothing is said against it.
    """
    found = list(assumed)
    for path in paths:
        if path in marked and not _is_marked(path, found):
            found.append(path)
        elif path not in marked and _is_marked(path, found):
            above = [one for one in found if path.startswith(f"{one}.")]
            found = [one for one in found if one not in above and one != path and not one.startswith(f"{path}.")]
            found += [one for one in paths if one != path and is_under(one, tuple(above)) and one in marked]
    return found


def is_marked(path: str, assumed: Sequence[str]) -> bool:
    """Whether a clause, a part of it, or all that it belongs to is marked."""
    return _is_marked(path, assumed)


def _is_marked(path: str, assumed: Sequence[str]) -> bool:
    return is_under(path, tuple(assumed)) or any(one.startswith(f"{path}.") for one in assumed)


def _paths(of: tuple[Field, ...], raw: Any, path: str) -> Iterator[str]:
    values = raw if isinstance(raw, dict) else {}
    for field in of:
        name, value = f"{path}.{field.name}", values.get(field.name)
        if field.kind is Kind.PART:
            yield from _paths(field.fields, value, name)
        elif field.kind is Kind.ROWS:
            yield from _row_paths(field, value, name)
        else:
            yield name


def _row_paths(field: Field, rows: Any, path: str) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get(field.key) not in {None, ""}:
            name = f"{path}.{row[field.key]}"
            yield name
            for inner in field.inner_rows:
                yield from _row_paths(inner, row.get(inner.name), f"{name}.{inner.name}")


def _addresses(raw: Any, path: str) -> set[str]:
    """Every address that raw values have, as `programs.policy.paths` writes them."""
    found = {path}
    if isinstance(raw, dict):
        for name, value in raw.items():
            found |= _addresses(value, f"{path}.{name}")
    if isinstance(raw, list):
        for item in raw:
            if isinstance(item, dict):
                key = next((str(item[name]) for name in _KEYS if name in item), "")
                found |= _addresses(item, f"{path}.{key}")
    return found
