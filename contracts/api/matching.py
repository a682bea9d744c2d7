"""The region's match over the API: what is owed, signed, in the council's budget, deposited and confirmed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from contracts import actions, queries
from contracts.api import match_shapes as shapes
from contracts.api.base import ONCE, View, deed
from contracts.api.shapes import ContractReason
from contracts.models import MatchYear


class Matches(View):
    """What regions owe project years."""

    queryset = MatchYear.objects.none()
    serializer_class = shapes.MatchYearOut

    @extend_schema(operation_id="matches_list", responses=shapes.MatchYearOut(many=True))
    def get(self, request: Request) -> Response:
        """The match of each project year of the contracts that you may see, oldest first."""
        return self.listed(shapes.MatchYearOut, request, queries.matches_visible_to(self.actor(request)))


class MatchView(View):
    """One contract's match, shown as it stands after whatever was done."""

    serializer_class: type[BaseSerializer[Any]] = shapes.MatchOut

    def answer(self, request: Request, contract_uid: UUID) -> Response:
        return self.shown(shapes.MatchOut, request, queries.match_page(contract_uid, self.actor(request)))


class ContractMatch(MatchView):
    """A contract's match."""

    @extend_schema(operation_id="contracts_match", responses=shapes.MatchOut)
    def get(self, request: Request, contract_uid: UUID) -> Response:
        """The region's match year by year, its signature, and what it signs with the hash of it."""
        return self.answer(request, contract_uid)


class MatchSigning(MatchView):
    """Signing for the region."""

    @deed("contracts_match_sign", shapes.MatchOut, shapes.MatchSignatureIn)
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Sign the match for exactly the commitment whose hash you read."""
        given = self.given(shapes.MatchSignatureIn, request)
        actions.sign_match(contract_uid=contract_uid, **given, **self.asker(request))
        return self.answer(request, contract_uid)


class CouncilBudget(MatchView):
    """The council's budget."""

    @deed("contracts_match_council", shapes.MatchOut, shapes.CouncilIn)
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Note what the region's council gives for the match of a project year."""
        given = self.given(shapes.CouncilIn, request)
        actions.note_council(contract_uid=contract_uid, **given, **self.asker(request))
        return self.answer(request, contract_uid)


class Deposits(View):
    """Deposits of a contract."""

    serializer_class = shapes.DepositOut
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(
        operation_id="contracts_match_deposit",
        request={"multipart/form-data": shapes.DepositIn, "application/json": shapes.DepositIn},
        responses={201: shapes.DepositOut},
        parameters=[ONCE],
    )
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Announce a deposit for a project year, with its document; another side confirms it."""
        given = {"document": None, **self.given(shapes.DepositIn, request)}
        deposit = actions.announce_deposit(contract_uid=contract_uid, **given, **self.asker(request))
        found = queries.deposit_for(deposit.uid, self.actor(request))
        answer = self.shown(shapes.DepositOut, request, found, 201)
        return self.made(answer, reverse("api:match-deposit", args=[deposit.uid]))


class DepositView(View):
    """One deposit, shown as it stands after whatever was done."""

    serializer_class: type[BaseSerializer[Any]] = shapes.DepositOut

    def answer(self, request: Request, deposit_uid: UUID) -> Response:
        return self.shown(shapes.DepositOut, request, queries.deposit_for(deposit_uid, self.actor(request)))


class OneDeposit(DepositView):
    """A deposit."""

    @extend_schema(operation_id="match_deposits_read", responses=shapes.DepositOut)
    def get(self, request: Request, deposit_uid: UUID) -> Response:
        """One deposit and whether it was confirmed."""
        return self.answer(request, deposit_uid)


class DepositConfirmation(DepositView):
    """Confirming a deposit."""

    @deed("match_deposits_confirm", shapes.DepositOut)
    def post(self, request: Request, deposit_uid: UUID) -> Response:
        """Confirm that a deposit arrived. The institution or the contract desk can; who announced it can't."""
        actions.confirm_deposit(deposit_uid=deposit_uid, **self.asker(request))
        return self.answer(request, deposit_uid)


class DepositRefusal(DepositView):
    """Sending a deposit back."""

    @deed("match_deposits_refuse", shapes.DepositOut, ContractReason)
    def post(self, request: Request, deposit_uid: UUID) -> Response:
        """Send a deposit back that did not arrive as announced, with the reason."""
        given = self.given(ContractReason, request)
        actions.refuse_deposit(deposit_uid=deposit_uid, **given, **self.asker(request))
        return self.answer(request, deposit_uid)


class DepositWithdrawal(DepositView):
    """Taking a deposit back."""

    @deed("match_deposits_withdraw", shapes.DepositOut, ContractReason)
    def post(self, request: Request, deposit_uid: UUID) -> Response:
        """Take back what was announced in error, before it is confirmed."""
        given = self.given(ContractReason, request)
        actions.withdraw_deposit(deposit_uid=deposit_uid, **given, **self.asker(request))
        return self.answer(request, deposit_uid)


class DepositDocument(View):
    """The document of a deposit."""

    @extend_schema(
        operation_id="match_deposits_document", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, deposit_uid: UUID) -> FileResponse:
        """Download it."""
        file = queries.deposit_document(deposit_uid, self.actor(request))
        response = FileResponse(
            file.content.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response
