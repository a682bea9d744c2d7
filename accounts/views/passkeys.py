"""Passkeys: added to an account, and signed in with. The library keeps them; `passkey.js` asks the browser for them."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.http import HttpResponse


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # the library has no types
    """Add a passkey that knows its owner (by finger, face or PIN), so that it is both factors in one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"options": json.dumps(options)}


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]  # the library has no types
    """Sign in with a passkey alone, and go on to where one wanted to go."""

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        response: HttpResponse = flows.perform_passwordless_login(self.request, authenticator, login)
        return response
