"""Answers to invitations over the API."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import actions
from reviews.api import judges as shapes
from reviews.api.base import ONCE, View, shown


class Answer(View):
    """The asker's own seat in a round."""

    serializer_class = shapes.SeatOut

    @extend_schema(operation_id="rounds_answer", request=shapes.SeatAnswer, responses=shapes.SeatOut, parameters=[ONCE])
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Accept a seat, or decline it."""
        given = self.given(shapes.SeatAnswer, request)
        return shown(shapes.SeatOut, actions.answer_invitation(round_uid=round_uid, **given, **self.asker(request)))


class InviteAgain(View):
    """An expert who has not declared yet."""

    serializer_class = shapes.SeatOut

    @extend_schema(operation_id="members_invite_again", request=None, responses=shapes.SeatOut, parameters=[ONCE])
    def post(self, request: Request, member_uid: UUID) -> Response:
        """Ask once more; links of earlier letters no longer hold."""
        return shown(shapes.SeatOut, actions.invite_again(member_uid=member_uid, **self.asker(request)))
