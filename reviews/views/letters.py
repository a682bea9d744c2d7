"""Letters to teams: one screen for the ministry that sends them all, and the letter as its team reads it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import Asked
from core.refusals import NotFound
from core.wording import label
from reviews import actions, permissions, queries
from reviews.reasoning import judged_parts, why_for_team
from reviews.showing import JOB_TONES, OUTCOME_TONES
from reviews.views.doors import moved, signed_in, who


@signed_in
@require_safe
def letters(request: Asked, selection_uid: UUID) -> HttpResponse:
    """How many letters are out; a script asks for the progress alone until they all are."""
    found = queries.selection_page(selection_uid, request.actor)
    if not permissions.oversees_reviews(request.actor, found.ministry_id, found.call.program.uid):
        raise NotFound.because("http.not_found")
    progress = queries.letter_progress(found)
    context = {
        "selection": found,
        "progress": progress,
        "job_state": label(f"job.{progress.job.state}") if progress.job else "",
        "job_tone": JOB_TONES.get(progress.job.state, "neutral") if progress.job else "",
        "sends": permissions.may_select(request.actor, found.ministry_id),
    }
    template = "reviews/_letters.html" if request.headers.get("HX-Request") else "reviews/letters.html"
    return render(request, template, context)


@signed_in
@require_POST
def send(request: Asked, selection_uid: UUID) -> HttpResponse:
    """Send a letter to every team that has none."""
    return moved(
        request,
        lambda: actions.ask_for_letters(selection_uid=selection_uid, **who(request)),
        _("The letters are being sent. You may leave this page."),
        "reviews:letters",
        selection_uid,
    )


@signed_in
@require_POST
def stop(request: Asked, selection_uid: UUID) -> HttpResponse:
    """Stop the letters that are not out yet."""
    return moved(
        request,
        lambda: actions.stop_letters(selection_uid=selection_uid, **who(request)),
        _("The letters were stopped; those sent stay."),
        "reviews:letters",
        selection_uid,
    )


@signed_in
@require_safe
def letter(request: Asked, letter_uid: UUID) -> HttpResponse:
    """The letter of one team: outcome, why, scores by criterion, comments; to be printed."""
    found = queries.letter_page(letter_uid, request.actor)
    decision = found.decision
    context = {
        "letter": found,
        "decision": decision,
        "tone": OUTCOME_TONES[decision.outcome],
        "outcome": label(f"decision.{decision.outcome}"),
        "proposed": label(f"decision.{decision.proposed}"),
        "why": why_for_team(decision),
        "parts": judged_parts(found.content),
        "appeals": decision.outcome != "selected" and queries.leads_decision(decision, request.actor),
    }
    return render(request, "reviews/letter.html", context)
