"""Read a scenario from TOML, strictly, and name every fault at once with its path."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from core.refusals import Value, Violation
from scenarios.file.checks import faults_between
from scenarios.file.entries import Scenario
from scenarios.file.faults import ScenarioInvalid, repeated

MAX_BYTES = 1024 * 1024
"""The longest file that is read."""

CODES: Mapping[str, str] = {
    "missing": "scenario.missing_key",
    "unexpected_keyword_argument": "scenario.unknown_key",
    "enum": "scenario.unknown_choice",
    "literal_error": "scenario.unknown_choice",
    "greater_than_equal": "scenario.too_small",
    "less_than_equal": "scenario.too_large",
    "too_short": "scenario.too_few",
    "string_too_short": "scenario.blank",
    "string_too_long": "scenario.too_long",
    "string_pattern_mismatch": "scenario.bad_code",
    "timezone_aware": "scenario.no_offset",
}
"""What the validator finds, in our words; everything else is a value of the wrong type."""

VALUES: Mapping[str, str] = {
    "ge": "minimum",
    "le": "maximum",
    "min_length": "minimum",
    "max_length": "maximum",
    "expected": "choices",
}
_LATER = frozenset(field.name for field in fields(Scenario) if field.default is not MISSING)
"""Sections before which a story may end."""
ITEM_NAMES = ("code", "who", "region", "kind", "ministry", "proposal")
"""What an item of a list is known by in a path under `assumed`, whichever it has."""


def read_scenario(path: Path) -> Scenario:
    """The scenario in a file. Raises ScenarioInvalid, also for a file that can't be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ScenarioInvalid([Violation("scenario.file_too_large", {"max_bytes": MAX_BYTES}, path.name)])
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise ScenarioInvalid([Violation("scenario.unreadable", {"detail": str(problem)}, path.name)]) from problem
    return parse_scenario(text)


def parse_scenario(text: str) -> Scenario:
    """The scenario that a text holds. Raises ScenarioInvalid with every fault."""
    raw = read_toml(text)
    values: dict[str, Any] = {}
    faults: list[Violation] = []
    for name, adapter in _adapters().items():
        if name not in raw:
            if name not in _LATER:
                faults.append(Violation("scenario.missing_key", {}, name))
            continue
        try:
            values[name] = adapter.validate_json(json.dumps(raw[name], default=as_text), strict=True)
        except ValidationError as error:
            faults.extend(fault_of(name, details) for details in error.errors(include_url=False))
    faults.extend(Violation("scenario.unknown_key", {}, name) for name in raw if name not in _adapters())
    scenario = None if faults else Scenario(**values)
    faults.extend(_assumed_faults(raw, values.get("assumed", ())))
    if scenario is not None:
        faults.extend(faults_between(scenario))
    if scenario is None or faults:
        raise ScenarioInvalid(faults)
    return scenario


def with_other_rules(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The same story under other rules: clauses by their address, beside those that the file changes itself.

    Raises ScenarioInvalid where they make no rules, or the story no longer fits them.
    """
    program = replace(scenario.program, set={**scenario.program.set, **changes})
    changed = replace(scenario, program=program)
    faults = faults_between(changed)
    if faults:
        raise ScenarioInvalid(faults)
    return changed


def read_toml(text: str) -> dict[str, Any]:
    """The values of a TOML text. Raises ScenarioInvalid (`scenario.unreadable`)."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ScenarioInvalid([Violation("scenario.unreadable", {"detail": "nested too deeply"}, "")]) from error
    except ValueError as error:
        raise ScenarioInvalid([Violation("scenario.unreadable", {"detail": str(error)}, "")]) from error


def as_text(value: object) -> str:
    """TOML's moments and days as the validator reads them; a bare time of day is nothing that a scenario knows."""
    return value.isoformat() if isinstance(value, date | datetime) else f"toml: {value}"


@cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    hints = get_type_hints(Scenario, include_extras=True)
    return {field.name: TypeAdapter(hints[field.name]) for field in fields(Scenario)}


def fault_of(section: str, details: ErrorDetails) -> Violation:
    """What the validator found, in our words, with its path below a section ("" for the whole file)."""
    path = section
    for step in details["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    values: dict[str, Value] = {VALUES[name]: value for name, value in details.get("ctx", {}).items() if name in VALUES}
    given = details["input"]
    if isinstance(given, str | int | float) and details["type"] != "missing":
        values["given"] = str(given)[:200]
    return Violation(CODES.get(details["type"], "scenario.wrong_type"), values, path)


def _assumed_faults(raw: Mapping[str, Any], assumed: tuple[str, ...]) -> Iterator[Violation]:
    yield from repeated("assumed", assumed)
    for path in assumed:
        if not exists(raw, path):
            yield Violation("scenario.no_such_path", {"given": path}, "assumed")


def exists(raw: Mapping[str, Any], path: str) -> bool:
    """Does the file have a value at this address? Names joined by dots; `*` stands for every item of a list."""
    return _has(raw, path.split("."))


def _has(here: Any, names: list[str]) -> bool:
    if not names:
        return True
    name, *rest = names
    if isinstance(here, list):
        items = [item for item in here if isinstance(item, dict)]
        if name == "*":
            return bool(items) and all(_has(item, rest) for item in items)
        return any(_name_of(item) == name and _has(item, rest) for item in items)
    return isinstance(here, dict) and name in here and _has(here[name], rest)


def _name_of(item: Mapping[str, Any]) -> str:
    return next((str(item[key]) for key in ITEM_NAMES if key in item), "")
