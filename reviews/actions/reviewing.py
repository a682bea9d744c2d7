"""What an expert writes: saved as typed, submitted once, given back only by the desk with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from core.events import record
from core.models import Event
from core.refusals import NotAllowed, RuleBroken, Stale, refuse_if
from programs.queries import policy_of
from reviews import permissions, queries, rules
from reviews.models import Assignment, Review, Score
from reviews.permissions import Standing, require
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


def _mine(assignment_uid: UUID, by: Actor) -> Assignment:
    assignment = queries.locked_assignment(assignment_uid, by)
    standing = Standing(member=True, declared=True, given=True)
    if not permissions.may_score(standing, assignment.case.round.state):
        raise NotAllowed.because("review.not_the_time")
    return assignment


def _record(name: str, assignment: Assignment, by: Actor, at: datetime, *, reason: str = "") -> Event:
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
        data={"number": case.number},
    )
