"""A region's pledge for one proposal: amounts by year against the least, the document, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import asked
from accounts.middleware import Asked
from core.http import put_on_form
from core.refusals import NotAllowed, Stale
from programs.policy import Basis
from proposals.actions import pledge as actions
from proposals.forms.regional import PledgeForm, ReasonForm, in_kind_field, year_field
from proposals.permissions.regional import may_rank, pledge_moves
from proposals.queries import regional as queries
from proposals.queries.regional import DeskItem
from proposals.rules.pledge import YearFigures, due_with_ranking, match_share_bp
from proposals.states import PLEDGE, PLEDGEABLE
from proposals.views.door import CORRECTABLE, signed_in
from proposals.views.trails import trail


@dataclass(frozen=True, slots=True)
class YearRow:
    """One project year in the form of a pledge."""

    figures: YearFigures
    match: BoundField
    in_kind: BoundField | None
    pledged_krw: int | None
    share_bp: int
    counts_whole: bool
    """Whether the share is of grant plus match; else of the grant alone."""

    @property
    def tag(self) -> str:
        """What the page's script knows this year by."""
        return str(self.figures.year)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, proposal_uid: UUID) -> HttpResponse:
    """Pledge, change what was pledged, or read it."""
    arrived = asked(request)
    item = queries.pledge_page(proposal_uid, arrived.actor)
    form = PledgeForm(request.POST or None, request.FILES or None, item=item)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.make_pledge(
                    proposal_uid=proposal_uid,
                    year_krw=form.year_krw(),
                    in_kind_krw=form.in_kind_krw(),
                    document=form.cleaned_data["document"],
                    version=form.cleaned_data["version"],
                    by=arrived.actor,
                    at=arrived.at,
                )
            except CORRECTABLE as refused:
                put_on_form(form, refused)
                status = refused.status
                if isinstance(refused, Stale):
                    item = queries.pledge_page(proposal_uid, arrived.actor)
                    form.take_version(item.pledge.version if item.pledge is not None else 0)
            else:
                messages.success(request, _("The pledge was made. It binds only if the proposal is selected."))
                return _to_desk(item)
    return render(request, "proposals/regional/pledge.html", _context(arrived, item, form), status=status)


def _to_desk(item: DeskItem) -> HttpResponse:
    return redirect("proposals:ranking", item.proposal.call.uid, item.proposal.region.code)


def _context(request: Asked, item: DeskItem, form: PledgeForm) -> dict[str, object]:
    proposal = item.proposal
    state = item.pledge.state if item.pledge is not None else PLEDGE.start
    window = queries.pledge_window_of(proposal.call, item.policy)
    moves = pledge_moves(request.actor, proposal.region_id, state, window, request.at)
    verbs = {move.verb for move in moves} if proposal.state in PLEDGEABLE else set()
    return {
        "trail": trail(proposal.call, proposal.region, _("Match pledge")),
        "item": item,
        "proposal": proposal,
        "call": proposal.call,
        "form": form,
        "rows": [_year(item, figures, form) for figures in item.years],
        "state": state,
        "editable": bool(verbs & {"make_pledge", "replace_pledge"}),
        "verbs": verbs,
        "mine": may_rank(request.actor, proposal.region_id),
        "due_with_ranking": due_with_ranking(item.policy),
        "at": request.at,
    }


def _year(item: DeskItem, figures: YearFigures, form: PledgeForm) -> YearRow:
    year = figures.year
    stored = item.pledge.year_krw[year - 1] if item.pledge is not None else None
    typed = form.fields[year_field(year)].widget.value_from_datadict(form.data, form.files, year_field(year))
    amount = stored if stored is not None else figures.required_krw
    if form.is_bound and typed is not None and hasattr(form, "cleaned_data"):
        amount = form.cleaned_data.get(year_field(year)) or 0
    return YearRow(
        figures=figures,
        match=form[year_field(year)],
        in_kind=form[in_kind_field(year)] if form.in_kind else None,
        pledged_krw=stored,
        share_bp=match_share_bp(item.policy, figures.grant_krw, max(amount, 0)),
        counts_whole=item.policy.match.basis is Basis.PROJECT_YEAR_BUDGET,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, proposal_uid: UUID) -> HttpResponse:
    """Take a pledge back while that is still possible."""
    arrived = asked(request)
    item = queries.pledge_page(proposal_uid, arrived.actor)
    if not may_rank(arrived.actor, item.proposal.region_id):
        raise NotAllowed.because("http.not_allowed", verb="withdraw_pledge")
    form = ReasonForm(request.POST or None, initial={"version": item.pledge.version if item.pledge else 0})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.withdraw_pledge(proposal_uid=proposal_uid, **form.cleaned_data, by=arrived.actor, at=arrived.at)
            except CORRECTABLE as refused:
                put_on_form(form, refused)
                status = refused.status
            else:
                messages.success(request, _("The pledge was withdrawn."))
                return _to_desk(item)
    context = _context(arrived, item, PledgeForm(item=item)) | {"form": form}
    return render(request, "proposals/regional/withdraw.html", context, status=status)


@signed_in
@require_GET
def document(request: HttpRequest, proposal_uid: UUID) -> HttpResponseBase:
    """The pledge's document, for those who may see the pledge: always as a download."""
    stored = queries.pledge_document(proposal_uid, asked(request).actor)
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
