"""Load a programme that comes as files, through the actions, so that loading it again changes nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from pydantic import TypeAdapter, ValidationError

from accounts.actors import Actor
from core.refusals import RuleBroken
from programs import queries
from programs.actions.programs import add_indicator, create_program
from programs.actions.rule_sets import draft_rule_set, publish_rule_set
from programs.models import Program, RuleSet
from programs.policy import checksum, parse_policy, policy_to_json
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
        program = TypeAdapter(ProgramTerms).validate_python(raw.pop("program", {}))
        indicators = TypeAdapter(tuple[IndicatorTerms, ...]).validate_python(raw.pop("indicators", []))
    except ValidationError as error:
        raise RuleBroken.because("program.preset_broken", field="name", detail=str(error)) from error
    return Preset(program=program, indicators=indicators, rules=(FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def load_preset(
    name: str, *, ministry_uid: UUID, agency_uid: UUID | None = None, by: Actor, at: datetime
) -> tuple[Program, RuleSet]:
    """The preset's programme with its rules published; what is there already is left as it is.

    Raises RuleBroken (see `read_preset`), and what the actions raise.
    """
    preset = read_preset(name)
    with transaction.atomic():
        program = queries.program_coded(preset.program.code)
        if program is None:
            program = create_program(
                ministry_uid=ministry_uid, agency_uid=agency_uid, terms=preset.program, by=by, at=at
            )
        known = {indicator.code for indicator in queries.indicators(program.pk)}
        for order, terms in enumerate(preset.indicators, start=1):
            if terms.code not in known:
                add_indicator(program_uid=program.uid, terms=replace(terms, order=order), by=by, at=at)
        canonical = policy_to_json(parse_policy(preset.rules))
        rule_set = queries.published_with(program.pk, checksum(canonical))
        if rule_set is None:
            draft = draft_rule_set(program_uid=program.uid, text=preset.rules, by=by, at=at)
            rule_set = publish_rule_set(rule_set_uid=draft.uid, by=by, at=at)
    return program, rule_set
