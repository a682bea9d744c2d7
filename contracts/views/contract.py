"""One contract: its page, its terms as they are signed, its account, both signatures, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import asked
from contracts import actions, permissions, queries, rules, showing, standing
from contracts.forms import AccountForm, ReasonForm, SignForm
from contracts.models import Contract
from contracts.permissions import require
from contracts.states import CONTRACT
from contracts.views.doors import done, sent, who
from core.calendar import seoul_date
from programs.queries import policy_of


@require_safe
@login_required
def contract(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """What was agreed, how far it is, on whose desk it lies, and what the asker can do now."""
    arrived = asked(request)
    found = queries.page(contract_uid, arrived.actor)
    sees_account = permissions.may_view_account(arrived.actor, found)
    payee = standing.payee_of(found)
    runs = permissions.may_run_contracts(arrived.actor, found.ministry_id, found.call.program.uid)
    context = {
        **_agreed(found),
        "row": showing.row(found, arrived.actor, arrived.at),
        "steps": [] if found.state == "cancelled" else showing.steps(found),
        "years": showing.year_rows(found, seoul_date(arrived.at)),
        "cards": showing.tranche_cards(found, arrived.at, sees_account, runs and found.state == "in_force"),
        "runs": runs and found.state == "in_force",
        "moved": found.state == "in_force",
        "account": showing.account_text(found, arrived.actor),
        "payee": payee,
        "verbs": _verbs(request, found),
        "signatures": list(found.signatures.all()),
    }
    return render(request, "contracts/contract.html", context)


@require_safe
@login_required
def terms(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """The agreement alone, to print and keep."""
    found = queries.page(contract_uid, asked(request).actor)
    context = {**_agreed(found), "signatures": list(found.signatures.all())}
    return render(request, "contracts/terms.html", context)


@require_safe
@login_required
def terms_text(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """The canonical text of the terms: its SHA-256 is the hash that both sides sign."""
    found = queries.page(contract_uid, asked(request).actor)
    response = HttpResponse(rules.canonical(found.terms), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """The institution's office names the account."""
    found = queries.page(contract_uid, asked(request).actor)
    require(permissions.may_sign_for_institution(asked(request).actor, found), "name_account")
    payee = standing.payee_of(found)
    initial = {"bank": payee.bank, "number": payee.number, "holder": payee.holder} if payee else {}
    form = AccountForm(sent(request), initial=initial)
    if done(
        request, form, lambda: actions.name_account(contract_uid=contract_uid, **form.cleaned_data, **who(request))
    ):
        messages.success(request, _("The account is named. The ministry or its agency confirms it."))
        return redirect("contracts:contract", contract_uid)
    return _form(request, "contracts/account.html", found, form, payee=payee)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm_account(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """The ministry or its agency compares the account with the bank's paper and confirms it."""
    actor = asked(request).actor
    found = queries.page(contract_uid, actor)
    require(permissions.may_run_contracts(actor, found.ministry_id, found.call.program.uid), "confirm_account")
    form = Form(sent(request))
    if done(request, form, lambda: actions.confirm_account(contract_uid=contract_uid, **who(request))):
        messages.success(request, _("The account is confirmed."))
        return redirect("contracts:contract", contract_uid)
    return _form(request, "contracts/confirm_account.html", found, form, payee=standing.payee_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sign(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """Read the terms with their hash, and sign exactly these."""
    actor = asked(request).actor
    found = queries.page(contract_uid, actor)
    for_ministry = permissions.may_sign_for_ministry(actor, found)
    verb = "sign_for_ministry" if for_ministry else "sign_for_institution"
    require(for_ministry or permissions.may_sign_for_institution(actor, found), verb)
    CONTRACT.require(verb, found.state)
    act = actions.sign_for_ministry if for_ministry else actions.sign_for_institution
    form = SignForm(sent(request), initial={"sha256": found.sha256})

    def signed() -> None:
        act(contract_uid=contract_uid, sha256=form.cleaned_data["sha256"], **who(request))

    if done(request, form, signed):
        messages.success(request, _("You have signed the contract %(number)s.") % {"number": found.number})
        return redirect("contracts:contract", contract_uid)
    context = {**_agreed(found), "for_ministry": for_ministry, "payee": standing.payee_of(found)}
    return _form(request, "contracts/sign.html", found, form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give_up(request: HttpRequest, contract_uid: UUID) -> HttpResponse:
    """End a contract that is not in force yet."""
    actor = asked(request).actor
    found = queries.page(contract_uid, actor)
    require(permissions.may_run_contracts(actor, found.ministry_id, found.call.program.uid), "cancel")
    CONTRACT.require("cancel", found.state)
    form = ReasonForm(sent(request))
    if done(
        request, form, lambda: actions.cancel_contract(contract_uid=contract_uid, **form.cleaned_data, **who(request))
    ):
        messages.success(request, _("The contract is given up."))
        return redirect("contracts:contract", contract_uid)
    return _form(request, "contracts/give_up.html", found, form)


def _agreed(found: Contract) -> dict[str, Any]:
    """What the terms say, drawn from the very text that is signed."""
    policy = policy_of(found.rule_set)
    indicators = list(found.call.program.indicators.all())
    return {
        "contract": found,
        "terms": found.terms,
        "parties": showing.parties(found, found.terms),
        "tranches": showing.agreed_tranches(found.terms),
        "budget": showing.budget_lines(found.terms, policy),
        "targets": showing.target_lines(found.terms, indicators),
        "origins": showing.origin_lines(found.terms, indicators),
        "people": showing.people_rows(found.terms),
        "policy": policy,
    }


def _verbs(request: HttpRequest, found: Contract) -> list[str]:
    """What the asker can do with the contract now."""
    actor = asked(request).actor
    verbs = [move.verb for move in permissions.available_moves(actor, found)]
    ordered = any(one.state in {"batched", "paid"} for year in found.years.all() for one in year.tranches.all())
    if permissions.may_sign_for_institution(actor, found) and not ordered and found.state != "cancelled":
        verbs.append("name_account")
    payee = standing.payee_of(found)
    runs = permissions.may_run_contracts(actor, found.ministry_id, found.call.program.uid)
    if runs and payee is not None and payee.confirmed_at is None and found.state != "cancelled":
        verbs.append("confirm_account")
    return verbs


def _form(request: HttpRequest, template: str, found: Contract, form: Any, **more: Any) -> HttpResponse:
    context = {"contract": found, "form": form, **more}
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)
