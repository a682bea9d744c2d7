"""How tests of pages come in: signed in as somebody, at a moment of 2004, in a language."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.sessions import FACTORS, now
from core import clock
from tests.build import MARCH


def at_moment(moment: datetime = MARCH) -> None:
    """Set the clock of this test's world."""
    clock.move_to(moment)
    cache.delete(clock.OFFSET_KEY)


def signed_in(user: User | None, *, second_factor: bool = True, language: str = "en") -> Client:
    """A browser of this user, or of nobody."""
    client = Client()
    client.cookies["django_language"] = language
    if user is not None:
        client.force_login(user)
        if second_factor:
            session = client.session
            session[FACTORS] = [{"method": "mfa", "at": now(), "type": "totp"}]
            session.save()
    return client
