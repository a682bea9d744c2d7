"""A team's page of those who may not judge its proposal."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import Asked
from core.refusals import require
from core.wording import label
from proposals.queries import membership
from proposals.queries import page as proposal_page
from reviews import actions, permissions, queries
from reviews.forms import ObjectionForm
from reviews.rules.conflicts import MOST_OBJECTIONS
from reviews.views.doors import done, signed_in, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def objections(request: Asked, proposal_uid: UUID) -> HttpResponse:
    """Whom the team has named, and a form to name one more."""
    proposal = proposal_page(proposal_uid, request.actor)
    writes = membership(request.actor, proposal).may_edit
    require(permissions.may_object(request.actor, proposal.lead_organization_id, writes=writes), "object")
    form = ObjectionForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        actions.object_to_expert(proposal_uid=proposal_uid, **form.cleaned_data, **who(request))

    if done(request, form, act):
        messages.success(request, _("The person is named. On the committee he would see nothing of this proposal."))
        return redirect("reviews:objections", proposal_uid)
    rows = [
        {"objection": one, "ground": label(f"conflict.ground.{one.ground}")} for one in queries.objections_of(proposal)
    ]
    context = {
        "proposal": proposal,
        "rows": rows,
        "form": form,
        "most": MOST_OBJECTIONS,
        "open": len(rows) < MOST_OBJECTIONS and not queries.is_judged(proposal),
    }
    return render(request, "reviews/objections.html", context, status=422 if form.errors else 200)
