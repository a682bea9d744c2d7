"""Offers to merge: the list of a call, one offer with its sides, answers, taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actors import Actor
from accounts.http import asked
from accounts.middleware import Asked
from core.http import put_on_form
from core.refusals import NotFound, require
from core.templatetags.baro import in_language
from core.wording import label
from programs.models import Call, Indicator
from programs.queries import indicators
from proposals import actions, permissions, rules
from proposals.forms.merge_answers import AnswerForm, RegionAnswerForm, SignForm, WithdrawForm
from proposals.models import MergeOffer, MergeShare
from proposals.queries import merge_desk as queries
from proposals.queries.merge_desk import OfferPage
from proposals.queries.regional import call_of
from proposals.states import MERGE
from proposals.views.door import CORRECTABLE, signed_in

OFFERS_A_PAGE = 20
TONES = {
    **{"offered": "warning", "held": "warning", "accepted": "success", "declined": "danger"},
    **{"withdrawn": "neutral", "refused": "danger", "lapsed": "neutral"},
}


def merge_trail(call: Call, *here: dict[str, str]) -> list[dict[str, str]]:
    """From the call over its list of offers to the pages named by `here`."""
    return [
        {"label": in_language(call, "title"), "url": reverse("programs:call", args=[call.uid])},
        {"label": _("Offers to merge"), "url": reverse("proposals:merges", args=[call.uid]) if here else ""},
        *here,
    ]


@signed_in
@require_GET
def merges(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """The offers of a call that the actor may see, with who has not answered."""
    arrived = asked(request)
    call = call_of(call_uid)
    page = Paginator(queries.offers_of(call, arrived.actor), OFFERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "call": call,
        "trail": merge_trail(call),
        "page": page,
        "offers": [_listed(queries.whole_offer(offer)) for offer in page],
        "may_offer": permissions.may_offer_merges(arrived.actor, call.program),
        "ended_at": queries.merging_ended_at(call),
    }
    return render(request, "proposals/merging/list.html", context)


def _listed(page: OfferPage) -> dict[str, Any]:
    return {
        "page": page,
        "offer": page.offer,
        "state_label": label(f"merge.{page.offer.state}"),
        "state_tone": TONES[page.offer.state],
        "title": _title(page.offer),
    }


def _title(offer: MergeOffer) -> str:
    return in_language(offer.terms, "title")


@signed_in
@require_GET
def merge(request: HttpRequest, offer_uid: UUID) -> HttpResponse:
    """The terms, their hash, what they change, who has answered, and what the reader may do about them."""
    arrived = asked(request)
    page = queries.offer_page(offer_uid, arrived.actor)
    return render(request, "proposals/merging/offer.html", _context(arrived, page))


def _context(request: Asked, page: OfferPage, here: str = "") -> dict[str, Any]:
    offer = page.offer
    names = {one.code: one for one in indicators(offer.call.program_id)}
    steps = [{"label": _title(offer), "url": reverse("proposals:merge", args=[offer.uid]) if here else ""}]
    if here:
        steps.append({"label": here, "url": ""})
    return {
        **_listed(page),
        "call": offer.call,
        "at": request.at,
        "trail": merge_trail(offer.call, *steps),
        "sides": [(share, _may_answer(request.actor, page, share)) for share in page.shares],
        "answers_for_region": _answers_for_region(request.actor, page),
        "withdraws": _is_taken_back(offer) and permissions.may_offer_merges(request.actor, offer.call.program),
        "targets": [(names.get(one.indicator), one) for one in page.effect.targets],
        "considered": [label(f"merge_way.{one}") for one in offer.terms.get("considered", ())],
        "chosen_label": label(f"merge_way.{offer.chosen_way}") if offer.chosen_way else "",
        "changes": [(names.get(one.indicator), one) for one in page.changes],
        "kept": [(names.get(one.indicator), one) for one in page.kept],
        "grid": _grid(page),
        "effect": page.effect,
        **weighed(names, page.overloads, page.alternatives),
        "held_to": page.policy.merging,
        "signs": offer.state == "held" and permissions.may_sign_override(request.actor, offer),
        "years": page.years,
    }


def _is_taken_back(offer: MergeOffer) -> bool:
    return offer.state in MERGE.named("withdraw_merge").sources


def weighed(
    names: Mapping[str, Indicator], found: Sequence[rules.Overload], ways: Sequence[rules.Alternative]
) -> dict[str, Any]:
    """Overloaded targets and the ways to choose from, with the words of their indicators, for a page."""
    codes = list(ways[0].targets) if ways else []
    return {
        "overloads": [(names.get(one.indicator), one) for one in found],
        "way_targets": [(names.get(code), code) for code in codes],
        "ways": [
            (label(f"merge_way.{way.way}"), way, [way.targets.get(code, Decimal()) for code in codes]) for way in ways
        ],
    }


def _may_answer(actor: Actor, page: OfferPage, share: MergeShare) -> bool:
    return page.is_open and not share.answer and permissions.may_answer_merge(actor, share.proposal)


def _answers_for_region(actor: Actor, page: OfferPage) -> bool:
    return (
        page.is_open
        and page.region_is_asked
        and not page.offer.region_answer
        and permissions.may_answer_for_region(actor, page.offer)
    )


def _grid(page: OfferPage) -> list[dict[str, Any]]:
    """The budget with categories and sources down and years across."""
    names = {one.code: one for one in page.policy.budget.categories}
    cells: dict[tuple[str, str], list[int]] = {}
    for line in page.lines:
        row = cells.setdefault((line.category, line.source.value), [0] * page.policy.project_years.count)
        row[line.year - 1] += line.amount_krw
    return [
        {
            "category": in_language(names[category], "name") if category in names else category,
            "source": label(f"source.{source}"),
            "years": years,
            "sum_krw": sum(years),
        }
        for (category, source), years in cells.items()
    ]


def _refused(form: Form, request: Asked, act: Any) -> int:
    """Do it; the status to draw the form again with, or 0 where it was done."""
    try:
        act(by=request.actor, at=request.at)
    except CORRECTABLE as refused:
        put_on_form(form, refused)
        return refused.status
    return 0


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, offer_uid: UUID, proposal_uid: UUID) -> HttpResponse:
    """A leading institution's office answers, with exactly these terms before its eyes."""
    arrived = asked(request)
    page = queries.offer_page(offer_uid, arrived.actor)
    share = next((one for one in page.shares if one.proposal.uid == proposal_uid), None)
    if share is None:
        raise NotFound.because("http.not_found")
    require(permissions.may_answer_merge(arrived.actor, share.proposal), "answer_merge")
    form = AnswerForm(request.POST or None, initial={"sha256": page.offer.sha256})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {"offer_uid": offer_uid, "proposal_uid": proposal_uid, **form.cleaned_data}
            status = _refused(form, arrived, lambda **asker: actions.answer_merge(**given, **asker))
            if not status:
                messages.success(request, _("The answer was kept."))
                return redirect("proposals:merge", offer_uid)
    money = next(one for one in page.effect.money if one.number == share.proposal.number)
    context = _context(arrived, page, _("Answer for the institution"))
    more = {"form": form, "share": share, "money": money, "open": not share.answer and page.is_open}
    return render(request, "proposals/merging/answer.html", context | more, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def region(request: HttpRequest, offer_uid: UUID) -> HttpResponse:
    """The region's officer agrees with a pledge for the merged team, or declines."""
    arrived = asked(request)
    page = queries.offer_page(offer_uid, arrived.actor)
    require(permissions.may_answer_for_region(arrived.actor, page.offer), "answer_merge")
    form = RegionAnswerForm(
        request.POST or None,
        request.FILES or None,
        policy=page.policy,
        figures=page.years,
        sha256=page.offer.sha256,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {
                "offer_uid": offer_uid,
                "answer": form.cleaned_data["answer"],
                "sha256": form.cleaned_data["sha256"],
                "year_krw": form.year_krw(),
                "in_kind_krw": form.in_kind_krw(),
                "document": form.cleaned_data["document"],
                "reason": form.cleaned_data["reason"],
            }
            status = _refused(form, arrived, lambda **asker: actions.answer_merge_for_region(**given, **asker))
            if not status:
                messages.success(request, _("The answer was kept."))
                return redirect("proposals:merge", offer_uid)
    context = _context(arrived, page, _("Answer for the region")) | {"form": form}
    context |= {"open": page.is_open and not page.offer.region_answer}
    return render(request, "proposals/merging/region.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, offer_uid: UUID) -> HttpResponse:
    """The approver signs an override, or does not: with its reason and the alternatives before his eyes."""
    arrived = asked(request)
    page = queries.offer_page(offer_uid, arrived.actor)
    require(permissions.may_sign_override(arrived.actor, page.offer), "sign_merge")
    form = SignForm(request.POST or None, initial={"sha256": page.offer.sha256})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            if given["answer"] == "sign":
                act = partial(actions.sign_merge, offer_uid=offer_uid, sha256=given["sha256"])
            else:
                act = partial(actions.refuse_merge, offer_uid=offer_uid, reason=given["reason"])
            status = _refused(form, arrived, act)
            if not status:
                messages.success(request, _("The decision was kept."))
                return redirect("proposals:merge", offer_uid)
    context = _context(arrived, page, _("Sign the override")) | {"form": form}
    return render(request, "proposals/merging/sign.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, offer_uid: UUID) -> HttpResponse:
    """The desk takes an offer back, for a reason."""
    arrived = asked(request)
    page = queries.offer_page(offer_uid, arrived.actor)
    require(permissions.may_offer_merges(arrived.actor, page.offer.call.program), "withdraw_merge")
    form = WithdrawForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {"offer_uid": offer_uid, **form.cleaned_data}
            status = _refused(form, arrived, lambda **asker: actions.withdraw_merge(**given, **asker))
            if not status:
                messages.success(request, _("The offer was withdrawn."))
                return redirect("proposals:merge", offer_uid)
    context = _context(arrived, page, _("Withdraw the offer")) | {"form": form}
    return render(request, "proposals/merging/withdraw.html", context, status=status)


@signed_in
@require_GET
def document(request: HttpRequest, offer_uid: UUID) -> HttpResponseBase:
    """The document of the region's answer, for those who see the offer: always as a download."""
    stored = queries.merge_document(offer_uid, asked(request).actor)
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
