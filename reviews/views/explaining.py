"""Why each proposal is in or not, for the desk; how the money would be shared, for all who may know it beforehand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.middleware import Asked
from core.refusals import NotFound
from core.sheets import sheet
from core.templatetags.baro import in_language
from core.wording import label
from reviews import permissions, queries
from reviews.models import Decision, Selection
from reviews.reasoning import rules_of, share_picture, share_rows, why
from reviews.showing import OUTCOME_TONES, proof_of
from reviews.views.doors import signed_in


@signed_in
@require_safe
def reasons(request: Asked, selection_uid: UUID) -> HttpResponse:
    """Every proposal with score, rank, what it lacked or is in by, and whom it would have displaced; to be printed."""
    found = _seen(selection_uid, request)
    rows = [
        {
            "decision": one,
            "tone": OUTCOME_TONES[one.outcome],
            "outcome": label(f"decision.{one.outcome}"),
            "why": why(one),
            "rules": rules_of(one),
        }
        for one in _by_merit(found)
    ]
    context = {
        "selection": found,
        "rows": rows,
        "proof": proof_of(found.value, found.bound),
        "by_duals": any(one.method == "duals" for one in found.decisions.all()),
    }
    return render(request, "reviews/reasons.html", context)


@signed_in
@require_safe
def reasons_csv(request: Asked, selection_uid: UUID) -> HttpResponse:
    """The same as a table for spreadsheets, merit in whole points of the computation."""
    found = _seen(selection_uid, request)
    head = [
        *(_("Number"), _("Title"), _("Region"), _("Outcome"), _("Score (bp)"), _("Rank by merit"), _("Merit")),
        *(_("Need"), _("Margin"), _("Displaced"), _("Why"), _("Binding rules")),
    ]
    rows = (
        (
            one.number,
            in_language(one, "title"),
            in_language(one.region, "name"),
            label(f"decision.{one.outcome}"),
            one.score_bp,
            one.merit_rank,
            one.merit,
            one.need,
            one.margin,
            ", ".join(one.displaced),
            " ".join(why(one)),
            " ".join(rules_of(one)),
        )
        for one in _by_merit(found)
    )
    return sheet(f"reasons-{found.call.code}", head, rows)


@signed_in
@require_safe
def shares(request: Asked, selection_uid: UUID) -> HttpResponse:
    """The share of each region and field, before anything is decided and after: sums, and no proposal by name."""
    rows = queries.shares_of(selection_uid, request.actor)
    tables = [
        _table(_("By region"), _("Region"), share_rows(rows, "region"), "share-regions"),
        _table(_("By field"), _("Field"), share_rows(rows, "sector"), "share-fields"),
    ]
    return render(request, "reviews/shares.html", {"call": rows[0].call, "tables": tables})


def _table(title: str, head: str, rows: list[dict[str, Any]], table_id: str) -> dict[str, Any]:
    return {"title": title, "head": head, "id": table_id, "rows": rows, "bars": share_picture(rows)}


def _by_merit(found: Selection) -> list[Decision]:
    return sorted(found.decisions.all(), key=lambda one: (-one.merit, one.number))


def _seen(selection_uid: UUID, request: Asked) -> Selection:
    found = queries.selection_page(selection_uid, request.actor)
    if not permissions.oversees_reviews(request.actor, found.ministry_id, found.call.program.uid):
        raise NotFound.because("http.not_found")
    return found
