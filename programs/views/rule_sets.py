"""A rule set clause by clause, and a ministry's new version of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.refusals import RuleBroken, Violation, require
from core.wording import say_violation
from programs import actions, permissions, queries
from programs.forms import RulesForm
from programs.showing import clauses_by_group, key_figures
from programs.views.doors import signed_in, who


@require_safe
def rule_set(request: Asked, rule_set_uid: UUID) -> HttpResponse:
    """Each clause as a sentence with its value, unit and address; what is assumed is marked."""
    found = queries.rule_set(rule_set_uid, request.actor)
    policy = queries.policy_of(found)
    groups = clauses_by_group(policy)
    context = {
        "rule_set": found,
        "figures": key_figures(policy),
        "groups": groups,
        "assumed_count": sum(said.clause.assumed for _group, _name, clauses in groups for said in clauses),
        "versions": queries.rule_sets_visible_to(request.actor).filter(program=found.program),
        "calls": queries.calls_visible_to(request.actor).filter(rule_set=found).order_by("-opens_at"),
        "moves": [move.verb for move in permissions.available_rule_set_moves(request.actor, found)],
    }
    return render(request, "programs/rule_set.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Asked, program_uid: UUID) -> HttpResponse:
    """Paste a rule set as text; every fault in it is named, with its path."""
    program = queries.program(program_uid)
    require(permissions.may_run_program(request.actor, program), "draft_rule_set")
    latest = queries.latest_published(program.pk)
    form = RulesForm(request.POST or None, initial={"text": latest.text if latest else ""})
    faults: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_rule_set(program_uid=program_uid, text=form.cleaned_data["text"], **who(request))
        except RuleBroken as refused:
            faults = [{"text": _at_path(one), "href": "#id_text"} for one in refused.violations]
        else:
            messages.success(request, _("Version %(version)s is kept as a draft.") % {"version": made.version})
            return redirect("programs:rule-set", made.uid)
    status = 422 if faults or form.errors else 200
    context = {"program": program, "form": form, "faults": faults}
    return render(request, "programs/draft_rules.html", context, status=status)


def _at_path(violation: Violation) -> str:
    sentence = say_violation(violation)
    return f"{violation.clause}: {sentence}" if violation.clause else sentence


@signed_in
@require_POST
def publish(request: Asked, rule_set_uid: UUID) -> HttpResponse:
    """Make a version final."""
    made = actions.publish_rule_set(rule_set_uid=rule_set_uid, **who(request))
    messages.success(request, _("Version %(version)s is published and final.") % {"version": made.version})
    return redirect("programs:rule-set", made.uid)
