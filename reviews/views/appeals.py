"""Appeals: the page of one, with what its reader may do there; what a team writes; a sheet for overseers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import Asked
from core.models import StoredFile
from core.refusals import NotAllowed, NotFound
from core.sheets import sheet
from core.templatetags.baro import in_language
from core.wording import label, moment, say_label
from programs.policy import Policy
from programs.queries import policy_of
from proposals.queries import membership
from proposals.queries import page as proposal_page
from reviews import actions, permissions, queries
from reviews.appeal_forms import (
    AnewForm,
    AppealForm,
    AttachForm,
    ConcludeForm,
    DetachForm,
    JudgesForm,
    ReasonForm,
    ReplaceForm,
    VoteForm,
)
from reviews.appeal_showing import AppealSight, paper_for, sight_of
from reviews.models import Appeal, Decision, Expert
from reviews.queries.appeal_files import appeal_file, files_of_appeal
from reviews.reasoning import judged_parts, why_for_team
from reviews.views.doors import done, signed_in, who
from reviews.views.judging import download_of

TONES = {
    **{"draft": "neutral", "filed": "information", "admitted": "primary", "judged_anew": "primary"},
    **{"upheld": "success", "dismissed": "neutral", "turned_away": "neutral", "withdrawn": "neutral"},
}
Deed = tuple[Form, Callable[[], object]]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: Asked, appeal_uid: UUID) -> HttpResponse:
    """What was appealed against, how it stands, and what waits for the reader."""
    found = queries.appeal_page(appeal_uid, request.actor)
    sight = sight_of(found, request.actor)
    deeds = _deeds(request, sight)
    verb = request.POST.get("do", "")
    if request.method == "POST":
        if verb not in deeds:
            raise NotAllowed.because("http.not_allowed", verb=verb)
        form, act = deeds[verb]
        if done(request, form, act):
            messages.success(request, _("Done: it is on the record."))
            return redirect("reviews:appeal", appeal_uid)
    policy = policy_of(found.call.rule_set)
    decision = found.decision
    if sight.seat is not None:
        actions.note_appeal_reading(appeal_uid=appeal_uid, **who(request))
    context = {
        "appeal": found,
        "state": label(f"appeal.{found.state}"),
        "tone": TONES[found.state],
        "ground": label(f"appeal.ground.{found.ground}") if found.ground else "",
        "disputed": dict(_findings(decision, policy)).get(found.disputed, found.disputed),
        "outcome": label(f"decision.{decision.outcome}"),
        "why": why_for_team(decision),
        "parts": judged_parts(found.papers) if found.papers and sight.reads_papers else [],
        "texts": _texts(found) if sight.reads_papers else [],
        "files": files_of_appeal(found),
        "papers": _papers(found) if sight.takes_papers else [],
        "seats": [_seat(one) for one in found.seats.all()] if sight.oversees else [],
        "form": deeds[verb][0] if verb in deeds else None,
        "forms": {name: form for name, (form, _act) in deeds.items()},
        "late": found.decide_by is not None and found.closed_at is None and found.decide_by <= request.at,
        "at": request.at,
    }
    return render(request, "reviews/appeal.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def write_appeal(request: Asked, proposal_uid: UUID) -> HttpResponse:
    """What the leader writes against the decision on his proposal; kept, and filed from its page."""
    proposal = proposal_page(proposal_uid, request.actor)
    if membership(request.actor, proposal).part != "leader":
        raise NotFound.because("http.not_found")
    decision = queries.decision_of(proposal)
    policy = policy_of(proposal.call.rule_set)
    terms = queries.terms_of_appeals(policy)
    before = Appeal.objects.filter(decision=decision).first()
    if before is not None and before.state != "draft":
        return redirect("reviews:appeal", before.uid)
    kept = ("ground", "disputed", "statement", "version")
    form = AppealForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(before, name) for name in kept} if before else {},
        grounds=terms.grounds,
        findings=_findings(decision, policy),
    )
    written: list[Appeal] = []

    def act() -> None:
        said = form.cleaned_data
        written.append(actions.save_appeal(proposal_uid=proposal_uid, **said, **who(request)))

    if done(request, form, act):
        return redirect("reviews:appeal", written[0].uid)
    told_at = queries.told_at(decision)
    context = {
        "proposal": proposal,
        "decision": decision,
        "form": form,
        "ends_at": terms.ends_at(told_at, policy.appeal) if told_at and policy.appeal else None,
        "members": terms.members,
    }
    return render(request, "reviews/write_appeal.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def file(request: Asked, file_uid: UUID) -> HttpResponseBase:
    """A file beside an appeal, for those who see the appeal. That one who judges it took it along is on the record."""
    found = appeal_file(file_uid, request.actor)
    return _taken(request, found.appeal.uid, found.file)


@signed_in
@require_safe
def paper(request: Asked, appeal_uid: UUID, attachment_uid: UUID) -> HttpResponseBase:
    """A document of the proposal in dispute, for those who judge the appeal, its desks and overseers."""
    return _taken(request, appeal_uid, paper_for(appeal_uid, attachment_uid, request.actor))


def _taken(request: Asked, appeal_uid: UUID, stored: StoredFile) -> HttpResponseBase:
    sight = sight_of(queries.appeal_page(appeal_uid, request.actor), request.actor)
    if request.method == "GET" and sight.reads_papers:
        actions.note_appeal_paper_taken(appeal_uid=appeal_uid, name=stored.name, **who(request))
    return download_of(stored)


@signed_in
@require_safe
def appeals_csv(request: Asked, selection_uid: UUID) -> HttpResponse:
    """Every appeal of a selection as a sheet, for its desks and overseers."""
    found = queries.selection_page(selection_uid, request.actor)
    if not permissions.oversees_reviews(request.actor, found.ministry_id, found.call.program.uid):
        raise NotFound.because("http.not_found")
    head = [_("Number"), _("Ground"), _("What is in dispute"), _("State"), _("Filed"), _("To be decided before")]
    rows = (
        (
            one.number,
            label(f"appeal.ground.{one.ground}"),
            one.disputed,
            label(f"appeal.{one.state}"),
            moment(one.filed_at) if one.filed_at else "",
            moment(one.decide_by) if one.decide_by else "",
            moment(one.closed_at) if one.closed_at else "",
            one.closed_by_name,
            one.reason,
        )
        for one in queries.appeals_visible_to(request.actor).filter(call=found.call).exclude(state="draft")
    )
    return sheet(f"appeals-{found.call.code}", [*head, _("Closed"), _("Closed by"), _("Reason")], rows)


def _deeds(request: Asked, sight: AppealSight) -> dict[str, Deed]:
    """What the reader may do with an appeal as it stands: for each a form, and the action that it asks for."""
    found = sight.appeal
    data = request.POST if request.method == "POST" else None
    own: dict[str, Any] = {"appeal_uid": found.uid, **who(request)}
    made: dict[str, Callable[[], Deed]] = {
        "file": lambda: (Form(data), partial(actions.file_appeal, **own)),
        "attach": lambda: _attach(AttachForm(data, request.FILES or None), own),
        "detach": lambda: _detach(DetachForm(data), own),
        "withdraw": lambda: (Form(data), partial(actions.withdraw_appeal, **own)),
        "admit": lambda: _admit(JudgesForm(data, choices=_choices(request, found)), own),
        "turn_away": lambda: _said(ReasonForm(data), actions.turn_appeal_away, own),
        "replace": lambda: _replace(request, found, own),
        "conclude": lambda: _conclude(request, found, own),
        "vote": lambda: _said(VoteForm(data), actions.vote_on_appeal, own),
        "rejudge": lambda: _rejudge(AnewForm(data, policy=policy_of(found.call.rule_set)), own),
    }
    return {verb: made[verb]() for verb in sight.verbs}


def _attach(form: AttachForm, own: dict[str, Any]) -> Deed:
    return form, lambda: actions.attach_to_appeal(upload=form.cleaned_data["file"], **own)


def _detach(form: DetachForm, own: dict[str, Any]) -> Deed:
    return form, lambda: actions.remove_from_appeal(file_uid=form.cleaned_data["uid"], **own)


def _said(form: Form, act: Callable[..., object], own: dict[str, Any]) -> Deed:
    return form, lambda: act(**form.cleaned_data, **own)


def _rejudge(form: AnewForm, own: dict[str, Any]) -> Deed:
    def act() -> object:
        points, comments = form.marks()
        return actions.judge_anew(points=points, comments=comments, **own)

    return form, act


def _admit(form: JudgesForm, own: dict[str, Any]) -> Deed:
    return form, lambda: actions.admit_appeal(expert_uids=_uids(form), **own)


def _replace(request: Asked, found: Appeal, own: dict[str, Any]) -> Deed:
    part = "body" if found.state == "admitted" else "anew"
    silent = [
        (str(one.expert.uid), in_language(one.expert.person, "name"))
        for one in found.seats.all()
        if one.part == part and one.said_at is None
    ]
    data = request.POST if request.method == "POST" else None
    form = ReplaceForm(data, choices=_choices(request, found), silent=silent)

    def act() -> object:
        experts, leaves = _uids(form), form.cleaned_data["leaves"]
        if not leaves:
            return actions.add_appeal_judges(expert_uids=experts, **own)
        reason = form.cleaned_data["reason"]
        return actions.replace_appeal_judge(leaves=UUID(leaves), reason=reason, expert_uids=experts, **own)

    return form, act


def _conclude(request: Asked, found: Appeal, own: dict[str, Any]) -> Deed:
    choices = _choices(request, found) if found.state == "admitted" else ()
    form = ConcludeForm(request.POST if request.method == "POST" else None, choices=choices)

    def act() -> object:
        return actions.conclude_appeal(reason=form.cleaned_data["reason"], expert_uids=_uids(form), **own)

    return form, act


def _uids(form: Form) -> list[UUID]:
    return [UUID(uid) for uid in form.cleaned_data["experts"]]


def _choices(request: Asked, found: Appeal) -> list[tuple[str, str]]:
    """Those of the register whom nothing bars from this appeal."""
    experts = Expert.objects.select_related("person__organization")
    judges = queries.judges_for(found, experts, request.at)
    return [
        (str(one.expert.uid), f"{in_language(one.expert.person, 'name')} · {_place(one.expert)}")
        for one in judges
        if not one.bars
    ]


def _place(expert: Expert) -> str:
    return in_language(expert.person.organization, "name") if expert.person.organization else "–"


def _findings(decision: Decision, policy: Policy) -> list[tuple[str, str]]:
    named = {criterion.code: in_language(criterion, "name") for criterion in policy.review.criteria}
    found = []
    for code in queries.findings_of(decision, policy):
        kind, _colon, key = code.partition(":")
        found.append((code, say_label(f"appeal.finding.{kind}", {"name": named.get(key, key)})))
    return found


def _texts(found: Appeal) -> list[dict[str, str]]:
    return [
        {"number": case["number"], "label": label(f"section.{code}"), "text": text}
        for case in found.papers.get("cases", ())
        for code, text in case["dossier"].get("sections", {}).items()
        if text
    ]


def _papers(found: Appeal) -> list[dict[str, Any]]:
    return [file for case in found.papers.get("cases", ()) for file in case["dossier"].get("files", ())]


def _seat(seat: Any) -> dict[str, Any]:
    return {"seat": seat, "vote": label(f"appeal.vote.{seat.vote}") if seat.vote else "", "place": _place(seat.expert)}
