"""The budget grid, saved as it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.refusals import Refused, Stale, Violation
from core.wording import say_violation
from programs.policy import Source
from programs.policy.checks import Line
from proposals import actions, queries
from proposals.forms.budget import BudgetForm, Cell, cell_name, reason_name
from proposals.models import Proposal
from proposals.rules import budget_check, budget_hints, reasons_of
from proposals.views.door import CORRECTABLE, Opened, open_draft, put_beside, signed_in
from proposals.views.saving import (
    is_autosave,
    not_saved,
    not_understood,
    saved,
    stale,
    texts_by_field,
    version_read,
    version_text,
)


@signed_in
@require_http_methods(["GET", "POST"])
def budget(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All years on one page."""
    opened = open_draft(request, uid)
    stored = _stored(opened.proposal)
    form = BudgetForm(
        request.POST or None,
        policy=opened.policy,
        amounts=stored,
        reasons=opened.proposal.cap_reasons,
        version=version_text(opened.proposal.budget_version),
    )
    if request.method == "POST":
        return _save(opened, form)
    if stored:
        form.remarks = budget_check(
            opened.policy, _lines(stored), reasons_of(opened.policy, opened.proposal.cap_reasons)
        )
        form.hints = budget_hints(opened.policy, _lines(stored))
    return _page(opened, form)


def _save(opened: Opened, form: BudgetForm) -> HttpResponse:
    request = opened.request
    if not form.is_valid():
        return not_understood(form.errors) if is_autosave(request) else _page(opened, form, 422)
    try:
        proposal = actions.save_budget(
            proposal_uid=opened.proposal.uid,
            lines=_lines(form.amounts()),
            reasons=form.reasons(),
            version=version_read(request, form),
            by=request.actor,
            at=request.at,
        )
    except Stale as refused:
        return _meanwhile(opened, form, refused)
    except CORRECTABLE as refused:
        if is_autosave(request):
            return not_saved(refused)
        _put(form, refused.violations)
        return _page(opened, form, refused.status)
    found = budget_check(opened.policy, _lines(form.amounts()), reasons_of(opened.policy, form.reasons()))
    if is_autosave(request):
        return saved(proposal.budget_version, texts_by_field(found))
    if found:
        messages.warning(request, _("Saved. Some amounts still break the rules; they are marked."))
        return redirect("proposals:budget", opened.proposal.uid)
    messages.success(request, _("Saved."))
    return redirect("proposals:detail", opened.proposal.uid)


def _meanwhile(opened: Opened, form: BudgetForm, refused: Stale) -> HttpResponse:
    """Somebody else saved the budget meanwhile: what is stored now stands beside what was typed."""
    now = queries.page(opened.proposal.uid, opened.request.actor)
    stored = _stored(now)
    if is_autosave(opened.request):
        current = {
            cell_name(*cell): f"{stored[cell]:,}" if cell in stored else ""
            for cell in form.cells()
            if stored.get(cell) != form.amounts().get(cell)
        }
        current |= {
            reason_name(category): now.cap_reasons.get(category, "")
            for category, text in form.reasons().items()
            if now.cap_reasons.get(category, "") != text
        }
        return stale(refused, now.budget_version, current)
    typed = {**{name: form.data.get(name, "") for name in form.fields}, "version": version_text(now.budget_version)}
    again = BudgetForm(typed, policy=opened.policy, amounts=stored)
    changed: list[tuple[Any, object, object]] = [
        (again.fields[cell_name(*cell)].label, stored.get(cell, 0), form.amounts().get(cell, 0))
        for cell in form.cells()
        if stored.get(cell) != form.amounts().get(cell)
    ]
    changed += [
        (again.fields[reason_name(category)].label, now.cap_reasons.get(category, ""), text)
        for category, text in form.reasons().items()
        if now.cap_reasons.get(category, "") != text
    ]
    context = {"conflict": say_violation(refused.violations[0]), "changed": changed}
    return _page(opened, again, refused.status, context)


def _put(form: BudgetForm, violations: Sequence[Violation]) -> None:
    """Each text beside its cell; what concerns a year beside the year's sums; the rest above the grid."""
    form.remarks = [one for one in violations if one.field.startswith("lines.") and one.field not in form.fields]
    others = [one for one in violations if one not in form.remarks]
    if others:
        put_beside(form, Refused(others))


def _page(
    opened: Opened, form: BudgetForm, status: int = 200, context: Mapping[str, object] | None = None
) -> HttpResponse:
    values = {
        "form": form,
        "grids": list(form.grids()),
        "totals": form.totals(),
        "limits": opened.policy.budget,
        **(context or {}),
    }
    return opened.page("proposals/budget.html", _("Budget"), values, status=status)


def _stored(proposal: Proposal) -> dict[Cell, int]:
    return {(line.year, line.category, line.source): line.amount_krw for line in proposal.lines.all()}


def _lines(amounts: dict[Cell, int]) -> list[Line]:
    return [
        Line(year=year, category=category, source=Source(source), amount_krw=amount)
        for (year, category, source), amount in amounts.items()
    ]
