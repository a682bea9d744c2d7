"""What the API views of this room share: who asks, when, versions, and lists in pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.actors import Actor
from accounts.http import IF_MATCH, ONCE, ApiView
from core.http import Pages
from core.refusals import NotFound
from reviews import permissions, queries
from reviews.models import Round

__all__ = ["IF_MATCH", "ONCE", "PublicView", "View", "overseen_round", "require_oversight", "shown"]


class PublicView(ApiView):
    """Parse, one action or query, answer. For everybody."""

    pagination_class: type[Pages] | None = None
    queryset: QuerySet[Any, Any] = Round.objects.none()

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


def overseen_round(view: View, request: Request, uid: UUID) -> Round:
    """A round whose desk's lists the asker may read. Raises NotFound."""
    round_ = queries.round_page(uid, view.actor(request))
    require_oversight(round_, view.actor(request))
    return round_
