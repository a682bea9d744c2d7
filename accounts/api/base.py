"""What the API views of this room share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.actors import Actor
from accounts.http import asked
from accounts.models import Organization
from core.http import OneAnswerAKey, Pages, etag

ONCE = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="A key of your own choice: the same key again gives the same answer and does nothing twice.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag that was read; refused if it is stale."
)
Q = OpenApiParameter("q", OpenApiTypes.STR, OpenApiParameter.QUERY, description="A part of a name or number.")


class View(OneAnswerAKey, GenericAPIView[Any]):
    """Somebody signed in asks; actions and queries decide what he gets."""

    permission_classes = (IsAuthenticated,)
    pagination_class: type[Pages] | None = Pages
    queryset = Organization.objects.none()

    def actor(self, request: Request) -> Actor:
        return asked(request).actor

    def asker(self, request: Request) -> dict[str, Any]:
        """`by` and `at`, as every action takes them."""
        return {"by": asked(request).actor, "at": asked(request).at}

    def given(self, shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
        """What was sent, checked. Raises DRF's ValidationError."""
        read = shape(data=request.data)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def page(self, rows: QuerySet[Any], shape: type[Serializer[Any]]) -> Response:
        """A page of rows, oldest first."""
        return self.get_paginated_response(shape(self.paginate_queryset(rows.order_by("id")), many=True).data)


def answered(shape: type[Serializer[Any]], value: Any, *, status: int = 200, version: int | None = None) -> Response:
    """One thing, with its version as ETag where it has one."""
    response = Response(shape(value).data, status=status)
    if version is not None:
        response["ETag"] = etag(version)
    return response
