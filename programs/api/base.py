"""What the API views of this room share: who asks, when, versions, and lists in pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.actors import Actor
from accounts.http import asked
from core.http import OneAnswerAKey, Pages, etag
from programs.models import Call

ONCE = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="A key of your own choice: the same key again gives the same answer and does nothing twice.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag that was read; refused if it is stale."
)


class View(OneAnswerAKey, GenericAPIView[Any]):
    """Parse, one action or query, answer."""

    pagination_class = Pages

    def asker(self, request: Request) -> dict[str, Any]:
        """`by` and `at`, as every action takes them."""
        return {"by": asked(request).actor, "at": asked(request).at}

    def actor(self, request: Request) -> Actor:
        return asked(request).actor

    def given(
        self,
        serializer: type[BaseSerializer[Any]],
        request: Request,
        *,
        partial: bool = False,
        query: bool = False,
    ) -> dict[str, Any]:
        """What was sent (in the query of the address, if asked so), checked. Raises DRF's ValidationError."""
        read = serializer(data=request.query_params if query else request.data, partial=partial)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def shown(self, serializer: type[BaseSerializer[Any]], request: Request, row: Any, status: int = 200) -> Response:
        """One thing as the API gives it."""
        context = {"actor": asked(request).actor, "at": asked(request).at, "request": request}
        response = Response(serializer(row, context=context).data, status=status)
        if isinstance(row, Call):
            response["ETag"] = etag(row.version)
        return response

    def listed(self, serializer: type[BaseSerializer[Any]], request: Request, found: QuerySet[Any, Any]) -> Response:
        """A page of a list, oldest first."""
        context = {"actor": asked(request).actor, "at": asked(request).at, "request": request}
        page = self.paginate_queryset(found)
        rows: list[Model] = list(page or ())
        return self.get_paginated_response(serializer(rows, many=True, context=context).data)
