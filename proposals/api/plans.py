"""Regions' plans over the API: answer a call, endorse, send back; what each region answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import NotFound
from proposals import actions
from proposals.api.base import ONCE, View, answered
from proposals.models import RegionalPlan
from proposals.permissions import plans as permissions
from proposals.queries import plans as queries
from proposals.rules.plans import PLAN_PARTS
from proposals.states import PLAN


class PlanOut(serializers.ModelSerializer[RegionalPlan]):
    """A region's answer to a call. `proposal` is where its plan is written and read."""

    call = serializers.UUIDField(source="call.uid")
    region = serializers.CharField(source="region.code")
    proposal = serializers.UUIDField(source="proposal.uid", default=None, allow_null=True)
    number = serializers.CharField(source="proposal.number", default="")
    state = serializers.ChoiceField(choices=PLAN.states)
    parts = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = RegionalPlan
        fields = (
            *("uid", "call", "region", "proposal", "number", "state", "version"),
            *("handed_in_at", "endorsed_at", "returned_times", "parts", "note", "due_at", "decided_at", "reason"),
        )


class AnswerOut(serializers.Serializer[Any]):
    """A region that a call concerns: asked, or in the state of its plan."""

    region = serializers.CharField(source="region.code")
    state = serializers.ChoiceField(choices=("asked", *PLAN.states))
    plan = PlanOut(allow_null=True)


class PlanBegin(serializers.Serializer[Any]):
    """The leading institution of the region's plan, and a working title."""

    lead_organization = serializers.UUIDField()
    title_ko = serializers.CharField(max_length=160)
    title_en = serializers.CharField(max_length=160, allow_blank=True, default="")


class PlanReason(serializers.Serializer[Any]):
    """Why the region makes no plan."""

    region = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=2_000, allow_blank=True)


class PlanEndorsement(serializers.Serializer[Any]):
    """The match that the region pledges, year by year in whole won; left out: what the plan's budget names."""

    year_krw = serializers.ListField(child=serializers.IntegerField(min_value=0), required=False, max_length=20)
    in_kind_krw = serializers.ListField(child=serializers.IntegerField(min_value=0), required=False, max_length=20)
    document = serializers.FileField(required=False)


class PlanReturn(serializers.Serializer[Any]):
    """Which parts come back, what is to be done, until when."""

    parts = serializers.ListField(child=serializers.ChoiceField(choices=PLAN_PARTS), max_length=10)
    note = serializers.CharField(max_length=4_000, allow_blank=True)
    due_at = serializers.DateTimeField()


class CallPlans(View):
    """What the regions answer to a call."""

    serializer_class = PlanBegin

    @extend_schema(operation_id="plans_of_call", responses=AnswerOut(many=True))
    def get(self, request: Request, call_uid: UUID) -> Response:
        """Each region that the call concerns; a region's officers read their own."""
        by = self.actor(request)
        call = queries.plan_call(call_uid)
        found = queries.answers(call, by)
        if not found and not permissions.may_read_plans(by, call.program.ministry_id, call.program.uid):
            raise NotFound.because("http.not_found")
        return answered(AnswerOut, found, many=True)

    @extend_schema(operation_id="plans_begin", request=PlanBegin, responses={201: PlanOut}, parameters=[ONCE])
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Begin the plan of the leading institution's region."""
        given = self.given(PlanBegin, request)
        lead = given.pop("lead_organization")
        plan = actions.begin_plan(call_uid=call_uid, lead_organization_uid=lead, **given, **self.asker(request))
        return answered(PlanOut, plan, status=201)


class PlanDecline(View):
    """Answering that a region makes no plan."""

    serializer_class = PlanReason

    @extend_schema(operation_id="plans_decline", request=PlanReason, responses=PlanOut, parameters=[ONCE])
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Say that the region makes no plan, and why."""
        given = self.given(PlanReason, request)
        return answered(PlanOut, actions.decline_plan(call_uid=call_uid, **given, **self.asker(request)))


class OnePlan(View):
    """A region's plan."""

    serializer_class = PlanOut

    @extend_schema(operation_id="plans_read", responses=PlanOut)
    def get(self, request: Request, plan_uid: UUID) -> Response:
        """Where it stands, and what was said when it was last sent back."""
        plan = queries.plan_page(plan_uid, self.actor(request))
        return answered(PlanOut, plan, version=plan.version)


class EndorsePlan(View):
    """Endorsing a plan."""

    serializer_class = PlanEndorsement
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(
        operation_id="plans_endorse",
        request={"application/json": PlanEndorsement, "multipart/form-data": PlanEndorsement},
        responses=PlanOut,
        parameters=[ONCE],
    )
    def post(self, request: Request, plan_uid: UUID) -> Response:
        """The region's government stands behind what its institution handed in, and pledges its match."""
        given = self.given(PlanEndorsement, request)
        return answered(PlanOut, actions.endorse_plan(plan_uid=plan_uid, **given, **self.asker(request)))


class ReturnPlan(View):
    """Sending a plan back."""

    serializer_class = PlanReturn

    @extend_schema(operation_id="plans_give_back", request=PlanReturn, responses=PlanOut, parameters=[ONCE])
    def post(self, request: Request, plan_uid: UUID) -> Response:
        """Send it back for the named parts, until a day, as often as the rules allow."""
        given = self.given(PlanReturn, request)
        return answered(PlanOut, actions.give_plan_back(plan_uid=plan_uid, **given, **self.asker(request)))
