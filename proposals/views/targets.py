"""The targets grid, saved as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.refusals import Stale
from core.wording import say_violation
from programs.queries import indicators
from proposals import actions, queries
from proposals.forms.targets import Cell, TargetsForm, plain, target_name
from proposals.models import Proposal
from proposals.views.door import CORRECTABLE, Opened, open_draft, put_beside, signed_in
from proposals.views.saving import is_autosave, not_saved, not_understood, saved, stale, version_read, version_text


@signed_in
@require_http_methods(["GET", "POST"])
def targets(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every indicator of the programme, and what the project promises of it."""
    opened = open_draft(request, uid)
    form = _form(opened, request.POST or None, opened.proposal)
    return _save(opened, form) if request.method == "POST" else _page(opened, form)


def _form(opened: Opened, data: object, proposal: Proposal) -> TargetsForm:
    return TargetsForm(
        data,
        indicators=indicators(proposal.call.program_id),
        years=opened.policy.project_years.count,
        values=_stored(proposal),
        version=version_text(proposal.targets_version),
    )


def _save(opened: Opened, form: TargetsForm) -> HttpResponse:
    request = opened.request
    if not form.is_valid():
        return not_understood(form.errors) if is_autosave(request) else _page(opened, form, 422)
    try:
        proposal = actions.save_targets(
            proposal_uid=opened.proposal.uid,
            targets=form.targets(),
            version=version_read(request, form),
            by=request.actor,
            at=request.at,
        )
    except Stale as refused:
        return _meanwhile(opened, form, refused)
    except CORRECTABLE as refused:
        if is_autosave(request):
            return not_saved(refused)
        put_beside(form, refused)
        return _page(opened, form, refused.status)
    if is_autosave(request):
        return saved(proposal.targets_version)
    messages.success(request, _("Saved."))
    return redirect("proposals:detail", opened.proposal.uid)


def _meanwhile(opened: Opened, form: TargetsForm, refused: Stale) -> HttpResponse:
    """Somebody else saved meanwhile: what is stored now stands beside what was typed."""
    now = queries.page(opened.proposal.uid, opened.request.actor)
    stored, typed = _stored(now), form.targets()
    differing = [cell for cell in form.cells() if stored.get(cell) != typed.get(cell)]
    if is_autosave(opened.request):
        current = {target_name(*cell): plain(stored[cell]) if cell in stored else "" for cell in differing}
        return stale(refused, now.targets_version, current)
    data = {**{name: form.data.get(name, "") for name in form.fields}, "version": version_text(now.targets_version)}
    again = _form(opened, data, now)
    changed = [
        (again.fields[target_name(*cell)].label, _shown(stored.get(cell)), _shown(typed.get(cell)))
        for cell in differing
    ]
    context = {"conflict": say_violation(refused.violations[0]), "changed": changed}
    return _page(opened, again, refused.status, context)


def _page(
    opened: Opened, form: TargetsForm, status: int = 200, context: Mapping[str, object] | None = None
) -> HttpResponse:
    values = {
        "form": form,
        "rows": list(form.rows()),
        "rule": opened.policy.targets,
        "set": len({indicator for indicator, year in _stored(opened.proposal)}),
        **(context or {}),
    }
    return opened.page("proposals/targets.html", _("Targets"), values, status=status)


def _stored(proposal: Proposal) -> dict[Cell, Decimal]:
    return {(target.indicator.code, target.year): target.value for target in proposal.targets.all()}


def _shown(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
