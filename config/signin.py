"""How people come in: the sign-in library's own steps, closed to sign-up, each change on our record."""

from __future__ import annotations

from secrets import compare_digest
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from requests import RequestException

from accounts import actions, provider, queries, sessions
from accounts.http import asked
from accounts.middleware import actor_of_request, address_of
from accounts.models import User
from accounts.provider import Provider
from accounts.provider import provider as the_provider
from accounts.views.provider import failed
from accounts.views.sessions import device_of

CHANGES = {
    "account/email/password_changed": "accounts.password_changed",
    "account/email/password_reset": "accounts.password_changed",
    "account/email/password_set": "accounts.password_changed",
    "socialaccount/email/account_connected": "accounts.provider_linked",
    "mfa/email/totp_activated": "accounts.second_factor_added",
    "mfa/email/totp_deactivated": "accounts.second_factor_removed",
    "mfa/email/webauthn_added": "accounts.passkey_added",
    "mfa/email/webauthn_removed": "accounts.passkey_removed",
    "mfa/email/recovery_codes_generated": "accounts.recovery_codes_made",
}
"""The library's notices of a change, and the event that each becomes."""
ADDED = {"accounts.second_factor_added": "totp", "accounts.passkey_added": "webauthn"}
"""A factor that the form has just checked, and its kind: the session has shown it."""
REMOVED = {"accounts.second_factor_removed", "accounts.passkey_removed"}
ENDS_OTHER_SESSIONS = REMOVED | {"accounts.password_changed"}
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
        """Go on; first to the second factor, where a role waits for it."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(response, HttpResponseRedirect) and actor_of_request(asked(request)).waiting:
            response = HttpResponseRedirect(f"{reverse('accounts:second-factor')}?{urlencode({'next': response.url})}")
        return response

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, str]]:
        """Before the account itself is changed: who has a second factor shows it; else the password is asked for."""
        if isinstance(user, User) and queries.has_second_factor(user):
            confirming = _("Confirm with your second factor")
            return [{"id": "confirm", "description": confirming, "url": reverse("accounts:confirm")}]
        found: list[dict[str, str]] = super().get_reauthentication_methods(user)
        return found

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Record the wish; the sweep sends the link, so that the answer takes as long for a stranger."""
        record(self.request, "accounts.password_reset_asked", user, tell=[user.pk])

    def send_notification_mail(self, template_prefix: str, user: User, *_args: Any, **_kwargs: Any) -> None:
        """Record what the library would mail; our own delivery tells the user, in his language."""
        name = CHANGES[template_prefix]
        record(self.request, name, user, tell=[user.pk])
        if name in ENDS_OTHER_SESSIONS:
            sessions.end_all([user.pk], but=self.request.session.session_key)
        if name in ADDED:
            record_authentication(self.request, user, method="mfa", type=ADDED[name], reauthenticated=True)
        elif name in REMOVED and not queries.has_second_factor(user):
            forget_second_factor(self.request)


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """The provider says who somebody is; whether he has an account here was said by an administrator before."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        return the_provider(request)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account of a verified address that no subject of the provider has been linked with yet."""
        for address in sociallogin.email_addresses:
            user = queries.unlinked_account(address.email, provider.ID) if address.verified else None
            if user is not None:
                return user, user.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in whom an administrator has registered, in the session that asked. Raises ImmediateHttpResponse."""
        email = next((address for address in sociallogin.email_addresses), None)
        if not compare_digest(sociallogin.nonce, sociallogin.state.get("nonce", "")) or not sociallogin.nonce:
            raise ImmediateHttpResponse(failed(request, "provider.answer_does_not_fit"))
        if not sociallogin.is_existing:
            code = "provider.unknown" if email is not None and email.verified else "provider.email_unverified"
            raise ImmediateHttpResponse(failed(request, code, email=email.email if email else "-"))
        if not sociallogin.user.is_active:
            raise ImmediateHttpResponse(failed(request, "provider.account_closed"))

    def on_authentication_error(
        self, request: HttpRequest, provider: Provider, exception: Exception | None = None, **_more: Any
    ) -> None:
        unreachable = isinstance(exception, RequestException)
        code = "provider.unreachable" if unreachable else "provider.answer_does_not_fit"
        raise ImmediateHttpResponse(failed(request, code))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Names the account on the user's device by its e-mail and our name, and a passkey by the device it is made on."""

    def _get_site_name(self) -> str:
        return "Baro"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return device_of(context.request.headers.get("User-Agent", "")) or _("Passkey")

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
