"""Search from the head of every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.http import asked
from core.wording import label
from reporting.forms import SearchForm
from reporting.links import path_to
from reporting.queries.search import Found
from reporting.queries.search import search as look_for
from reporting.views.home import STATE_TONES, TONES


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Calls for everybody; proposals that the asker may see; people and organisations for the directory's readers."""
    arrived = asked(request)
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = look_for(text, arrived.actor)
    context = {"form": form, "text": text, "found": found, **shown(found, arrived.at)}
    return render(request, "reporting/search.html", context)


def shown(found: Found, at: Any) -> dict[str, Any]:
    return {
        "calls": [
            {
                "call": call,
                "url": path_to("programs:call", call.uid),
                "state": label(f"call.{call.phase(at)}"),
                "tone": TONES.get(call.phase(at), "neutral"),
            }
            for call in found.calls
        ],
        "proposals": [
            {
                "found": one,
                "url": path_to("proposals:detail", one.proposal.uid),
                "history_url": path_to("reporting:history", one.proposal.project_uid),
                "state": label(f"proposal.{one.proposal.state}"),
                "tone": STATE_TONES.get(one.proposal.state, "neutral"),
            }
            for one in found.proposals
        ],
        "people": [{"row": one, "url": path_to("accounts:person", one.uid)} for one in found.people],
        "organizations": [
            {"row": one, "url": path_to("accounts:organization", one.uid)} for one in found.organizations
        ],
    }
