"""A rule set clause by clause, beside another one, as a file, and its publication."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import Asked
from core.refusals import NotFound
from programs import actions, permissions, queries
from programs.policy import compare
from programs.showing import clauses_by_group, compared_by_group, key_figures
from programs.views.doors import signed_in, who
from programs.views.rule_drafts import as_file


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


@require_safe
def give_file(request: Asked, rule_set_uid: UUID) -> HttpResponse:
    """A version as a file of JSON: its canonical text, read easily."""
    found = queries.rule_set(rule_set_uid, request.actor)
    return as_file(json.loads(found.text), f"{found.program.code}-rules-v{found.version}.json")


@require_safe
def differences(request: Asked, rule_set_uid: UUID, other_uid: UUID) -> HttpResponse:
    """Two versions of one programme side by side, clause by clause, the earlier one first."""
    chosen = [queries.rule_set(uid, request.actor) for uid in (rule_set_uid, other_uid)]
    before, after = sorted(chosen, key=lambda one: one.version)
    if before.program_id != after.program_id:
        raise NotFound.because("http.not_found")
    context = {
        "program": after.program,
        "before": before,
        "after": after,
        "groups": compared_by_group(compare(queries.policy_of(before), queries.policy_of(after))),
    }
    return render(request, "programs/compare_rules.html", context)


@signed_in
@require_POST
def publish(request: Asked, rule_set_uid: UUID) -> HttpResponse:
    """Make a version final."""
    made = actions.publish_rule_set(rule_set_uid=rule_set_uid, **who(request))
    messages.success(request, _("Version %(version)s is published and final.") % {"version": made.version})
    return redirect("programs:rule-set", made.uid)
