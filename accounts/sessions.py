"""How long a session lasts: until nobody has used it for a while, and never past a long day. Offices' are shorter.

Moments are seconds since 1970 of the real clock: a world's own clock moves deadlines, not sessions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from accounts.actors import Actor
from accounts.roles import TRAITS
from core import clock

FACTORS: str = AUTHENTICATION_METHODS_SESSION_KEY
"""Where the sign-in library writes by which methods, and when, this session's user has shown who he is."""
BEGAN, USED = "baro_began", "baro_used"
GRAIN_SECONDS = 60
"""Use is written down once in so long, so that a page costs no write."""


@dataclass(frozen=True, slots=True)
class Limits:
    idle_seconds: int
    whole_seconds: int


def limits_for(actor: Actor) -> Limits:
    """An office that decides or pays has the short ones, also while its role waits for a second factor."""
    decides = any(TRAITS[role].second_factor for role in actor.roles | actor.waiting)
    idle, whole = (
        (settings.BARO_OFFICE_IDLE_MINUTES, settings.BARO_OFFICE_SESSION_HOURS)
        if decides
        else (settings.BARO_IDLE_MINUTES, settings.BARO_SESSION_HOURS)
    )
    return Limits(idle_seconds=idle * 60, whole_seconds=whole * 3600)


def now() -> float:
    return clock.system_now().timestamp()


def begin(session: SessionBase, at: float) -> None:
    """Note when somebody came in."""
    session[BEGAN] = session[USED] = int(at)


def seconds_left(session: SessionBase, actor: Actor, at: float) -> int:
    """How long the session still lasts if nobody uses it; not above zero when it is over."""
    limits = limits_for(actor)
    ends = min(session[USED] + limits.idle_seconds, session[BEGAN] + limits.whole_seconds)
    return int(ends - at)


def use(session: SessionBase, at: float) -> None:
    """Note that the session is used."""
    session[USED] = int(at)
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=clock.system_now())


def shown_at(session: SessionBase) -> float | None:
    """When a second factor was last shown in this session; None if never.

    The session is emptied when another user signs in, so that what stands there is his.
    """
    return max((one["at"] for one in session.get(FACTORS, []) if one.get("method") == "mfa"), default=None)


def is_stepped_up(session: SessionBase) -> bool:
    """Whether the second factor was shown lately enough for money and decisions."""
    shown = shown_at(session)
    return shown is not None and now() - shown < settings.BARO_STEP_UP_MINUTES * 60


def renew_key(request: HttpRequest) -> None:
    """Give the session another key, so that the old one opens nothing; the list of sessions follows."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def end_all(user_ids: Iterable[int], *, but: str | None = None) -> int:
    """End the sessions of these users, all but the one of this key; how many there were."""
    rows = UserSession.objects.filter(user_id__in=list(user_ids)).exclude(session_key=but or "")
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)
