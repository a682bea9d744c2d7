"""What the tests of the team's pages stand on: a signed-in browser at a moment of the call."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from proposals.models import Proposal
from tests.build import MARCH, sign_in


def at_the_clock(moment: datetime = MARCH) -> None:
    """This world's time, for every request that follows."""
    clock.move_to(moment)
    cache.delete(clock.OFFSET_KEY)


def signed_in(user: User, language: str = "en") -> Client:
    """A browser with a session of this user, in a language."""
    client = sign_in(Client(), user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def page(proposal: Proposal, name: str, *args: object) -> str:
    return reverse(f"proposals:{name}", args=[proposal.uid, *args])
