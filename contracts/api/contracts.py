"""Contracts over the API: both sides, the region, the team and overseers read; each side does its own deeds."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from contracts import actions, queries
from contracts.api import shapes
from contracts.api.base import ONCE, View
from contracts.filters import ContractFilter
from contracts.models import Contract


class Contracts(View):
    """The contracts that the asker may see; desks draw up new ones."""

    queryset = Contract.objects.none()
    serializer_class = shapes.ContractOut
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ContractFilter

    @extend_schema(operation_id="contracts_list", responses=shapes.ContractOut(many=True))
    def get(self, request: Request) -> Response:
        """Your contracts, oldest first."""
        return self.listed(shapes.ContractOut, request, queries.visible_to(self.actor(request)))

    @extend_schema(
        operation_id="contracts_draw",
        request=shapes.ContractIn,
        responses={201: shapes.ContractDetail},
        parameters=[ONCE],
        filters=False,
    )
    def post(self, request: Request) -> Response:
        """Draw up the contract of a selected proposal, from exactly what was handed in."""
        self.actor(request)
        given = self.given(shapes.ContractIn, request)
        contract = actions.draw_contract(proposal_uid=given["proposal"], **self.asker(request))
        response = _contract(self, request, contract.uid, 201)
        response["Location"] = reverse("api:contract", args=[contract.uid])
        return response


class OneContract(View):
    """A contract."""

    serializer_class = shapes.ContractDetail

    @extend_schema(operation_id="contracts_read", responses=shapes.ContractDetail)
    def get(self, request: Request, contract_uid: UUID) -> Response:
        """One contract with its terms, and what you may do with it now."""
        return _contract(self, request, contract_uid)


class ContractAccount(View):
    """The account that the money goes to."""

    serializer_class = shapes.ContractDetail

    @extend_schema(
        operation_id="contracts_name_account",
        request=shapes.PayeeIn,
        responses=shapes.ContractDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Name the account, or another one; that asks for a new confirmation."""
        given = self.given(shapes.PayeeIn, request)
        actions.name_account(contract_uid=contract_uid, **given, **self.asker(request))
        return _contract(self, request, contract_uid)


class AccountConfirmation(View):
    """Confirming the account."""

    serializer_class = shapes.ContractDetail

    @extend_schema(
        operation_id="contracts_confirm_account", request=None, responses=shapes.ContractDetail, parameters=[ONCE]
    )
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Confirm the account that was named; the gates that wait for it open."""
        actions.confirm_account(contract_uid=contract_uid, **self.asker(request))
        return _contract(self, request, contract_uid)


class Signing(View):
    """Signing a contract."""

    serializer_class = shapes.ContractDetail

    @extend_schema(
        operation_id="contracts_sign",
        request=shapes.SignatureIn,
        responses=shapes.ContractDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Sign exactly the terms of this hash; after the ministry's signature the contract is in force."""
        given = self.given(shapes.SignatureIn, request)
        act = actions.sign_for_ministry if given["side"] == "ministry" else actions.sign_for_institution
        act(contract_uid=contract_uid, sha256=given["sha256"], **self.asker(request))
        return _contract(self, request, contract_uid)


class ContractCancellation(View):
    """Giving a contract up."""

    serializer_class = shapes.ContractDetail

    @extend_schema(
        operation_id="contracts_cancel",
        request=shapes.ContractReason,
        responses=shapes.ContractDetail,
        parameters=[ONCE],
    )
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Give up a contract that is not in force yet, with a reason."""
        given = self.given(shapes.ContractReason, request)
        actions.cancel_contract(contract_uid=contract_uid, **given, **self.asker(request))
        return _contract(self, request, contract_uid)


def _contract(view: View, request: Request, uid: UUID, status: int = 200) -> Response:
    return view.shown(shapes.ContractDetail, request, queries.page(uid, view.actor(request)), status)
