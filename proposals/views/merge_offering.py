"""Offering a merge: choose a region's proposals, write the terms, see what they change, send them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import asked
from accounts.middleware import Asked
from core.refusals import Refused, Violation
from core.wording import say_violation
from programs.models import Call
from programs.policy import Policy, Source
from programs.queries import indicators, policy_of
from proposals import actions, rules
from proposals.forms.merging import OfferForm
from proposals.models import MergeOffer, Proposal
from proposals.queries import merge_desk as queries
from proposals.rules.merge_effect import Effect, merge_effect
from proposals.views.door import CORRECTABLE, put_beside, signed_in
from proposals.views.merging import merge_trail, weighed


@signed_in
@require_GET
def choose(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """A region, and two or more of its submitted proposals."""
    arrived = asked(request)
    call = queries.merging_call(call_uid, arrived.actor)
    policy = policy_of(call.rule_set)
    regions = queries.regions_to_merge(call)
    code = request.GET.get("region", "")
    region = next((one for one in regions if one.code == code), regions[0] if regions else None)
    picked = _uids(request.GET.getlist("original"))
    most = policy.selection.merging.max_originals
    asked_for_more = request.GET.get("then") == "offer"
    if asked_for_more and 2 <= len(picked) <= most:
        query = urlencode([("original", str(one)) for one in picked])
        return redirect(f"{reverse('proposals:merge-new', args=[call.uid])}?{query}")
    values = {"given": len(picked), "most": most}
    errors = [Violation("merge.how_many", values)] if asked_for_more else []
    context = {
        "call": call,
        "trail": merge_trail(call, {"label": _("Choose proposals"), "url": ""}),
        "regions": regions,
        "region": region,
        "rows": queries.candidates(call, region) if region is not None else [],
        "picked": picked,
        "most": most,
        "allowed": policy.selection.merging.allowed,
        "closed": call.phase(arrived.at) == "closed",
        "errors": [{"text": say_violation(one), "href": "#candidates"} for one in errors],
    }
    return render(request, "proposals/merging/choose.html", context, status=422 if errors else 200)


def _uids(texts: Sequence[str]) -> list[UUID]:
    """Those that are uids, each once."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """The terms. They are sent only as the page last showed their effect."""
    arrived = asked(request)
    call = queries.merging_call(call_uid, arrived.actor)
    policy = policy_of(call.rule_set)
    originals = queries.chosen(call, _uids(request.GET.getlist("original")))
    if not 2 <= len(originals) <= policy.selection.merging.max_originals:
        messages.warning(request, _("Choose the proposals once more: some are not open for a merge."))
        return redirect("proposals:merge-choose", call_uid)
    form = OfferForm(request.POST or None, policy=policy, originals=originals, indicators=indicators(call.program_id))
    status, effect = 200, None
    ways: dict[str, Any] = {}
    if request.method == "POST":
        status = 422
        if form.is_valid() and request.POST.get("then") == "rebase":
            names = indicators(call.program_id)
            form = OfferForm(form.brought_down(), policy=policy, originals=originals, indicators=names)
        if form.is_valid():
            effect, ways = _effect(form, policy), _weighed(form)
            found = rules.merge_violations(policy, _originals(form), form.lines(), form.kept())
            found += rules.drop_violations(rules.changed_targets(form.asked, form.kept(), form.target_reasons()))
            found += rules.weighing_violations(form.cleaned_data["considered"], form.cleaned_data["preference"])
            if request.POST.get("then") == "send":
                overridden = bool(form.cleaned_data["override_reason"].strip())
                found += rules.overload_violations(policy, _overloads(form), overridden=overridden)
            if found:
                _put(form, found)
            elif request.POST.get("then") == "send" and form.cleaned_data["seen"] == form.fingerprint():
                try:
                    sent = actions.offer_merge(terms=_terms(form), by=arrived.actor, at=arrived.at)
                except CORRECTABLE as refused:
                    _put(form, refused.violations)
                    status = refused.status
                else:
                    _say_sent(request, sent)
                    return redirect("proposals:merge", sent.uid)
            else:
                form.show(form.fingerprint())
                status = 200
    return _page(arrived, call, form, effect, status, ways)


def _say_sent(request: HttpRequest, sent: MergeOffer) -> None:
    if sent.is_sent:
        messages.success(request, _("The offer was sent to everybody who has to agree."))
    else:
        messages.info(request, _("The offer waits for the approver's signature. Nobody else was told of it."))


def _grant_krw(form: OfferForm) -> int:
    return sum(line.amount_krw for line in form.lines() if line.source is Source.GRANT)


def _overloads(form: OfferForm) -> list[rules.Overload]:
    return rules.overloads(form.policy, _originals(form), form.kept())


def _originals(form: OfferForm) -> list[rules.Original]:
    shares = {one.number: years for one, years in zip(form.originals, form.shares().values(), strict=True)}
    return [replace(one, year_krw=shares[one.number]) for one in form.asked]


def _effect(form: OfferForm, policy: Policy) -> Effect:
    return merge_effect(policy, _originals(form), _grant_krw(form), form.kept())


def _terms(form: OfferForm) -> actions.MergeTerms:
    given = form.cleaned_data
    return actions.MergeTerms(
        leading_uid=UUID(given["leading"]),
        coordinator_uid=UUID(given["coordinator"]),
        title_ko=given["title_ko"],
        title_en=given["title_en"],
        shares=form.shares(),
        lines=form.lines(),
        targets=form.kept(),
        reasons=form.target_reasons(),
        considered=given["considered"],
        preference=given["preference"],
        override_reason=given["override_reason"],
    )


def _put(form: OfferForm, violations: Sequence[Violation]) -> None:
    """Each text beside its field; what concerns a year's budget beside that year's grid."""
    form.remarks = [one for one in violations if one.field.startswith("lines.") and one.field not in form.fields]
    first: Proposal = form.originals[0]
    names = {f"shares.{year}": f"shares.{first.number}.{year}" for year in form.years}
    names |= {f"shares.{one.number}": f"shares.{one.number}.1" for one in form.originals}
    put_beside(form, Refused([one for one in violations if one not in form.remarks]), names)
    if form.remarks:
        form.add_error(None, _("The budget breaks rules; what they say stands below the year."))


def _page(
    request: Asked, call: Call, form: OfferForm, effect: Effect | None, status: int, ways: dict[str, Any]
) -> HttpResponse:
    names = form.indicators
    context: dict[str, Any] = {
        "call": call,
        "region": form.originals[0].region,
        "trail": merge_trail(
            call,
            {"label": _("Choose proposals"), "url": reverse("proposals:merge-choose", args=[call.uid])},
            {"label": _("Offer a merge"), "url": ""},
        ),
        "form": form,
        "grids": list(form.grids()),
        "totals": form.totals(),
        "years": form.years,
        "effect": effect,
        "targets": [(names.get(one.indicator), one) for one in effect.targets] if effect is not None else [],
        **ways,
        "may_override": form.policy.merging is not None and form.policy.merging.override,
        "held_to": form.policy.merging,
        "ready": effect is not None and not form.errors,
    }
    return render(request, "proposals/merging/new.html", context, status=status)


def _weighed(form: OfferForm) -> dict[str, Any]:
    """What is overloaded, and what else could be done."""
    ways = rules.alternatives(form.policy, _originals(form), form.lines(), form.kept())
    return weighed(form.indicators, _overloads(form), ways)
