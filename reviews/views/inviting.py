"""Invitations: answered signed in or by a letter's link, and sent again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.middleware import Asked
from core.refusals import NotAllowed, NotFound, WrongState
from core.scope import SYSTEM, within
from reviews import actions, queries
from reviews.forms import AnswerForm, InterestsForm
from reviews.inviting import read_token
from reviews.models import Member
from reviews.views.doors import done, require_desk, signed_in, who
from reviews.views.judging import interests_shown


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Asked, round_uid: UUID) -> HttpResponse:
    """Accept a seat or decline it."""
    round_ = queries.round_page(round_uid, request.actor)
    seat = queries.seat_of(round_, request.actor)
    if seat is None:
        raise NotFound.because("http.not_found")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if done(request, form, lambda: actions.answer_invitation(round_uid=round_uid, **form.given(), **who(request))):
        messages.success(request, _("Your answer is on record."))
        return redirect("reviews:mine")
    context = {"round": round_, "seat": seat, "form": form}
    return render(request, "reviews/answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Asked, token: str) -> HttpResponse:
    """A letter's link: answer, then declare one's interests. Looking at it changes nothing.

    The signed link is the permission: what it opens is read past the wall that knows accounts alone.
    """
    member_uid, number = read_token(token)
    with within(SYSTEM):
        seat = queries.linked_seat(member_uid)
        if seat is None or seat.letter_number != number:
            raise NotAllowed.because("invitation.link_not_good")
        if seat.link_until is None or seat.link_until <= request.at:
            raise NotAllowed.because("invitation.link_too_old")
        if seat.round.state == "closed":
            raise WrongState.because("round.wrong_state", verb="answer", state=seat.round.state)
        return _by_link(request, seat, token)


def _by_link(request: Asked, seat: Member, token: str) -> HttpResponse:
    phase = _phase(seat)
    if request.method == "POST" and phase in {"declined", "done"}:
        raise WrongState.because("invitation.answered")
    asker: dict[str, Any] = {"by": _invited(seat, request.actor), "at": request.at, "round_uid": seat.round.uid}
    data = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {"seat": seat, "round": seat.round, "phase": phase}
    form: forms.Form
    if phase == "answer":
        form = answering = AnswerForm(data)
        went = done(request, form, lambda: actions.answer_invitation(**answering.given(), **asker))
    elif phase == "declare":
        form = interests = InterestsForm(data, cases=queries.cases_to_declare(seat.round, seat))
        context |= interests_shown(interests, seat)
        went = done(request, form, lambda: actions.declare_interests(conflicts=interests.conflicts(), **asker))
    else:
        return render(request, "reviews/invitation.html", context)
    if went:
        return redirect("reviews:invitation", token)
    return render(request, "reviews/invitation.html", {**context, "form": form}, status=422 if form.errors else 200)


def _phase(seat: Member) -> str:
    if seat.declared_at is not None:
        return "done"
    return {"": "answer", "accepted": "declare", "declined": "declined"}[seat.answer]


def _invited(seat: Member, asker: Actor) -> Actor:
    """He to whom the letter went, as he who acts: with no office, and no more than his seat."""
    person = seat.expert.person
    user = getattr(person, "user", None)
    return Actor(
        user_id=user.pk if user else None,
        person_id=person.pk,
        name=person.name_ko,
        name_en=person.name_en,
        address=asker.address,
        request_id=asker.request_id,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite_again(request: Asked, member_uid: UUID) -> HttpResponse:
    """Ask once more; links sent before no longer hold."""
    seat = queries.linked_seat(member_uid)
    if seat is None:
        raise NotFound.because("http.not_found")
    round_ = queries.round_page(seat.round.uid, request.actor)
    require_desk(round_, request.actor, "invite")
    form = forms.Form(request.POST if request.method == "POST" else None)
    if done(request, form, lambda: actions.invite_again(member_uid=member_uid, **who(request))):
        messages.success(request, _("The expert is invited again."))
        return redirect("reviews:round", round_.uid)
    by_letter = "letter" if seat.expert.email else ""
    reach = "account" if queries.reached_by_account(seat.expert) else by_letter
    context = {"round": round_, "seat": seat, "form": form, "reach": reach}
    return render(request, "reviews/invite_again.html", context, status=422 if form.errors else 200)
