"""The request as our views know it, from whichever edge it came, and what the API views of all rooms share."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from accounts.actors import Actor
from accounts.middleware import Asked
from core.http import OneAnswerAKey

ONCE = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="A key of your own choice: the same key again gives the same answer and does nothing twice.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag that was read; refused if it is stale."
)


def asked(request: HttpRequest | Request) -> Asked:
    """The request with arrival, name and actor on it, of a portal view or of an API view."""
    return cast(Asked, request._request if isinstance(request, Request) else request)


class ApiView(OneAnswerAKey, GenericAPIView[Any]):
    """Parse, one action or query, answer."""

    def asker(self, request: Request) -> dict[str, Any]:
        """`by` and `at`, as every action takes them."""
        return {"by": asked(request).actor, "at": asked(request).at}

    def actor(self, request: Request) -> Actor:
        """Who asks."""
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
