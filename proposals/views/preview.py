"""A call's pages as an applicant will get them: the very views, over a draft that is thrown away after each page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import asked
from core.refusals import NotFound
from core.wording import label
from proposals import queries
from proposals.actions.preview import tried_out
from proposals.models import Proposal
from proposals.views.door import signed_in

PAGES = frozenset(
    {
        *("detail", "basics", "section", "answers", "consortium", "partner", "people", "person"),
        *("budget", "targets", "files", "check"),
    }
)
"""The pages of a draft that can be tried out; files are not taken, and nothing is handed in."""
AS = "preview_as"
"""Where a session keeps as which kind of institution its officer looks."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, call_uid: UUID, rest: str = "") -> HttpResponseBase:
    """One page of a draft in this call, as an applicant sees it. What is typed is checked and forgotten."""
    here = reverse("proposals:preview", args=[call_uid])
    arrived = asked(request)
    officer = arrived.actor
    if "as" in request.GET:
        request.session[AS] = request.GET["as"][:40]
    kind = str(request.session.get(AS, ""))
    with tried_out(call_uid=call_uid, kind=kind, by=officer, at=arrived.at) as (proposal, applicant):
        there = reverse("proposals:detail", args=[proposal.uid])
        match = _page(there + rest)
        if match is None:
            messages.info(request, _("This step is not part of the preview."))
            return redirect(here)
        arrived.actor = applicant
        arrived.preview = _banner(proposal, call_uid)  # type: ignore[attr-defined]  # the frame of these pages reads it
        try:
            answer = match.func(request, *match.args, **match.kwargs)
        finally:
            arrived.actor = officer
    if request.method == "POST":
        _say_nothing_was_kept(request)
    return _at_home(answer, there, here)


def _banner(proposal: Proposal, call_uid: UUID) -> dict[str, Any]:
    """What the frame says of a preview: as which kind of institution, and which others there are."""
    policy = queries.policy_for(proposal)
    here = proposal.lead_organization.kind
    kinds = [(kind.value, label(f"kind.{kind.value}")) for kind in policy.eligibility.lead_kinds]
    return {"call_uid": call_uid, "kind": label(f"kind.{here}"), "others": [one for one in kinds if one[0] != here]}


def _page(path: str) -> ResolverMatch | None:
    """What answers an address of a draft, if it can be tried out. Raises NotFound for one that nothing answers."""
    try:
        match = resolve(path)
    except Resolver404:
        raise NotFound.because("http.not_found") from None
    return match if match.view_name.removeprefix("proposals:") in PAGES else None


def _say_nothing_was_kept(request: HttpRequest) -> None:
    """The page's own word that it was saved is taken back."""
    list(messages.get_messages(request))
    messages.info(request, _("Preview: what you typed was checked and not kept."))


def _at_home(answer: HttpResponse, there: str, here: str) -> HttpResponse:
    """The answer with every address of the draft led back into the preview, and without saving as one types."""
    if "Location" in answer:
        answer["Location"] = answer["Location"].replace(there, here)
    content = answer.content.replace(there.encode(), here.encode())
    answer.content = content.replace(b" data-autosave=", b" data-autosave-not=")
    return answer
