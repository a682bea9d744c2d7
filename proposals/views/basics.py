"""What the project is called."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from proposals import actions
from proposals.forms.basics import BasicsForm
from proposals.views.door import CORRECTABLE, open_draft, put_beside, signed_in
from proposals.views.saving import version_text


@signed_in
@require_http_methods(["GET", "POST"])
def basics(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Title and field."""
    opened = open_draft(request, uid)
    proposal = opened.proposal
    initial = {
        "title_ko": proposal.title_ko,
        "title_en": proposal.title_en,
        "sector": proposal.sector,
        "version": version_text(proposal.basics_version),
    }
    form = BasicsForm(request.POST or None, initial=initial, sectors=proposal.call.program.sectors)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.change_basics(
                    proposal_uid=uid,
                    title_ko=form.cleaned_data["title_ko"],
                    title_en=form.cleaned_data["title_en"],
                    sector=form.cleaned_data.get("sector", ""),
                    version=form.cleaned_data["version"] or 0,
                    by=opened.request.actor,
                    at=opened.request.at,
                )
                messages.success(request, _("Saved."))
                return redirect("proposals:detail", uid)
            except CORRECTABLE as refused:
                put_beside(form, refused)
                status = refused.status
    return opened.page("proposals/form.html", _("Title and field"), {"form": form}, status=status)
