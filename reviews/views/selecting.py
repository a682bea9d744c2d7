"""The ministry's pages of a selection: propose the optimum, look at the shares, override by name, decide, publish."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.models import Job
from core.refusals import NotFound, require
from core.wording import krw, label, percent, say_violation
from programs import queries as calls
from programs.models import Call
from programs.queries import policy_of
from reviews import actions, permissions, queries
from reviews.forms import OverrideForm, ReasonForm
from reviews.models import Decision, Selection
from reviews.reasoning import rules_of, why
from reviews.showing import (
    OUTCOME_TONES,
    SELECTION_TONES,
    by_region,
    desk_figures,
    lots_in_order,
    proof_of,
    share_bars,
    totals,
)
from reviews.states import SELECTION
from reviews.views.doors import CORRECTABLE, done, moved, require_selector, signed_in, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Asked, call_uid: UUID) -> HttpResponse:
    """What will be counted, then the optimum."""
    call = calls.call(call_uid, request.actor)
    require(permissions.may_select(request.actor, call.program.ministry_id), "propose_selection")
    job = queries.proposings_of(call).first()
    status, errors = 200, tuple(queries.refusals_of(job))
    if request.method == "POST":
        try:
            found = actions.begin_selection(call_uid=call_uid, **who(request))
            if isinstance(found, Job):
                return redirect("reviews:propose", call_uid)
            return redirect("reviews:selection", found.uid)
        except CORRECTABLE as refused:
            errors, status = refused.violations, refused.status
    is_open = job is not None and job.state in {"waiting", "running"}
    context = {
        "call": call,
        "policy": policy_of(call.rule_set),
        "job": job,
        "is_open": is_open,
        "errors": [] if is_open else [{"text": say_violation(one), "href": ""} for one in errors],
    }
    template = "reviews/_proposing.html" if request.headers.get("HX-Request") else "reviews/propose.html"
    response = render(request, template, context, status=status)
    if request.headers.get("HX-Request") and not is_open:
        response["HX-Redirect"] = _ended_at(call, job)
    return response


def _ended_at(call: Call, job: Job | None) -> str:
    """Where the page goes when the work has ended: to the selection, or back, where it is said why there is none."""
    made = (job.result or {}).get("selection") if job is not None and job.state == "done" else None
    return reverse("reviews:selection", args=[made]) if made else reverse("reviews:propose", args=[call.uid])


@signed_in
@require_POST
def stop_proposing(request: Asked, call_uid: UUID) -> HttpResponse:
    """Stop the work on a selection."""
    return moved(
        request,
        lambda: actions.stop_selection(call_uid=call_uid, **who(request)),
        _("The work on the selection was stopped; none is proposed."),
        "reviews:propose",
        call_uid,
    )


@signed_in
@require_safe
def selection(request: Asked, selection_uid: UUID) -> HttpResponse:
    """All proposals by region with score, place, grant, outcome and why; the shares before anything is decided."""
    found = _seen(selection_uid, request)
    decisions = list(found.decisions.all())
    moves = permissions.available_selection_moves(request.actor, found)
    sums = totals(decisions)
    context = {
        "selection": found,
        "tone": SELECTION_TONES[found.state],
        "state": label(f"selection.{found.state}"),
        "groups": [{**group, "rows": [_row(one) for one in group["decisions"]]} for group in by_region(decisions)],
        "figures": desk_figures(sums, found.call.budget_krw),
        "over_budget": sums["grant_krw"] > found.call.budget_krw,
        "regions": share_bars(decisions, "region"),
        "sectors": share_bars(decisions, "sector"),
        "verbs": [move.verb for move in moves],
        "proof": proof_of(found.value, found.bound),
        "lots": lots_in_order(decisions),
    }
    return render(request, "reviews/selection.html", context)


def _row(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision,
        "tone": OUTCOME_TONES[decision.outcome],
        "outcome": label(f"decision.{decision.outcome}"),
        "proposed": label(f"decision.{decision.proposed}"),
        "ground": label(f"decision.ground.{decision.ground}") if decision.ground else "",
        "why": why(decision),
    }


def _seen(selection_uid: UUID, request: Asked) -> Selection:
    """A selection for its desks and overseers; everybody else has the page of results. Raises NotFound."""
    found = queries.selection_page(selection_uid, request.actor)
    if not permissions.oversees_reviews(request.actor, found.ministry_id, found.call.program.uid):
        raise NotFound.because("http.not_found")
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: Asked, decision_uid: UUID) -> HttpResponse:
    """Decide otherwise than the optimum for one proposal, by name and with a reason."""
    decision = queries.decision_page(decision_uid, request.actor)
    found = _seen(decision.selection.uid, request)
    require_selector(found, request.actor, "override")
    initial = {"outcome": decision.outcome, "reason": decision.override_reason}
    form = OverrideForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.override_decision(decision_uid=decision_uid, **form.cleaned_data, **who(request))

    if done(request, form, act):
        messages.success(request, _("The outcome of %(number)s is kept.") % {"number": decision.number})
        return redirect("reviews:selection", found.uid)
    row = _row(decision)
    score = "" if decision.score_bp is None else percent(decision.score_bp)
    rows = [
        {"label": _("Proposed"), "value": row["proposed"]},
        {"label": _("Why"), "value": row["ground"]},
        {"label": _("Score"), "value": score},
        {"label": _("In detail"), "value": " ".join([*row["why"], *rules_of(decision)])},
        {"label": pgettext("reviews", "Grant"), "value": krw(decision.grant_krw)},
    ]
    context = {"selection": found, "form": form, "rows": rows, **row}
    return render(request, "reviews/override.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Asked, selection_uid: UUID, verb: str) -> HttpResponse:
    """Ask once more, then decide or publish."""
    deeds = {"decide": actions.decide_selection, "publish": actions.publish_selection}
    if verb not in deeds:
        raise NotFound.because("http.not_found")
    found = _seen(selection_uid, request)
    require_selector(found, request.actor, verb)
    if request.method == "POST":
        said = label(f"selection.{SELECTION.named(verb).target}")
        return moved(
            request,
            lambda: deeds[verb](selection_uid=selection_uid, **who(request)),
            _("The selection is now: %(state)s.") % {"state": said},
            "reviews:selection",
            selection_uid,
        )
    SELECTION.require(verb, found.state)
    decisions = list(found.decisions.all())
    context = {
        "selection": found,
        "verb": verb,
        "title": label(f"selection.{verb}"),
        "totals": totals(decisions),
        "overrides": [_row(one) for one in decisions if one.override_reason],
    }
    return render(request, "reviews/move.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Asked, selection_uid: UUID) -> HttpResponse:
    """Give a proposed selection up, with a reason."""
    found = _seen(selection_uid, request)
    require_selector(found, request.actor, "discard")
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.discard_selection(selection_uid=selection_uid, **form.cleaned_data, **who(request))

    if done(request, form, act):
        messages.success(request, _("The proposed selection is given up. Another can be proposed."))
        return redirect("reviews:desk")
    return render(
        request, "reviews/discard.html", {"selection": found, "form": form}, status=422 if form.errors else 200
    )
