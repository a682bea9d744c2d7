"""Overlaps of programmes: which programmes are to be compared anew, what they overlap with, and their writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from programs.models import Indicator, Program, RuleSet
from programs.queries.likeness import AlikeProgram, alike_with_program
from proposals.models import ComparedProgram, Overlap


def programs_to_compare(_at: datetime) -> QuerySet[Any, Any]:
    """Programmes with published rules whose rules, words or indicators are others than when they were compared last."""
    latest = RuleSet.objects.filter(program=OuterRef("pk"), state="published").order_by("-version").values("pk")[:1]
    counts = Indicator.objects.filter(program=OuterRef("pk")).order_by().values("program").values(number=Count("pk"))
    right = ComparedProgram.objects.filter(
        program=OuterRef("pk"),
        rule_set_id=OuterRef("latest"),
        version=OuterRef("version"),
        indicators=OuterRef("counted"),
    )
    found = Program.objects.annotate(latest=Subquery(latest), counted=Coalesce(Subquery(counts), 0))
    return found.filter(latest__isnull=False).filter(~Exists(right))


def put_compared(program: Program, at: datetime) -> bool:
    """Remember what of a locked programme is compared now. Whether it was due."""
    due = programs_to_compare(at).filter(pk=program.pk).values("latest", "counted", "version").first()
    if due is None:
        return False
    values = {"rule_set_id": due["latest"], "version": due["version"], "indicators": due["counted"]}
    ComparedProgram.objects.update_or_create(program=program, defaults=values)
    return True


def overlapping_programs(program: Program, at: datetime) -> dict[int, AlikeProgram]:
    """Programmes that overlap with one under their latest published rules, by id."""
    return {one.program.pk: one for one in alike_with_program(program, at) if one.likeness.is_overlap}


def overlaps_of_program(program: Program) -> dict[int, Overlap]:
    """Every overlap of a programme, locked in order of id, by the other programme."""
    rows = Overlap.objects.select_for_update(of=("self",)).filter(
        Q(first_program=program) | Q(second_program=program), kind=Overlap.Kind.PROGRAM
    )
    found = rows.select_related("first_program", "second_program", "second_call").order_by("id")
    return {one.second_program_id if one.first_program_id == program.pk else one.first_program_id: one for one in found}


def note_overlap(program: Program, other: Program, found_at: datetime, **common: int) -> Overlap:
    """Write down that two programmes overlap; first stands the one whose first rules were published earlier."""
    published = dict(
        RuleSet.objects.filter(program__in=(program, other), state="published")
        .order_by()
        .values_list("program")
        .annotate(Min("published_at"))
    )
    first, second = sorted((program, other), key=lambda one: (published[one.pk], one.pk))
    return Overlap.objects.create(
        kind=Overlap.Kind.PROGRAM,
        first_number=first.code,
        second_number=second.code,
        first_program=first,
        second_program=second,
        first_ministry_id=first.ministry_id,
        second_ministry_id=second.ministry_id,
        found_at=found_at,
        **common,
    )
