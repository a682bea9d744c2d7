"""Work, funnels and histories over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.actors import Actor
from accounts.http import asked
from core.refusals import NotAllowed
from reporting.api import shapes
from reporting.queries import history
from reporting.queries.funnel import funnel
from reporting.queries.handover import handover
from reporting.queries.search import search
from reporting.queries.work import work_for
from reporting.rules import KINDS

KIND = OpenApiParameter("kind", str, enum=[kind.value for kind in KINDS], description="Only deeds of this kind.")


class Reading(GenericAPIView[Any]):
    """One query, one answer, for somebody signed in."""

    pagination_class = None

    def actor(self, request: Request) -> Actor:
        """Who asks. Raises NotAllowed for nobody."""
        actor = asked(request).actor
        if not actor.is_known:
            raise NotAllowed.because("http.not_allowed")
        return actor

    def shown(
        self, serializer: type[BaseSerializer[Any]], request: Request, row: Any, *, many: bool = False
    ) -> Response:
        context = {"at": asked(request).at, "request": request}
        return Response(serializer(row, many=many, context=context).data)


class Work(Reading):
    """What waits for you."""

    serializer_class = shapes.WorkOut

    @extend_schema(operation_id="work_list", responses=shapes.WorkOut(many=True))
    def get(self, request: Request) -> Response:
        """All that waits for you, what is due first."""
        return self.shown(shapes.WorkOut, request, work_for(self.actor(request), asked(request).at), many=True)


class OfficeHandover(Reading):
    """What an office answers for."""

    serializer_class = shapes.HandoverLine

    @extend_schema(operation_id="offices_handover", responses=shapes.HandoverLine(many=True))
    def get(self, request: Request, office_uid: UUID) -> Response:
        """Work that waits, calls, rounds, contracts and delegations, whoever holds the office."""
        found = handover(office_uid, self.actor(request), asked(request).at)
        return self.shown(shapes.HandoverLine, request, found.lines, many=True)


class CallFunnel(Reading):
    """The funnel of a call by region."""

    serializer_class = shapes.FunnelOut

    @extend_schema(operation_id="calls_funnel", responses=shapes.FunnelOut)
    def get(self, request: Request, call_uid: UUID) -> Response:
        """Proposals by stage and region, counted now: all regions for the call's desks, your own for a region."""
        return self.shown(shapes.FunnelOut, request, funnel(call_uid, self.actor(request)))


class ProjectHistory(Reading):
    """The record of a project."""

    serializer_class = shapes.HistoryOut

    @extend_schema(operation_id="projects_history", responses=shapes.HistoryOut, parameters=[KIND])
    def get(self, request: Request, project_uid: UUID) -> Response:
        """Every deed that you may see, oldest first."""
        found = history.of_project(project_uid, self.actor(request), request.query_params.get("kind", ""))
        return self.shown(shapes.HistoryOut, request, found)


class CallHistory(Reading):
    """The record of a call."""

    serializer_class = shapes.HistoryOut

    @extend_schema(operation_id="calls_history", responses=shapes.HistoryOut, parameters=[KIND])
    def get(self, request: Request, call_uid: UUID) -> Response:
        """Every deed on the call itself and on the rankings that you may see, oldest first."""
        found = history.of_call(call_uid, self.actor(request), request.query_params.get("kind", ""))
        return self.shown(shapes.HistoryOut, request, found)


class Search(Reading):
    """Search."""

    serializer_class = shapes.SearchOut

    @extend_schema(operation_id="search", responses=shapes.SearchOut, parameters=[shapes.SearchIn], auth=[])
    def get(self, request: Request) -> Response:
        """Calls, proposals and names that you may see, in which every word of `q` occurs."""
        asked_for = shapes.SearchIn(data=request.query_params)
        asked_for.is_valid(raise_exception=True)
        return self.shown(shapes.SearchOut, request, search(asked_for.validated_data["q"], asked(request).actor))
