"""A case on a panel's agenda: its reviews, what the panel does with it, and its minutes saved as typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import Asked
from core.http import PROBLEM, etag, problem_of, put_on_form, required_version
from core.refusals import NotFound, Refused, Stale, require
from core.wording import label, say_violation
from reviews import actions, queries
from reviews.models import AgendaItem
from reviews.panel_forms import ConcludeForm, MinutesForm, MoveItemForm, RapporteurForm, WhyForm
from reviews.panel_showing import agreed_points, headline, live
from reviews.permissions import ItemSight
from reviews.queries import Floor
from reviews.showing import shown_review
from reviews.views.doors import CORRECTABLE, done, is_autosave, moved, signed_in, who

PRESSED = {"take_up": actions.take_up_item, "take_out": actions.take_out_item}
"""Deeds that ask nothing more."""
WRITTEN: dict[str, Callable[..., object]] = {
    "conclude": actions.conclude_item,
    "put_off": actions.put_off_item,
    "reconsider": actions.reconsider_item,
    "move_item": actions.move_item,
    "set_rapporteur": actions.set_rapporteur,
}
"""Deeds with a form of their own on the page of the case."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Asked, item_uid: UUID) -> HttpResponse:
    """A case as the panel sees it, with the forms of whoever leads; nothing of it for who is in conflict with it."""
    floor, found = queries.item_page(item_uid, request.actor)
    verb = request.POST.get("do", "") if request.method == "POST" else ""
    if verb in PRESSED:
        return moved(
            request,
            lambda: PRESSED[verb](item_uid=item_uid, **who(request)),
            label(f"agenda_item.{PRESSED_SAID[verb]}"),
            "reviews:meeting",
            floor.meeting.uid,
        )
    forms = _forms(floor, found, request.POST if verb else None, verb)
    if request.method == "POST":
        if verb not in WRITTEN:
            raise NotFound.because("http.not_found")
        form = forms[verb]
        if done(request, form, lambda: WRITTEN[verb](item_uid=item_uid, **_given(form), **who(request))):
            messages.success(request, _("Noted."))
            return redirect("reviews:meeting", floor.meeting.uid)
    context = _page(request, floor, found, forms)
    failed = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "reviews/item.html", context, status=422 if failed else 200)


PRESSED_SAID = {"take_up": "on", "take_out": "take_out"}


def _forms(floor: Floor, found: AgendaItem, sent: Any, verb: str) -> dict[str, Any]:
    """The form of each deed; only the one that was sent is bound."""

    def of(name: str) -> Any:
        return sent if name == verb else None

    free = [one.member for one in floor.people if not floor.is_barred(one, found)]
    chosen = str(found.rapporteur.uid) if found.rapporteur else ""
    return {
        "conclude": ConcludeForm(of("conclude"), policy=floor.policy),
        "put_off": WhyForm(of("put_off"), prefix="put_off"),
        "reconsider": WhyForm(of("reconsider"), prefix="reconsider"),
        "move_item": MoveItemForm(of("move_item"), prefix="move_item", initial={"place": found.place}),
        "set_rapporteur": RapporteurForm(
            of("set_rapporteur"), prefix="set_rapporteur", members=free, initial={"expert_uid": chosen}
        ),
    }


def _given(form: Any) -> dict[str, Any]:
    given: dict[str, Any] = form.given() if isinstance(form, ConcludeForm | RapporteurForm) else form.cleaned_data
    return given


def _page(request: Asked, floor: Floor, found: AgendaItem, forms: dict[str, Any]) -> dict[str, Any]:
    shown = live(floor, request.actor, request.at)
    is_open = floor.sight(request.actor, found) is ItemSight.OPEN
    errors = [form for form in forms.values() if form.is_bound and form.errors]
    return {
        **headline(floor.meeting),
        "item": found,
        "case": found.case,
        "is_open": is_open,
        "item_state": label(f"agenda_item.{found.state}"),
        "leads": shown["leads"],
        "runs": shown["runs"],
        "oversees": shown["oversees"],
        "seated": shown["seat"] is not None,
        "writes": floor.may_write(request.actor, found) and found.state != "waiting",
        "on": floor.on,
        "rule": floor.rule,
        "before_bp": queries.score_without(found, floor) if shown["leads"] and found.state == "on" else None,
        "room": floor.room(found),
        "needed": floor.rule.quorum(floor.room(found).entitled),
        "reviews": [shown_review(one, floor.policy) for one in queries.read_by(found)] if is_open else [],
        "points": agreed_points(found, floor.policy) if is_open else [],
        "outcome": label(f"panel_outcome.{found.outcome}") if found.outcome else "",
        "forms": forms,
        "form": errors[0] if errors else None,
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def item_minutes(request: Asked, item_uid: UUID) -> HttpResponse:
    """The minutes on one case, saved as they are typed."""
    floor, found = queries.item_page(item_uid, request.actor)
    require(floor.may_write(request.actor, found), "write_minutes")
    stored = {"minutes": found.minutes, "version": f"v{found.minutes_version}"}
    form = MinutesForm(request.POST if request.method == "POST" else None, initial=stored)
    if request.method == "POST":
        return _keep(request, floor, found, form)
    return _writing(request, floor, found, form)


def _keep(request: Asked, floor: Floor, found: AgendaItem, form: MinutesForm) -> HttpResponse:
    if not form.is_valid():
        return _writing(request, floor, found, form, status=422)
    sent = required_version(request)
    version = form.cleaned_data["version"] if sent is None else sent
    try:
        saved = actions.write_minutes(
            item_uid=found.uid, text=form.cleaned_data["minutes"], version=version, **who(request)
        )
    except CORRECTABLE as refused:
        return _refused(request, floor, found, form, refused)
    if is_autosave(request):
        return JsonResponse({"version": _version(saved), "errors": {}})
    messages.success(request, _("Saved."))
    return redirect("reviews:minutes", floor.meeting.uid)


def _refused(request: Asked, floor: Floor, found: AgendaItem, form: MinutesForm, refused: Refused) -> HttpResponse:
    """Somebody else was faster: what is stored now stands beside what was typed."""
    if is_autosave(request):
        problem = {**problem_of(refused), "detail": say_violation(refused.violations[0])}
        if isinstance(refused, Stale):
            problem |= {"version": _version(found), "current": {"minutes": found.minutes}}
        return JsonResponse(problem, status=refused.status, content_type=PROBLEM)
    again = request.POST.copy()
    again["version"] = _version(found)
    form = MinutesForm(again)
    put_on_form(form, refused)
    theirs = found.minutes if isinstance(refused, Stale) else ""
    return _writing(request, floor, found, form, status=refused.status, theirs=theirs)


def _version(found: AgendaItem) -> str:
    return etag(found.minutes_version).strip('"')


def _writing(
    request: Asked, floor: Floor, found: AgendaItem, form: MinutesForm, *, status: int = 200, theirs: str = ""
) -> HttpResponse:
    context = {
        **headline(floor.meeting),
        "item": found,
        "case": found.case,
        "form": form,
        "version": form["version"].value(),
        "theirs": theirs,
        "outcome": label(f"panel_outcome.{found.outcome}") if found.outcome else "",
        "points": agreed_points(found, floor.policy),
    }
    return render(request, "reviews/item_minutes.html", context, status=status)
