"""What the frame of every page shows: menu, messages, who is signed in and as what, the sample clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.actors import Actor
from accounts.http import asked
from core import clock
from core.wording import in_korean, label
from reporting.links import path_to
from reporting.nav import entries_for
from reporting.permissions import may_look_after_sweeps


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame's context: no query, since the unread messages came with the user."""
    if not hasattr(request, "actor"):
        return {"is_trial": settings.SAMPLE}  # refused before it was known who asks
    arrived = asked(request)
    actor = arrived.actor
    found: dict[str, Any] = {
        "is_trial": settings.SAMPLE,
        "actor": actor,
        "at": arrived.at,
        "nav": _menu(actor, request.path),
        "sample_clock": _sample_clock(actor, arrived.at),
        "search_url": path_to("reporting:search"),
    }
    if actor.user_id is not None:
        inbox_url = path_to("accounts:inbox")
        found |= {
            "seconds_left": arrived.seconds_left,
            "display_name": actor.name if in_korean() else actor.name_en or actor.name,
            "offices": ", ".join(label(f"role.{role}") for role in sorted(actor.roles)),
            "waiting_roles": [label(f"role.{role}") for role in sorted(actor.waiting)],
            "inbox_url": inbox_url,
            "inbox_count": getattr(request.user, "unread", 0),
        }
    return found


def _menu(actor: Actor, here: str) -> list[dict[str, Any]]:
    entries = [(entry, path_to(entry.url_name)) for entry in entries_for(actor)]
    return [
        {"url": url, "label": entry.label, "current": here == url or (url != "/" and here.startswith(url))}
        for entry, url in entries
        if url
    ]


def _sample_clock(actor: Actor, at: datetime) -> dict[str, Any] | None:
    """The moment of a world with a clock of its own; for the administrator, where to move it."""
    if not (settings.BARO_SAMPLE_CLOCK and clock.offset()):
        return None
    return {"now": at, "url": path_to("scenarios:clock") if may_look_after_sweeps(actor) else ""}
