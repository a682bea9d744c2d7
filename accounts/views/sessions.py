"""How long this session lasts, and where else one is signed in."""

from __future__ import annotations

import re
from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import actions, queries, sessions
from accounts.http import asked

BROWSERS = {
    "Edge": r"Edg",
    "Samsung Internet": r"SamsungBrowser",
    "Whale": r"Whale",
    "Firefox": r"Firefox|FxiOS",
    "Chrome": r"Chrom|CriOS",
    "Safari": r"Safari",
}
SYSTEMS = {
    "Windows": r"Windows",
    "Android": r"Android",
    "iOS": r"iPhone|iPad",
    "macOS": r"Macintosh",
    "Linux": r"Linux",
}
"""By what they call themselves, the telling ones first: most claim to be others too."""


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def session(request: HttpRequest) -> JsonResponse:
    """The seconds left, for the page's own warning: reading them is no use of the session, sending the form is."""
    arrived = asked(request)
    if request.method == "POST":
        sessions.use(request.session, sessions.now())
        left = sessions.seconds_left(request.session, arrived.actor, sessions.now())
    else:
        left = arrived.seconds_left or 0
    return JsonResponse({"seconds_left": left})


class SignedInAt(ListUserSessionsView):  # type: ignore[misc]  # the library has no types
    """Every place where one is signed in; one button ends all the others."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = [{"session": one, "device": device_of(one.user_agent)} for one in context["sessions"]]
        return context | {"rows": sorted(rows, key=lambda row: row["session"].last_seen_at, reverse=True)}

    def form_valid(self, form: Form) -> HttpResponse:
        arrived = asked(self.request)
        user = queries.user_of(arrived.actor)
        actions.record_sign_in(name="accounts.sessions_ended", user=user, by=arrived.actor, at=arrived.at)
        response: HttpResponse = super().form_valid(form)
        return response


def device_of(user_agent: str) -> str:
    """What a browser calls itself, in two words that its owner knows; empty if it is none of the common ones."""
    found = [
        next((name for name, pattern in names.items() if re.search(pattern, user_agent)), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in found if name)
