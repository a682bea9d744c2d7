"""How tests of pages come in: signed in as somebody, at a moment of 2004, in a language."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.test import Client

from accounts.models import User
from core import clock
from tests.build import MARCH, sign_in


def at_moment(moment: datetime = MARCH) -> None:
    """Set the clock of this test's world."""
    clock.move_to(moment)
    cache.delete(clock.OFFSET_KEY)


def signed_in(user: User | None, *, second_factor: bool = True, language: str = "en") -> Client:
    """A browser of this user, or of nobody."""
    client = Client()
    if user is not None:
        sign_in(client, user, second_factor=second_factor)
    client.cookies["django_language"] = language
    return client
