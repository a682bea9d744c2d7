"""What everybody may read of a published selection, on a page and as a table."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import asked
from core.sheets import sheet
from core.templatetags.baro import in_language
from core.wording import label
from reviews import queries
from reviews.showing import OUTCOME_TONES, by_region, lots_in_order, proof_of, public_figures, share_bars, totals

RESULTS_A_PAGE = 20


@require_safe
def all_results(request: HttpRequest) -> HttpResponse:
    """Every published selection, newest first."""
    page = Paginator(queries.published(), RESULTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reviews/all_results.html", {"page": page})


@require_safe
def results(request: HttpRequest, selection_uid: UUID) -> HttpResponse:
    """Teams selected by region with their won, the waiting list, and every override with name and reason."""
    found = queries.published_page(selection_uid, asked(request).actor)
    decisions = list(found.decisions.all())
    selected = [one for one in decisions if one.outcome == "selected"]
    overrides = [
        {
            "decision": one,
            "tone": OUTCOME_TONES[one.outcome],
            "outcome": label(f"decision.{one.outcome}"),
            "proposed": label(f"decision.{one.proposed}"),
        }
        for one in decisions
        if one.override_reason
    ]
    waiting = sorted(
        (one for one in decisions if one.outcome == "waiting"),
        key=lambda one: (one.waiting_position is None, one.waiting_position or 0, one.number),
    )
    context = {
        "selection": found,
        "groups": by_region(selected),
        "waiting": waiting,
        "overrides": overrides,
        "figures": public_figures(totals(decisions)),
        "proof": proof_of(found.value, found.bound),
        "lots": lots_in_order(one for one in decisions if one.outcome != "rejected"),  # the others are not public
        "regions": share_bars(selected, "region"),
        "sectors": share_bars(selected, "sector"),
    }
    context["appeals"] = [
        {**row, "ground": label(f"appeal.ground.{row['ground']}"), "state": label(f"appeal.{row['state']}")}
        for row in found.appeals
    ]
    return render(request, "reviews/results.html", context)


@require_safe
def results_csv(request: HttpRequest, selection_uid: UUID) -> HttpResponse:
    """Those selected and those waiting as a table for spreadsheets."""
    found = queries.published_page(selection_uid, asked(request).actor)
    head = [
        *(_("Number"), _("Title"), _("Leading institution"), _("Region"), _("Field"), _("Outcome")),
        *(_("Grant (won)"), _("Original teams"), _("Waiting position"), _("Override by"), _("Reason of the override")),
    ]
    rows = (
        (
            one.number,
            in_language(one, "title"),
            in_language(one, "lead"),
            in_language(one.region, "name"),
            one.sector,
            label(f"decision.{one.outcome}"),
            one.grant_krw if one.outcome == "selected" else 0,
            max(1, len(one.originals)),
            one.waiting_position if one.outcome == "waiting" else None,
            one.override_by_name,
            one.override_reason,
        )
        for one in found.decisions.all()
        if one.outcome != "rejected" or one.override_reason
    )
    return sheet(f"selection-{found.call.code}", head, rows)
