"""Try other rules on a closed call: choose what to try, type it, look at both sides, keep or forget it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.refusals import RuleBroken, require
from core.sheets import sheet
from core.wording import say_violation
from programs.models import Call
from programs.policy import compare, parse_policy
from programs.queries import policy_of
from programs.showing import compared_by_group
from scenarios import actions, permissions, queries, showing
from scenarios.forms import TrialForm


@login_required
@require_safe
def calls(request: Asked) -> HttpResponse:
    """The closed calls on which other rules can be tried."""
    require(permissions.may_look_for_trials(request.actor), "try_rules")
    found = queries.calls_to_try(request.actor, request.at)
    return render(request, "scenarios/calls_to_try.html", {"calls": found})


@login_required
@require_safe
def trials(request: Asked, call_uid: UUID) -> HttpResponse:
    """What was tried on a call."""
    call = queries.call_to_try(call_uid, request.actor, request.at)
    context = {"call": call, "trials": queries.trials_of(call, request.actor), "tries": _tries(request, call)}
    return render(request, "scenarios/trials.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def try_rules(request: Asked, call_uid: UUID) -> HttpResponse:
    """Type other rules, beginning with the call's own, another version, or the draft that is being written."""
    call = queries.call_to_try(call_uid, request.actor, request.at)
    require(_tries(request, call), "try_rules")
    form = TrialForm(call, queries.sources_of(call, request.GET.get("from", "")), request.at, request.POST or None)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and not form.errors():
        try:
            made = actions.try_rules(
                call_uid=call_uid, changes=form.changes(), note=form.note, by=request.actor, at=request.at
            )
        except RuleBroken as refused:
            errors = [{"text": say_violation(one), "href": ""} for one in refused.violations]
        else:
            return redirect("scenarios:trial", made.uid)
    faults = [*errors, *form.errors()]
    context = {"call": call, "rules": form, "errors": faults}
    return render(request, "scenarios/try_rules.html", context, status=422 if faults else 200)


@login_required
@require_safe
def trial(request: Asked, trial_uid: UUID) -> HttpResponse:
    """Both sides: what differs in the rules, the figures, who comes in and who goes out."""
    found = queries.trial(trial_uid, request.actor)
    call = found.call
    compared = compare(policy_of(call.rule_set), parse_policy(found.text))
    context = {
        "trial": found,
        "call": call,
        "tries": _tries(request, call),
        "groups": compared_by_group([one for one in compared if one.difference.value != "marked"]),
        "budget_changed": found.budget_krw != call.budget_krw,
        **showing.of_trial(found, queries.region_names(showing.regions_in(found))),
    }
    return render(request, "scenarios/trial.html", context)


@login_required
@require_safe
def table(request: Asked, trial_uid: UUID) -> HttpResponse:
    """Every team of both sides as a sheet."""
    found = queries.trial(trial_uid, request.actor)
    names = queries.region_names(showing.regions_in(found))
    return sheet(f"{found.call.code}-trial", showing.HEAD, showing.sheet_of(found, names))


@login_required
@require_POST
def forget(request: Asked, trial_uid: UUID) -> HttpResponse:
    """Throw a trial away."""
    call = queries.trial(trial_uid, request.actor).call
    actions.forget_trial(trial_uid=trial_uid, by=request.actor, at=request.at)
    messages.success(request, _("The trial is thrown away."))
    return redirect("scenarios:trials", call.uid)


def _tries(request: Asked, call: Call) -> bool:
    program = call.program
    return permissions.may_try_rules(request.actor, program.ministry_id, program.uid)
