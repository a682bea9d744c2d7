"""Calls over the API: everybody reads what was announced, the programme's desks draft and run them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import required_version
from core.refusals import require
from core.wording import say_violation
from programs import actions, permissions, queries
from programs.api import serializers as shapes
from programs.api.base import IF_MATCH, ONCE, View
from programs.filters import CallFilter
from programs.models import Call
from programs.rules import CallTerms, Part


class Calls(View):
    """Calls that the asker may see; desks draft new ones."""

    queryset = Call.objects.none()
    serializer_class = shapes.CallOut
    filter_backends = (DjangoFilterBackend,)
    filterset_class = CallFilter

    @extend_schema(operation_id="calls_list", responses=shapes.CallOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """Announced calls, and the drafts of your own programmes, oldest first."""
        found = queries.calls_visible_to(self.actor(request))
        return self.listed(shapes.CallOut, request, self.filter_queryset(found))

    @extend_schema(
        operation_id="calls_draft",
        request=shapes.CallIn,
        responses={201: shapes.CallDetail},
        parameters=[ONCE],
        filters=False,
    )
    def post(self, request: Request) -> Response:
        """Begin a call under one of its programme's rule sets."""
        given = self.given(shapes.CallIn, request)
        call = actions.draft_call(
            program_uid=given.pop("program"),
            rule_set_uid=given.pop("rule_set"),
            code=given.pop("code"),
            terms=CallTerms(**given),
            **self.asker(request),
        )
        response = _call(self, request, call.uid, 201)
        response["Location"] = reverse("api:call", args=[call.uid])
        return response


class OneCall(View):
    """A call."""

    serializer_class = shapes.CallDetail

    @extend_schema(operation_id="calls_read", responses=shapes.CallDetail, auth=[])
    def get(self, request: Request, call_uid: UUID) -> Response:
        """One call with its guideline and what you may do with it now."""
        return _call(self, request, call_uid)

    @extend_schema(
        operation_id="calls_change",
        request=shapes.CallChange,
        responses=shapes.CallDetail,
        parameters=[ONCE, IF_MATCH],
    )
    def patch(self, request: Request, call_uid: UUID) -> Response:
        """Change a draft; what is left out stays."""
        given = self.given(shapes.CallChange, request, partial=True)
        rule_set_uid = given.pop("rule_set", None)
        read = queries.call(call_uid, self.actor(request))
        actions.change_call(
            call_uid=call_uid,
            terms=replace(queries.terms_of(read), **given),
            rule_set_uid=rule_set_uid,
            version=required_version(request) or read.version,
            **self.asker(request),
        )
        return _call(self, request, call_uid)


class Readiness(View):
    """Whether a draft can be announced."""

    serializer_class = shapes.CallReadiness

    @extend_schema(operation_id="calls_readiness", responses=shapes.CallReadiness)
    def get(self, request: Request, call_uid: UUID) -> Response:
        """Everything that stands against announcing the call now."""
        asker = self.asker(request)
        call = queries.call(call_uid, asker["by"])
        require(permissions.reads_drafts(asker["by"], call.program.ministry_id, call.program.uid), "announce")
        found = queries.readiness(call, asker["at"])
        violations = [
            {"code": one.code, "field": one.field, "clause": one.clause, "text": say_violation(one)} for one in found
        ]
        return Response({"ready": not found, "violations": violations})


class Announcement(View):
    """Announcing a call."""

    serializer_class = shapes.CallDetail

    @extend_schema(operation_id="calls_announce", request=None, responses=shapes.CallDetail, parameters=[ONCE])
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Make a draft public and binding."""
        actions.announce_call(call_uid=call_uid, **self.asker(request))
        return _call(self, request, call_uid)


class Schedule(View):
    """That a call is announced by itself."""

    serializer_class = shapes.CallDetail

    @extend_schema(
        operation_id="calls_schedule", request=shapes.CallSchedule, responses=shapes.CallDetail, parameters=[ONCE]
    )
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Have a checked draft announced by itself at a moment. Until then it can't be changed."""
        actions.schedule_call(call_uid=call_uid, **self.given(shapes.CallSchedule, request), **self.asker(request))
        return _call(self, request, call_uid)

    @extend_schema(operation_id="calls_unschedule", responses=shapes.CallDetail, parameters=[ONCE])
    def delete(self, request: Request, call_uid: UUID) -> Response:
        """Take that back: the call is a draft again."""
        actions.unschedule_call(call_uid=call_uid, **self.asker(request))
        return _call(self, request, call_uid)


class Dates(View):
    """The dates of an announced call."""

    serializer_class = shapes.CallDetail

    @extend_schema(
        operation_id="calls_move_dates", request=shapes.CallDates, responses=shapes.CallDetail, parameters=[ONCE]
    )
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Move dates of an announced call to later, with a reason."""
        actions.move_call_dates(call_uid=call_uid, **self.given(shapes.CallDates, request), **self.asker(request))
        return _call(self, request, call_uid)


class Cancellation(View):
    """Cancelling a call."""

    serializer_class = shapes.CallDetail

    @extend_schema(
        operation_id="calls_cancel", request=shapes.CallReason, responses=shapes.CallDetail, parameters=[ONCE]
    )
    def post(self, request: Request, call_uid: UUID) -> Response:
        """End a call for good, with a reason. What was announced stays readable."""
        actions.cancel_call(call_uid=call_uid, **self.given(shapes.CallReason, request), **self.asker(request))
        return _call(self, request, call_uid)


class Guidelines(View):
    """The guideline of a draft."""

    serializer_class = shapes.CallDetail

    @extend_schema(
        operation_id="calls_add_guideline",
        request=shapes.GuidelineIn,
        responses={201: shapes.CallDetail},
        parameters=[ONCE],
    )
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Put a part at the end of a draft's guideline."""
        part = Part(**self.given(shapes.GuidelineIn, request))
        actions.add_guideline(call_uid=call_uid, part=part, **self.asker(request))
        return _call(self, request, call_uid, 201)


class OneGuideline(View):
    """A part of a draft's guideline, by its number."""

    serializer_class = shapes.CallDetail

    @extend_schema(
        operation_id="calls_change_guideline",
        request=shapes.GuidelineChange,
        responses=shapes.CallDetail,
        parameters=[ONCE],
    )
    def put(self, request: Request, call_uid: UUID, order: int) -> Response:
        """Rewrite a part, and move it where `place` is given."""
        given = self.given(shapes.GuidelineChange, request)
        place = given.pop("place")
        actions.change_guideline(call_uid=call_uid, order=order, part=Part(**given), place=place, **self.asker(request))
        return _call(self, request, call_uid)

    @extend_schema(operation_id="calls_remove_guideline", responses=shapes.CallDetail, parameters=[ONCE])
    def delete(self, request: Request, call_uid: UUID, order: int) -> Response:
        """Take a part out; those behind it move up."""
        actions.remove_guideline(call_uid=call_uid, order=order, **self.asker(request))
        return _call(self, request, call_uid)


def _call(view: View, request: Request, uid: UUID, status: int = 200) -> Response:
    return view.shown(shapes.CallDetail, request, queries.call(uid, view.actor(request)), status)
