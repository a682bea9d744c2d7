"""Programmes that come as files."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.refusals import RuleBroken, Violation, refuse_if
from programs import rules
from programs.policy import Policy, PolicyInvalid, parse_new_policy, parse_policy, with_changes
from programs.policy.clause import strict
from programs.policy.paths import exists
from programs.rules import FigureTerms, IndicatorTerms, ProgramTerms

FOLDER = Path(__file__).resolve().parents[1] / "presets"


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PresetMinistry:
    """Whose programme it is. `is_sample` marks a ministry that stands in for one that a source does not name."""

    name_ko: str
    name_en: str = ""
    is_sample: bool = False


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PresetAgency:
    """Who runs it for the ministry, with which powers, from when, by which document."""

    name_ko: str
    name_en: str = ""
    powers: tuple[str, ...]
    starts_on: date
    reference: str


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PresetFigures:
    """Figures of the regions for the balance index: their year, where they come from, and each as a cell writes it."""

    year: int
    source: str
    note: str = ""
    cells: dict[str, dict[str, str]]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    assumed: tuple[str, ...]
    program: ProgramTerms
    ministry: PresetMinistry
    agency: PresetAgency | None = None
    indicators: tuple[IndicatorTerms, ...] = ()
    figures: PresetFigures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A programme with its ministry, agency and indicators, and the text of its rule set.

    `assumed` lists what of the programme's file no source gives; the rule set lists its own.
    """

    program: ProgramTerms
    indicators: tuple[IndicatorTerms, ...]
    ministry: PresetMinistry
    agency: PresetAgency | None
    figures: FigureTerms | None
    assumed: tuple[str, ...]
    rules: str


def preset_names() -> list[str]:
    """The presets there are."""
    return sorted(path.name.removesuffix(".program.toml") for path in FOLDER.glob("*.program.toml"))


def read_preset(name: str) -> Preset:
    """Raises RuleBroken: `program.preset_unknown`, or all that is wrong with the programme's file.

    Such a violation has the file's name as its `field` and the path within as its `clause`.
    """
    if name not in preset_names():
        raise RuleBroken.because("program.preset_unknown", field="name", known=", ".join(preset_names()))
    return _preset(FOLDER, name)


def preset_policy(name: str, changes: Mapping[str, Any]) -> Policy:
    """The rules of a preset with some clauses changed, by address.

    Raises RuleBroken: see `read_preset`, and `policy.*` with the clause where preset and changes make no rules.
    """
    text = read_preset(name).rules
    try:
        return with_changes(text, changes) if changes else parse_policy(text)
    except PolicyInvalid as invalid:
        raise RuleBroken(rules.policy_violations(invalid)) from invalid


def preset_violations(name: str) -> list[Violation]:
    """All that is wrong with both files of a preset, as `read_preset` says it; its rules as those of a new version."""
    found: list[Violation] = []
    try:
        read_preset(name)
    except RuleBroken as broken:
        found.extend(broken.violations)
    if name in preset_names():
        found.extend(_rules_violations(FOLDER / f"{name}.toml"))
    return found


@cache
def _preset(folder: Path, name: str) -> Preset:
    """The files come with the code: each is read once a process."""
    file = f"{name}.program.toml"
    try:
        raw: dict[str, Any] = tomllib.loads((folder / file).read_text(encoding="utf-8"))
        read = _files().validate_json(json.dumps(raw, default=str))
    except tomllib.TOMLDecodeError as error:
        raise RuleBroken([_broken(file, "", str(error))]) from error
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise RuleBroken(_broken(file, ".".join(map(str, one["loc"])), one["msg"]) for one in faults) from error
    refuse_if(_unsound(file, raw, read))
    return Preset(
        program=read.program,
        indicators=read.indicators,
        ministry=read.ministry,
        agency=read.agency,
        figures=_figures(read.figures),
        assumed=read.assumed,
        rules=_text(folder / f"{name}.toml"),
    )


def _figures(read: PresetFigures | None) -> FigureTerms | None:
    if read is None:
        return None
    return FigureTerms(year=read.year, source=read.source, note=read.note, cells=read.cells)


def _unsound(file: str, raw: dict[str, Any], read: _File) -> Iterator[Violation]:
    """What does not hold among values that are each of the right type."""
    for one in rules.program_violations(read.program):
        yield replace(one, field=file, clause=f"program.{one.field}")
    for place, indicator in enumerate(read.indicators):
        for one in rules.indicator_violations(indicator):
            yield replace(one, field=file, clause=f"indicators.{place}.{one.field}")
    for code, times in Counter(indicator.code for indicator in read.indicators).items():
        if times > 1:
            yield Violation("program.code_taken", {"given": code}, file, "indicators")
    for path in read.assumed:
        if not exists(raw, path):
            yield Violation("policy.no_such_clause", {"given": path}, file, "assumed")


def _rules_violations(path: Path) -> list[Violation]:
    try:
        parse_new_policy(_text(path))
    except PolicyInvalid as invalid:
        return [replace(one, field=path.name) for one in rules.policy_violations(invalid)]
    return []


def _text(path: Path) -> str:
    """The text of a rule set; a preset without its rules is one with all of them missing."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _broken(file: str, path: str, detail: str) -> Violation:
    return Violation("program.preset_broken", {"detail": detail}, file, path)


@cache
def _files() -> TypeAdapter[_File]:
    return TypeAdapter(_File)
