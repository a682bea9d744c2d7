"""The register of proposals, and taking it along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import asked
from core.conditions import chips, without_page
from core.pages import FirstPages
from core.refusals import RuleBroken
from core.wording import label, say_violation
from reporting import actions
from reporting.queries import register
from reporting.views.home import STATE_TONES

ROWS_A_PAGE = 20


@require_safe
@never_cache
@login_required
def proposals(request: HttpRequest) -> HttpResponse:
    """Every proposal that the asker may see, narrowed by words, call, region and state."""
    return _page(request, request.GET)


@require_POST
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Ask for the list under the conditions it was shown with, and go where its percent is told."""
    conditions = request.POST.get("conditions", "")
    try:
        job = actions.ask_for_export(
            kind="proposals",
            conditions=conditions,
            form=request.POST.get("form", ""),
            language=translation.get_language(),
            by=asked(request).actor,
            at=asked(request).at,
        )
    except RuleBroken as refused:
        return _page(request, QueryDict(conditions), refused)
    return redirect("reporting:export", job.uid)


def _page(request: HttpRequest, conditions: QueryDict, refused: RuleBroken | None = None) -> HttpResponse:
    arrived = asked(request)
    chosen = register.narrowed(arrived.actor, conditions, arrived.at)
    page = FirstPages(chosen.qs, ROWS_A_PAGE).get_page(conditions.get("page"))
    kept = without_page(conditions)
    path = reverse("reporting:register")
    context = {
        "form": chosen.form,
        "chips": chips(path, kept, chosen.form),
        "page": page,
        "rows": [
            {
                "titled": register.titled(one),
                "state": label(f"proposal.{one.state}"),
                "tone": STATE_TONES.get(one.state, "neutral"),
            }
            for one in register.lines(arrived.actor, list(page))
        ],
        "conditions": kept.urlencode(),
        "clear_url": path if kept else "",
        "errors": [{"text": say_violation(one)} for one in refused.violations] if refused else [],
    }
    return render(request, "reporting/register.html", context, status=422 if refused else 200)
