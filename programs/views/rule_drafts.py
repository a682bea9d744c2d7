"""The next version of a programme's rules while it is written: its overview, and what is done to all of it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.refusals import RuleBroken, Violation, WrongState, require
from core.wording import say_violation
from programs import actions, permissions, queries
from programs.drawing import place_of
from programs.editing import ABOUT, GROUPS, content_of
from programs.forms import BeginRulesForm, RulesFileForm
from programs.models import RuleDraft
from programs.policy import Fault, PolicyInvalid, compare, faults_of_raw, parse_policy
from programs.policy.paths import is_under
from programs.queries import likeness
from programs.showing import compared_by_group
from programs.showing.likeness import shown_programs
from programs.views.doors import done, signed_in, who
from programs.wording import say_fault
from programs.words import GROUPS as GROUP_NAMES


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Asked, program_uid: UUID) -> HttpResponse:
    """Begin a version from the last one, from a preset or from nothing; one that is being written is gone on with."""
    program = queries.program(program_uid)
    require(permissions.may_write_rules(request.actor, program), "write_rules")
    draft = queries.rule_draft_of(program.pk)
    if draft is not None:
        return redirect("programs:rule-draft", draft.uid)
    latest = queries.latest_published(program.pk)
    form = BeginRulesForm(request.POST or None, version=latest.version if latest else None)
    made: list[RuleDraft] = []

    def start() -> None:
        preset = form.cleaned_data["start"]
        made.append(actions.begin_rule_draft(program_uid=program_uid, preset=preset, **who(request)))

    if done(request, form, start):
        return redirect("programs:rule-draft", made[0].uid)
    context = {"program": program, "form": form}
    return render(request, "programs/begin_rules.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def overview(request: Asked, draft_uid: UUID) -> HttpResponse:
    """Every group of rules with what is still wrong in it, and all faults at once, each linked to its field."""
    return _overview(request, queries.rule_draft(draft_uid, request.actor))


@signed_in
@require_POST
def publish(request: Asked, draft_uid: UUID) -> HttpResponse:
    """Make what is written final; with faults nothing happens and all are named."""
    try:
        made = actions.publish_rule_draft(draft_uid=draft_uid, **who(request))
    except RuleBroken as refused:
        draft = queries.rule_draft(draft_uid, request.actor)
        other = [one for one in refused.violations if not one.clause]
        return _overview(request, draft, other, refused.status)
    messages.success(request, _("Version %(version)s is published and final.") % {"version": made.version})
    return redirect("programs:rule-set", made.uid)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Asked, draft_uid: UUID) -> HttpResponse:
    """Throw away what is written, once that was confirmed."""
    draft = queries.rule_draft(draft_uid, request.actor)
    require(permissions.may_write_rules(request.actor, draft.program), "write_rules")
    if request.method == "POST":
        program = actions.discard_rule_draft(draft_uid=draft_uid, **who(request))
        messages.success(request, _("The draft of the rules is thrown away."))
        return redirect("programs:program", program.uid)
    return render(request, "programs/discard_rules.html", {"draft": draft})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take_file(request: Asked, draft_uid: UUID) -> HttpResponse:
    """Take the rules of a file in place of what is written: the whole file, or nothing of it."""
    draft = queries.rule_draft(draft_uid, request.actor)
    require(permissions.may_write_rules(request.actor, draft.program), "write_rules")
    form = RulesFileForm(request.POST or None, request.FILES or None)
    faults: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.replace_rule_draft(draft_uid=draft_uid, text=form.cleaned_data["file"], **who(request))
            except RuleBroken as refused:
                faults = [{"text": _at_path(one), "href": "#id_file"} for one in refused.violations]
            else:
                messages.success(request, _("The rules of the file are taken."))
                return redirect("programs:rule-draft", draft_uid)
    return render(request, "programs/rules_file.html", {"draft": draft, "form": form, "faults": faults}, status=status)


@signed_in
@require_safe
def give_file(request: Asked, draft_uid: UUID) -> HttpResponse:
    """What is written as a file of JSON, sound or not."""
    draft = queries.rule_draft(draft_uid, request.actor)
    return as_file(draft.content, f"{draft.program.code}-rules-draft.json")


@signed_in
@require_safe
def differences(request: Asked, draft_uid: UUID) -> HttpResponse:
    """What is written beside the version it starts from."""
    draft = queries.rule_draft(draft_uid, request.actor)
    if draft.base is None:
        raise WrongState.because("rule_draft.nothing_before")
    try:
        after = parse_policy(json.dumps(draft.content))
    except PolicyInvalid:
        messages.error(request, _("Mend the faults first: rules that are not whole can't be compared."))
        return redirect("programs:rule-draft", draft_uid)
    context = {
        "program": draft.program,
        "before": draft.base,
        "after": None,
        "draft": draft,
        "groups": compared_by_group(compare(queries.policy_of(draft.base), after)),
    }
    return render(request, "programs/compare_rules.html", context)


def as_file(raw: object, name: str) -> HttpResponse:
    """Raw values as a file to be kept."""
    text = json.dumps(raw, ensure_ascii=False, indent=2, sort_keys=True)
    response = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def group_of(fault: Fault) -> str:
    """The group on whose page a fault is mended."""
    name = fault.path.partition(".")[0].partition("[")[0]
    return name if name in GROUPS else ABOUT


def _overview(
    request: Asked, draft: RuleDraft, other: list[Violation] | None = None, status: int = 200
) -> HttpResponse:
    faults = faults_of_raw(draft.content)
    context = {
        "draft": draft,
        "program": draft.program,
        "faults": [*({"text": say_violation(one), "href": ""} for one in other or ()), *_linked(draft, faults)],
        "groups": _rows(draft, faults),
        "writes": permissions.may_write_rules(request.actor, draft.program),
        "publishes": permissions.may_run_program(request.actor, draft.program),
        "ready": not faults,
        "alike": _alike(request, draft),
    }
    return render(request, "programs/rule_draft.html", context, status=status)


def _alike(request: Asked, draft: RuleDraft) -> list[dict[str, Any]]:
    """Programmes that are alike under what is written."""
    known = likeness.known_programs(request.at)
    found = likeness.alike_with(likeness.profile_of_draft(draft, request.at), known, draft.program_id)
    return shown_programs(likeness.worth_showing(found), queries.regions(request.at))


def _linked(draft: RuleDraft, faults: tuple[Fault, ...]) -> list[dict[str, str]]:
    lines = []
    for fault in faults:
        name = group_of(fault)
        place = place_of(GROUPS[name], fault)
        anchor = f"#id_{place}" if "." in place else ""
        lines.append(
            {
                "text": f"{GROUP_NAMES[name]} · {fault.path}: {say_fault(fault)}",
                "href": reverse("programs:rule-group", args=[draft.uid, name]) + anchor,
            }
        )
    return lines


def _rows(draft: RuleDraft, faults: tuple[Fault, ...]) -> list[dict[str, object]]:
    assumed = tuple(draft.content.get("assumed", ()))
    return [
        {
            "name": name,
            "title": GROUP_NAMES[name],
            "faults": sum(group_of(fault) == name for fault in faults),
            "ruled": content_of(group, draft.content) is not None,
            "optional": group.optional,
            "assumed": any(is_under(path, (name,)) for path in assumed),
        }
        for name, group in GROUPS.items()
    ]


def _at_path(violation: Violation) -> str:
    sentence = say_violation(violation)
    return f"{violation.clause}: {sentence}" if violation.clause else sentence
