"""What officers do about tranches with a reason, and what was paid ahead of a late match."""

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
from accounts.roles import Role
from contracts import actions, permissions, queries, standing
from contracts.forms import ReasonForm, RecoveryForm
from contracts.models import Contract
from contracts.permissions import require
from contracts.views.doors import done, sent, who
from core.calendar import seoul_date
from core.money import Rounding, bp_of
from core.refusals import NotFound
from core.wording import label, round_krw
from programs.queries import policy_of

DAYS_SHOWN = 30
READERS = (Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER, Role.AGENCY_OFFICER)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_gate(request: HttpRequest, contract_uid: UUID, index: int, code: str) -> HttpResponse:
    """Open a gate that no other deed opens, with a reason."""
    found = _of_the_desk(request, contract_uid, "open_gate")
    tranches = [one for year in found.years.all() if year.index == index for one in year.tranches.all()]
    if code not in {gate.code for one in tranches for gate in one.gates.all()}:
        raise NotFound.because("http.not_found")
    form = ReasonForm(sent(request))

    def opened() -> None:
        reason = form.cleaned_data["reason"]
        actions.open_gate(contract_uid=contract_uid, index=index, code=code, reason=reason, **who(request))

    if done(request, form, opened):
        messages.success(request, _("The gate is open."))
        return redirect("contracts:contract", contract_uid)
    return _form(request, "contracts/open_gate.html", found, form, index=index, gate=label(f"gate.{code}"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def stop(request: HttpRequest, tranche_uid: UUID) -> HttpResponse:
    """Stop a continuity tranche with a name and a reason, or let it go on."""
    actor = asked(request).actor
    tranche = queries.tranche_for(tranche_uid, actor)
    found = tranche.contract
    require(permissions.may_run_contracts(actor, found.ministry_id, found.call.program.uid), "stop")
    standing_stop = standing.stop_of(tranche)
    act = actions.stop_tranche if standing_stop is None else actions.lift_stop
    form = ReasonForm(sent(request))
    if done(request, form, lambda: act(tranche_uid=tranche_uid, **form.cleaned_data, **who(request))):
        messages.success(request, _("The payment is stopped.") if standing_stop is None else _("The stop is lifted."))
        return redirect("contracts:contract", found.uid)
    return _form(request, "contracts/stop.html", found, form, tranche=tranche, stop=standing_stop)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recover(request: HttpRequest, contract_uid: UUID, index: int) -> HttpResponse:
    """After a notice that ends the project: what stands, and what comes back."""
    found = _of_the_desk(request, contract_uid, "recover")
    year = next((one for one in found.years.all() if one.index == index), None)
    if year is None:
        raise NotFound.because("http.not_found")
    form = RecoveryForm(sent(request), initial={"notice_on": seoul_date(asked(request).at)})

    def recovered() -> None:
        actions.recover(contract_uid=contract_uid, index=index, **form.cleaned_data, **who(request))

    if done(request, form, recovered):
        messages.success(request, _("The rest is recovered."))
        return redirect("contracts:money", contract_uid)
    return _form(request, "contracts/recover.html", found, form, year=year, paid_krw=queries.paid_of(year.pk))


@require_safe
@login_required
def bridging(request: HttpRequest) -> HttpResponse:
    """What each call has paid ahead of a late match: today by contract, day by day, and against its ceiling."""
    arrived = asked(request)
    require(arrived.actor.holds(*READERS) or arrived.actor.is_overseer, "view")
    pots = queries.pots_of(arrived.actor, seoul_date(arrived.at), days=DAYS_SHOWN)
    return render(request, "contracts/bridging.html", {"pots": [_shown(pot) for pot in pots], "at": arrived.at})


def _shown(pot: queries.Pot) -> dict[str, Any]:
    rule = policy_of(pot.call.rule_set).bridging
    ceiling_krw = bp_of(pot.budget_krw, rule.ceiling_bp, Rounding.DOWN) if rule else None
    figures = [{"label": _("Paid ahead today"), "value": round_krw(pot.exposure_krw)}]
    if ceiling_krw is not None:
        figures.append({"label": _("Ceiling of the pot"), "value": round_krw(ceiling_krw)})
    return {
        "pot": pot,
        "figures": figures,
        "is_above": ceiling_krw is not None and pot.exposure_krw > ceiling_krw,
    }


def _of_the_desk(request: HttpRequest, contract_uid: UUID, verb: str) -> Contract:
    actor = asked(request).actor
    found = queries.page(contract_uid, actor)
    require(permissions.may_run_contracts(actor, found.ministry_id, found.call.program.uid), verb)
    return found


def _form(request: HttpRequest, template: str, found: Contract, form: Form, **more: Any) -> HttpResponse:
    context = {"contract": found, "form": form, **more}
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)
