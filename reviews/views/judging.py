"""An expert's pages: his rounds, his interests, his cases, and the review he writes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import Asked
from core.http import PROBLEM, etag, problem_of, put_on_form, required_version
from core.models import StoredFile
from core.refusals import NotAllowed, NotFound, Refused, Stale
from core.wording import label, say_violation
from programs.queries import policy_of
from reviews import actions, queries
from reviews.forms import InterestsForm, ReviewForm, RevisionForm
from reviews.models import Assignment, Member, Review
from reviews.rules import Marks, review_violations
from reviews.showing import ROUND_TONES, dossier_of, shown_review
from reviews.views.doors import CORRECTABLE, done, is_autosave, signed_in, who


@signed_in
@require_safe
def mine(request: Asked) -> HttpResponse:
    """The rounds on whose committees one sits, and the cases of those at work."""
    seats = list(queries.my_rounds(request.actor))
    cases: dict[int, list[Assignment]] = {}
    for assignment in queries.my_assignments(request.actor):
        cases.setdefault(assignment.case.round_id, []).append(assignment)
    rows = [
        {
            "seat": seat,
            "round": seat.round,
            "tone": ROUND_TONES[seat.round.state],
            "state": label(f"round.{seat.round.state}"),
            "cases": cases.get(seat.round_id, []),
            "table_id": f"cases-{seat.round.uid}",
            "meeting_uid": seat.meeting_uid if seat.round.state == "opened" else None,
        }
        for seat in seats
    ]
    return render(
        request, "reviews/mine.html", {"rows": rows, "at": request.at, "has_entry": queries.has_entry(request.actor)}
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: Asked, round_uid: UUID) -> HttpResponse:
    """Name the cases one may not judge, or say that there are none."""
    round_ = queries.round_page(round_uid, request.actor)
    seat = queries.seat_of(round_, request.actor)
    if seat is None:
        raise NotFound.because("http.not_found")
    form = InterestsForm(request.POST or None, cases=queries.cases_to_declare(round_, seat))
    closed = round_.state == "closed"

    def act() -> None:
        actions.declare_interests(round_uid=round_uid, conflicts=form.conflicts(), **who(request))

    if done(request, form, act):
        messages.success(request, _("Your interests are on record."))
        return redirect("reviews:mine")
    context = {"round": round_, "seat": seat, "form": form, "closed": closed, **interests_shown(form, seat)}
    return render(request, "reviews/declare.html", context, status=422 if form.errors else 200)


def interests_shown(form: InterestsForm, seat: Member) -> dict[str, Any]:
    """The cases with those who take part in them, and how many are kept from the expert by a conflict."""
    parties = queries.names_of_parties(form.cases)
    rows = [{"row": row, "parties": parties[row.case.pk]} for row in form.rows()]
    return {"rows": rows, "kept": len(queries.own_conflicts(seat))}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Asked, assignment_uid: UUID) -> HttpResponse:
    """The papers of a case and, beside them, the review: saved as it is typed, read-only once it is submitted."""
    assignment = queries.my_assignment(assignment_uid, request.actor)
    if request.method == "GET":
        actions.note_reading(assignment_uid=assignment_uid, **who(request))
    written = getattr(assignment, "review", None)
    policy = policy_of(assignment.case.round.call.rule_set)
    marks = queries.marks_of(written) if written else Marks({}, {})
    form = ReviewForm(
        request.POST or None,
        policy=policy,
        marks=marks,
        comment=written.comment if written else "",
        version=written.version if written else 1,
    )
    if request.method == "POST":
        return _save(request, assignment, form)
    return _page(request, assignment, form)


def _save(request: Asked, assignment: Assignment, form: ReviewForm) -> HttpResponse:
    if not form.is_valid():
        if is_autosave(request):
            errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
            return JsonResponse({"detail": next(iter(errors.values()))[0], "errors": errors}, status=422)
        return _page(request, assignment, form, status=422)
    sent = required_version(request)
    try:
        saved = actions.save_review(
            assignment_uid=assignment.uid,
            version=form.cleaned_data["version"] if sent is None else sent,
            **form.given(),
            **who(request),
        )
    except Stale as refused:
        return _meanwhile(request, assignment, form, refused)
    except CORRECTABLE as refused:
        if is_autosave(request):
            return _problem(refused)
        put_on_form(form, refused)
        return _page(request, assignment, form, status=refused.status)
    if is_autosave(request):
        return JsonResponse({"version": _version(saved), "errors": {}})
    if request.POST.get("then") == "submit":
        return redirect("reviews:submit", assignment.uid)
    messages.success(request, _("Saved."))
    return redirect("reviews:review", assignment.uid)


def _version(review: Review) -> str:
    return etag(review.version).strip('"')


def _problem(refused: Refused, **more: Any) -> JsonResponse:
    problem = {**problem_of(refused), "detail": say_violation(refused.violations[0]), **more}
    return JsonResponse(problem, status=refused.status, content_type=PROBLEM)


def _meanwhile(request: Asked, assignment: Assignment, form: ReviewForm, refused: Stale) -> HttpResponse:
    """It was changed in another window: what is stored now stands beside what was typed."""
    stored = queries.my_assignment(assignment.uid, request.actor).review
    marks = queries.marks_of(stored)
    current = {f"points.{code}": str(points or "") for code, points in marks.points.items()}
    current |= {f"comments.{code}": text for code, text in marks.comments.items()}
    current["comment"] = stored.comment
    typed = request.POST
    current = {name: text for name, text in current.items() if typed.get(name, "") != text}
    if is_autosave(request):
        return _problem(refused, version=_version(stored), current=current)
    again = typed.copy()
    again["version"] = _version(stored)
    form = ReviewForm(again, policy=form.policy, marks=marks, comment=stored.comment, version=stored.version)
    put_on_form(form, refused)
    theirs = [{"label": form.fields[name].label, "text": text} for name, text in current.items() if text]
    return _page(request, assignment, form, status=412, theirs=theirs)


def _page(
    request: Asked, assignment: Assignment, form: ReviewForm, *, status: int = 200, theirs: list[Any] | None = None
) -> HttpResponse:
    case, round_ = assignment.case, assignment.case.round
    written = getattr(assignment, "review", None)
    writes = round_.state == "scoring" and (written is None or written.state == "draft")
    context = {
        "assignment": assignment,
        "case": case,
        "round": round_,
        "review": written,
        "writes": writes,
        "sight": queries.sight_of(assignment),
        "late": request.at >= round_.due_at,
        "at": request.at,
        "form": form,
        "mine": shown_review(written, form.policy) if written and not writes else None,
        "version": form["version"].value(),
        "theirs": theirs or [],
        "dossier": dossier_of(case, form.policy, queries.indicators_of(case)),
        "others": [shown_review(one, form.policy) for one in queries.others_reviews(assignment)],
        "cases": queries.my_assignments_in(round_, request.actor),
    }
    return render(request, "reviews/review.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: Asked, assignment_uid: UUID) -> HttpResponse:
    """Read once more what is missing or will be handed in, and submit it."""
    assignment = queries.my_assignment(assignment_uid, request.actor)
    round_ = assignment.case.round
    policy = policy_of(round_.call.rule_set)
    written = getattr(assignment, "review", None)
    found = review_violations(queries.marks_of(written) if written else Marks({}, {}), policy)
    status = 200
    if request.method == "POST":
        try:
            actions.submit_review(assignment_uid=assignment_uid, **who(request))
        except CORRECTABLE as refused:
            found, status = list(refused.violations), refused.status
        else:
            messages.success(request, _("The review is submitted. Thank you."))
            return redirect("reviews:mine")
    page = reverse("reviews:review", args=[assignment_uid])
    context = {
        "assignment": assignment,
        "case": assignment.case,
        "round": round_,
        "review": written,
        "errors": [{"text": say_violation(one), "href": f"{page}#id_{one.field}"} for one in found],
        "shown": shown_review(written, policy) if written else None,
        "late": request.at >= round_.due_at,
    }
    return render(request, "reviews/submit.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: Asked, assignment_uid: UUID) -> HttpResponse:
    """Change points that the panel has seen, with a reason that stands beside the first ones."""
    assignment = queries.my_assignment(assignment_uid, request.actor)
    written = getattr(assignment, "review", None)
    if written is None or not queries.sight_of(assignment).revises:
        raise NotAllowed.because("review.not_the_time")
    policy = policy_of(assignment.case.round.call.rule_set)
    form = RevisionForm(request.POST or None, policy=policy, marks=queries.marks_of(written), version=written.version)
    if done(
        request, form, lambda: actions.revise_review(assignment_uid=assignment_uid, **form.given(), **who(request))
    ):
        messages.success(request, _("Your points are changed; the first ones stay beside them."))
        return redirect("reviews:review", assignment_uid)
    context = {"assignment": assignment, "case": assignment.case, "form": form}
    return render(request, "reviews/revise.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def file(request: Asked, case_uid: UUID, attachment_uid: UUID) -> HttpResponseBase:
    """A document of a case, for those who may open the case."""
    stored = queries.file_of(case_uid, str(attachment_uid), request.actor)
    if request.method == "GET":
        actions.note_paper_taken(case_uid=case_uid, name=stored.name, **who(request))
    return download_of(stored)


def download_of(stored: StoredFile) -> FileResponse:
    """A protected document as a download that nobody keeps on the way."""
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
