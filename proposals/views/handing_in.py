"""Check answers, send to the institution's office, submit or return, the receipt, withdraw."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.queries import names_of
from core.refusals import NotAllowed, NotFound, Violation
from programs.queries import form_of, indicators
from proposals import actions, permissions, queries
from proposals.forms.handing_in import ReasonForm, SubmitForm, WithdrawForm
from proposals.models import Submission
from proposals.views.door import CORRECTABLE, Opened, open_draft, open_page, put_beside, signed_in
from proposals.views.dossier import Reading, groups, sums
from proposals.views.saving import version_text
from proposals.views.shown import said
from proposals.views.tasks import standing


@signed_in
@require_GET
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything on one page, with what changed since the last submission and what still stands against it."""
    opened = open_draft(request, uid)
    proposal = opened.proposal
    before = proposal.submission.content if proposal.submission else None
    reading = Reading(
        queries.dossier(proposal),
        opened.policy,
        indicators(proposal.call.program_id),
        before,
        form_of(proposal.call).standard_parts,
        opened.url if opened.editable else lambda *_: "",
    )
    found = standing_against(opened)
    context = {
        "groups": groups(reading),
        "problems": said(found, uid),
        "before": proposal.submission,
        "ready": not found,
        **standing(opened),
    }
    return opened.page("proposals/check.html", _("Check answers"), context)


def standing_against(opened: Opened) -> list[Violation]:
    """What a submission at this moment would be refused with, as far as can be said without holding anybody's row."""
    tasks = queries.progress(opened.proposal, opened.request.at, opened.request.actor)
    return [one for task in tasks for one in task.violations]


@signed_in
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The team has finished: the institution's office is asked to submit."""
    opened = open_draft(request, uid)
    if not opened.may_edit:
        raise NotAllowed.because("http.not_allowed", verb="send_to_office")
    problems: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        try:
            actions.send_to_office(proposal_uid=uid, by=opened.request.actor, at=opened.request.at)
            messages.success(request, _("The institution's office was asked to submit."))
            return redirect("proposals:detail", uid)
        except CORRECTABLE as refused:
            problems, status = said(refused.violations, uid), refused.status
    context = {"problems": problems, "version": version_text(opened.proposal.version)}
    return opened.page("proposals/send.html", _("Send to the institution's office"), context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The office returns the proposal to its team, and says why."""
    opened = _for_office(request, uid)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.return_to_team(
                    proposal_uid=uid,
                    reason=form.cleaned_data["reason"],
                    by=opened.request.actor,
                    at=opened.request.at,
                )
                messages.success(request, _("The proposal was returned to the team."))
                return redirect("proposals:detail", uid)
            except CORRECTABLE as refused:
                put_beside(form, refused)
                status = refused.status
    return opened.page("proposals/return.html", _("Return to the team"), {"form": form}, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The office hands the proposal in, or replaces what it handed in, after reading what binds it."""
    opened = _for_office(request, uid)
    proposal = opened.proposal
    pledges = proposal.by_region and opened.policy.match.is_owed
    initial = {"version": version_text(proposal.version)}
    form = SubmitForm(request.POST or None, request.FILES or None, pledges=pledges, initial=initial)
    found: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and form.cleaned_data["version"] != proposal.version:
            form.add_error(None, _("The proposal was changed after you opened this page. Check it once more."))
            status = 412
        if form.is_valid():
            try:
                submission = actions.submit_proposal(
                    proposal_uid=uid,
                    pledge_document=form.cleaned_data.get("pledge_document"),
                    by=opened.request.actor,
                    at=opened.request.at,
                )
                return redirect("proposals:receipt", uid, submission.sequence)
            except CORRECTABLE as refused:
                found, status = said(refused.violations, uid), refused.status
    else:
        found = said(standing_against(opened), uid)
    context = {
        "form": form,
        "problems": found,
        "replaces": proposal.state == "submitted",
        "money": sums(queries.dossier(proposal)),
        "match": opened.policy.match,
    }
    title = _("Replace the submission") if proposal.state == "submitted" else _("Submit")
    return opened.page("proposals/submit.html", title, context, status=status)


def _for_office(request: HttpRequest, uid: UUID) -> Opened:
    """The page of the leading institution's office. Raises NotAllowed for the rest of the consortium."""
    opened = open_draft(request, uid)
    if not opened.may_submit:
        raise NotAllowed.because("http.not_allowed", verb="submit")
    return opened


@signed_in
@require_GET
def receipt(request: HttpRequest, uid: UUID, sequence: int) -> HttpResponse:
    """What was handed in when, by whom, and the hash that proves it."""
    opened = open_page(request, uid)
    submission = _submission(opened, sequence)
    current = opened.proposal.submission
    context = {
        "submission": submission,
        "office": names_of([submission.submitted_by]).get(submission.submitted_by, ""),
        "money": sums(submission.content),
        "is_current": current is not None and current.sequence == sequence and opened.proposal.state == "submitted",
        "moves": _moves(opened),
        **standing(opened),
    }
    return opened.page("proposals/receipt.html", _("Receipt"), context)


@signed_in
@require_GET
def handed_in(request: HttpRequest, uid: UUID, sequence: int) -> HttpResponse:
    """A submission as it was handed in, with what it changed against the one before."""
    opened = open_page(request, uid)
    submission = _submission(opened, sequence)
    earlier = [one for one in queries.submissions_of(opened.proposal) if one.sequence < sequence]
    reading = Reading(
        submission.content,
        opened.policy,
        indicators(opened.proposal.call.program_id),
        earlier[-1].content if earlier and opened.sees_draft else None,
        form_of(opened.proposal.call).standard_parts,
    )
    context = {"submission": submission, "groups": groups(reading), **standing(opened)}
    return opened.page("proposals/read.html", submission.title_ko, context)


def _submission(opened: Opened, sequence: int) -> Submission:
    """A submission that the asker may read: outside the consortium only the one that counts. Raises NotFound."""
    current = opened.proposal.submission
    if current is not None and current.sequence == sequence:
        return current
    for submission in queries.submissions_of(opened.proposal) if opened.sees_draft else ():
        if submission.sequence == sequence:
            return submission
    raise NotFound.because("http.not_found")


def _moves(opened: Opened) -> set[str]:
    proposal, request = opened.proposal, opened.request
    return {move.verb for move in permissions.available_moves(request.actor, proposal, proposal.call, request.at)}


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the submission back; until the call closes it may be handed in again."""
    opened = _for_office(request, uid)
    form = WithdrawForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.withdraw_proposal(
                    proposal_uid=uid,
                    reason=form.cleaned_data["reason"],
                    by=opened.request.actor,
                    at=opened.request.at,
                )
                messages.success(request, _("The proposal was withdrawn."))
                return redirect("proposals:detail", uid)
            except CORRECTABLE as refused:
                put_beside(form, refused)
                status = refused.status
    return opened.page("proposals/withdraw.html", _("Withdraw"), {"form": form}, status=status)
