"""What the pages of passkeys take: the library's forms, with a name that their owner gives."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What the library lets through from a credential that no browser made: it answers as any wrong one."""


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A passkey as the browser made it. It always opens the account by itself, so nothing is to be chosen."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("By which you know it again: the device or the key that it is on."),
    )
    passwordless = None

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except MALFORMED as problem:
            raise get_adapter().validation_error("incorrect_code") from problem
        return cleaned


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # the library has no types
    name = forms.CharField(label=_("Name of the passkey"), max_length=LONGEST_NAME)


class _Shown:
    def clean_credential(self) -> Authenticator:
        try:
            shown: Authenticator = super().clean_credential()  # type: ignore[misc]  # of the library's form beside it
        except MALFORMED as problem:
            raise get_adapter().validation_error("incorrect_code") from problem
        return shown


class PasskeySignInForm(_Shown, LoginWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A passkey instead of name and password."""


class PasskeyFactorForm(_Shown, AuthenticateWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A passkey after the password."""


class PasskeyAgainForm(_Shown, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A passkey shown anew."""
