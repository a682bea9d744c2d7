"""The figures of the regions: what counts now, the versions before, a new one, and the table as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import Asked
from core.refusals import NotFound, require
from core.sheets import sheet
from programs import actions, permissions, queries
from programs.forms.figures import FiguresForm
from programs.models import Program, RegionalFigures
from programs.policy import Balance, Policy
from programs.rules import Figures, Index, as_rows, cell_of, index_text
from programs.rules.figures import REGION
from programs.views.doors import done, signed_in, who


@require_safe
def figures(request: Asked, program_uid: UUID) -> HttpResponse:
    """The figures of every region with their bands and the index they make; ``?version=`` shows an older table."""
    program, policy, balance = _balanced(program_uid)
    versions = list(queries.figures_of_program(program.pk))
    table = _version(versions, request.GET.get("version", ""))
    known = queries.as_figures(table)
    rows = _rows(policy, balance, table, known)
    context = {
        "program": program,
        "balance": balance,
        "table": table,
        "rows": rows,
        "versions": versions,
        "is_newest": table is not None and table == versions[0],
        "any_assumed": any(figure.is_assumed for row in known.values() for figure in row.values()),
        "may_record": permissions.may_run_calls(request.actor, program),
    }
    return render(request, "programs/figures.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Asked, program_uid: UUID) -> HttpResponse:
    """Put a new table of figures down, cell by cell or from a file."""
    program, policy, balance = _balanced(program_uid)
    require(permissions.may_run_calls(request.actor, program), "record_figures")
    last = queries.figures_of_program(program.pk).first()
    sent = request.POST.get("year", "")
    year = int(sent) if sent.isdecimal() and len(sent) == 4 else last.year if last else request.at.year - 1
    form = FiguresForm(
        request.POST or None,
        request.FILES or None,
        initial=_initial(last, year),
        regions=queries.regions_of_year(policy, year),
        measures=balance.measures,
    )

    def act() -> None:
        version = request.POST.get("version", "")
        actions.record_figures(
            program_uid=program_uid,
            terms=form.terms(),
            version=int(version) if version.isdecimal() else None,
            **who(request),
        )

    if done(request, form, act):
        messages.success(request, _("The figures are kept as a new version."))
        return redirect("programs:figures", program_uid)
    context = {"program": program, "form": form, "balance": balance, "version": last.version if last else 0}
    return render(request, "programs/record_figures.html", context, status=422 if form.errors else 200)


@require_safe
def as_csv(request: Asked, program_uid: UUID) -> HttpResponse:
    """A table as a file that can be taken again: the newest, or that of ``?version=``."""
    program, policy, balance = _balanced(program_uid)
    versions = list(queries.figures_of_program(program.pk))
    table = _version(versions, request.GET.get("version", ""))
    codes = [measure.code for measure in balance.measures]
    known: Figures = queries.as_figures(table)
    if table is None:
        known = {region.code: {} for region in queries.regions_of_year(policy, request.at.year)}
    return sheet(f"figures-{program.code}", [REGION, *codes], as_rows(known, codes))


def _balanced(program_uid: UUID) -> tuple[Program, Policy, Balance]:
    """A programme whose rules know a balance index. Raises NotFound."""
    program = queries.program(program_uid)
    policy = queries.policy_balanced(program)
    if policy is None or policy.balance is None:
        raise NotFound.because("http.not_found")
    return program, policy, policy.balance


def _version(versions: list[RegionalFigures], asked: str) -> RegionalFigures | None:
    """The version asked for, else the newest; None where there is none. Raises NotFound for one that never was."""
    if not asked:
        return versions[0] if versions else None
    found = next((one for one in versions if str(one.version) == asked), None)
    if found is None:
        raise NotFound.because("http.not_found")
    return found


def _initial(last: RegionalFigures | None, year: int) -> dict[str, Any]:
    if last is None:
        return {"year": year}
    cells = {f"{region}.{code}": cell for region, row in last.cells.items() for code, cell in row.items()}
    return {"year": last.year, "source": last.source, **cells}


def _rows(policy: Policy, balance: Balance, table: RegionalFigures | None, known: Figures) -> list[dict[str, Any]]:
    """Each region with its figures, their bands and its index, the weakest first."""
    if table is None:
        return []
    indices: Mapping[str, Index] = queries.indices_under(policy, balance, known)
    regions = [region for region in queries.regions_of_year(policy, table.year) if region.code in indices]
    found = [
        {
            "region": region,
            "index": index_text(indices[region.code].mean_bp),
            "cells": [
                {
                    "measure": measure,
                    "figure": cell_of(known[region.code][measure.code]),
                    "band": indices[region.code].bands[measure.code],
                }
                for measure in balance.measures
            ],
        }
        for region in regions
    ]
    return sorted(found, key=lambda row: -indices[row["region"].code].mean_bp)
