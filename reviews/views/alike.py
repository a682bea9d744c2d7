"""What is alike with a case: a page, and the part of it that the pages of the case load after themselves."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.middleware import Asked
from reviews import permissions, queries
from reviews.queries.alike import alike_to_case
from reviews.views.doors import signed_in


@signed_in
@require_safe
def alike(request: Asked, case_uid: UUID) -> HttpResponse:
    """Standing submissions that are alike, the most first, for whoever may open the case."""
    case = queries.case_of(case_uid, request.actor)
    context = {"found": alike_to_case(case, request.actor, request.at), "case": case}
    if request.headers.get("HX-Request"):
        return render(request, "proposals/parts/alike.html", context)
    round_ = case.round
    context["oversees"] = permissions.oversees_reviews(request.actor, round_.ministry_id, round_.call.program.uid)
    return render(request, "reviews/alike.html", {**context, "round": round_ if context["oversees"] else None})
