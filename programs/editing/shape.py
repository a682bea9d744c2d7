"""The shape of every clause, read off the types of the policy once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from programs.policy import Policy
from programs.policy.clause import MonthDay

ABOUT = "about"
"""The name of what is said about a rule set rather than ruled by it: its reference in law."""
_SAID = ("reference_ko", "reference_en")
_KEYS = ("code", "person_kind", "region", "score")
"""What an item of a list is known by; see `programs.policy.paths`."""


class Kind(StrEnum):
    """How a value is written down."""

    NUMBER = "number"
    PERCENT = "percent"
    """Basis points, typed as percent."""
    WON = "won"
    MEGABYTES = "megabytes"
    """Bytes, typed as megabytes."""
    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"
    REGION = "region"
    """The code of a region: chosen, not made up."""
    CHOICE = "choice"
    YES_NO = "yes_no"
    CHOICES = "choices"
    CODES = "codes"
    NUMBERS = "numbers"
    MONTH_DAY = "month_day"
    PART = "part"
    """Clauses within clauses, as the limits of merging."""
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a clause. `limitless` may be left empty, which rules that there is no limit; `optional` may just be
    left empty. `choices` are the words to choose from; `fields` those of each row, or of the part."""

    name: str
    kind: Kind
    limitless: bool = False
    optional: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def key(self) -> str:
        """The field by which a row is known: ``code``, ``person_kind``, ``region`` or ``score``."""
        return next((one.name for one in self.fields if one.name in _KEYS), "")

    @property
    def inner_rows(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if one.kind is Kind.ROWS)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of clauses; one that is `optional` a rule set may do without."""

    name: str
    fields: tuple[Field, ...]
    optional: bool = False

    def field(self, path: tuple[str, ...]) -> Field | None:
        """The field at a path of names and numbers of rows: ``("categories", "0", "cap_bp")``."""
        here: tuple[Field, ...] = self.fields
        found = None
        for step in path:
            if step.isdecimal():
                continue
            found = next((one for one in here if one.name == step), None)
            if found is None:
                return None
            here = found.fields
        return found


def _field(name: str, hint: Any, *, optional: bool = False) -> Field:
    plain, limitless = _bare(hint)
    if get_origin(plain) is tuple:
        return _listed(name, get_args(plain)[0])
    if isinstance(plain, type) and issubclass(plain, Enum):
        return Field(name, Kind.CHOICE, limitless, choices=tuple(str(one.value) for one in plain))
    if plain is MonthDay:
        return Field(name, Kind.MONTH_DAY)
    if is_dataclass(plain):
        return Field(name, Kind.PART, fields=tuple(_fields(plain)))
    if plain is bool:
        return Field(name, Kind.YES_NO)
    return Field(name, _written(name) if plain is int else _worded(name), limitless, optional)


def _listed(name: str, item: Any) -> Field:
    plain, _ = _bare(item)
    if is_dataclass(plain):
        return Field(name, Kind.ROWS, fields=tuple(_fields(plain)))
    if isinstance(plain, type) and issubclass(plain, Enum):
        return Field(name, Kind.CHOICES, choices=tuple(str(one.value) for one in plain))
    return Field(name, Kind.NUMBERS if plain is int else Kind.CODES)


def _written(name: str) -> Kind:
    endings = {"_bp": Kind.PERCENT, "_krw": Kind.WON, "_bytes": Kind.MEGABYTES}
    return next((kind for ending, kind in endings.items() if name.endswith(ending)), Kind.NUMBER)


def _worded(name: str) -> Kind:
    if name in {"code", "region"}:
        return Kind(name)
    return Kind.LONG_TEXT if name.startswith("text_") else Kind.TEXT


def _bare(hint: Any) -> tuple[Any, bool]:
    """A type without its bounds, and whether it may be none."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in {Union, UnionType}:
        [inner] = [one for one in get_args(hint) if one is not NoneType]
        return _bare(inner)[0], True
    return hint, False


def _fields(clause: Any) -> Iterator[Field]:
    hints = get_type_hints(clause, include_extras=True)
    for one in fields(clause):
        yield _field(one.name, hints[one.name], optional=one.default is not MISSING)


def _groups() -> Iterator[Group]:
    hints = get_type_hints(Policy, include_extras=True)
    said = tuple(_field(name, hints[name], optional=name.endswith("_en")) for name in _SAID)
    yield Group(ABOUT, said)
    for one in fields(Policy):
        if one.name not in {"schema", "assumed", *_SAID}:
            yield Group(one.name, tuple(_fields(_bare(hints[one.name])[0])), one.default is not MISSING)


GROUPS: Mapping[str, Group] = {group.name: group for group in _groups()}
"""Every group of clauses by name, in the order in which a rule set is read."""
