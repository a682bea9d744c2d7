"""Make a programme, and name what it counts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import RuleBroken, refuse_if, require
from programs import permissions, queries, rules
from programs.models import Indicator, Program
from programs.rules import IndicatorTerms, ProgramTerms


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
    """Name something that the programme counts.

    Raises NotFound, NotAllowed, RuleBroken (`program.code_malformed`, `program.code_taken`, `program.text_missing`).
    """
    with transaction.atomic():
        program = queries.locked_program(program_uid)
        require(permissions.may_run_program(by, program), "add_indicator")
        refuse_if(rules.indicator_violations(terms))
        values = asdict(terms)
        indicator, made = Indicator.objects.get_or_create(program=program, code=values.pop("code"), defaults=values)
        if not made:
            raise RuleBroken.because("program.code_taken", field="code", given=terms.code)
        record(
            "programs.indicator_added",
            subject=program,
            by=by,
            at=at,
            data={"name_ko": indicator.name_ko, "name_en": indicator.name_en, "code": indicator.code},
        )
    return indicator
