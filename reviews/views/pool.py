"""A desk's page that draws a committee: shown with its shares first, invited when it is confirmed."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.middleware import Asked
from core.http import put_on_form
from core.refusals import RuleBroken
from core.templatetags.baro import in_language
from core.wording import label
from reviews import actions, queries
from reviews.models import Round
from reviews.register_forms import PoolForm, initial_terms
from reviews.rules.pool import shares
from reviews.views.doors import done, require_desk, signed_in, who


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pool(request: Asked, round_uid: UUID) -> HttpResponse:
    """Ask for a draw, see it, confirm it."""
    round_ = queries.round_page(round_uid, request.actor)
    require_desk(round_, request.actor, "invite")
    sent = request.POST if request.method == "POST" else request.GET or None
    rule = queries.drawing_of(round_)
    form = PoolForm(sent, initial={"size": 10, "seed": secrets.randbelow(999_999) + 1, **initial_terms(rule)})
    if done(request, form, lambda: actions.draw_pool(round_uid=round_uid, terms=form.terms(), **who(request))):
        count = form.cleaned_data["size"]
        said = ngettext("%(count)s expert is invited.", "%(count)s experts are invited.", count)
        messages.success(request, said % {"count": count})
        return redirect("reviews:round", round_uid)
    drawn = _drawn(request, round_, form) if form.is_valid() else {}
    context = {"round": round_, "form": form, "is_ruled": rule is not None, **drawn}
    return render(request, "reviews/pool.html", context, status=422 if form.errors else 200)


def _drawn(request: Asked, round_: Round, form: PoolForm) -> dict[str, Any]:
    """Who would be drawn, and the shares; nothing, with the reasons at the form, where the terms can't hold."""
    try:
        drawn, there = queries.drawn_for(round_, form.terms(), request.at)
    except RuleBroken as refused:
        put_on_form(form, refused)
        return {}
    names = {one.code: in_language(one, "name") for one in queries.regions_now(request.at)}
    own = [queries.drawable(one) for one in drawn]
    return {
        "drawn": drawn,
        "there": there,
        "regions": [(names.get(code, code or "–"), count) for code, count in shares(own, lambda one: one.region)],
        "kinds": [(label(f"kind.{code}") if code else "–", count) for code, count in shares(own, lambda one: one.kind)],
    }
