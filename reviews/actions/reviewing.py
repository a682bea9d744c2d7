"""What an expert reads and writes: saved as typed, submitted once, given back by the desk or changed before the panel
only with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.models import Event
from core.refusals import NotAllowed, RuleBroken, Stale, WrongState, refuse_if
from programs.queries import policy_of
from reviews import permissions, queries, rules
from reviews.models import Assignment, Review, Score
from reviews.permissions import require
from reviews.states import REVIEW

NEVER_KEPT = {"review.points_off_scale", "review.criterion_unknown", "review.comment_too_long"}
"""What is refused even in a review that is still being written."""


def save_review(
    *,
    assignment_uid: UUID,
    points: Mapping[str, int | None],
    comments: Mapping[str, str],
    comment: str,
    version: int | None,
    by: Actor,
    at: datetime,
) -> Review:
    """Keep what the expert has so far. Points must be on the scale; what is missing may be missing still.

    Raises NotFound, NotAllowed (not the time for scoring), WrongState, Stale, RuleBroken (`review.points_off_scale`,
    `review.criterion_unknown`, `review.comment_too_long`).
    """
    with transaction.atomic():
        assignment = _mine(assignment_uid, by)
        review = queries.review_of(assignment, at=at)
        if review.state != REVIEW.start:
            REVIEW.require("submit_review", review.state)
        if version is not None and version != review.version:
            raise Stale.because("review.changed_meanwhile", version=review.version)
        policy = policy_of(assignment.case.round.call.rule_set)
        refuse_if(rules.length_violations(comment))
        given = rules.Marks(points, comments)
        refuse_if(found for found in rules.review_violations(given, policy) if found.code in NEVER_KEPT)
        for criterion in policy.review.criteria:
            Score.objects.update_or_create(
                review=review,
                criterion=criterion.code,
                defaults={
                    "points": points.get(criterion.code),
                    "comment": comments.get(criterion.code, ""),
                },
            )
        Review.objects.filter(pk=review.pk).update(comment=comment, version=review.version + 1, changed_at=at)
        review.refresh_from_db()
        _record("reviews.review_saved", assignment, by, at)
    return review


def submit_review(*, assignment_uid: UUID, by: Actor, at: datetime) -> Review:
    """Submit a review: every criterion has points and a comment, and the round is not over its date.

    Raises NotFound, NotAllowed, WrongState, RuleBroken with everything missing, or `review.late`.
    """
    with transaction.atomic():
        assignment = _mine(assignment_uid, by)
        review = queries.review_of(assignment, at=at)
        move = REVIEW.require("submit_review", review.state)
        round_ = assignment.case.round
        if at >= round_.due_at:
            raise RuleBroken.because("review.late", due_at=round_.due_at.isoformat())
        refuse_if(rules.review_violations(queries.marks_of(review), policy_of(round_.call.rule_set)))
        queries.move_to(review, move, submitted_at=at)
        _record(move.event, assignment, by, at)
    return review


def reopen_review(*, assignment_uid: UUID, reason: str, by: Actor, at: datetime) -> Review:
    """The desk gives a submitted review back to its expert, for a written reason, while scoring goes on.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`review.reason_missing`).
    """
    with transaction.atomic():
        assignment = queries.given_assignment(assignment_uid, by)
        round_ = assignment.case.round
        require(permissions.may_run_reviews(by, round_.ministry_id, round_.call.program.uid), "reopen_review")
        if round_.state != "scoring":
            raise NotAllowed.because("review.not_the_time")
        review = queries.review_of(assignment, at=at)
        move = REVIEW.require("reopen_review", review.state)
        if not reason.strip():
            raise RuleBroken.because("review.reason_missing", field="reason")
        queries.move_to(review, move, submitted_at=None)
        _record(move.event, assignment, by, at, reason=reason.strip())
    return review


def revise_review(
    *, assignment_uid: UUID, points: Mapping[str, int], reason: str, version: int | None, by: Actor, at: datetime
) -> Review:
    """Change points after the panel has seen them, where the rules have a phase for it; the first ones stay beside.

    Raises NotFound, NotAllowed (`review.not_the_time`), WrongState, Stale, RuleBroken (`review.criterion_unknown`,
    `review.points_off_scale`, `review.nothing_changed`, `review.revision_reason_missing`, `review.comment_too_long`).
    """
    with transaction.atomic():
        assignment = queries.locked_assignment(assignment_uid, by)
        if not queries.sight_of(assignment).revises:
            raise NotAllowed.because("review.not_the_time")
        review = queries.review_of(assignment, at=at)
        if review.state != "submitted":
            raise WrongState.because("review.never_submitted")
        if version is not None and version != review.version:
            raise Stale.because("review.changed_meanwhile", version=review.version)
        before = {code: given for code, given in queries.marks_of(review).points.items() if given is not None}
        policy = policy_of(assignment.case.round.call.rule_set)
        refuse_if(rules.revision_violations(before, points, reason, policy))
        changed = {code: given for code, given in points.items() if before[code] != given}
        for score in review.scores.filter(criterion__in=changed):
            if score.first_points is None:
                score.first_points = score.points
            score.points, score.revised_at, score.revised_why = changed[score.criterion], at, reason.strip()
            score.save(update_fields=["points", "first_points", "revised_at", "revised_why"])
        Review.objects.filter(pk=review.pk).update(version=review.version + 1, changed_at=at)
        review.refresh_from_db()
        told = ", ".join(f"{code} {before[code]} → {given}" for code, given in sorted(changed.items()))
        _record("reviews.review_revised", assignment, by, at, reason=reason.strip(), changes=told)
    return review


READING = timedelta(hours=1)
"""Who comes back to papers within this time is still reading them."""


def note_reading(*, assignment_uid: UUID, by: Actor, at: datetime) -> bool:
    """Note on the record that an expert opened the papers of his case, once for each time he sits down to read.

    Whether it was noted. Raises NotFound.
    """
    with transaction.atomic():
        assignment = queries.locked_assignment(assignment_uid, by)
        if assignment.read_at is not None and at - assignment.read_at < READING:
            return False
        Assignment.objects.filter(pk=assignment.pk).update(read_at=at)
        _record("reviews.papers_read", assignment, by, at)
    return True


def note_paper_taken(*, case_uid: UUID, name: str, by: Actor, at: datetime) -> None:
    """Note on the record that somebody took a document of a case along. Raises NotFound."""
    with transaction.atomic():
        case = queries.case_of(case_uid, by)
        record(
            "reviews.paper_taken",
            subject=case,
            by=by,
            at=at,
            call_uid=case.round.call.uid,
            project_uid=case.project_uid,
            rule_set_id=case.round.call.rule_set_id,
            data={"number": case.number, "name": name},
        )


def _mine(assignment_uid: UUID, by: Actor) -> Assignment:
    assignment = queries.locked_assignment(assignment_uid, by)
    if not queries.sight_of(assignment).scores:
        raise NotAllowed.because("review.not_the_time")
    return assignment


def _record(name: str, assignment: Assignment, by: Actor, at: datetime, *, reason: str = "", **values: str) -> Event:
    case = assignment.case
    return record(
        name,
        subject=assignment,
        by=by,
        at=at,
        call_uid=case.round.call.uid,
        project_uid=case.project_uid,
        rule_set_id=case.round.call.rule_set_id,
        reason=reason,
        data={"number": case.number, **values},
    )
