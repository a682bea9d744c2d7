"""Who asks: the actor on every request, and the second wall's scope on its connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import actor_of
from core import scope
from core.http import Arrived

MFA_METHODS: str = AUTHENTICATION_METHODS_SESSION_KEY


class Asked(Arrived):
    """A request as our views get it: arrival, name and actor are on it."""

    actor: Actor


class Acting:
    """Middleware: puts `actor` on the request, and the connection in its scope for as long as it is answered."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = cast(Asked, request)
        asked.actor = actor_of_request(asked)
        with scope.within(asked.actor.scope):
            return self._answer(asked)

    def _answer(self, request: Asked) -> HttpResponse:
        """Answer, and give a session that gained its second factor a new key, so that the old one opens nothing."""
        before = signed_in_with_second_factor(request)
        response = self.respond(request)
        if not before and signed_in_with_second_factor(request):
            request.session.cycle_key()
        return response


def actor_of_request(request: Asked, user: object = None) -> Actor:
    """The signed-in user (or the one named, who is just coming in) as an actor; nobody, where none is."""
    user = user or request.user
    if not isinstance(user, User):
        return Actor(address=address_of(request), request_id=request.request_id)
    return actor_of(
        user,
        at=request.at,
        second_factor=signed_in_with_second_factor(request),
        address=address_of(request),
        request_id=request.request_id,
    )


def signed_in_with_second_factor(request: HttpRequest) -> bool:
    """Whether this session's user has shown a second factor in it, as the sign-in library wrote into the session.

    The session is emptied when another user signs in, so that what stands there is his.
    """
    return any(record.get("method") == "mfa" for record in request.session.get(MFA_METHODS, []))


def address_of(request: HttpRequest) -> str | None:
    """The asker's address: the last hop that a trusted proxy named, else the peer."""
    peer = request.META.get("REMOTE_ADDR") or None
    forwarded = request.headers.get("X-Forwarded-For", "")
    if forwarded and peer in settings.TRUSTED_PROXIES:
        return forwarded.rpartition(",")[2].strip() or peer
    return peer
