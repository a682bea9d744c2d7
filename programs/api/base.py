"""What the API views of this room share: who asks, when, versions, and lists in pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.http import IF_MATCH, ONCE, ApiView, asked
from core.http import Pages, etag
from programs.models import Call

__all__ = ["IF_MATCH", "ONCE", "View"]


class View(ApiView):
    """Parse, one action or query, answer."""

    pagination_class = Pages

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
