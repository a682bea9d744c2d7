"""Draft a call and change the draft, with live help from its rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import Asked
from core.refusals import WrongState
from programs import actions, queries
from programs.forms import CallForm, NewCallForm
from programs.models import Call, Program
from programs.queries import likeness
from programs.showing import dates_of, drafted_dates, drafting_help
from programs.showing.likeness import shown_calls, shown_programs
from programs.states import CALL
from programs.views.doors import call_at_desk, done, program_at_desk, signed_in, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asked, program_uid: UUID) -> HttpResponse:
    """Begin a call of a programme."""
    program = program_at_desk(program_uid, request.actor)
    form = NewCallForm(request.POST or None, rule_sets=_choices(program, request))

    def draft() -> None:
        made.append(
            actions.draft_call(
                program_uid=program_uid,
                rule_set_uid=UUID(form.cleaned_data["rule_set"]),
                code=form.cleaned_data["code"],
                terms=form.terms(_policy(form)),
                **who(request),
            )
        )

    made: list[Call] = []
    if done(request, form, draft):
        messages.success(request, _("The draft is kept. Next: its guideline."))
        return redirect("programs:guidelines", made[0].uid)
    return _page(request, program, form, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Asked, call_uid: UUID) -> HttpResponse:
    """Change a draft."""
    call = call_at_desk(call_uid, request.actor, "change")
    CALL.require("change", call.state)
    terms = queries.terms_of(call)
    initial = {name: getattr(terms, name) for name in CallForm.base_fields if name != "rule_set"}
    initial["rule_set"] = str(call.rule_set.uid)
    form = CallForm(request.POST or None, initial=initial, rule_sets=_choices(call.program, request))

    def change() -> None:
        actions.change_call(
            call_uid=call_uid,
            terms=form.terms(_policy(form)),
            rule_set_uid=UUID(form.cleaned_data["rule_set"]),
            version=_version(request),
            **who(request),
        )

    if done(request, form, change):
        messages.success(request, _("The draft is saved."))
        return redirect("programs:call", call_uid)
    return _page(request, call.program, form, call)


@signed_in
@require_POST
def live_help(request: Asked, program_uid: UUID) -> HttpResponse:
    """What the rules make of the form as it stands; asked by the form while it is written."""
    program = program_at_desk(program_uid, request.actor)
    form = CallForm(request.POST, rule_sets=_choices(program, request))
    return render(request, "programs/_call_help.html", _help(form, request))


def _page(request: Asked, program: Program, form: CallForm, call: Call | None) -> HttpResponse:
    context = {
        "program": program,
        "form": form,
        "call": call,
        **_help(form, request),
        "version": request.POST.get("version") or (call.version if call else ""),
        **_alike(program, request),
    }
    return render(request, "programs/call_form.html", context, status=422 if form.errors else 200)


def _alike(program: Program, request: Asked) -> dict[str, Any]:
    """What the call would stand beside: programmes like its own, and calls that are open for the same."""
    regions, known = queries.regions(request.at), likeness.known_programs(request.at)
    own = next(one.profile for one in known if one.program.pk == program.pk)
    found = likeness.worth_showing(likeness.alike_with(own, known, program.pk))
    beside = likeness.calls_beside(program, own.ruled, request.at)
    return {"alike": shown_programs(found, regions), "beside": shown_calls(beside, regions)}


def _choices(program: Program, request: Asked) -> list[Any]:
    """The programme's versions, newest first; a draft can be prepared under, and is marked by the announcement."""
    return list(queries.rule_sets_visible_to(request.actor).filter(program=program))


def _policy(form: CallForm) -> Any:
    chosen = form.chosen()
    if chosen is None:
        raise WrongState.because("call.rule_set_not_published", field="rule_set")
    return queries.policy_of(chosen)


def _help(form: CallForm, request: Asked) -> dict[str, Any]:
    """What the rules make of the form as it stands: lines, and its dates in order once there are enough."""
    chosen = form.chosen()
    if chosen is None:
        return {"help": [], "dates": []}
    policy = queries.policy_of(chosen)
    given = form.cleaned_data if form.is_bound and (form.is_valid() or form.cleaned_data) else form.initial
    dates = drafted_dates(given, policy)
    return {
        "help": drafting_help(given, policy, len(queries.region_ids(policy, request.at))),
        "dates": dates_of(dates, policy, request.at) if dates else [],
    }


def _version(request: Asked) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() else None
