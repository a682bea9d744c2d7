"""How people come in: the sign-in library's own steps, closed to sign-up, each change on our record."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts import actions, sessions
from accounts.http import asked
from accounts.middleware import actor_of_request, address_of
from accounts.models import User

CHANGES = {
    "account/email/password_changed": "accounts.password_changed",
    "account/email/password_reset": "accounts.password_changed",
    "account/email/password_set": "accounts.password_changed",
    "mfa/email/totp_activated": "accounts.second_factor_added",
    "mfa/email/totp_deactivated": "accounts.second_factor_removed",
    "mfa/email/recovery_codes_generated": "accounts.recovery_codes_made",
}
"""The library's notices of a change, and the event that each becomes."""
ENDS_OTHER_SESSIONS = {"accounts.password_changed", "accounts.second_factor_removed"}
"""Changes after which nobody stays signed in elsewhere by what counts no longer."""


NO_ADDRESS = "0.0.0.0"
"""Stands for an address in the list of sessions and in throttling, where there is none."""


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Closes the sign-up pages, records sign-in, sign-out and changes, and leads to the second factor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for himself: an administrator opens one and invites."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that throttling counts by: the same that stands on the record."""
        return address_of(asked(request)) or NO_ADDRESS

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request.session, sessions.now())
        record(request, "accounts.signed_in", user)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        if isinstance(user, User):
            record(request, "accounts.signed_out", user)
        super().logout(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the user's own language; first to the second factor, where a role waits for it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(response, HttpResponseRedirect) and actor_of_request(asked(request)).waiting:
            response = HttpResponseRedirect(f"{reverse('accounts:second-factor')}?{urlencode({'next': response.url})}")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Record the wish; the sweep sends the link, so that the answer takes as long for a stranger."""
        record(self.request, "accounts.password_reset_asked", user, tell=[user.pk])

    def send_notification_mail(self, template_prefix: str, user: User, *_args: Any, **_kwargs: Any) -> None:
        """Record what the library would mail; our own delivery tells the user, in his language."""
        name = CHANGES[template_prefix]
        record(self.request, name, user, tell=[user.pk])
        if name in ENDS_OTHER_SESSIONS:
            sessions.end_all([user.pk], but=self.request.session.session_key)
        if name == "accounts.second_factor_added":
            # The form has just checked a code of the new device: the session has its second factor.
            record_authentication(self.request, user, method="mfa", type="totp", reauthenticated=True)
        elif name == "accounts.second_factor_removed":
            forget_second_factor(self.request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Names the account on the user's device by its e-mail and our name."""

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        SignInAdapter(context.request).send_notification_mail(template_prefix, user, *args, **kwargs)


def forget_second_factor(request: HttpRequest) -> None:
    """Roles that need a second factor wait again, from the next request on."""
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in methods if record.get("method") != "mfa"
    ]


def record(request: HttpRequest, name: str, user: User, tell: list[int] | None = None) -> None:
    arrived = asked(request)
    actions.record_sign_in(name=name, user=user, by=actor_of_request(arrived, user), at=arrived.at, tell=tell or [])
