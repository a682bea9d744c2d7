"""All that happened to a project, for those who may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.wording import say_event
from proposals import queries
from proposals.views.door import open_page, signed_in


@signed_in
@require_GET
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The timeline, the latest first; outside the consortium it begins with the first submission."""
    opened = open_page(request, uid)
    events = [
        {
            "at": event.at,
            "text": say_event(event.name, event.data),
            "by": event.actor_name,
            "detail": event.reason,
        }
        for event in reversed(queries.history_for(opened.proposal, whole=opened.sees_draft))
    ]
    return opened.page("proposals/history.html", _("History"), {"events": events})
