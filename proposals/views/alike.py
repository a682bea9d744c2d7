"""What is alike with a proposal: a page, and the part of it that other pages load after themselves."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from proposals import queries
from proposals.queries.alike import alike_for
from proposals.views.door import open_page, signed_in


@signed_in
@require_GET
def alike(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All standing submissions that are alike, the most first. It hinders nobody from handing in."""
    opened = open_page(request, uid)
    content, is_draft = queries.content_for(opened.request.actor, opened.proposal)
    found = alike_for(opened.request.actor, opened.proposal.pk, content, opened.request.at)
    context = {"found": found, "is_draft": is_draft}
    if request.headers.get("HX-Request"):
        return render(request, "proposals/parts/alike.html", context)
    return opened.page("proposals/alike.html", _("What is alike"), context)
