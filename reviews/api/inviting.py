"""Answers to invitations, and what stands between experts and cases, over the API."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import require
from proposals.queries import membership
from proposals.queries import page as proposal_page
from reviews import actions, permissions, queries
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


class LookAgain(View):
    """The committee of a round."""

    serializer_class = shapes.LookedOut

    @extend_schema(operation_id="round_conflicts_look", request=None, responses=shapes.LookedOut, parameters=[ONCE])
    def post(self, request: Request, round_uid: UUID) -> Response:
        """Look once more for conflicts that the data shows; those known stay as they are."""
        found = actions.look_for_conflicts(round_uid=round_uid, **self.asker(request))
        return shown(shapes.LookedOut, {"found": found})


class Objections(View):
    """Whom a team does not want to be judged by."""

    serializer_class = shapes.ObjectionOut

    @extend_schema(operation_id="proposal_objections_list", responses=shapes.ObjectionOut(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """Those named, for the team and its institution's office."""
        actor = self.actor(request)
        proposal = proposal_page(proposal_uid, actor)
        writes = membership(actor, proposal).may_edit
        require(permissions.may_object(actor, proposal.lead_organization_id, writes=writes), "object")
        return shown(shapes.ObjectionOut, queries.objections_of(proposal), many=True)

    @extend_schema(
        operation_id="proposal_objections_add",
        request=shapes.ObjectionIn,
        responses={201: shapes.ObjectionOut},
        parameters=[ONCE],
    )
    def post(self, request: Request, proposal_uid: UUID) -> Response:
        """Name one more, at most ten a proposal."""
        given = self.given(shapes.ObjectionIn, request)
        made = actions.object_to_expert(proposal_uid=proposal_uid, **given, **self.asker(request))
        return shown(shapes.ObjectionOut, made, status=201)
