"""Selections and their published results over the API."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import Pages
from core.models import Job
from core.refusals import NotFound
from reviews import actions, permissions, queries
from reviews.api import serializers as shapes
from reviews.api.base import ONCE, PublicView, View, shown
from reviews.api.proposing import SelectionJob, asked_for
from reviews.models import Selection


class Selections(View):
    """Selections of the asker's ministries."""

    pagination_class = Pages
    queryset = Selection.objects.none()
    serializer_class = shapes.SelectionOut

    @extend_schema(operation_id="selections_list", responses=shapes.SelectionOut(many=True))
    def get(self, request: Request) -> Response:
        """Selections that stand, for desks and overseers, oldest first."""
        return self.listed(shapes.SelectionOut, queries.selections_of(self.actor(request)))

    @extend_schema(
        operation_id="selections_propose",
        request=shapes.SelectionIn,
        responses={201: shapes.SelectionDetail, 202: SelectionJob},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Propose the exact optimum of a judged call. That of a large call a worker works out (202): follow its percent
        at `Location`, or stop it there."""
        given = self.given(shapes.SelectionIn, request)
        found = actions.begin_selection(call_uid=given["call"], **self.asker(request))
        if isinstance(found, Job):
            return asked_for(found)
        response = _selection(self, request, found.uid, 201)
        response["Location"] = reverse("api:selection", args=[found.uid])
        return response


class OneSelection(View):
    """A selection."""

    serializer_class = shapes.SelectionDetail

    @extend_schema(operation_id="selections_read", responses=shapes.SelectionDetail)
    def get(self, request: Request, selection_uid: UUID) -> Response:
        """A selection with every decision, for desks and overseers."""
        return _selection(self, request, selection_uid)


class SelectionShares(View):
    """How a selection shares the money."""

    serializer_class = shapes.SelectionShareOut

    @extend_schema(operation_id="selections_shares", responses=shapes.SelectionShareOut(many=True), filters=False)
    def get(self, request: Request, selection_uid: UUID) -> Response:
        """Sums by region and field, read before the decision by desks, overseers, the committee and the regions."""
        rows = queries.shares_of(selection_uid, self.actor(request))
        return Response(shapes.SelectionShareOut(rows, many=True).data)


class DecideSelection(View):
    """Deciding."""

    @extend_schema(operation_id="selections_decide", request=None, responses=shapes.SelectionDetail, parameters=[ONCE])
    def post(self, request: Request, selection_uid: UUID) -> Response:
        """Decide the selection as it stands."""
        actions.decide_selection(selection_uid=selection_uid, **self.asker(request))
        return _selection(self, request, selection_uid)


class PublishSelection(View):
    """Publishing."""

    @extend_schema(operation_id="selections_publish", request=None, responses=shapes.SelectionDetail, parameters=[ONCE])
    def post(self, request: Request, selection_uid: UUID) -> Response:
        """Publish a decided selection: every proposal moves, every team is told."""
        actions.publish_selection(selection_uid=selection_uid, **self.asker(request))
        return _selection(self, request, selection_uid)


class DiscardSelection(View):
    """Giving up."""

    @extend_schema(
        operation_id="selections_discard",
        request=shapes.SelectionReason,
        responses=shapes.SelectionDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, selection_uid: UUID) -> Response:
        """Give up a proposed selection, with a reason."""
        given = self.given(shapes.SelectionReason, request)
        actions.discard_selection(selection_uid=selection_uid, reason=given["reason"], **self.asker(request))
        return _selection(self, request, selection_uid)


class OneDecision(View):
    """The outcome of one proposal."""

    serializer_class = shapes.DecisionOut

    @extend_schema(
        operation_id="decisions_override", request=shapes.DecisionIn, responses=shapes.DecisionOut, parameters=[ONCE]
    )
    def put(self, request: Request, decision_uid: UUID) -> Response:
        """Decide otherwise than the optimum, by name and with a reason that is published."""
        actions.override_decision(
            decision_uid=decision_uid, **self.given(shapes.DecisionIn, request), **self.asker(request)
        )
        return shown(shapes.DecisionOut, queries.decision_page(decision_uid, self.actor(request)))


class Results(PublicView):
    """Published selections."""

    pagination_class = Pages
    queryset = Selection.objects.none()
    serializer_class = shapes.ResultOut

    @extend_schema(operation_id="results_list", responses=shapes.ResultOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """Every published selection, oldest first."""
        return self.listed(shapes.ResultOut, queries.published())


class OneResult(PublicView):
    """A published selection."""

    serializer_class = shapes.ResultDetail

    @extend_schema(operation_id="results_read", responses=shapes.ResultDetail, auth=[])
    def get(self, request: Request, selection_uid: UUID) -> Response:
        """Those selected, those waiting, and every override with name and reason."""
        found = queries.published_page(selection_uid, self.actor(request))
        shown_of = [one for one in found.decisions.all() if one.outcome != "rejected" or one.override_reason]
        fields = {name: getattr(found, name) for name in ("uid", "call", "published_at")}
        return shown(shapes.ResultDetail, {**fields, "teams": shown_of})


def _selection(view: View, request: Request, uid: UUID, status: int = 200) -> Response:
    """A selection for its desks and overseers; everybody else has the results. Raises NotFound."""
    found = queries.selection_page(uid, view.actor(request))
    if not permissions.oversees_reviews(view.actor(request), found.ministry_id, found.call.program.uid):
        raise NotFound.because("http.not_found")
    return shown(shapes.SelectionDetail, found, status=status)
