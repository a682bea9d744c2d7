"""To the bank and back over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from contracts import actions, permissions, queries
from contracts.api.base import ONCE, View, deed
from contracts.api.money import BatchView
from contracts.api.shapes import BatchDetail, ContractReason
from contracts.models import BankFile, StatementLine
from contracts.rules import BANK_FILE_MAX_BYTES
from contracts.states import LINE
from core.money import MAX_KRW
from core.refusals import RuleBroken


class BankFileOut(serializers.Serializer[Any]):
    """A file of the bank that was read. Balances are those of a statement, in whole won."""

    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=BankFile.Kind.choices)
    number = serializers.CharField()
    sha256 = serializers.CharField()
    count = serializers.IntegerField()
    opening_krw = serializers.IntegerField(allow_null=True)
    closing_krw = serializers.IntegerField(allow_null=True)
    gap_krw = serializers.IntegerField(help_text="How far a statement begins from where the one before it ended.")
    read_at = serializers.DateTimeField()


class BankFileIn(serializers.Serializer[Any]):
    """A pain.002 or camt.053 for a ministry."""

    ministry = serializers.UUIDField()
    file = serializers.FileField()


class StatementLineOut(serializers.Serializer[Any]):
    """A line of a statement that matches no payment, and why."""

    uid = serializers.UUIDField()
    file = serializers.CharField(source="file.number")
    row = serializers.IntegerField()
    direction = serializers.ChoiceField(choices=StatementLine.Direction.choices)
    amount_krw = serializers.IntegerField()
    booked_on = serializers.DateField()
    end_to_end_id = serializers.CharField(allow_blank=True)
    reference = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=LINE.states)
    why = serializers.CharField()
    note = serializers.CharField(allow_blank=True)


class PayingAccountIn(serializers.Serializer[Any]):
    """The account that a ministry pays from."""

    bank = serializers.CharField(max_length=35)
    number = serializers.CharField(max_length=34)
    holder = serializers.CharField(max_length=120)
    answer_days = serializers.IntegerField(help_text="Working days in which the bank ends every payment of a batch.")


class ApprovalLimitIn(serializers.Serializer[Any]):
    """The largest batch that an office may approve, in whole won; null takes the limit away."""

    limit_krw = serializers.IntegerField(allow_null=True, min_value=0, max_value=MAX_KRW)


class BankFiles(View):
    """Files of banks."""

    queryset = BankFile.objects.none()
    serializer_class = BankFileOut
    parser_classes = (MultiPartParser, JSONParser)

    @extend_schema(operation_id="bank_files_list", responses=BankFileOut(many=True))
    def get(self, request: Request) -> Response:
        """What banks sent to your ministries."""
        return self.listed(BankFileOut, request, queries.bank_files_visible_to(self.actor(request)))

    @extend_schema(
        operation_id="bank_files_read",
        request={"multipart/form-data": BankFileIn},
        responses={201: BankFileOut},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Read an answer (pain.002) or a statement (camt.053) of the bank, whole or not at all, once."""
        self.actor(request)
        given = self.given(BankFileIn, request)
        upload = given["file"]
        if upload.size > BANK_FILE_MAX_BYTES:
            raise RuleBroken.because("file.too_large", size_bytes=upload.size, max_bytes=BANK_FILE_MAX_BYTES)
        file = actions.read_bank_file(ministry_uid=given["ministry"], content=upload.read(), **self.asker(request))
        return self.shown(BankFileOut, request, file, 201)


class BankLines(View):
    """Lines that match no payment."""

    queryset = StatementLine.objects.none()
    serializer_class = StatementLineOut

    @extend_schema(operation_id="bank_lines_list", responses=StatementLineOut(many=True))
    def get(self, request: Request) -> Response:
        """Lines of your ministries' statements that match no payment, and what was said of them."""
        return self.listed(StatementLineOut, request, queries.lines_visible_to(self.actor(request)))


class BankLineExplanation(View):
    """Explaining a line."""

    serializer_class = StatementLineOut

    @deed("bank_lines_explain", StatementLineOut, ContractReason)
    def post(self, request: Request, line_uid: UUID) -> Response:
        """Say in writing what a line is that matches no payment. No won move by it."""
        note = self.given(ContractReason, request)["reason"]
        actions.explain_line(line_uid=line_uid, note=note, **self.asker(request))
        return self.shown(StatementLineOut, request, queries.line_for(line_uid, self.actor(request)))


class MinistryAccount(View):
    """The account that a ministry pays from."""

    serializer_class = PayingAccountIn

    @deed("paying_accounts_name", PayingAccountIn, PayingAccountIn)
    def put(self, request: Request, ministry_uid: UUID) -> Response:
        """Name the account that a ministry's payments go out of."""
        given = self.given(PayingAccountIn, request)
        account = actions.name_paying_account(ministry_uid=ministry_uid, **given, **self.asker(request))
        return self.shown(PayingAccountIn, request, account)


class OfficeLimit(View):
    """An office's limit."""

    serializer_class = ApprovalLimitIn

    @deed("approval_limits_set", ApprovalLimitIn, ApprovalLimitIn)
    def put(self, request: Request, office_uid: UUID) -> Response:
        """Set the largest batch that the holder of an approving office may approve."""
        given = self.given(ApprovalLimitIn, request)
        actions.limit_approvals(office_uid=office_uid, **given, **self.asker(request))
        return self.shown(ApprovalLimitIn, request, given)


class BatchOrder(BatchView):
    """The bank's file of a batch."""

    @extend_schema(operation_id="payment_batches_order_file", responses={(200, "application/xml"): OpenApiTypes.BINARY})
    def get(self, request: Request, batch_uid: UUID) -> HttpResponse:
        """The bank's file as it was written, once."""
        actor = self.actor(request)
        batch = queries.batch_page(batch_uid, actor)
        permissions.require(permissions.may_run_contracts(actor, batch.ministry_id, None), "download")
        content = bytes(queries.bank_order(batch_uid, actor).content)
        return HttpResponse(
            content,
            content_type="application/xml",
            headers={"Content-Disposition": f'attachment; filename="{batch.number}.xml"'},
        )

    @deed("payment_batches_order", BatchDetail)
    def post(self, request: Request, batch_uid: UUID) -> Response:
        """Write the bank's file of a batch that was approved before its ministry named an account."""
        actions.order_batch(batch_uid=batch_uid, **self.asker(request))
        return self.answer(request, batch_uid)
