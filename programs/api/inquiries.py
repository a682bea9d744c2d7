"""Questions about a call and their answers, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from programs import actions, permissions, queries
from programs.api.base import ONCE, View
from programs.models import Inquiry
from programs.rules import ANSWER_CHARS, TEXT_CHARS


class InquiryAnswerOut(serializers.Serializer[Any]):
    """An answer as it was published; the last one holds."""

    sequence = serializers.IntegerField()
    text_ko = serializers.CharField()
    text_en = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField()


class InquiryOut(serializers.Serializer[Any]):
    """A question about a call, without who asked, and its answers in order."""

    uid = serializers.UUIDField()
    text = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    answers = InquiryAnswerOut(many=True, source="answers.all")


class InquiryIn(serializers.Serializer[Any]):
    """A question. Everybody will read it with its answer."""

    text = serializers.CharField(max_length=TEXT_CHARS)


class InquiryAnswerIn(serializers.Serializer[Any]):
    """An answer; Korean is needed."""

    text_ko = serializers.CharField(max_length=ANSWER_CHARS)
    text_en = serializers.CharField(max_length=ANSWER_CHARS, allow_blank=True, default="")


class Inquiries(View):
    """Questions about a call."""

    serializer_class = InquiryOut
    queryset = Inquiry.objects.none()

    @extend_schema(operation_id="calls_inquiries_list", responses=InquiryOut(many=True), auth=[])
    def get(self, request: Request, call_uid: UUID) -> Response:
        """What was answered, the newest first; your own questions too, and at the call's desk all of them."""
        actor = self.actor(request)
        call = queries.call(call_uid, actor)
        at_desk = permissions.reads_drafts(actor, call.program.ministry_id, call.program.uid)
        return self.listed(InquiryOut, request, queries.inquiries_of(call, actor, at_desk=at_desk))

    @extend_schema(
        operation_id="calls_ask", request=InquiryIn, responses={201: InquiryOut}, parameters=[ONCE], filters=False
    )
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Ask the office, until a day before the closing."""
        made = actions.ask(call_uid=call_uid, **self.given(InquiryIn, request), **self.asker(request))
        return self.shown(InquiryOut, request, queries.inquiry(made.uid), 201)


class Answers(View):
    """Answers to a question."""

    serializer_class = InquiryOut
    queryset = Inquiry.objects.none()

    @extend_schema(
        operation_id="inquiries_answer", request=InquiryAnswerIn, responses={201: InquiryOut}, parameters=[ONCE]
    )
    def post(self, request: Request, inquiry_uid: UUID) -> Response:
        """Publish the answer, or a correction of it."""
        actions.answer(inquiry_uid=inquiry_uid, **self.given(InquiryAnswerIn, request), **self.asker(request))
        return self.shown(InquiryOut, request, queries.inquiry(inquiry_uid), 201)
