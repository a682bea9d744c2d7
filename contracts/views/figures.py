"""Any figure of money, opened down to its transfers: of a contract for all who may read it, of all for overseers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import asked
from contracts import queries
from contracts.models import Contract
from contracts.permissions import require
from core.sheets import Cell, sheet
from core.wording import label

ROWS_A_PAGE = 100


@require_safe
@login_required
def transfers(request: HttpRequest, figure: str, contract_uid: UUID | None = None) -> HttpResponse:
    """The transfers behind a figure; their sum is the figure."""
    scope, opened = _opened(request, figure, contract_uid)
    page = Paginator(opened.transfers, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "contract": scope.contract,
        "scope": scope,
        "opened": opened,
        "name": _named(figure),
        "page": page,
        "rows": [_row(one) for one in page],
        "figure": figure,
        "query": request.GET.urlencode(),
    }
    return render(request, "contracts/transfers.html", context)


@require_safe
@login_required
def transfers_sheet(request: HttpRequest, figure: str, contract_uid: UUID | None = None) -> HttpResponse:
    """The same as a table file, whole."""
    _scope, opened = _opened(request, figure, contract_uid)
    head = [_("Time"), _("For"), _("Key"), _("From account"), _("To account"), f"{_('Amount')} ({_('won')})"]
    rows: list[list[Cell]] = [
        [one.at.isoformat(), _why(one.key), one.key, one.debit.code, one.credit.code, opened.signed_krw(one)]
        for one in opened.transfers
    ]
    return sheet(f"transfers-{figure}", head, rows)


def _opened(request: HttpRequest, figure: str, contract_uid: UUID | None) -> tuple[queries.Scope, queries.Opened]:
    """What the asker may open, narrowed by the address. Raises NotFound, NotAllowed."""
    actor = asked(request).actor
    contract: Contract | None = None
    if contract_uid is None:
        require(actor.is_overseer, "view")
    else:
        contract = queries.page(contract_uid, actor)
    year = request.GET.get("year", "")
    scope = queries.Scope(
        contract=contract,
        year=int(year) if year.isascii() and year.isdigit() and len(year) < 4 else None,
        source=request.GET.get("source") or None,
        category=request.GET.get("category") or None,
    )
    return scope, queries.opened(figure, scope)


def _row(one: Any) -> dict[str, Any]:
    return {"transfer": one, "why": _why(one.key)}


def _why(key: str) -> str:
    return label(f"transfer.{key.partition('/')[0]}")


def _named(figure: str) -> str:
    """Of a single kind of account its own name."""
    return label(f"account.{figure.removeprefix('kind-')}") if figure.startswith("kind-") else label(f"figure.{figure}")
