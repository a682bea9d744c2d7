"""Money, read: a contract's accounts down to each transfer, the proof of the books, and what is public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.http import asked
from contracts import queries
from contracts.models import Account, Transfer
from contracts.permissions import require
from contracts.queries.books import CHECKS
from core.sheets import Cell, sheet
from core.templatetags.baro import in_language
from core.wording import krw, label, round_krw


@require_safe
@login_required
def money(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """Every balance of a contract, opened down to the transfers that made it."""
    found = queries.page(contract_uid, asked(request).actor)
    books = queries.books_of(found)
    sums: dict[str, int] = dict.fromkeys(("reserved", "paid", "match_pledged"), 0)
    for book in books:
        sums[book.account.kind] = sums.get(book.account.kind, 0) + book.account.balance_krw
    figures = [
        {
            "label": label(f"account.{kind}"),
            "value": round_krw(won),
            "url": reverse("contracts:transfers", args=[contract_uid, f"kind-{kind}"]),
        }
        for kind, won in sums.items()
        if kind != Account.Kind.REGION
    ]
    return render(request, "contracts/money.html", {"contract": found, "books": books, "figures": figures})


@require_safe
@never_cache
@login_required
def books(request: HttpRequest) -> HttpResponse:
    """The proof of the books, made anew while the page is read."""
    require(asked(request).actor.is_overseer, "view")
    found = queries.breaches()
    checks = [
        {"label": label(f"check.{code}"), "breaches": [one for one in found if one.check == code]} for code in CHECKS
    ]
    kinds = [
        {"label": label(f"account.{kind}"), "won": won, "figure": f"kind-{kind}"}
        for kind, won in queries.balances_by_kind().items()
    ]
    context = {
        "checks": checks,
        "kinds": kinds,
        "count": len(found),
        "transfers": Transfer.objects.count(),
        "accounts": Account.objects.count(),
        "at": asked(request).at,
    }
    return render(request, "contracts/books.html", context)


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """Won contracted and paid by region and programme, for everybody."""
    found = queries.awards()
    total = {name: sum(getattr(one, name) for one in found) for name in ("teams", "grant_krw", "match_krw", "paid_krw")}
    context = {"groups": _by_program(found), "total": total, "at": asked(request).at, "found": bool(found)}
    return render(request, "contracts/awards.html", context)


@require_safe
def awards_sheet(request: HttpRequest) -> HttpResponse:
    """The same figures as a table file."""
    head = [
        _("Programme"),
        _("Region"),
        _("Official teams"),
        _("Contracted (won)"),
        _("Region's match (won)"),
        _("Paid (won)"),
    ]
    rows: list[list[Cell]] = [
        [
            in_language(one.program, "name"),
            in_language(one.region, "name"),
            one.teams,
            one.grant_krw,
            one.match_krw,
            one.paid_krw,
        ]
        for one in queries.awards()
    ]
    return sheet("awards", head, rows)


def _by_program(found: list[queries.Award]) -> list[dict[str, Any]]:
    groups: dict[int, dict[str, Any]] = {}
    for one in found:
        group = groups.setdefault(one.program.pk, {"program": one.program, "lines": [], "bars": []})
        group["lines"].append(one)
        group["bars"].append(
            {"label": in_language(one.region, "short"), "value": one.grant_krw, "text": krw(one.grant_krw)}
        )
    for group in groups.values():
        for name in ("teams", "grant_krw", "match_krw", "paid_krw"):
            group[name] = sum(getattr(one, name) for one in group["lines"])
        group["bars"].sort(key=lambda bar: -bar["value"])
    return list(groups.values())
