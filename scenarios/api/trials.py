"""Trials of other rules over the API."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import ONCE, ApiView
from core.http import Pages
from scenarios import actions, queries
from scenarios.api import shapes
from scenarios.models import Trial


class Trials(ApiView):
    """What was tried on a call."""

    permission_classes = (IsAuthenticated,)
    pagination_class = Pages
    queryset = Trial.objects.none()
    serializer_class = shapes.TrialOut

    @extend_schema(operation_id="trials_list", responses=shapes.TrialOut(many=True))
    def get(self, request: Request, call_uid: UUID) -> Response:
        """The trials of a closed call, oldest first."""
        by, at = self.asker(request).values()
        found = queries.trials_of(queries.call_to_try(call_uid, by, at), by)
        rows = list(self.paginate_queryset(found) or ())
        return self.get_paginated_response(shapes.TrialOut(rows, many=True).data)

    @extend_schema(
        operation_id="trials_make",
        request=shapes.TrialIn,
        responses={201: shapes.TrialDetail},
        parameters=[ONCE],
        filters=False,
    )
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Hold a closed call again, in thought, with some clauses changed."""
        given = self.given(shapes.TrialIn, request)
        made = actions.try_rules(call_uid=call_uid, **given, **self.asker(request))
        response = Response(shapes.TrialDetail(made).data, status=201)
        response["Location"] = reverse("api:trial", args=[made.uid])
        return response


class OneTrial(ApiView):
    """A trial."""

    permission_classes = (IsAuthenticated,)
    serializer_class = shapes.TrialDetail

    @extend_schema(operation_id="trials_read", responses=shapes.TrialDetail)
    def get(self, request: Request, trial_uid: UUID) -> Response:
        """Both sides, team by team."""
        return Response(shapes.TrialDetail(queries.trial(trial_uid, self.actor(request))).data)

    @extend_schema(operation_id="trials_forget", responses={204: None}, parameters=[ONCE])
    def delete(self, request: Request, trial_uid: UUID) -> Response:
        """Throw a trial away."""
        actions.forget_trial(trial_uid=trial_uid, **self.asker(request))
        return Response(status=204)
