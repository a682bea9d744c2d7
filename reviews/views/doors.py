"""Who gets past the door of these pages, and how a refusal or a move comes back to its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.actors import Actor
from accounts.http import asked
from accounts.middleware import Asked
from core.http import put_on_form
from core.refusals import NotFound, RuleBroken, Stale, WrongState, require
from core.wording import say_violation
from reviews import permissions
from reviews.models import Round, Selection

P = ParamSpec("P")
Door = Callable[Concatenate[Asked, P], HttpResponseBase]
CORRECTABLE = (RuleBroken, WrongState, Stale)
"""Refusals that the asker can answer on the page; the others mean that the page is not his."""


def is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "autosave"


def signed_in(view: Door[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For members only. The middleware keeps the words of whoever was signed out while writing."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(asked(request), *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return answer


def who(request: Asked) -> dict[str, Any]:
    """`by` and `at`, as every action takes them."""
    return {"by": request.actor, "at": request.at}


def done(request: Asked, form: Form, act: Callable[[], object]) -> bool:
    """Run an action if the form was sent and is valid. Whether it was done; a refusal stands beside the fields."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except CORRECTABLE as refused:
        put_on_form(form, refused)
        return False
    return True


def moved(request: Asked, act: Callable[[], object], said: str, *back: Any) -> HttpResponse:
    """Run an action that asks nothing more, say so (or why not) on the page it goes back to."""
    try:
        act()
    except CORRECTABLE as refused:
        for violation in refused.violations:
            messages.error(request, say_violation(violation))
    else:
        messages.success(request, said)
    return redirect(*back)


def require_oversight(round_: Round, actor: Actor) -> None:
    """An expert of the committee knows the round, but its desk is not his. Raises NotFound."""
    if not permissions.oversees_reviews(actor, round_.ministry_id, round_.call.program.uid):
        raise NotFound.because("http.not_found")


def runs(round_: Round, actor: Actor) -> bool:
    return permissions.may_run_reviews(actor, round_.ministry_id, round_.call.program.uid)


def require_desk(round_: Round, actor: Actor, verb: str) -> None:
    """Raises NotFound for those who don't oversee the round, NotAllowed for those who only read."""
    require_oversight(round_, actor)
    require(runs(round_, actor), verb)


def require_selector(selection: Selection, actor: Actor, verb: str) -> None:
    """Raises NotAllowed unless the selection is the actor's to make."""
    require(permissions.may_select(actor, selection.ministry_id), verb)
