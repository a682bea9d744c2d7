"""Accounts: the actor's own, its offices, its second factor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef

from accounts.actors import Actor
from accounts.models import Appointment, User
from accounts.queries.actors import running
from core.refusals import NotFound


def user_of(actor: Actor) -> User:
    """The actor's own account with person and organisation. Raises NotFound for nobody and for the system."""
    user = User.objects.select_related("person__organization").filter(pk=actor.user_id or 0).first()
    if user is None:
        raise NotFound.because("http.not_found")
    return user


def held_by(user: User, on: date) -> list[Appointment]:
    """The offices that the user holds, or acts in, on a day, whether their roles count yet or not."""
    found = Appointment.objects.filter(running(on), person_id=user.person_id or 0, office__closed_at__isnull=True)
    return list(found.select_related("office__organization").order_by("id"))


def unlinked_account(email: str, provider: str) -> User | None:
    """The account of this address, if no subject of the provider is linked with it yet.

    An address can be given to somebody else later; so it finds an account once, and then only the subject does.
    """
    linked = SocialAccount.objects.filter(provider=provider, user=OuterRef("pk"))
    return User.objects.filter(~Exists(linked), email=email.lower()).first()


def is_linked(user: User) -> bool:
    """Whether a provider's subject opens this account."""
    return bool(SocialAccount.objects.filter(user=user).exists())


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody can show as his second factor."""

    app: bool
    passkeys: int
    recovery_codes: bool

    def __bool__(self) -> bool:
        return self.app or self.passkeys > 0


def factors_of(user: User) -> Factors:
    """The second factors that a user has set up; true if there is any. Recovery codes only stand in for one."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return Factors(
        app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
    )


def has_second_factor(user: User) -> bool:
    """Whether a passkey or an app that shows one-time codes is set up."""
    return bool(factors_of(user))
