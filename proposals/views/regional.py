"""A region's desk: the calls to rank, one call's order, handing it in and taking it back; the ministry's overview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import asked
from accounts.middleware import Asked
from core.formats import WonUnit, in_unit
from core.http import put_on_form
from core.refusals import NotAllowed, NotFound, RuleBroken, Stale, WrongState
from core.templatetags.baro import in_language
from core.wording import say_violation
from proposals.actions import ranking as actions
from proposals.forms.regional import RankingForm, ReasonForm, SubmitForm, opinion_field_of
from proposals.permissions.regional import may_rank, ranking_moves
from proposals.queries import regional as queries
from proposals.queries.regional import Desk, DeskItem
from proposals.rules.pledge import due_with_ranking
from proposals.rules.ranking import Place, field_of, ranking_violations
from proposals.views.door import CORRECTABLE, signed_in
from proposals.views.trails import trail


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal in the form of an order."""

    item: DeskItem
    name: str
    number: BoundField
    opinion: BoundField


@signed_in
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """The calls that the actor's regions rank or have ranked, what is open first."""
    arrived = asked(request)
    lines = queries.calls_for_regions(arrived.actor, arrived.at)
    context = {"lines": lines, "at": arrived.at, "held": arrived.actor.roles}
    return render(request, "proposals/regional/calls.html", context)


@signed_in
@require_GET
def overview(request: HttpRequest, call_uid: UUID) -> HttpResponse:
    """What every region has handed in, for the ministry, its agency and overseers."""
    arrived = asked(request)
    call, policy, lines = queries.overview(call_uid, arrived.actor)
    years = range(1, policy.project_years.count + 1)
    context = {
        "call": call,
        "lines": lines,
        "years": years,
        "totals": queries.sum_years([line.pledged_by_year for line in lines], policy.project_years.count),
        "submitted": sum(line.ranking is not None for line in lines),
        "at": arrived.at,
    }
    return render(request, "proposals/regional/overview.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ranking(request: HttpRequest, call_uid: UUID, region: str) -> HttpResponse:
    """The region's proposals in order: to be put in order by its officers, to be read by others once submitted."""
    arrived = asked(request)
    desk = queries.desk(call_uid, region, arrived.actor)
    form = RankingForm(request.POST or None, desk=desk)
    status = 200
    stale = False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save(arrived, desk, form)
            except CORRECTABLE as refused:
                put_on_form(form, refused)
                status, stale = refused.status, isinstance(refused, Stale)
            else:
                if request.POST.get("then") == "check":
                    return redirect("proposals:ranking-submit", call_uid, region)
                messages.success(request, _("The draft of the ranking was kept."))
                return redirect("proposals:ranking", call_uid, region)
    return _desk_page(arrived, desk, form, status=status, stale=stale)


def _save(request: Asked, desk: Desk, form: RankingForm) -> None:
    actions.save_ranking(
        call_uid=desk.call.uid,
        region_id=desk.region.pk,
        places=form.places(),
        note=form.cleaned_data["note"],
        version=form.cleaned_data["version"],
        by=request.actor,
        at=request.at,
    )


def _desk_page(request: Asked, desk: Desk, form: RankingForm, *, status: int, stale: bool) -> HttpResponse:
    verbs = _verbs(request, desk)
    shown = queries.desk(desk.call.uid, desk.region.code, request.actor) if stale else desk
    shown = queries.with_degrees(shown, request.at)
    if stale:
        # What stands now is shown beside; saving once more is knowing of it.
        form.take_version(shown.version)
    context = {
        "form": form,
        "rows": [_row(item, form) for item in shown.items],
        "stale": stale,
        "figures": _figures(shown),
        "last": queries.last_deed(shown.ranking.uid) if shown.ranking is not None and shown.version else None,
        "errors": _summary(form, shown),
        "editable": "save_ranking" in verbs,
        "verbs": verbs,
        **_desk_context(request, shown),
    }
    return render(request, "proposals/regional/ranking.html", context, status=status)


def _figures(desk: Desk) -> list[dict[str, object]]:
    """What is on the desk: how many, how much is asked, how much is owed and pledged."""
    pledged = sum(item.is_pledged for item in desk.items)
    return [
        {"label": _("Proposals"), "value": len(desk.items)},
        _sum(_("Grant asked, all years"), desk.grant_krw),
        _sum(_("Match at least, if all were selected"), desk.required_krw),
        _sum(_("Match pledged"), desk.pledged_krw)
        | {"hint": _("%(made)s of %(count)s proposals") % {"made": pledged, "count": len(desk.items)}},
    ]


def _sum(label: str, amount_krw: int) -> dict[str, object]:
    """A large sum as it is read at a glance; the tables below have it in full."""
    return {"label": label, "value": f"{in_unit(amount_krw, WonUnit.MILLION):,}", "unit": _("million won")}


def _verbs(request: Asked, desk: Desk) -> set[str]:
    moves = ranking_moves(request.actor, desk.region.pk, desk.state, desk.window, request.at)
    return {move.verb for move in moves}


def _desk_context(request: Asked, desk: Desk, here: str = "") -> dict[str, Any]:
    """What every page of a desk needs; `here` names the page where it is not the desk itself."""
    return {
        "trail": trail(desk.call, desk.region, here),
        "desk": desk,
        "call": desk.call,
        "at": request.at,
        "mine": may_rank(request.actor, desk.region.pk),
        "phase": desk.call.phase(request.at),
        "due_with_ranking": due_with_ranking(desk.policy),
        "years": range(1, desk.policy.project_years.count + 1),
    }


def _title(item: DeskItem) -> str:
    """The title as it was handed in, in the reader's language."""
    return in_language(item.proposal.submission or item.proposal, "title")


def _row(item: DeskItem, form: RankingForm) -> Row:
    uid = item.proposal.uid
    return Row(item, _title(item), form[field_of(uid)], form[opinion_field_of(uid)])


def _summary(form: RankingForm, desk: Desk) -> list[dict[str, str]]:
    """The errors with the name of the proposal that each is about, since its place in the list may be far away."""
    names = {item.proposal.uid: _title(item) for item in desk.items}
    fields = {field_of(uid): name for uid, name in names.items()}
    fields |= {opinion_field_of(uid): name for uid, name in names.items()}
    return [
        {
            "text": f"{fields[name]}: {text}" if name in fields else str(text),
            "href": f"#id_{name}" if name in form.fields else "#main",
        }
        for name, texts in form.errors.items()
        for text in texts
    ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, call_uid: UUID, region: str) -> HttpResponse:
    """The order once more, with the pledges that are missing; then hand it in."""
    arrived = asked(request)
    desk = _own_desk(arrived, call_uid, region)
    if desk.state == "submitted":
        return redirect("proposals:ranking-receipt", call_uid, region)
    form = SubmitForm(request.POST or None, initial={"version": desk.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit_ranking(
                call_uid=call_uid,
                region_id=desk.region.pk,
                version=form.cleaned_data["version"],
                by=arrived.actor,
                at=arrived.at,
            )
            return redirect("proposals:ranking-receipt", call_uid, region)
        except WrongState:
            return redirect("proposals:ranking-receipt", call_uid, region)
        except (RuleBroken, Stale) as refused:
            put_on_form(form, refused)
            status = refused.status
    context = {
        "form": form,
        "missing": [] if form.is_bound else _against(desk),
        "verbs": _verbs(arrived, desk),
        **_desk_context(arrived, desk, _("Submit the ranking")),
    }
    return render(request, "proposals/regional/submit.html", context, status=status)


def _against(desk: Desk) -> list[dict[str, str]]:
    """What submitting would be refused with now, each with the way to mend it."""
    places = [
        Place(item.proposal.uid, item.place.position, item.place.opinion)
        for item in desk.items
        if item.place is not None
    ]
    names = {field_of(item.proposal.uid): _title(item) for item in desk.items}
    expected = [item.proposal.uid for item in desk.items if item.proposal.state == "submitted"]
    page = reverse("proposals:ranking", args=[desk.call.uid, desk.region.code])
    return [
        {"text": f"{names.get(one.field, desk.region.name_ko)}: {say_violation(one)}", "href": f"{page}#id_{one.field}"}
        for one in ranking_violations(places, expected)
    ]


def _own_desk(request: Asked, call_uid: UUID, region: str) -> Desk:
    """The desk of the actor's own region. Raises NotAllowed for others who may read it, NotFound for the rest."""
    desk = queries.desk(call_uid, region, request.actor)
    if not may_rank(request.actor, desk.region.pk):
        raise NotAllowed.because("http.not_allowed", verb="rank")
    return desk


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, call_uid: UUID, region: str) -> HttpResponse:
    """Take a submitted order back, with a reason if there is one to tell."""
    arrived = asked(request)
    desk = _own_desk(arrived, call_uid, region)
    form = ReasonForm(request.POST or None, initial={"version": desk.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.reopen_ranking(
                    call_uid=call_uid, region_id=desk.region.pk, **form.cleaned_data, by=arrived.actor, at=arrived.at
                )
            except CORRECTABLE as refused:
                put_on_form(form, refused)
                status = refused.status
            else:
                messages.success(request, _("The ranking is a draft again. Submit it before it is due."))
                return redirect("proposals:ranking", call_uid, region)
    context = {"form": form, **_desk_context(arrived, desk, _("Reopen the ranking"))}
    return render(request, "proposals/regional/reopen.html", context, status=status)


@signed_in
@require_GET
def receipt(request: HttpRequest, call_uid: UUID, region: str) -> HttpResponse:
    """When the ranking was handed in, by whom, in which order, with its hash."""
    arrived = asked(request)
    desk = queries.desk(call_uid, region, arrived.actor)
    if desk.ranking is None or desk.state != "submitted":
        raise NotFound.because("http.not_found")
    context = {
        "deed": queries.last_deed(desk.ranking.uid, "proposals.ranking_submitted"),
        "verbs": _verbs(arrived, desk),
        **_desk_context(arrived, desk, _("Receipt")),
    }
    return render(request, "proposals/regional/receipt.html", context)
