"""A group of clauses as its form shows it: each field with its sentence, its unit, what stands in it and what is wrong.

Fetches nothing. The names of fields are the addresses of clauses: ``budget.categories.0.cap_bp``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programs.editing import ABOUT, Field, Group, Kind, clause_paths, is_marked, shown
from programs.policy import Fault
from programs.policy.paths import is_under
from programs.wording import say_choice, say_fault
from programs.words import CLAUSES, COLUMNS, GROUPS, NAMES, UNITS

BLANK = "…"
"""What stands in a sentence for the value that is typed beside it."""
_PLACE = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its number from 0, its fields, and whether it is the last."""

    place: int
    title: str
    fields: list[Drawn]
    last: bool
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A field as a page shows it; `kind` says how it is typed, `name` is what it sends."""

    kind: str
    name: str
    label: str
    value: str = ""
    unit: str = ""
    help: str = ""
    assumed: bool = False
    options: list[Option] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    fields: list[Drawn] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def below(self) -> str:
        """The address within the group, as buttons name it: ``categories``, ``criteria.0.anchors``."""
        return self.name.partition(".")[2]


def title_of(group: str) -> str:
    """What a group of clauses is called."""
    return str(GROUPS[group])


def place_of(group: Group, fault: Fault) -> str:
    """The name of the field that a fault is about: the list itself for one of its words."""
    name = _PLACE.sub(r".\1", fault.path)
    if group.name == ABOUT and group.field((name,)) is not None:
        return f"{ABOUT}.{name}"
    steps = tuple(name.split(".")[1:])
    found = group.field(steps)
    many = {Kind.CHOICES, Kind.CODES, Kind.NUMBERS}
    return name.rpartition(".")[0] if found is not None and found.kind in many and steps[-1].isdigit() else name


def errors_by_place(group: Group, faults: Sequence[Fault]) -> dict[str, list[str]]:
    """The faults of one group as sentences, by the name of their field; those of its marks are left to the overview."""
    found: dict[str, list[str]] = defaultdict(list)
    for fault in faults:
        name = place_of(group, fault)
        if is_under(name, (group.name,)):
            found[name].append(say_fault(fault))
    return dict(found)


class Drawer:
    """Draws the fields of one group. `regions` are codes and names; `errors` as `errors_by_place` gives them."""

    def __init__(
        self,
        group: Group,
        regions: Sequence[tuple[str, str]],
        assumed: Sequence[str] = (),
        errors: Mapping[str, list[str]] | None = None,
    ) -> None:
        self.group, self.regions, self.assumed, self.errors = group, regions, tuple(assumed), errors or {}

    def fields(self, raw: Mapping[str, Any] | None) -> list[Drawn]:
        """All fields of the group, as its raw values fill them."""
        name = self.group.name
        return [
            self._field(one, raw or {}, f"{name}.{one.name}", f"{name}.{one.name}", name) for one in self.group.fields
        ]

    def marks(self, raw: Mapping[str, Any] | None) -> list[Option]:
        """Every clause of the group, and whether it is marked as assumed."""
        return [Option(path, path, is_marked(path, self.assumed)) for path in clause_paths(self.group, raw)]

    def _field(
        self, of: Field, values: Mapping[str, Any], name: str, code: str, above: str, row: bool = False
    ) -> Drawn:
        value = values.get(of.name)
        drawn: dict[str, Any] = {
            "kind": of.kind.value,
            "name": name,
            "label": _label(code) if not row or of.kind is Kind.ROWS else str(COLUMNS[of.name]),
            "errors": self.errors.get(name, []),
            "assumed": is_under(f"{above}.{of.name}", self.assumed) and not (row and is_under(above, self.assumed)),
        }
        if of.kind is Kind.ROWS:
            rows = value if isinstance(value, list) else []
            return Drawn(**drawn, rows=[self._row(of, rows, at, name, code) for at in range(len(rows))])
        if of.kind in {Kind.PART, Kind.MONTH_DAY}:
            return Drawn(**drawn, fields=self._parts(of, value, name, code))
        if of.kind in {Kind.CHOICE, Kind.YES_NO, Kind.CHOICES, Kind.CODES, Kind.REGION}:
            return Drawn(**drawn, options=self._options(of, value, code, row))
        return Drawn(**drawn, value=shown(of, value), unit=_unit(of), help=_help(of, code) if not row else "")

    def _row(self, of: Field, rows: list[Any], at: int, name: str, code: str) -> Row:
        values = rows[at] if isinstance(rows[at], dict) else {}
        key = str(values.get(of.key) or "")
        above = f"{name}.{key}"
        fields = [
            self._field(one, values, f"{name}.{at}.{one.name}", f"{code}.{one.name}", above, row=True)
            for one in of.fields
        ]
        title = values.get("name_ko") or (say_choice(key) if of.key in {"person_kind", "region"} else key)
        return Row(at, str(title), fields, at == len(rows) - 1, is_under(above, self.assumed))

    def _parts(self, of: Field, value: Any, name: str, code: str) -> list[Drawn]:
        values = value if isinstance(value, dict) else {}
        if of.kind is Kind.PART:
            return [self._field(one, values, f"{name}.{one.name}", f"{code}.{one.name}", name) for one in of.fields]
        labels = {"month": _("Month"), "day": _("Day")}
        return [
            Drawn(
                "number",
                f"{name}.{part}",
                label,
                value=str(values.get(part, "")),
                errors=self.errors.get(f"{name}.{part}", []),
            )
            for part, label in labels.items()
        ]

    def _options(self, of: Field, value: Any, code: str, row: bool) -> list[Option]:
        """What can be chosen; of several, those chosen come first and as they are stored: a form keeps their order."""
        stored = [_word(one) for one in (value if isinstance(value, list) else [value])]
        chosen = set(stored)
        if of.kind in {Kind.CODES, Kind.REGION}:
            labels = dict(self.regions)
        else:
            words = ("yes", "no") if of.kind is Kind.YES_NO else of.choices
            labels = {one: _option_label(one, code, row) for one in words}
        labels |= {one: one for one in sorted(chosen - {*labels, ""})}
        several = of.kind in {Kind.CODES, Kind.CHOICES}
        order = [*dict.fromkeys(one for one in stored if one), *labels] if several else labels
        return [Option(one, labels[one], one in chosen) for one in dict.fromkeys(order)]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _option_label(word: str, code: str, row: bool) -> str:
    """The sentence that a choice makes, where its clause is that choice; else the name of the word."""
    if not row and f"{code}.{word}" in CLAUSES:
        return str(CLAUSES[f"{code}.{word}"])
    names = {"yes": _("Yes"), "no": _("No")}
    return names.get(word) or say_choice(word)


def _label(code: str) -> str:
    """The name of a field, or its clause's sentence with the value left open."""
    name = NAMES.get(code)
    if name is not None:
        return str(name)
    return str(CLAUSES[code]) % defaultdict(lambda: BLANK) if code in CLAUSES else code


def _help(of: Field, code: str) -> str:
    if of.limitless and f"{code}.none" in CLAUSES:
        return _("Left empty: %(sentence)s") % {"sentence": CLAUSES[f"{code}.none"]}
    if of.kind is Kind.NUMBERS:
        return _("Several numbers with commas, as in 7, 3, 1.")
    return ""


def _unit(of: Field) -> str:
    if of.kind.value in UNITS:
        return str(UNITS[of.kind.value])
    if of.kind not in {Kind.NUMBER, Kind.NUMBERS}:
        return ""
    return next((str(unit) for ending, unit in UNITS.items() if of.name.endswith(ending)), "")
