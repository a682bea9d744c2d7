"""Make a programme, change what it says, appoint its agency, and name what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actions import delegate
from accounts.actors import Actor
from core.events import record
from core.refusals import RuleBroken, Stale, refuse_if, require
from programs import notices, permissions, queries, rules
from programs.actions.preset_files import read_preset
from programs.actions.rule_drafts import begin_rule_draft
from programs.models import Indicator, Program
from programs.rules import AgencyTerms, IndicatorTerms, ProgramTerms


def create_program(
    *, ministry_uid: UUID, agency_uid: UUID | None = None, terms: ProgramTerms, by: Actor, at: datetime
) -> Program:
    """Make a programme of a ministry, run by itself or with an agency.

    Raises NotFound, NotAllowed, RuleBroken (`program.*`, `program.code_taken`).
    """
    with transaction.atomic():
        ministry = queries.ministry(ministry_uid)
        agency = queries.agency(agency_uid) if agency_uid else None
        require(permissions.may_create_program(by, ministry.pk), "create_program")
        refuse_if(rules.program_violations(terms))
        values = {**asdict(terms), "sectors": list(terms.sectors), "ministry": ministry, "agency": agency}
        program, made = Program.objects.get_or_create(code=values.pop("code"), defaults=values)
        if not made:
            raise RuleBroken.because("program.code_taken", field="code", given=terms.code)
        record(
            "programs.program_created",
            subject=program,
            by=by,
            at=at,
            data={"name_ko": program.name_ko, "name_en": program.name_en},
        )
    return program


def add_indicator(*, program_uid: UUID, terms: IndicatorTerms, by: Actor, at: datetime) -> Indicator:
    """Name something that the programme counts. Raises as `add_indicators` does."""
    [indicator] = add_indicators(program_uid=program_uid, terms=[terms], by=by, at=at)
    return indicator


def add_indicators(
    *, program_uid: UUID, terms: Sequence[IndicatorTerms], by: Actor, at: datetime
) -> Sequence[Indicator]:
    """Name what the programme counts, all or nothing, each with an event of its own.

    Raises NotFound, NotAllowed, RuleBroken (`program.code_malformed`, `program.code_taken`, `program.text_missing`).
    """
    with transaction.atomic():
        program = queries.locked_program(program_uid)
        require(permissions.may_run_program(by, program), "add_indicator")
        refuse_if([fault for one in terms for fault in rules.indicator_violations(one)])
        taken = {indicator.code for indicator in queries.indicators(program.pk)}
        for one in terms:
            if one.code in taken:
                raise RuleBroken.because("program.code_taken", field="code", given=one.code)
            taken.add(one.code)
        indicators = Indicator.objects.bulk_create(Indicator(program=program, **asdict(one)) for one in terms)
        for indicator in indicators:
            record(
                "programs.indicator_added",
                subject=program,
                by=by,
                at=at,
                data={"name_ko": indicator.name_ko, "name_en": indicator.name_en, "code": indicator.code},
            )
    return indicators


def set_up_program(
    *,
    ministry_uid: UUID,
    terms: ProgramTerms,
    appointment: AgencyTerms | None = None,
    preset: str = "",
    by: Actor,
    at: datetime,
) -> Program:
    """Make a programme with all that belongs to it at once: its agency by delegation, a preset's indicators, and the
    draft of its rules, from the preset or empty.

    Raises NotFound, NotAllowed, RuleBroken (`program.*`, `delegation.*`).
    """
    with transaction.atomic():
        program = create_program(ministry_uid=ministry_uid, terms=terms, by=by, at=at)
        if appointment is not None:
            appoint_agency(program_uid=program.uid, appointment=appointment, by=by, at=at)
        indicators = read_preset(preset).indicators if preset else ()
        ordered = [replace(one, order=order) for order, one in enumerate(indicators, start=1)]
        add_indicators(program_uid=program.uid, terms=ordered, by=by, at=at)
        begin_rule_draft(program_uid=program.uid, preset=preset, by=by, at=at)
    return program


def change_program(
    *, program_uid: UUID, terms: ProgramTerms, version: int | None = None, by: Actor, at: datetime
) -> Program:
    """Rewrite what a programme says. Its code stays; its route stays once a call of it was announced.

    `version` is what the writer read; None does not ask. Raises NotFound, NotAllowed, Stale
    (`program.changed_meanwhile`), RuleBroken (`program.*`).
    """
    with transaction.atomic():
        program = queries.locked_program(program_uid)
        require(permissions.may_run_program(by, program), "change_program")
        if version is not None and version != program.version:
            raise Stale.because("program.changed_meanwhile", version=program.version)
        before = queries.program_terms(program)
        refuse_if(rules.program_violations(terms))
        refuse_if(rules.program_change_violations(before, terms, announced=queries.was_announced(program.pk)))
        changed = rules.changed_terms(before, terms)
        if not changed:
            return program
        queries.write_program(program, terms)
        data = {**notices.said_of_program(program), "changed": changed}
        record("programs.program_changed", subject=program, by=by, at=at, data=data)
    return program


def appoint_agency(*, program_uid: UUID, appointment: AgencyTerms, by: Actor, at: datetime) -> Program:
    """Let an agency run a programme, within powers and dates, by a delegation for this programme alone.

    Without powers it must hold a delegation for the programme already. Raises NotFound, NotAllowed, RuleBroken
    (`delegation.*`, `program.agency_without_power`).
    """
    with transaction.atomic():
        program = queries.locked_program(program_uid)
        require(permissions.may_run_program(by, program), "appoint_agency")
        agency = queries.agency(appointment.agency_uid)
        if appointment.powers:
            _delegate(program, agency.uid, appointment, by, at)
        elif not queries.is_delegated(program, agency, at):
            raise RuleBroken.because("program.agency_without_power", field="powers", name=agency.name_ko)
        queries.name_agency(program, agency)
        data = {
            **notices.said_of_program(program),
            "agency_ko": agency.name_ko,
            "agency_en": agency.name_en,
        }
        reason = appointment.reference
        record("programs.agency_appointed", subject=program, by=by, at=at, reason=reason, data=data)
    return program


def _delegate(program: Program, agency_uid: UUID, appointment: AgencyTerms, by: Actor, at: datetime) -> None:
    if appointment.starts_on is None:
        raise RuleBroken.because("program.delegation_without_start", field="starts_on")
    delegate(
        ministry_uid=program.ministry.uid,
        agency_uid=agency_uid,
        powers=appointment.powers,
        starts_on=appointment.starts_on,
        ends_on=appointment.ends_on,
        reference=appointment.reference,
        program_uid=program.uid,
        by=by,
        at=at,
    )
