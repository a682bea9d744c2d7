"""Contracts over the API: both sides, the region, the team and overseers read; each side does its own deeds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from contracts import actions, queries
from contracts.api import shapes
from contracts.api.base import View, deed
from contracts.filters import ContractFilter
from contracts.models import Contract


class ContractView(View):
    """One contract, shown as it stands after whatever was done."""

    serializer_class: type[BaseSerializer[Any]] = shapes.ContractDetail

    def answer(self, request: Request, contract_uid: UUID, status: int = 200) -> Response:
        return self.shown(shapes.ContractDetail, request, queries.page(contract_uid, self.actor(request)), status)


class Contracts(ContractView):
    """The contracts that the asker may see; desks draw up new ones."""

    queryset = Contract.objects.none()
    serializer_class = shapes.ContractOut
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ContractFilter

    @extend_schema(operation_id="contracts_list", responses=shapes.ContractOut(many=True))
    def get(self, request: Request) -> Response:
        """Your contracts, oldest first."""
        return self.listed(shapes.ContractOut, request, queries.visible_to(self.actor(request)))

    @deed("contracts_draw", shapes.ContractDetail, shapes.ContractIn, status=201)
    def post(self, request: Request) -> Response:
        """Draw up the contract of a selected proposal, from exactly what was handed in."""
        self.actor(request)
        given = self.given(shapes.ContractIn, request)
        contract = actions.draw_contract(proposal_uid=given["proposal"], **self.asker(request))
        return self.made(self.answer(request, contract.uid, 201), reverse("api:contract", args=[contract.uid]))


class OneContract(ContractView):
    """A contract."""

    @extend_schema(operation_id="contracts_read", responses=shapes.ContractDetail)
    def get(self, request: Request, contract_uid: UUID) -> Response:
        """One contract with its terms, and what you may do with it now."""
        return self.answer(request, contract_uid)


class ContractAccount(ContractView):
    """The account that the money goes to."""

    @deed("contracts_name_account", shapes.ContractDetail, shapes.PayeeIn)
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Name the account, or another one; that asks for a new confirmation."""
        given = self.given(shapes.PayeeIn, request)
        actions.name_account(contract_uid=contract_uid, **given, **self.asker(request))
        return self.answer(request, contract_uid)


class AccountConfirmation(ContractView):
    """Confirming the account."""

    @deed("contracts_confirm_account", shapes.ContractDetail)
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Confirm the account that was named; the gates that wait for it open."""
        actions.confirm_account(contract_uid=contract_uid, **self.asker(request))
        return self.answer(request, contract_uid)


class Signing(ContractView):
    """Signing a contract."""

    @deed("contracts_sign", shapes.ContractDetail, shapes.SignatureIn)
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Sign exactly the terms of this hash; after the ministry's signature the contract is in force."""
        given = self.given(shapes.SignatureIn, request)
        act = actions.sign_for_ministry if given["side"] == "ministry" else actions.sign_for_institution
        act(contract_uid=contract_uid, sha256=given["sha256"], **self.asker(request))
        return self.answer(request, contract_uid)


class ContractCancellation(ContractView):
    """Giving a contract up."""

    @deed("contracts_cancel", shapes.ContractDetail, shapes.ContractReason)
    def post(self, request: Request, contract_uid: UUID) -> Response:
        """Give up a contract that is not in force yet, with a reason."""
        given = self.given(shapes.ContractReason, request)
        actions.cancel_contract(contract_uid=contract_uid, **given, **self.asker(request))
        return self.answer(request, contract_uid)
