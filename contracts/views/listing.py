"""Everybody's list of contracts, and drawing up those of a call's selected proposals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import asked
from contracts import actions, queries
from contracts.filters import ContractFilter
from contracts.forms import ChoiceOfRows
from contracts.showing import row
from contracts.views.doors import CORRECTABLE, said, sent, who
from core.conditions import chips
from core.refusals import Refused

CONTRACTS_A_PAGE = 40


@require_safe
@login_required
def contracts(request: HttpRequest) -> HttpResponse:
    """The contracts that the asker may see, and where he draws up those that are missing."""
    actor = asked(request).actor
    chosen = ContractFilter(request.GET, queryset=queries.listed(actor), request=request)
    page = Paginator(chosen.qs, CONTRACTS_A_PAGE).get_page(request.GET.get("page"))
    missing: dict[int, dict[str, Any]] = {}
    for proposal in queries.undrawn(actor):
        missing.setdefault(proposal.call_id, {"call": proposal.call, "count": 0})["count"] += 1
    context = {
        "form": chosen.form,
        "chips": chips(request.path, request.GET, chosen.form),
        "page": page,
        "rows": [row(contract, actor, asked(request).at) for contract in page],
        "missing": list(missing.values()),
        "clear_url": request.path if request.GET else "",
        "pays": bool(queries.ministries_paid_for(actor)),
    }
    return render(request, "contracts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draw(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """Choose selected proposals, see once more what is drawn up, then draw up a contract for each."""
    call, proposals = queries.undrawn_of(call_uid, asked(request).actor)
    form = ChoiceOfRows(sent(request), proposals)
    context: dict[str, Any] = {"call": call, "proposals": proposals, "form": form}
    if not form.is_valid():
        return render(request, "contracts/draw.html", context, status=422 if form.is_bound else 200)
    chosen = form.chosen()
    if not form.cleaned_data["sure"]:
        total_krw = sum(one.submission.grant_krw for one in chosen)
        return render(request, "contracts/draw_confirm.html", {**context, "chosen": chosen, "total_krw": total_krw})
    refused: list[Refused] = []
    for proposal in chosen:
        try:
            actions.draw_contract(proposal_uid=proposal.uid, **who(request))
        except CORRECTABLE as problem:
            refused.append(problem)
    drawn = len(chosen) - len(refused)
    if drawn:
        text = ngettext("%(count)s contract is drawn up.", "%(count)s contracts are drawn up.", drawn)
        messages.success(request, text % {"count": drawn})
    if refused:
        _call, left = queries.undrawn_of(call_uid, asked(request).actor)
        context = {"call": call, "proposals": left, "form": ChoiceOfRows(None, left), "errors": said(refused)}
        return render(request, "contracts/draw.html", context, status=422)
    return redirect("contracts:list")
