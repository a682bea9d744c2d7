"""What the API views of this room share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.http import IF_MATCH, ONCE, ApiView
from accounts.models import Organization
from core.http import Pages, etag

Q = OpenApiParameter("q", OpenApiTypes.STR, OpenApiParameter.QUERY, description="A part of a name or number.")

__all__ = ["IF_MATCH", "ONCE", "Q", "View", "answered"]


class View(ApiView):
    """Somebody signed in asks; actions and queries decide what he gets."""

    permission_classes = (IsAuthenticated,)
    pagination_class: type[Pages] | None = Pages
    queryset = Organization.objects.none()

    def page(self, rows: QuerySet[Any], shape: type[Serializer[Any]]) -> Response:
        """A page of rows, oldest first."""
        return self.get_paginated_response(shape(self.paginate_queryset(rows.order_by("id")), many=True).data)


def answered(shape: type[Serializer[Any]], value: Any, *, status: int = 200, version: int | None = None) -> Response:
    """One thing, with its version as ETag where it has one."""
    response = Response(shape(value).data, status=status)
    if version is not None:
        response["ETag"] = etag(version)
    return response
