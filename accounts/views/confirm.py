"""The second factor, shown anew before money and decisions; then one goes on with exactly what one had sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts import actions, queries
from accounts.forms import PasskeyAgainForm
from accounts.http import asked
from accounts.middleware import Asked
from accounts.samples import current_code
from core.http import API_PREFIX
from core.refusals import StepUpNeeded

PREFIX = "confirm"
TARGET, AGAIN = f"{PREFIX}-next", f"{PREFIX}-again"


class GoOn(HttpResponseRedirectBase):
    """Sends the browser on with the same method and the same form (RFC 9110, 15.4.8)."""

    status_code = 307


class Confirming:
    """Middleware: a form that needs a fresh second factor is answered by the page that asks for it."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, StepUpNeeded) or request.path.startswith(API_PREFIX):
            return None
        return _page(asked(request), target=request.get_full_path(), again=request.method == "POST", status=403)


@require_http_methods(["GET", "POST"])
@login_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Show the second factor. What a form had sent before comes along, and goes on to where it was going."""
    arrived = asked(request)
    target = _own(arrived, (request.POST or request.GET).get(TARGET) or request.GET.get("next") or "/")
    again = AGAIN in request.POST
    if request.method == "GET":
        return _page(arrived, target=target, again=again)
    user = queries.user_of(arrived.actor)
    kind = ReauthenticateForm if f"{PREFIX}-code" in request.POST else PasskeyAgainForm
    form = kind(user=user, data=request.POST, prefix=PREFIX)
    if not form.is_valid():
        return _page(arrived, target=target, again=again, faulty=form, status=422)
    form.save()
    actions.record_sign_in(name="accounts.stepped_up", user=user, by=arrived.actor, at=arrived.at)
    return GoOn(target) if again else redirect(target)


def _own(request: Asked, target: str) -> str:
    """An address of ours, or the first page."""
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else "/"


def _said(faulty: Any) -> list[str]:
    """What is wrong with a passkey that was shown; a code's fault stands beside its field."""
    return list(faulty.errors.get("credential", [])) if isinstance(faulty, PasskeyAgainForm) else []


def _page(request: Asked, *, target: str, again: bool, faulty: Any = None, status: int = 200) -> HttpResponse:
    user = queries.user_of(request.actor)
    factors = queries.factors_of(user)
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not name.startswith(f"{PREFIX}-")
    ]
    context = {
        "form": faulty if isinstance(faulty, ReauthenticateForm) else ReauthenticateForm(user=user, prefix=PREFIX),
        "passkey_errors": [{"text": text, "href": ""} for text in _said(faulty)],
        "options": json.dumps(begin_authentication(user)) if factors.passkeys else "",
        "factors": factors,
        "target": target,
        "again": again,
        "sent": sent if again else [],
        "minutes": settings.BARO_STEP_UP_MINUTES,
        "sample_code": current_code(user),
    }
    return render(request, "accounts/confirm.html", context, status=status)
