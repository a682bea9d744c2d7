"""Who asks: the actor on every request while his session lasts, and the second wall's scope on its connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from accounts import sessions
from accounts.actors import Actor
from accounts.models import User
from accounts.queries import actor_of
from core import scope
from core.http import Arrived, comes_from_proxy

NOT_WORDS = frozenset({"csrfmiddlewaretoken", "version", "then"})
"""Fields of a form that hold nothing somebody wrote."""
LOOKS_AT_SESSION = "accounts:session"
"""Asked by the page itself how long the session lasts: that is no use of it."""


class Asked(Arrived):
    """A request as our views get it: arrival, name and actor are on it."""

    actor: Actor
    seconds_left: int | None
    """How long the session lasts if nobody uses it; None without one."""


class Acting:
    """Middleware: puts `actor` on the request, and the connection in its scope for as long as it is answered.

    Probes are answered to nobody and in no scope, so that they can say that there is no database.
    Who is signed in and has chosen no language on this device reads in the one of his account.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast(Asked, request)
        if request.path in settings.BARO_PROBES:
            asked.actor = Actor(address=address_of(request), request_id=asked.request_id)
            return self.respond(request)
        asked.actor = actor_of_request(asked)
        asked.seconds_left = _keep_session(asked) if asked.actor.is_known else None
        if asked.actor.is_known and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(asked.actor.language)
            request.LANGUAGE_CODE = translation.get_language()
        with scope.within(asked.actor.scope):
            return self._answer(asked)

    def _answer(self, request: Asked) -> HttpResponse:
        """Answer, and give a session in which a second factor was shown a new key: the old one opens nothing."""
        before = sessions.shown_at(request.session)
        response = self.respond(request)
        if sessions.shown_at(request.session) not in {before, None}:
            sessions.renew_key(request)
        return _with_words(request, response)


def _keep_session(request: Asked) -> int | None:
    """End the session if its time is over, else note that it is used; the seconds that it still lasts."""
    session, now = request.session, sessions.now()
    if sessions.BEGAN not in session:
        sessions.begin(session, now)
    left = sessions.seconds_left(session, request.actor, now)
    if left <= 0:
        logout(request)
        request.actor = actor_of_request(request)
        return None
    looks = request.method == "GET" and request.path == reverse(LOOKS_AT_SESSION)
    if not looks and now - session[sessions.USED] >= sessions.GRAIN_SECONDS:
        sessions.use(session, now)
        left = sessions.seconds_left(session, request.actor, now)
    return left


def _with_words(request: Asked, response: HttpResponse) -> HttpResponse:
    """Whoever was signed out while writing is shown his words, and not a bare sign-in page.

    The script that saves as one types keeps the words itself and only has to hear of it (401). Pages of sign-in itself
    have no namespace: what is sent there (passwords, codes) is shown to nobody.
    """
    to_sign_in = response.status_code == 302 and response.headers["Location"].startswith(reverse(settings.LOGIN_URL))
    if request.method != "POST" or not to_sign_in or not (request.resolver_match and request.resolver_match.namespace):
        return response
    if request.headers.get("X-Requested-With") == "autosave":
        return JsonResponse({}, status=401)
    words = [
        text
        for name, texts in request.POST.lists()
        for text in texts
        if name not in NOT_WORDS and not name.startswith("confirm-") and len(text.strip()) > 1
    ]
    return render(request, "accounts/signed_out.html", {"words": words}, status=401) if words else response


def actor_of_request(request: Asked, user: object = None) -> Actor:
    """The signed-in user (or the one named, who is just coming in) as an actor; nobody, where none is."""
    user = user or request.user
    if not isinstance(user, User):
        return Actor(address=address_of(request), request_id=request.request_id)
    return actor_of(
        user,
        at=request.at,
        second_factor=sessions.shown_at(request.session) is not None,
        stepped_up=sessions.is_stepped_up(request.session),
        address=address_of(request),
        request_id=request.request_id,
    )


def address_of(request: HttpRequest) -> str | None:
    """The asker's address: the last hop that a trusted proxy named, else the peer."""
    peer = request.META.get("REMOTE_ADDR") or None
    forwarded = request.headers.get("X-Forwarded-For", "")
    if forwarded and comes_from_proxy(request):
        return forwarded.rpartition(",")[2].strip() or peer
    return peer
