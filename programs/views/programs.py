"""Set up a programme, change what it says, appoint its agency."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import Asked
from accounts.roles import Role
from core.refusals import require
from programs import actions, permissions, queries
from programs.actions import ProgramTerms, preset_names, read_preset
from programs.forms import AgencyForm, NewProgramForm, ProgramForm
from programs.models import Program
from programs.views.doors import done, signed_in, who
from programs.views.likeness import as_written


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asked) -> HttpResponse:
    """Set up a programme of one's own ministry; ``?preset=`` fills in what a preset says."""
    require(request.actor.holds(Role.MINISTRY_OFFICER), "create_program")
    form = NewProgramForm(
        request.POST or None,
        initial=_of_preset(request.GET.get("preset", "")),
        ministries=queries.ministries_of(request.actor),
        agencies=queries.agencies(),
    )
    made: list[Program] = []

    def set_up() -> None:
        given = form.cleaned_data
        made.append(
            actions.set_up_program(
                ministry_uid=UUID(given["ministry"]),
                terms=form.terms(given["code"]),
                appointment=form.appointment(),
                preset=given["preset"],
                **who(request),
            )
        )

    if done(request, form, set_up):
        messages.success(request, _("The programme is set up. Next: its rules."))
        return redirect("programs:draft-rules", made[0].uid)
    return _page(request, form, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Asked, program_uid: UUID) -> HttpResponse:
    """Rewrite what a programme says."""
    program = _own(request, program_uid, "change_program")
    terms = queries.program_terms(program)
    initial = {name: getattr(terms, name) for name in ProgramForm.base_fields}
    form = ProgramForm(request.POST or None, initial={**initial, "sectors": ", ".join(terms.sectors)})

    def rewrite() -> None:
        version = request.POST.get("version", "")
        actions.change_program(
            program_uid=program_uid,
            terms=form.terms(terms.code, is_assumed=terms.is_assumed),
            version=int(version) if version.isdecimal() else None,
            **who(request),
        )

    if done(request, form, rewrite):
        messages.success(request, _("Saved."))
        return redirect("programs:program", program_uid)
    return _page(request, form, program)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: Asked, program_uid: UUID) -> HttpResponse:
    """Let an agency run the programme, by delegation."""
    program = _own(request, program_uid, "appoint_agency")
    form = AgencyForm(request.POST or None, agencies=queries.agencies())
    form.fields["agency"].required = True

    def name() -> None:
        appointment = form.appointment()
        assert appointment is not None, "the form asks for it"
        actions.appoint_agency(program_uid=program_uid, appointment=appointment, **who(request))

    if done(request, form, name):
        messages.success(request, _("The agency is appointed."))
        return redirect("programs:program", program_uid)
    context = {"program": program, "form": form}
    return render(request, "programs/appoint_agency.html", context, status=422 if form.errors else 200)


def _own(request: Asked, program_uid: UUID, verb: str) -> Program:
    program = queries.program(program_uid)
    require(permissions.may_run_program(request.actor, program), verb)
    return program


def _of_preset(name: str) -> dict[str, object]:
    """What a preset fills in; nothing for a name that is none."""
    if name not in preset_names():
        return {}
    terms: ProgramTerms = read_preset(name).program
    said = {field: getattr(terms, field) for field in ("code", *ProgramForm.base_fields)}
    return {**said, "sectors": ", ".join(terms.sectors), "preset": name}


def _page(request: Asked, form: forms.Form, program: Program | None) -> HttpResponse:
    context = {
        "form": form,
        "program": program,
        "version": request.POST.get("version") or (program.version if program else ""),
        "presets": [(name, read_preset(name).program) for name in preset_names()],
        **as_written(request, form.data if form.is_bound else form.initial, program),
    }
    return render(request, "programs/program_form.html", context, status=422 if form.errors else 200)
