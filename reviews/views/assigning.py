"""A desk's pages of who judges what: the proposed optimum with its proof, a case with its reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.models import Job
from core.refusals import NotFound, Violation
from core.templatetags.baro import in_language
from core.wording import label, say_violation
from programs.queries import policy_of
from reviews import actions, queries
from reviews.forms import PairForm, ReasonForm
from reviews.models import Round
from reviews.panel_showing import agreed_points
from reviews.showing import affinity_bands, dossier_of, proof_of, shown_review
from reviews.views.doors import CORRECTABLE, done, moved, require_desk, require_oversight, runs, signed_in, who

TEAMS_A_PAGE = 50


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: Asked, round_uid: UUID) -> HttpResponse:
    """What is proposed, with loads, fit and the proof that nothing is better; pairs ruled on; then give it out."""
    round_ = queries.round_page(round_uid, request.actor)
    require_desk(round_, request.actor, "assign")
    errors: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        try:
            return _acted(request, round_)
        except CORRECTABLE as refused:
            errors, status = _said(refused.violations), refused.status
    return render(request, "reviews/assign.html", {**_page(request, round_, errors), "errors": errors}, status=status)


def _acted(request: Asked, round_: Round) -> HttpResponse:
    """Propose, at once where it is quick, else by a worker; or confirm the plan that the page showed."""
    if request.POST.get("act") == "confirm":
        plan = actions.confirm_assignment(plan_uid=_uid(request.POST.get("plan", "")), **who(request))
        count = len(plan.pairs)
        said = ngettext("%(count)s assignment stands.", "%(count)s assignments stand.", count)
        messages.success(request, said % {"count": count})
        return redirect("reviews:round", round_.uid)
    keep = request.POST.get("act") != "fresh"
    if queries.facts_of(round_, at=request.at, keep=keep).is_quick:
        actions.propose_assignment(round_uid=round_.uid, keep=keep, **who(request))
        return redirect("reviews:assign", round_.uid)
    job = actions.ask_for_assignment(round_uid=round_.uid, keep=keep, **who(request))
    return redirect("reviews:assigning", job.uid)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound.because("http.not_found") from problem


def _page(request: Asked, round_: Round, errors: list[dict[str, str]]) -> dict[str, Any]:
    """What the page shows beside its errors; a plan that was confirmed already is not shown again."""
    members = list(queries.members_by_name(round_))
    last = queries.last_plan(round_)
    plan = last if last is not None and last.state == "proposed" else None
    job = queries.jobs_of(round_).first()
    refused = _refused(job) if job is not None and (plan is None or job.created_at > plan.proposed_at) else []
    if request.method != "POST":
        errors += refused
    context: dict[str, Any] = {
        "round": round_,
        "plan": plan,
        "job": job if job is not None and job.state in queries.UNFINISHED else None,
        "waiting": [one for one in members if one.declared_at is None],
        "rules": [{"rule": one, "kind": label(f"pair.{one.kind}")} for one in queries.pair_rules_of(round_)],
        "pair_form": PairForm(None, cases=queries.cases_to_declare(round_), members=members),
    }
    loads = Counter(expert for _, expert, _ in plan.pairs) if plan is not None else queries.loads_in(round_)
    left = {one.expert_id for one in members if hasattr(one, "departure")}
    context["given"] = queries.loads_in(round_).total()
    context["loads"] = [
        {"member": one, "load": loads[one.expert_id], "left": one.expert_id in left}
        for one in members
        if one.declared_at is not None
    ]
    if plan is not None:
        context |= {
            "proof": proof_of(plan.value, plan.bound),
            "objective": label(f"assignment_plan.{plan.objective}"),
            "bands": affinity_bands(affinity for _, _, affinity in plan.pairs),
            "page": Paginator(queries.teams_in(plan), TEAMS_A_PAGE).get_page(request.GET.get("page")),
            "changed": queries.facts_of(round_, at=request.at, keep=plan.keeps).sha256 != plan.inputs_sha256,
        }
    return context


def _refused(job: Job) -> list[dict[str, str]]:
    """Why the last work on a plan ended without one."""
    found = (job.result or {}).get("refused", ())
    if job.state == "failed":
        said = _("The proposal could not be made. Propose again; if it fails once more, tell the administrator.")
        return [{"text": said, "href": ""}]
    return _said([Violation(one["code"], one["values"]) for one in found])


def _said(violations: Iterable[Violation]) -> list[dict[str, str]]:
    return [{"text": say_violation(one), "href": ""} for one in violations]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def assigning(request: Asked, assignment_job_uid: UUID) -> HttpResponse:
    """How far a plan is; a script asks for the part that changes until it has ended. By POST it is stopped."""
    job, round_ = actions.job_of(assignment_job_uid, request.actor)
    require_desk(round_, request.actor, "assign")
    if request.method == "POST":
        stop = partial(actions.stop_assignment, job_uid=job.uid, **who(request))
        return moved(
            request, stop, _("The proposal is stopped. What stands is untouched."), "reviews:assign", round_.uid
        )
    context = {"round": round_, "job": job, "is_open": job.state in queries.UNFINISHED}
    template = "reviews/_assigning.html" if request.headers.get("HX-Request") else "reviews/assigning.html"
    return render(request, template, context)


@signed_in
@require_POST
def set_pair(request: Asked, round_uid: UUID) -> HttpResponse:
    """Pin an expert to a case, or forbid the pair."""
    round_ = queries.round_page(round_uid, request.actor)
    require_desk(round_, request.actor, "assign")
    members = list(queries.members_by_name(round_))
    form = PairForm(request.POST, cases=queries.cases_to_declare(round_), members=members)

    def act() -> None:
        given = form.cleaned_data
        actions.set_pair(
            case_uid=UUID(given["case"]),
            expert_uid=UUID(given["expert"]),
            kind=given["kind"],
            reason=given["reason"],
            **who(request),
        )

    if done(request, form, act):
        messages.success(request, _("Noted. It counts in the next proposal."))
        return redirect("reviews:assign", round_uid)
    errors: list[dict[str, str]] = []
    context = {**_page(request, round_, errors), "errors": errors, "pair_form": form}
    return render(request, "reviews/assign.html", context, status=422)


@signed_in
@require_POST
def lift_pair(request: Asked, pair_uid: UUID) -> HttpResponse:
    """Take a word on a pair back."""
    round_ = queries.pair_page(pair_uid, request.actor).case.round
    require_desk(round_, request.actor, "assign")
    lift = partial(actions.lift_pair, pair_uid=pair_uid, **who(request))
    return moved(request, lift, _("Lifted. It counts no more in the next proposal."), "reviews:assign", round_.uid)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: Asked, member_uid: UUID) -> HttpResponse:
    """Let a member of the committee go, and look who takes his cases with the fewest changes."""
    member = queries.member_page(member_uid, request.actor)
    round_ = member.round
    require_desk(round_, request.actor, "assign")
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.release_member(member_uid=member_uid, **form.cleaned_data, **who(request))

    if done(request, form, act):
        messages.success(request, _("The expert has left. Propose who takes the cases."))
        return redirect("reviews:assign", round_.uid)
    title = _("Take the cases of %(name)s back") % {"name": in_language(member.expert.person, "name")}
    context = {"round": round_, "form": form, "title": title, "back": round_.uid}
    return render(request, "reviews/form.html", context, status=422 if form.errors else 200)


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
    concluded = queries.conclusion_of(found)
    context = {
        "case": found,
        "round": found.round,
        "concluded": concluded,
        "outcome": label(f"panel_outcome.{concluded.outcome}") if concluded else "",
        "points": agreed_points(concluded, policy) if concluded else [],
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
