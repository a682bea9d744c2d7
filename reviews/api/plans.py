"""Deciding on regions' plans over the API."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import actions, queries
from reviews.api import serializers as shapes
from reviews.api.base import ONCE, View, shown
from reviews.models import Decision


class AcceptPlan(View):
    """Accepting a plan."""

    serializer_class = shapes.DecisionOut
    queryset = Decision.objects.none()

    @extend_schema(operation_id="plans_accept", request=None, responses=shapes.DecisionOut, parameters=[ONCE])
    def post(self, request: Request, plan_uid: UUID) -> Response:
        """Accept a plan within the call's budget; its contract may be drawn from now on."""
        decision = actions.accept_plan(plan_uid=plan_uid, **self.asker(request))
        return shown(shapes.DecisionOut, queries.decision_page(decision.uid, self.actor(request)))


class RefusePlan(View):
    """Declining a plan."""

    serializer_class = shapes.SelectionReason
    queryset = Decision.objects.none()

    @extend_schema(
        operation_id="plans_refuse", request=shapes.SelectionReason, responses=shapes.DecisionOut, parameters=[ONCE]
    )
    def post(self, request: Request, plan_uid: UUID) -> Response:
        """Decline a plan for a reason that its region reads."""
        given = self.given(shapes.SelectionReason, request)
        decision = actions.refuse_plan(plan_uid=plan_uid, **given, **self.asker(request))
        return shown(shapes.DecisionOut, queries.decision_page(decision.uid, self.actor(request)))
