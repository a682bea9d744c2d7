"""A panel's meeting: called by the desk, followed by everybody who was called, moved on by who leads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import Asked
from core.refusals import NotFound, require
from core.wording import label
from reviews import actions, permissions, queries
from reviews.models import Meeting
from reviews.panel_forms import CallForm, MoveMeetingForm, RenameForm, SignForm, WhyForm
from reviews.panel_showing import MEETING_TONES, headline, live, scores_of
from reviews.views.doors import done, moved, require_desk, require_oversight, runs, signed_in, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: Asked, round_uid: UUID) -> HttpResponse:
    """The meetings of a round, and the form that calls the next one."""
    round_ = queries.round_page(round_uid, request.actor)
    require_oversight(round_, request.actor)
    members = list(queries.called_to(round_))
    form = CallForm(request.POST or None, members=members)
    made: list[Meeting] = []
    if request.method == "POST":
        require_desk(round_, request.actor, "call_meeting")
    if done(
        request,
        form,
        lambda: made.append(actions.call_meeting(round_uid=round_uid, **form.given(), **who(request))),
    ):
        messages.success(request, _("The panel is called; everybody was told. Look at the agenda."))
        return redirect("reviews:meeting", made[0].uid)
    found = list(queries.meetings_of(round_))
    open_one = any(one.state in {"called", "running", "ended"} for one in found)
    context = {
        "round": round_,
        "rows": [
            {"meeting": one, "tone": MEETING_TONES[one.state], "state": label(f"meeting.{one.state}")} for one in found
        ],
        "form": form if runs(round_, request.actor) and round_.state == "opened" and not open_one else None,
        "members": members,
    }
    return render(request, "reviews/meetings.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def meeting(request: Asked, meeting_uid: UUID) -> HttpResponse:
    """The live page; a script asks for what changes alone, every few seconds while the panel sits."""
    floor = queries.floor_of(queries.meeting_page(meeting_uid, request.actor))
    context = live(floor, request.actor, request.at)
    on = context.get("on")
    if on is not None and on["is_open"]:
        context["scores"] = scores_of(queries.read_by(on["item"]), floor.policy)
    template = "reviews/_meeting.html" if request.headers.get("HX-Request") else "reviews/meeting.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


Deed = Callable[[Asked, UUID], object]


def _attend(request: Asked, meeting_uid: UUID) -> object:
    return actions.mark_attendance(
        meeting_uid=meeting_uid,
        member_uid=_uid(request.POST.get("member", "")),
        inside=request.POST.get("inside") == "yes",
        **who(request),
    )


def _begin(request: Asked, meeting_uid: UUID) -> object:
    members = [_uid(text) for text in request.POST.getlist("members")]
    return actions.begin_meeting(meeting_uid=meeting_uid, member_uids=members, **who(request))


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise NotFound.because("http.not_found") from wrong


DEEDS: dict[str, tuple[Deed, Promise]] = {
    "begin": (_begin, gettext_lazy("The meeting has begun.")),
    "attend": (_attend, gettext_lazy("Noted.")),
    "call_back": (
        lambda request, uid: actions.call_back(meeting_uid=uid, **who(request)),
        gettext_lazy("Those who waited outside are back."),
    ),
    "take_together": (
        lambda request, uid: actions.conclude_together(meeting_uid=uid, **who(request)),
        gettext_lazy("The settled cases are concluded together."),
    ),
    "plan_agenda": (
        lambda request, uid: actions.plan_agenda(meeting_uid=uid, **who(request)),
        gettext_lazy("The agenda is worked out anew."),
    ),
    "end": (
        lambda request, uid: actions.end_meeting(meeting_uid=uid, **who(request)),
        gettext_lazy("The meeting has ended. Its members confirm the minutes now."),
    ),
    "confirm": (
        lambda request, uid: actions.confirm_minutes(meeting_uid=uid, **who(request)),
        gettext_lazy("You have confirmed the minutes."),
    ),
}
"""Deeds that ask nothing more: what does it, and what is said then."""


@signed_in
@require_POST
def deed(request: Asked, meeting_uid: UUID, meeting_verb: str) -> HttpResponse:
    """Do something at a meeting and come back to its page."""
    if meeting_verb not in DEEDS:
        raise NotFound.because("http.not_found")
    act, said = DEEDS[meeting_verb]
    return moved(request, lambda: act(request, meeting_uid), str(said), "reviews:meeting", meeting_uid)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Asked, meeting_uid: UUID, meeting_verb: str) -> HttpResponse:
    """What asks for more than a press: move the meeting, name its chair, call it off, sign its minutes."""
    found = queries.meeting_page(meeting_uid, request.actor)
    verb, signs = meeting_verb, meeting_verb == "sign"
    if verb not in {"move", "name_leaders", "call_off", "sign"}:
        raise NotFound.because("http.not_found")
    allowed = permissions.presides(request.actor, found) if signs else runs(found.round, request.actor)
    require(allowed, verb)
    form, act = _asked_for(request, found, verb)
    if done(request, form, lambda: act(meeting_uid=meeting_uid, **_given(form), **who(request))):
        messages.success(
            request, _("The minutes are signed and final.") if signs else _("Done. Who was called is told.")
        )
        return redirect("reviews:minutes" if signs else "reviews:meeting", meeting_uid)
    context = {**headline(found), "form": form, "title": label(f"meeting.{verb}"), "signs": signs}
    return render(request, "reviews/change_meeting.html", context, status=422 if form.errors else 200)


def _asked_for(request: Asked, found: Meeting, verb: str) -> tuple[Any, Callable[..., object]]:
    sent = request.POST if request.method == "POST" else None
    if verb == "move":
        return MoveMeetingForm(sent, initial={"starts_at": found.starts_at, "place": found.place}), actions.move_meeting
    if verb == "name_leaders":
        return RenameForm(sent, members=queries.called_to(found.round), meeting=found), actions.name_leaders
    if verb == "sign":
        return SignForm(sent), actions.sign_minutes
    return WhyForm(sent), actions.call_off_meeting


def _given(form: Any) -> dict[str, Any]:
    given: dict[str, Any] = form.given() if isinstance(form, RenameForm) else form.cleaned_data
    return given
