"""Sample sign-ins: everybody may know their password and see their current code. Never in production.

They stand in the sign-in library's own tables, which Baro's actions do not write.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings

from accounts.models import User
from accounts.roles import TRAITS, Role
from core.refusals import RuleBroken


def secret_of(user: User) -> str:
    """A second factor's secret that only this installation can compute, the same whenever it is asked."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"sample:{user.email}".encode(), hashlib.sha1).digest()
    return base64.b32encode(digest).decode()


def make(user: User, password: str) -> None:
    """Give a sample person's account the shared password, and a second factor where its offices need one.

    Raises RuleBroken (`sign_in.not_a_sample`) for a person who is no sample, and in production.
    """
    if settings.PRODUCTION or user.person is None or not user.person.is_sample:
        raise RuleBroken.because("sign_in.not_a_sample")
    user.set_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password)
    if needs_second_factor(user) and not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, secret_of(user))


def needs_second_factor(user: User) -> bool:
    roles = user.person.appointments.values_list("office__role", flat=True) if user.person else ()
    return any(TRAITS[Role(role)].second_factor for role in roles)
