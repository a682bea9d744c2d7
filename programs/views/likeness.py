"""What is alike with a programme: its page, and what the form tells while a programme is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import Asked
from accounts.roles import Role
from core.refusals import require
from programs import permissions, queries
from programs.actions import preset_names, preset_policy, read_preset
from programs.models import Program
from programs.queries import likeness
from programs.rules import PROGRAM_LENGTHS, ProgramTerms
from programs.rules.likeness import OVERLAP_FROM_BP, WEIGHTS_BP, Profile, Ruled
from programs.showing.likeness import shown_programs
from programs.views.doors import signed_in

TEXTS = ("name_ko", "name_en", "goal_ko", "goal_en", "legal_reference")


@require_safe
def alike(request: Asked, program_uid: UUID) -> HttpResponse:
    """All other programmes, the most alike first. Programmes and published rules are public, so this is."""
    program = queries.program(program_uid)
    found = likeness.alike_with_program(program, request.at)
    context = {
        "program": program,
        "alike": shown_programs(found, queries.regions(request.at)),
        "weights": list(WEIGHTS_BP.items()),
        "overlap_from_bp": OVERLAP_FROM_BP,
    }
    return render(request, "programs/alike.html", context)


@signed_in
@require_POST
def as_typed(request: Asked, program_uid: UUID | None = None) -> HttpResponse:
    """What is alike with a programme as its form stands: of a new one, or of one that is changed."""
    require(request.actor.holds(Role.MINISTRY_OFFICER), "create_program")
    program = None
    if program_uid is not None:
        program = queries.program(program_uid)
        require(permissions.may_run_program(request.actor, program), "change_program")
    return render(request, "programs/_alike.html", as_written(request, request.POST, program))


def as_written(request: Asked, given: Mapping[str, Any], program: Program | None) -> dict[str, Any]:
    """What is alike with what a form holds, sound or not; None before there is a name or a goal."""
    if not any(given.get(name) for name in TEXTS):
        return {"alike": None}
    known = likeness.known_programs(request.at)
    own = next((one.profile for one in known if program is not None and one.program.pk == program.pk), None)
    found = likeness.alike_with(_written(request, given, own), known, program.pk if program else None)
    return {"alike": shown_programs(likeness.worth_showing(found), queries.regions(request.at))}


def _written(request: Asked, given: Mapping[str, Any], own: Profile | None) -> Profile:
    """The programme of a form: its texts and sectors, with its own rules and indicators, else those of its preset."""
    text = {name: str(given.get(name) or "")[: PROGRAM_LENGTHS[name]] for name in TEXTS}
    sectors = str(given.get("sectors") or "").split(",")
    terms = ProgramTerms(
        code="",
        name_ko=text["name_ko"],
        name_en=text["name_en"],
        goal_ko=text["goal_ko"],
        goal_en=text["goal_en"],
        legal_reference=text["legal_reference"],
        sectors=tuple(one.strip() for one in sectors if one.strip()),
    )
    if own is not None:
        return likeness.profile_of(terms, own.counted, own.ruled)
    preset = given.get("preset")
    if preset not in preset_names():
        return likeness.profile_of(terms, (), Ruled())
    ruled = likeness.ruled_in(preset_policy(preset, {}), likeness.codes(request.at))
    return likeness.profile_of(terms, read_preset(preset).indicators, ruled)
