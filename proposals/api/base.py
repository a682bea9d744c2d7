"""What the API views of this room share: who asks, when, and versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.actors import Actor
from accounts.http import asked
from core.http import OneAnswerAKey, Pages, etag
from proposals import queries
from proposals.models import Proposal

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

    pagination_class: type[Pages] | None = None  # most of these lists are never long
    queryset = Proposal.objects.none()

    def asker(self, request: Request) -> dict[str, Any]:
        """`by` and `at`, as every action takes them."""
        return {"by": asked(request).actor, "at": asked(request).at}

    def actor(self, request: Request) -> Actor:
        return asked(request).actor

    def given(
        self, serializer: type[BaseSerializer[Any]], request: Request, *, partial: bool = False
    ) -> dict[str, Any]:
        """What was sent, checked. Raises DRF's ValidationError."""
        read = serializer(data=request.data, partial=partial)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def read(self, request: Request, proposal_uid: UUID) -> tuple[Proposal, dict[str, Any], bool]:
        """A proposal with what the asker may read of it, and whether that is the working copy. Raises NotFound."""
        proposal = queries.page(proposal_uid, self.actor(request))
        return proposal, *queries.content_for(self.actor(request), proposal)


def answered(
    serializer: type[BaseSerializer[Any]],
    value: Any,
    *,
    many: bool = False,
    status: int = 200,
    version: int | None = None,
    **context: Any,
) -> Response:
    """One thing (or all of a kind) as the API gives it, with its version as ETag where it has one."""
    response = Response(serializer(value, many=many, context=context).data, status=status)
    if version is not None:
        response["ETag"] = etag(version)
    return response
