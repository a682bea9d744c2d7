"""A rule set clause by clause, as people read it.

Codes and values only: the sentence a lawyer would write for each code stands in ``programs/words.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from programs.policy.clause import MonthDay
from programs.policy.paths import is_under
from programs.policy.root import Policy

ClauseValue = str | int | tuple[str, ...] | tuple[int, ...]

_APART = frozenset({"schema", "reference_ko", "reference_en", "assumed"})
"""Said about the rule set, not ruled by it."""

_UNITS = (
    ("_bp", "bp"),
    ("_krw", "krw"),
    ("_bytes", "bytes"),
    ("service_days", "business_days"),
    ("_days", "days"),
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its address, the code of its sentence, what fills the sentence, and whether it is assumed.

    ``code`` is the address without the codes of list items, then the choice made where a clause is a choice:
    ``match.due.ranking``, ``budget.categories.block``, ``quota.teams_per_region.none``. ``unit`` is ``bp``,
    ``krw``, ``bytes``, ``days``, ``business_days``, ``number``, or empty where there is nothing to count.
    """

    path: str
    code: str
    values: dict[str, ClauseValue]
    unit: str
    assumed: bool

    @property
    def group(self) -> str:
        """The group a clause belongs to: ``match``, ``budget``."""
        return self.path.partition(".")[0]


def describe(policy: Policy) -> list[Clause]:
    """Every clause of a rule set, in the order of its groups."""
    return [
        clause
        for field in fields(policy)
        if field.name not in _APART
        for clause in _clauses(field.name, field.name, getattr(policy, field.name), policy.assumed)
    ]


def clauses_of(name: str, group: Any, assumed: tuple[str, ...] = ()) -> list[Clause]:
    """Every clause of one group."""
    return list(_clauses(name, name, group, assumed))


def _clauses(path: str, code: str, value: Any, assumed: tuple[str, ...]) -> Iterator[Clause]:
    name = code.rpartition(".")[2]
    if isinstance(value, MonthDay):
        filled: dict[str, ClauseValue] = {"month": value.month, "day": value.day}
        yield Clause(path, code, filled, "", is_under(path, assumed))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _clauses(f"{path}.{field.name}", f"{code}.{field.name}", getattr(value, field.name), assumed)
    elif isinstance(value, tuple) and any(is_dataclass(item) for item in value):
        for item in value:
            yield from _item(f"{path}.{item.code}", code, item, assumed)
    else:
        plain = _plain(value)
        values = {} if plain is None or plain == () else {name: plain}
        yield Clause(path, code + _choice(value), values, _unit(name, value), is_under(path, assumed))


def _item(path: str, code: str, item: Any, assumed: tuple[str, ...]) -> Iterator[Clause]:
    """One clause for an item of a list, followed by those of the lists within it."""
    values: dict[str, ClauseValue] = {}
    marked, unit, inner = is_under(path, assumed), "", []
    for field in fields(item):
        value = getattr(item, field.name)
        if isinstance(value, tuple) and any(is_dataclass(part) for part in value):
            inner.append((field.name, value))
            continue
        plain = _plain(value)
        if plain is not None:
            values[field.name] = plain
        marked = marked or is_under(f"{path}.{field.name}", assumed)
        unit = unit or (_unit(field.name, value) if field.name.endswith(("_bp", "_krw", "_bytes")) else "")
    variant = getattr(item, "variant", "")
    yield Clause(path, f"{code}.{variant}" if variant else code, values, unit, marked)
    for name, parts in inner:
        for part in parts:
            yield from _item(f"{path}.{name}.{part.code}", f"{code}.{name}", part, assumed)


def _choice(value: object) -> str:
    """What a sentence turns on: yes or no, none, an empty list, or the word chosen."""
    if value is None or value == ():
        return ".none"
    if isinstance(value, bool):
        return ".yes" if value else ".no"
    return f".{value.value}" if isinstance(value, StrEnum) else ""


def _plain(value: Any) -> ClauseValue | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, tuple):
        return tuple(part.value if isinstance(part, StrEnum) else part for part in value)
    return value.value if isinstance(value, StrEnum) else value


def _unit(name: str, value: object) -> str:
    for ending, unit in _UNITS:
        if name.endswith(ending):
            return unit
    return "number" if isinstance(value, int) and not isinstance(value, bool) else ""
