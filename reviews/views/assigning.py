"""A desk's pages of who judges what: the proposed optimum with its proof, a case with its reviews."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import Asked
from core.refusals import RuleBroken
from core.wording import label, say_violation
from programs.queries import policy_of
from reviews import actions, queries
from reviews.forms import ReasonForm
from reviews.showing import affinity_bands, dossier_of, proof_of, shown_review
from reviews.views.doors import CORRECTABLE, done, require_desk, require_oversight, runs, signed_in, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: Asked, round_uid: UUID) -> HttpResponse:
    """The optimum as it would be now: loads, fit and the proof that nothing is better; then give it out."""
    round_ = queries.round_page(round_uid, request.actor)
    require_desk(round_, request.actor, "assign")
    errors, plan, status = [], None, 200
    try:
        if request.method == "POST":
            found = actions.assign_experts(round_uid=round_uid, **who(request))
            said = ngettext("%(count)s assignment stands.", "%(count)s assignments stand.", len(found.pairs))
            messages.success(request, said % {"count": len(found.pairs)})
            return redirect("reviews:round", round_uid)
        plan = queries.plan_of(round_)
    except CORRECTABLE as refused:
        errors = [{"text": say_violation(one), "href": ""} for one in refused.violations]
        status = refused.status if request.method == "POST" or not isinstance(refused, RuleBroken) else 200
    members = {member.expert_id: member for member in queries.members_of(round_)}
    context = {
        "round": round_,
        "errors": errors,
        "plan": plan,
        "proof": proof_of(plan.assigned.value, plan.assigned.bound) if plan else None,
        "new": len(plan.assigned.pairs) - len(plan.kept) if plan else 0,
        "bands": affinity_bands(plan) if plan else [],
        "loads": [{"member": members[judge.id], "load": load, "most": judge.max_cases} for judge, load in plan.loads()]
        if plan
        else [],
        "waiting": [member for member in members.values() if member.declared_at is None],
    }
    return render(request, "reviews/assign.html", context, status=status)


@signed_in
@require_safe
def case(request: Asked, case_uid: UUID) -> HttpResponse:
    """A case as its desk reads it: the papers, who was given it, and what each says."""
    found = queries.case_of(case_uid, request.actor)
    require_oversight(found.round, request.actor)
    policy = policy_of(found.round.call.rule_set)
    rows = [
        {
            "assignment": one,
            "state": label(f"assignment.{one.state}"),
            "review": shown_review(one.review, policy) if hasattr(one, "review") else None,
            "review_state": label(f"review.{one.review.state}") if hasattr(one, "review") else "",
        }
        for one in queries.reviews_in(found)
    ]
    context = {
        "case": found,
        "round": found.round,
        "rows": rows,
        "dossier": dossier_of(found, policy, queries.indicators_of(found)),
        "runs": found.round.state == "scoring" and runs(found.round, request.actor),
    }
    return render(request, "reviews/case.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Asked, assignment_uid: UUID) -> HttpResponse:
    """Give a submitted review back to its expert."""
    assignment = queries.assignment_page(assignment_uid, request.actor)
    round_ = assignment.case.round
    require_desk(round_, request.actor, "reopen_review")
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.reopen_review(assignment_uid=assignment_uid, **form.cleaned_data, **who(request))

    if done(request, form, act):
        messages.success(request, _("The review is given back. Its expert is told."))
        return redirect("reviews:case", assignment.case.uid)
    context = {"round": round_, "form": form, "title": _("Give a review back"), "back": round_.uid}
    return render(request, "reviews/form.html", context, status=422 if form.errors else 200)
