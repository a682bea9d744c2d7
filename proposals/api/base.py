"""What the API views of this room share: who asks, when, and versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.http import IF_MATCH, ONCE, ApiView
from core.http import Pages, etag
from proposals import queries
from proposals.models import Proposal

__all__ = ["IF_MATCH", "ONCE", "View", "answered"]


class View(ApiView):
    """Parse, one action or query, answer."""

    pagination_class: type[Pages] | None = None  # most of these lists are never long
    queryset = Proposal.objects.none()

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
