"""What the API views of this room share: who asks, when, versions, and lists in pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.actors import Actor
from accounts.http import ONCE, ApiView, asked
from core.http import Pages, etag
from core.refusals import NotAllowed

__all__ = ["ONCE", "View", "deed"]

Handler = TypeVar("Handler", bound=Callable[..., Response])


def deed(
    operation_id: str,
    gives: type[BaseSerializer[Any]],
    takes: type[BaseSerializer[Any]] | None = None,
    status: int = 200,
) -> Callable[[Handler], Handler]:
    """A write as the API's document shows it: what it takes and gives, and that a key makes it happen once."""
    return extend_schema(
        operation_id=operation_id, request=takes, responses={status: gives}, parameters=[ONCE], filters=False
    )


class View(ApiView):
    """Parse, one action or query, answer."""

    pagination_class: type[Pages] | None = Pages

    def actor(self, request: Request) -> Actor:
        """Who asks. Raises NotAllowed for nobody."""
        actor = asked(request).actor
        if not actor.is_known:
            raise NotAllowed.because("http.not_allowed")
        return actor

    def shown(self, serializer: type[BaseSerializer[Any]], request: Request, row: Any, status: int = 200) -> Response:
        """One thing as the API gives it, with its version as ETag where it has one."""
        response = Response(serializer(row, context=self._context(request)).data, status=status)
        if hasattr(row, "version"):
            response["ETag"] = etag(row.version)
        return response

    def made(self, response: Response, address: str) -> Response:
        """What was just made, with where it stands from now on."""
        response["Location"] = address
        return response

    def listed(self, serializer: type[BaseSerializer[Any]], request: Request, found: QuerySet[Any, Any]) -> Response:
        """A page of a list, oldest first."""
        page = self.paginate_queryset(self.filter_queryset(found))
        rows = list(page or ())
        return self.get_paginated_response(serializer(rows, many=True, context=self._context(request)).data)

    def _context(self, request: Request) -> dict[str, Any]:
        return {"actor": asked(request).actor, "at": asked(request).at, "request": request}
