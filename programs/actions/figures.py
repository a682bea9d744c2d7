"""Put down the figures of the regions by which a programme's money is balanced between them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.refusals import RuleBroken, Stale, require
from programs import notices, permissions, queries, rules
from programs.models import RegionalFigures
from programs.rules import FigureTerms


def record_figures(
    *, program_uid: UUID, terms: FigureTerms, version: int | None = None, by: Actor, at: datetime
) -> RegionalFigures:
    """Keep a whole table of figures as the next version; the ones before stay readable. The same again changes nothing.

    `version` is the one that the writer read (0 before the first; None: not checked). A selection that was proposed
    keeps the shares it was proposed with. Raises NotFound, NotAllowed, Stale (`figures.changed_meanwhile`), RuleBroken
    (`figures.*`; `figures.no_index` where the programme's rules know no balance index).
    """
    with transaction.atomic():
        program = queries.locked_program(program_uid)
        require(permissions.may_run_calls(by, program), "record_figures")
        policy = queries.policy_balanced(program)
        if policy is None or policy.balance is None:
            raise RuleBroken.because("figures.no_index")
        last = queries.figures_of_program(program.pk).first()
        if version is not None and version != (last.version if last else 0):
            raise Stale.because("figures.changed_meanwhile", version=last.version if last else 0)
        regions = [region.code for region in queries.regions_of_year(policy, terms.year)]
        cells = rules.written(rules.figures_of(terms, policy.balance, regions))
        if last is not None and (last.year, last.source, last.cells) == (terms.year, terms.source.strip(), cells):
            return last
        table = RegionalFigures.objects.create(
            program=program,
            version=last.version + 1 if last else 1,
            year=terms.year,
            source=terms.source.strip(),
            note=terms.note.strip(),
            cells=cells,
            recorded_at=at,
            recorded_by=by.user_id,
            recorded_by_name=by.name,
        )
        data = {**notices.said_of_program(program), "version": table.version, "year": str(table.year)}
        record("programs.figures_recorded", subject=program, by=by, at=at, reason=table.note, data=data)
    return table
