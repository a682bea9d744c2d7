"""A case on a panel's agenda over the API: take it up, conclude it, put it off, write its minutes."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import asked
from core.http import etag, required_version
from reviews import actions, queries
from reviews.api import panel_shapes as shapes
from reviews.api.base import IF_MATCH, ONCE, View, shown
from reviews.models import AgendaItem


class ItemView(View):
    """One case on an agenda."""

    serializer_class = shapes.ItemDetail
    queryset = AgendaItem.objects.none()

    def told(self, request: Request, item_uid: UUID) -> Response:
        """The case as the asker may see it now, with the version of its minutes as ETag."""
        actor = self.actor(request)
        floor, item = queries.item_page(item_uid, actor)
        response = shown(shapes.ItemDetail, shapes.of_item(floor, item, actor, asked(request).at))
        response["ETag"] = etag(item.minutes_version)
        return response


class OneItem(ItemView):
    """A case on an agenda."""

    @extend_schema(operation_id="items_read", responses=shapes.ItemDetail)
    def get(self, request: Request, item_uid: UUID) -> Response:
        """A case at a meeting. Nothing of it for who is in conflict with it."""
        return self.told(request, item_uid)


class ItemText(ItemView):
    """The minutes on a case."""

    @extend_schema(
        operation_id="items_write_minutes",
        request=shapes.ItemMinutes,
        responses=shapes.ItemDetail,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, item_uid: UUID) -> Response:
        """Keep the minutes on a case, as its rapporteur or as who leads the meeting."""
        text, version = self.given(shapes.ItemMinutes, request)["text"], required_version(request)
        actions.write_minutes(item_uid=item_uid, text=text, version=version, **self.asker(request))
        return self.told(request, item_uid)


class TakeUpItem(ItemView):
    """Taking up."""

    @extend_schema(operation_id="items_take_up", request=None, responses=shapes.ItemDetail, parameters=[ONCE])
    def post(self, request: Request, item_uid: UUID) -> Response:
        """Take a case up: who is in conflict with it leaves the room."""
        actions.take_up_item(item_uid=item_uid, **self.asker(request))
        return self.told(request, item_uid)


class ConcludeItem(ItemView):
    """Concluding."""

    @extend_schema(
        operation_id="items_conclude", request=shapes.ConclusionIn, responses=shapes.ItemDetail, parameters=[ONCE]
    )
    def post(self, request: Request, item_uid: UUID) -> Response:
        """Conclude a case with points that the panel agrees on, or with the experts' score."""
        given = self.given(shapes.ConclusionIn, request)
        actions.conclude_item(item_uid=item_uid, **given, **self.asker(request))
        return self.told(request, item_uid)


class PutOffItem(ItemView):
    """Putting off."""

    @extend_schema(
        operation_id="items_put_off", request=shapes.MeetingReason, responses=shapes.ItemDetail, parameters=[ONCE]
    )
    def post(self, request: Request, item_uid: UUID) -> Response:
        """Put a case off, with a reason."""
        given = self.given(shapes.MeetingReason, request)
        actions.put_off_item(item_uid=item_uid, reason=given["reason"], **self.asker(request))
        return self.told(request, item_uid)


class ReconsiderItem(ItemView):
    """Taking up again."""

    @extend_schema(
        operation_id="items_reconsider", request=shapes.MeetingReason, responses=shapes.ItemDetail, parameters=[ONCE]
    )
    def post(self, request: Request, item_uid: UUID) -> Response:
        """Take a case up again that was concluded or put off, with a reason."""
        given = self.given(shapes.MeetingReason, request)
        actions.reconsider_item(item_uid=item_uid, reason=given["reason"], **self.asker(request))
        return self.told(request, item_uid)


class DiscussItem(ItemView):
    """Discussing by itself."""

    @extend_schema(operation_id="items_take_out", request=None, responses=shapes.ItemDetail, parameters=[ONCE])
    def post(self, request: Request, item_uid: UUID) -> Response:
        """Have a case discussed that was to be taken together with others."""
        actions.take_out_item(item_uid=item_uid, **self.asker(request))
        return self.told(request, item_uid)


class MoveItem(ItemView):
    """The place on the agenda."""

    @extend_schema(operation_id="items_move", request=shapes.ItemPlace, responses=shapes.ItemDetail, parameters=[ONCE])
    def post(self, request: Request, item_uid: UUID) -> Response:
        """Put a case at another place of the agenda, with a reason."""
        given = self.given(shapes.ItemPlace, request)
        actions.move_item(item_uid=item_uid, **given, **self.asker(request))
        return self.told(request, item_uid)


class NameRapporteur(ItemView):
    """The rapporteur."""

    @extend_schema(
        operation_id="items_rapporteur", request=shapes.ItemRapporteur, responses=shapes.ItemDetail, parameters=[ONCE]
    )
    def post(self, request: Request, item_uid: UUID) -> Response:
        """Name who reports on a case."""
        given = self.given(shapes.ItemRapporteur, request)
        actions.set_rapporteur(item_uid=item_uid, expert_uid=given["expert"], **self.asker(request))
        return self.told(request, item_uid)
