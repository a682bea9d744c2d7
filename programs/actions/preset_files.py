"""Programmes that come as files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.refusals import RuleBroken
from programs.rules import IndicatorTerms, ProgramTerms

FOLDER = Path(__file__).resolve().parents[1] / "presets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A programme with its indicators and the text of its rule set."""

    program: ProgramTerms
    indicators: tuple[IndicatorTerms, ...]
    rules: str


def preset_names() -> list[str]:
    """The presets there are."""
    return sorted(path.name.removesuffix(".program.toml") for path in FOLDER.glob("*.program.toml"))


def read_preset(name: str) -> Preset:
    """Raises RuleBroken: `program.preset_unknown`, or `program.preset_broken` with what is wrong in the file."""
    if name not in preset_names():
        raise RuleBroken.because("program.preset_unknown", field="name", known=", ".join(preset_names()))
    raw: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.program.toml").read_text(encoding="utf-8"))
    try:
        program = _programs().validate_python(raw.pop("program", {}))
        indicators = _indicators().validate_python(raw.pop("indicators", []))
    except ValidationError as error:
        raise RuleBroken.because("program.preset_broken", field="name", detail=str(error)) from error
    return Preset(program=program, indicators=indicators, rules=(FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _programs() -> TypeAdapter[ProgramTerms]:
    return TypeAdapter(ProgramTerms)


@cache
def _indicators() -> TypeAdapter[tuple[IndicatorTerms, ...]]:
    return TypeAdapter(tuple[IndicatorTerms, ...])
