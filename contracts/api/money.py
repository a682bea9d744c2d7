"""Tranches, payment batches, transfers and awards over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.models import Organization
from contracts import actions, queries
from contracts.api import shapes
from contracts.api.base import View, deed
from contracts.filters import BatchFilter, TrancheFilter
from contracts.models import PaymentBatch, Tranche, Transfer
from core.refusals import NotFound


class Tranches(View):
    """Tranches of the contracts that the asker may see."""

    queryset = Tranche.objects.none()
    serializer_class = shapes.TrancheOut
    filter_backends = (DjangoFilterBackend,)
    filterset_class = TrancheFilter

    @extend_schema(operation_id="tranches_list", responses=shapes.TrancheOut(many=True))
    def get(self, request: Request) -> Response:
        """Tranches with their gates and what each waits for, oldest first."""
        return self.listed(shapes.TrancheOut, request, queries.tranches_visible_to(self.actor(request)))


class OneTranche(View):
    """A tranche."""

    serializer_class = shapes.TrancheOut

    @extend_schema(operation_id="tranches_read", responses=shapes.TrancheOut)
    def get(self, request: Request, tranche_uid: UUID) -> Response:
        """One tranche with its gates: which wait, for whom, since when."""
        tranche = queries.tranches_visible_to(self.actor(request)).filter(uid=tranche_uid).first()
        if tranche is None:
            raise NotFound.because("http.not_found")
        return self.shown(shapes.TrancheOut, request, tranche)


class BatchView(View):
    """One payment batch, shown as it stands after whatever was done."""

    serializer_class: type[BaseSerializer[Any]] = shapes.BatchDetail

    def answer(self, request: Request, batch_uid: UUID, status: int = 200) -> Response:
        return self.shown(shapes.BatchDetail, request, queries.batch_page(batch_uid, self.actor(request)), status)


class Batches(BatchView):
    """Payment batches of the asker's ministries."""

    queryset = PaymentBatch.objects.none()
    serializer_class = shapes.BatchOut
    filter_backends = (DjangoFilterBackend,)
    filterset_class = BatchFilter

    @extend_schema(operation_id="payment_batches_list", responses=shapes.BatchOut(many=True))
    def get(self, request: Request) -> Response:
        """Payment batches, oldest first."""
        return self.listed(shapes.BatchOut, request, queries.batches_visible_to(self.actor(request)))

    @deed("payment_batches_draw_up", shapes.BatchDetail, shapes.BatchIn, status=201)
    def post(self, request: Request) -> Response:
        """Put released tranches of a ministry into a new batch."""
        self.actor(request)
        given = self.given(shapes.BatchIn, request)
        ministry = Organization.objects.filter(uid=given["ministry"]).first()
        if ministry is None:
            raise NotFound.because("http.not_found")
        batch = actions.draw_up_batch(ministry_id=ministry.pk, tranche_uids=given["tranches"], **self.asker(request))
        return self.made(self.answer(request, batch.uid, 201), reverse("api:payment-batch", args=[batch.uid]))


class OneBatch(BatchView):
    """A payment batch."""

    @extend_schema(operation_id="payment_batches_read", responses=shapes.BatchDetail)
    def get(self, request: Request, batch_uid: UUID) -> Response:
        """One batch with its payments and approvals."""
        return self.answer(request, batch_uid)


class BatchApproval(BatchView):
    """Approving a batch."""

    @deed("payment_batches_approve", shapes.BatchDetail, shapes.BatchApprovalIn)
    def post(self, request: Request, batch_uid: UUID) -> Response:
        """Approve a batch of exactly the total that you saw. Two officers must, and neither drew it up."""
        given = self.given(shapes.BatchApprovalIn, request)
        actions.approve_batch(batch_uid=batch_uid, **given, **self.asker(request))
        return self.answer(request, batch_uid)


class BatchPayment(BatchView):
    """Marking a batch paid."""

    @deed("payment_batches_mark_paid", shapes.BatchDetail, shapes.BatchReferences)
    def post(self, request: Request, batch_uid: UUID) -> Response:
        """Mark an approved batch paid, each payment with the bank's own reference."""
        given = self.given(shapes.BatchReferences, request)
        actions.mark_batch_paid(batch_uid=batch_uid, **given, **self.asker(request))
        return self.answer(request, batch_uid)


class BatchDiscarding(BatchView):
    """Giving a batch up."""

    @deed("payment_batches_discard", shapes.BatchDetail, shapes.ContractReason)
    def post(self, request: Request, batch_uid: UUID) -> Response:
        """Give up a batch that is not approved twice, with a reason; its tranches are released again."""
        given = self.given(shapes.ContractReason, request)
        actions.discard_batch(batch_uid=batch_uid, **given, **self.asker(request))
        return self.answer(request, batch_uid)


class Transfers(View):
    """The ledger."""

    queryset = Transfer.objects.none()
    serializer_class = shapes.TransferOut

    @extend_schema(operation_id="transfers_list", responses=shapes.TransferOut(many=True))
    def get(self, request: Request) -> Response:
        """Every move of won of your contracts, oldest first; overseers read all."""
        return self.listed(shapes.TransferOut, request, queries.transfers_visible_to(self.actor(request)))


class Awards(View):
    """Money by region and programme."""

    serializer_class = shapes.AwardOut
    pagination_class = None  # one row for each region and programme

    @extend_schema(operation_id="awards_list", responses=shapes.AwardOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """Official teams under contracts in force, and their won contracted and paid. Needs no sign-in."""
        return Response(shapes.AwardOut(queries.awards(), many=True).data)
