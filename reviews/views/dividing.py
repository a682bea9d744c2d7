"""How the money of a call is divided between the regions before anything is chosen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.middleware import Asked
from core.refusals import RuleBroken
from core.wording import say_violation
from programs.policy import Policy
from programs.policy.shares import index_text
from programs.queries import policy_of
from reviews import queries
from reviews.models import DividedMoney
from reviews.views.doors import signed_in


@signed_in
@require_safe
def division(request: Asked, call_uid: UUID) -> HttpResponse:
    """Each region's figures, bands, index and share, and how far what it gets may lie from it; sums, no proposal."""
    call = queries.call_of_division(call_uid, request.actor)
    policy = policy_of(call.rule_set)
    rows: list[DividedMoney] = []
    errors: list[dict[str, str]] = []
    try:
        rows = queries.division_of(call, policy)
    except RuleBroken as refused:
        errors = [{"text": say_violation(one), "href": ""} for one in refused.violations]
    context = {
        "call": call,
        "policy": policy,
        "measures": policy.balance.measures if policy.balance else (),
        "rows": [_row(row, policy) for row in rows],
        "whole_krw": sum(row.share_krw for row in rows),
        "table": rows[0].figures if rows else None,
        "is_kept": bool(rows) and rows[0].pk is not None,
        "any_assumed": any(cell.endswith("*") for row in rows for cell in row.cells.values()),
        "first_year": bool(policy.choosing and policy.choosing.money_of_years(1, call.budget_krw)),
        "errors": errors,
    }
    return render(request, "reviews/division.html", context)


def _row(row: DividedMoney, policy: Policy) -> dict[str, Any]:
    measures = policy.balance.measures if policy.balance else ()
    return {
        "money": row,
        "index": index_text(row.mean_bp) if row.mean_bp else "",
        "cells": [
            {"measure": one, "figure": row.cells.get(one.code, ""), "band": row.bands.get(one.code)} for one in measures
        ],
    }
