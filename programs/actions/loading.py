"""Load all programmes that come as files, each with its ministry and agency; loading them again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actions import add_organization
from accounts.actors import Actor
from accounts.models import Organization
from accounts.roles import Kind
from core.refusals import RuleBroken, refuse_if
from programs import queries
from programs.actions.preset_files import Preset, PresetAgency, preset_names, preset_violations, read_preset
from programs.actions.presets import load_preset
from programs.actions.programs import appoint_agency
from programs.models import Program, RuleSet
from programs.rules import AgencyTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedProgram:
    """A preset, and what stands for it: its programme and the published version with exactly its rules."""

    name: str
    preset: Preset
    program: Program
    rule_set: RuleSet


def load_programs(names: Sequence[str] = (), *, by: Actor, at: datetime) -> list[LoadedProgram]:
    """Load these presets, or all there are. Ministries and agencies are found by name, or entered.

    All files are read before anything is written, and all is written or nothing. Raises RuleBroken: every fault of
    every file (see `preset_violations`), `program.code_taken` where another ministry has a programme of a preset's
    code; and what the actions raise.
    """
    chosen = sorted(set(names)) or preset_names()
    refuse_if(violation for name in chosen for violation in preset_violations(name))
    with transaction.atomic():
        return [_load(name, by, at) for name in chosen]


def _load(name: str, by: Actor, at: datetime) -> LoadedProgram:
    preset = read_preset(name)
    named = preset.ministry
    ministry = _organization(Kind.MINISTRY, named.name_ko, named.name_en, is_sample=named.is_sample, by=by, at=at)
    known = queries.program_coded(preset.program.code)
    if known is not None and known.ministry_id != ministry.pk:
        raise RuleBroken.because(
            "program.code_taken", field=f"{name}.program.toml", clause="program.code", given=known.code
        )
    program, rule_set = load_preset(name, ministry_uid=ministry.uid, by=by, at=at)
    if known is None and preset.agency is not None:
        program = _appoint(program, preset.agency, by, at)
    return LoadedProgram(name=name, preset=preset, program=program, rule_set=rule_set)


def _appoint(program: Program, named: PresetAgency, by: Actor, at: datetime) -> Program:
    """Let the agency run the programme; a delegation that reaches it already is left as it is."""
    agency = _organization(Kind.AGENCY, named.name_ko, named.name_en, is_sample=False, by=by, at=at)
    appointment = AgencyTerms(
        agency_uid=agency.uid,
        powers=() if queries.is_delegated(program, agency, at) else named.powers,
        starts_on=named.starts_on,
        reference=named.reference,
    )
    return appoint_agency(program_uid=program.uid, appointment=appointment, by=by, at=at)


def _organization(kind: Kind, name_ko: str, name_en: str, *, is_sample: bool, by: Actor, at: datetime) -> Organization:
    """The organisation of this name, or the one that took over from it; entered where there is none."""
    found = queries.organization_named(kind, name_ko)
    if found is None:
        return add_organization(name_ko=name_ko, name_en=name_en, kind=kind, is_sample=is_sample, by=by, at=at)
    while found.successor is not None:
        found = found.successor
    return found
