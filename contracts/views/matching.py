"""The region's match: what is owed, signed, in the council's budget, deposited, drawn and likely to be missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import asked
from contracts import actions, permissions, queries, rules
from contracts.forms import CouncilForm, DepositForm, ReasonForm, SignForm
from contracts.models import Contract, MatchDeposit
from contracts.permissions import require
from contracts.showing import TONES
from contracts.views.doors import done, sent, who
from core.calendar import seoul_date
from core.refusals import NotFound
from core.sheets import Cell, sheet
from core.templatetags.baro import in_language
from core.wording import day, label, round_krw

ROWS_A_PAGE = 40
SUMS = ("pledged_krw", "council_krw", "deposited_krw", "announced_krw", "drawn_krw", "shortfall_krw")


@require_safe
@login_required
def matches(request: HttpRequest) -> HttpResponse:
    """The match of every contract that the asker may see, by project year, with what is likely to be missing."""
    lines, years = _lines(request)
    page = Paginator(lines, ROWS_A_PAGE).get_page(request.GET.get("page"))
    totals = {name: sum(line[name] or 0 for line in lines) for name in SUMS}
    shown = ("pledged_krw", "deposited_krw", "drawn_krw", "shortfall_krw")
    context = {
        "page": page,
        "lines": list(page),
        "totals": totals,
        "figures": [{"label": label(f"match.{name}"), "value": round_krw(totals[name])} for name in shown],
        "years": years,
        "year": request.GET.get("year", ""),
    }
    return render(request, "contracts/matches.html", context)


@require_safe
@login_required
def matches_sheet(request: HttpRequest) -> HttpResponse:
    """The same rows as a table file."""
    head = [_("Contract"), _("Region"), _("Project year"), _("From"), _("Due"), _("Signed by the region")]
    rows: list[list[Cell]] = [
        [
            line["match"].contract.number,
            in_language(line["match"].region, "name"),
            line["match"].year.index,
            line["match"].year.starts_on.isoformat(),
            line["match"].due_on.isoformat() if line["match"].due_on else None,
            seoul_date(line["signature"].signed_at).isoformat() if line["signature"] else None,
            *(line[name] for name in SUMS),
        ]
        for line in _lines(request)[0]
    ]
    return sheet("match", [*head, *(f"{label(f'match.{name}')} ({_('won')})" for name in SUMS)], rows)


@require_safe
@login_required
def match(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """One contract's match: year by year, every deposit, and what the asker can do."""
    arrived = asked(request)
    found = queries.match_page(contract_uid, arrived.actor)
    matching = permissions.may_match(arrived.actor, found)
    context = {
        "contract": found,
        "signature": getattr(found, "match_signature", None),
        "lines": [_line(row, seoul_date(arrived.at)) for row in found.matches.all()],
        "deposits": [_shown(one, row) for row in found.matches.all() for one in row.deposits.all()],
        "matching": matching,
        "signs": matching and found.state != "cancelled" and found.match_krw > 0,
        "confirms": permissions.may_confirm_deposit(arrived.actor, found),
        "in_force": found.state == "in_force",
    }
    return render(request, "contracts/match.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sign_match(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """Read what the region commits itself to, and sign exactly that."""
    found = _of_the_region(request, contract_uid, "sign_match")
    terms = queries.commitment_of(found)
    form = SignForm(sent(request), initial={"sha256": rules.hash_of(terms)})

    def signed() -> None:
        actions.sign_match(contract_uid=contract_uid, sha256=form.cleaned_data["sha256"], **who(request))

    if done(request, form, signed):
        messages.success(request, _("You have signed the match of %(number)s.") % {"number": found.number})
        return redirect("contracts:match", contract_uid)
    years = [
        {**year, "due_on": date.fromisoformat(year["due_on"]) if year["due_on"] else None} for year in terms["years"]
    ]
    return _form(request, "contracts/sign_match.html", found, form, years=years, sha256=rules.hash_of(terms))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def council(request: HttpRequest, contract_uid: UUID, index: int) -> HttpResponse:
    """Note what the council gives for a year."""
    found = _of_the_region(request, contract_uid, "note_council")
    row = _year_of(found, index)
    noted = {"amount_krw": row.council_krw, "fiscal_year": row.council_fiscal_year, "decided_on": row.council_on}
    fresh = {"amount_krw": row.cash_krw, "fiscal_year": row.year.starts_on.year}
    form = CouncilForm(sent(request), initial=fresh if row.council_krw is None else noted)

    def note() -> None:
        actions.note_council(contract_uid=contract_uid, index=index, **form.cleaned_data, **who(request))

    if done(request, form, note):
        messages.success(request, _("The budget of the council is noted."))
        return redirect("contracts:match", contract_uid)
    return _form(request, "contracts/council.html", found, form, line=_line(row, seoul_date(asked(request).at)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def announce(request: HttpRequest, contract_uid: UUID, index: int) -> HttpResponse:
    """Announce a deposit of a year."""
    found = _of_the_region(request, contract_uid, "announce_deposit")
    row = _year_of(found, index)
    line = _line(row, seoul_date(asked(request).at))
    first = {"amount_krw": line["figures"].cash_missing_krw or None, "deposited_on": seoul_date(asked(request).at)}
    form = DepositForm(sent(request), request.FILES or None, initial=first)

    def announced() -> None:
        actions.announce_deposit(contract_uid=contract_uid, index=index, **form.cleaned_data, **who(request))

    if done(request, form, announced):
        messages.success(request, _("The deposit is announced. The institution or the ministry confirms it."))
        return redirect("contracts:match", contract_uid)
    return _form(request, "contracts/announce_deposit.html", found, form, line=line)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def deposit(request: HttpRequest, deposit_uid: UUID) -> HttpResponse:
    """One deposit: another side confirms it or sends it back; the region may take it back until then."""
    actor = asked(request).actor
    found = queries.deposit_for(deposit_uid, actor)
    confirms = permissions.may_confirm_deposit(actor, found.contract)
    withdraws = permissions.may_match(actor, found.contract)
    verb = request.POST.get("do", "")
    acts: dict[str, Callable[..., object]] = {
        **({"confirm": actions.confirm_deposit, "refuse": actions.refuse_deposit} if confirms else {}),
        **({"withdraw": actions.withdraw_deposit} if withdraws else {}),
    }
    if request.method == "POST":
        require(verb in acts, verb or "confirm")
    form = ReasonForm(sent(request)) if verb != "confirm" else Form(sent(request))

    def act() -> None:
        acts[verb](deposit_uid=deposit_uid, **form.cleaned_data, **who(request))

    if done(request, form, act):
        messages.success(request, label(f"deposit.done.{verb}"))
        return redirect("contracts:match", found.contract.uid)
    waits = found.state == "announced"
    context = {
        "deposit": found,
        "shown": _shown(found, found.match),
        "confirms": confirms and waits and actor.user_id != found.announced_by,
        "ends": (("refuse" if confirms else "withdraw") if confirms or withdraws else "") if waits else "",
        "reason_form": form if verb != "confirm" else ReasonForm(),
    }
    return _form(request, "contracts/deposit.html", found.contract, form, **context)


@require_safe
@login_required
def document(request: HttpRequest, deposit_uid: UUID) -> FileResponse:
    """The document of a deposit, to keep."""
    file = queries.deposit_document(deposit_uid, asked(request).actor)
    response = FileResponse(
        file.content.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _lines(request: HttpRequest) -> tuple[list[dict[str, Any]], list[int]]:
    """The rows of the asker, of one calendar year of beginning if he names it, and the years to choose from."""
    arrived = asked(request)
    rows = list(queries.matches_visible_to(arrived.actor))
    years = sorted({row.year.starts_on.year for row in rows}, reverse=True)
    wanted = request.GET.get("year", "")
    kept = [row for row in rows if not wanted or str(row.year.starts_on.year) == wanted]
    return [_line(row, seoul_date(arrived.at)) for row in kept], years


def _line(row: Any, today: date) -> dict[str, Any]:
    """A year owed with its figures in whole won; the council's is None where nothing is noted."""
    figures = queries.figures_of(row, today)
    return {
        "match": row,
        "figures": figures,
        "moved": row.contract.state == "in_force",
        "signature": getattr(row.contract, "match_signature", None),
        **{name: getattr(figures, name) for name in SUMS},
    }


def _shown(one: MatchDeposit, row: Any) -> dict[str, Any]:
    return {
        "deposit": one,
        "index": row.year.index,
        "state": label(f"deposit.{one.state}"),
        "tone": TONES[one.state],
        "form": label(f"deposit.form.{one.form}"),
        "on": day(one.deposited_on),
    }


def _of_the_region(request: HttpRequest, contract_uid: UUID, verb: str) -> Contract:
    found = queries.match_page(contract_uid, asked(request).actor)
    require(permissions.may_match(asked(request).actor, found), verb)
    return found


def _year_of(found: Contract, index: int) -> Any:
    row = next((one for one in found.matches.all() if one.year.index == index), None)
    if row is None:
        raise NotFound.because("http.not_found")
    return row


def _form(request: HttpRequest, template: str, found: Contract, form: Form, **more: Any) -> HttpResponse:
    context = {"contract": found, "form": form, **more}
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)
