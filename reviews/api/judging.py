"""Cases and reviews over the API: an expert's own, and what desks read of them."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import etag, required_version
from core.refusals import NotFound
from reviews import actions, queries
from reviews.api import serializers as shapes
from reviews.api.base import IF_MATCH, ONCE, View, require_oversight, shown
from reviews.models import Review


class MyAssignments(View):
    """What the asker has to judge."""

    serializer_class = shapes.AssignmentOut

    @extend_schema(operation_id="assignments_list", responses=shapes.AssignmentOut(many=True))
    def get(self, request: Request) -> Response:
        """Your cases in rounds at work, by round and number."""
        return shown(shapes.AssignmentOut, queries.my_assignments(self.actor(request)), many=True)


class OneCase(View):
    """A case with its papers."""

    serializer_class = shapes.CaseDetail

    @extend_schema(operation_id="cases_read", responses=shapes.CaseDetail)
    def get(self, request: Request, case_uid: UUID) -> Response:
        """The frozen papers, for its experts, its desks and overseers. That an expert opened them is on the record."""
        actor = self.actor(request)
        case = queries.case_of(case_uid, actor)
        mine = queries.my_assignments(actor).filter(case=case).first()
        if mine is not None:
            actions.note_reading(assignment_uid=mine.uid, **self.asker(request))
        return shown(shapes.CaseDetail, case)


class CaseFile(View):
    """A document of a case."""

    @extend_schema(
        operation_id="case_file_download",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, case_uid: UUID, attachment_uid: UUID) -> FileResponse:
        """Download a document of a case that you may open."""
        stored = queries.file_of(case_uid, str(attachment_uid), self.actor(request))
        actions.note_paper_taken(case_uid=case_uid, name=stored.name, **self.asker(request))
        response = FileResponse(
            stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response


class CaseReviews(View):
    """What is said of a case."""

    serializer_class = shapes.ReviewOfCase

    @extend_schema(operation_id="case_reviews_list", responses=shapes.ReviewOfCase(many=True))
    def get(self, request: Request, case_uid: UUID) -> Response:
        """Reviews of a case, for its desks and overseers; also those of void assignments."""
        case = queries.case_of(case_uid, self.actor(request))
        require_oversight(case.round, self.actor(request))
        found = [one.review for one in queries.reviews_in(case) if hasattr(one, "review")]
        return shown(shapes.ReviewOfCase, found, many=True)


class OwnReview(View):
    """The asker's own review of a case."""

    serializer_class = shapes.ReviewOut

    @extend_schema(operation_id="assignment_review_read", responses=shapes.ReviewOut)
    def get(self, request: Request, assignment_uid: UUID) -> Response:
        """Your review as it stands, with its version as ETag. There is none before you first save it."""
        assignment = queries.my_assignment(assignment_uid, self.actor(request))
        if not hasattr(assignment, "review"):
            raise NotFound.because("http.not_found")
        return _review(assignment.review)

    @extend_schema(
        operation_id="assignment_review_save",
        request=shapes.ReviewIn,
        responses=shapes.ReviewOut,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, assignment_uid: UUID) -> Response:
        """Keep what you have so far; what is left out of `scores` is emptied."""
        given = self.given(shapes.ReviewIn, request)
        review = actions.save_review(
            assignment_uid=assignment_uid,
            points={one["criterion"]: one["points"] for one in given["scores"]},
            comments={one["criterion"]: one["comment"] for one in given["scores"]},
            comment=given["comment"],
            version=required_version(request),
            **self.asker(request),
        )
        return _review(review)


class Revision(View):
    """Changing what the panel has seen."""

    @extend_schema(
        operation_id="assignment_review_revise",
        request=shapes.RevisionIn,
        responses=shapes.ReviewOut,
        parameters=[ONCE, IF_MATCH],
    )
    def post(self, request: Request, assignment_uid: UUID) -> Response:
        """Change points after the panel has seen them, with a reason; the first ones stay beside."""
        given = self.given(shapes.RevisionIn, request)
        review = actions.revise_review(
            assignment_uid=assignment_uid,
            points={one["criterion"]: one["points"] for one in given["scores"]},
            reason=given["reason"],
            version=required_version(request),
            **self.asker(request),
        )
        return _review(review)


class OthersReviews(View):
    """What others say of the same case."""

    serializer_class = shapes.ReviewOfCase

    @extend_schema(operation_id="assignment_others_list", responses=shapes.ReviewOfCase(many=True))
    def get(self, request: Request, assignment_uid: UUID) -> Response:
        """Others' reviews of the same case; none before the round is open to the panel."""
        assignment = queries.my_assignment(assignment_uid, self.actor(request))
        return shown(shapes.ReviewOfCase, queries.others_reviews(assignment), many=True)


class SubmitReview(View):
    """Submitting a review."""

    @extend_schema(operation_id="assignment_review_submit", request=None, responses=shapes.ReviewOut, parameters=[ONCE])
    def post(self, request: Request, assignment_uid: UUID) -> Response:
        """Submit your review: every criterion has points and a comment, in time."""
        return _review(actions.submit_review(assignment_uid=assignment_uid, **self.asker(request)))


class ReopenReview(View):
    """Giving a review back."""

    @extend_schema(
        operation_id="assignment_review_reopen",
        request=shapes.ReviewReason,
        responses=shapes.ReviewOut,
        parameters=[ONCE],
    )
    def post(self, request: Request, assignment_uid: UUID) -> Response:
        """Give a submitted review back to its expert, with a reason."""
        given = self.given(shapes.ReviewReason, request)
        return _review(
            actions.reopen_review(assignment_uid=assignment_uid, reason=given["reason"], **self.asker(request))
        )


def _review(review: Review) -> Response:
    response = shown(shapes.ReviewOut, review)
    response["ETag"] = etag(review.version)
    return response
