"""What the API views of this room share: who asks, when, versions, and lists in pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.actors import Actor
from accounts.http import asked
from core.http import OneAnswerAKey, Pages
from core.refusals import NotFound
from reviews import permissions
from reviews.models import Round

ONCE = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="A key of your own choice: the same key again gives the same answer and does nothing twice.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag that was read; refused if it is stale."
)


class PublicView(OneAnswerAKey, GenericAPIView[Any]):
    """Parse, one action or query, answer. For everybody."""

    pagination_class: type[Pages] | None = None
    queryset: QuerySet[Any, Any] = Round.objects.none()

    def asker(self, request: Request) -> dict[str, Any]:
        """`by` and `at`, as every action takes them."""
        return {"by": asked(request).actor, "at": asked(request).at}

    def actor(self, request: Request) -> Actor:
        return asked(request).actor

    def given(self, serializer: type[BaseSerializer[Any]], request: Request, *, query: bool = False) -> dict[str, Any]:
        """What was sent (in the query of the address, if asked so), checked. Raises DRF's ValidationError."""
        read = serializer(data=request.query_params if query else request.data)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def listed(self, serializer: type[BaseSerializer[Any]], found: QuerySet[Any, Any]) -> Response:
        """A page of a list, oldest first. The view names its `pagination_class`."""
        rows = list(self.paginate_queryset(found) or ())
        return self.get_paginated_response(serializer(rows, many=True).data)


class View(PublicView):
    """The same for those who are signed in."""

    permission_classes = (IsAuthenticated,)


def shown(
    serializer: type[BaseSerializer[Any]], value: Any, *, many: bool = False, status: int = 200, **context: Any
) -> Response:
    """One thing (or all of a kind) as the API gives it."""
    return Response(serializer(value, many=many, context=context).data, status=status)


def require_oversight(round_: Round, actor: Actor) -> None:
    """An expert of the committee knows the round, but not its desk's lists. Raises NotFound."""
    if not permissions.oversees_reviews(actor, round_.ministry_id, round_.call.program.uid):
        raise NotFound.because("http.not_found")
