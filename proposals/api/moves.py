"""Handing in and taking back over the API; what is missing, what is open, what changed."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import NotFound, require
from proposals import actions, permissions, queries
from proposals.api import serializers as shapes
from proposals.api.base import ONCE, View, answered
from proposals.models import Proposal


class Submit(View):
    """Hand in."""

    serializer_class = shapes.ProposalReceipt

    @extend_schema(operation_id="proposal_submit", request=None, responses=shapes.ProposalReceipt, parameters=[ONCE])
    def post(self, request: Request, proposal_uid: UUID) -> Response:
        """Hand in the proposal, or replace what was handed in. The same content again gives the same receipt."""
        submission = actions.submit_proposal(proposal_uid=proposal_uid, **self.asker(request))
        return answered(shapes.ProposalReceipt, submission)


class Withdraw(View):
    """Take back."""

    serializer_class = shapes.ProposalReason

    @extend_schema(
        operation_id="proposal_withdraw",
        request=shapes.ProposalReason,
        responses=shapes.ProposalMove(many=True),
        parameters=[ONCE],
    )
    def post(self, request: Request, proposal_uid: UUID) -> Response:
        """Take back what was handed in, until the call closes. Answers with the moves that are open then."""
        given = self.given(shapes.ProposalReason, request)
        actions.withdraw_proposal(proposal_uid=proposal_uid, reason=given["reason"], **self.asker(request))
        return _moves(self, request, queries.page(proposal_uid, self.actor(request)))


class SendToOffice(View):
    """Ask the institution's office to hand in."""

    serializer_class = shapes.ProposalReason

    @extend_schema(operation_id="proposal_send", request=None, responses={204: None}, parameters=[ONCE])
    def post(self, request: Request, proposal_uid: UUID) -> Response:
        """Ask the leading institution's office to hand in the proposal, which must be complete."""
        actions.send_to_office(proposal_uid=proposal_uid, **self.asker(request))
        return Response(status=204)


class ReturnToTeam(View):
    """Give back to the team."""

    serializer_class = shapes.ProposalReason

    @extend_schema(
        operation_id="proposal_return", request=shapes.ProposalReason, responses={204: None}, parameters=[ONCE]
    )
    def post(self, request: Request, proposal_uid: UUID) -> Response:
        """Give the proposal back to its team with a reason."""
        given = self.given(shapes.ProposalReason, request)
        actions.return_to_team(proposal_uid=proposal_uid, reason=given["reason"], **self.asker(request))
        return Response(status=204)


class Receipt(View):
    """The receipt."""

    serializer_class = shapes.ProposalReceipt

    @extend_schema(operation_id="proposal_receipt", responses=shapes.ProposalReceipt)
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """The receipt of what was handed in last."""
        submission = queries.page(proposal_uid, self.actor(request)).submission
        if submission is None:
            raise NotFound.because("http.not_found")
        return answered(shapes.ProposalReceipt, submission)


class Moves(View):
    """What may be done now."""

    serializer_class = shapes.ProposalMove

    @extend_schema(operation_id="proposal_moves", responses=shapes.ProposalMove(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """Every move of the proposal: open to you now, or why it is not."""
        return _moves(self, request, queries.page(proposal_uid, self.actor(request)))


def _moves(view: View, request: Request, proposal: Proposal) -> Response:
    asker = view.asker(request)
    shut = permissions.closed_moves(asker["by"], proposal, proposal.call, asker["at"])
    rows = [
        {"verb": move.verb, "open": move.verb not in shut, "because": shut.get(move.verb)} for move in permissions.MOVES
    ]
    return answered(shapes.ProposalMove, rows, many=True)


class Progress(View):
    """The task list."""

    serializer_class = shapes.ProposalTask

    @extend_schema(operation_id="proposal_progress", responses=shapes.ProposalTask(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """What a submission now would be refused with, task by task."""
        proposal = _working_copy(self, request, proposal_uid)
        return answered(shapes.ProposalTask, queries.progress(proposal, **self.asker(request)), many=True)


class Differences(View):
    """What changed since the last submission."""

    serializer_class = shapes.ProposalDifference

    @extend_schema(operation_id="proposal_differences", responses=shapes.ProposalDifference(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """Every value of the working copy that is not what was handed in last."""
        proposal = _working_copy(self, request, proposal_uid)
        return answered(shapes.ProposalDifference, queries.differences(proposal), many=True)


def _working_copy(view: View, request: Request, proposal_uid: UUID) -> Proposal:
    """The proposal for somebody of its consortium. Raises NotFound, and NotAllowed for those outside who see it."""
    actor = view.actor(request)
    proposal = queries.page(proposal_uid, actor)
    require(permissions.may_view_draft(actor, proposal, queries.membership(actor, proposal)), "edit")
    return proposal
