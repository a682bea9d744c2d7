"""Programmes and their rule sets over the API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import etag, required_version
from programs import actions, queries
from programs.api import serializers as shapes
from programs.api.base import IF_MATCH, ONCE, View
from programs.api.program_shapes import ProgramAgency
from programs.models import Program, RuleSet
from programs.policy import describe
from programs.rules import AgencyTerms, IndicatorTerms, ProgramTerms


class Programs(View):
    """All programmes; officers of a ministry make new ones."""

    queryset = Program.objects.none()
    serializer_class = shapes.ProgramOut

    @extend_schema(operation_id="programs_list", responses=shapes.ProgramOut(many=True), auth=[])
    def get(self, request: Request) -> Response:
        """All programmes with ministry, agency and indicators."""
        return self.listed(shapes.ProgramOut, request, queries.programs())

    @extend_schema(
        operation_id="programs_create",
        request=shapes.ProgramIn,
        responses={201: shapes.ProgramOut},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Make a programme of your ministry; with a delegation or a preset, all that belongs to it at once."""
        given = self.given(shapes.ProgramIn, request)
        ministry_uid, agency_uid = given.pop("ministry"), given.pop("agency")
        delegation, preset = given.pop("delegation"), given.pop("preset")
        terms = ProgramTerms(**{**given, "sectors": tuple(given["sectors"])})
        if preset or delegation:
            program = actions.set_up_program(
                ministry_uid=ministry_uid,
                terms=terms,
                appointment=_appointment(agency_uid, delegation),
                preset=preset,
                **self.asker(request),
            )
        else:
            program = actions.create_program(
                ministry_uid=ministry_uid, agency_uid=agency_uid, terms=terms, **self.asker(request)
            )
        response = self.shown(shapes.ProgramOut, request, queries.program(program.uid), 201)
        response["Location"] = reverse("api:program", args=[program.uid])
        return response


class OneProgram(View):
    """A programme."""

    serializer_class = shapes.ProgramOut

    @extend_schema(operation_id="programs_read", responses=shapes.ProgramOut, auth=[])
    def get(self, request: Request, program_uid: UUID) -> Response:
        """One programme with ministry, agency and indicators."""
        return self._answer(request, program_uid)

    @extend_schema(
        operation_id="programs_change",
        request=shapes.ProgramChange,
        responses=shapes.ProgramOut,
        parameters=[ONCE, IF_MATCH],
    )
    def patch(self, request: Request, program_uid: UUID) -> Response:
        """Rewrite what a programme says; what is not sent stays."""
        given = self.given(shapes.ProgramChange, request, partial=True)
        if "sectors" in given:
            given["sectors"] = tuple(given["sectors"])
        terms = replace(queries.program_terms(queries.program(program_uid)), **given)
        version = required_version(request)
        actions.change_program(program_uid=program_uid, terms=terms, version=version, **self.asker(request))
        return self._answer(request, program_uid)

    def _answer(self, request: Request, program_uid: UUID) -> Response:
        program = queries.program(program_uid)
        response = self.shown(shapes.ProgramOut, request, program)
        response["ETag"] = etag(program.version)
        return response


class AppointAgency(View):
    """Who runs a programme."""

    serializer_class = shapes.ProgramOut

    @extend_schema(
        operation_id="programs_appoint_agency", request=ProgramAgency, responses=shapes.ProgramOut, parameters=[ONCE]
    )
    def post(self, request: Request, program_uid: UUID) -> Response:
        """Let an agency run a programme, by a delegation for this programme."""
        given = self.given(ProgramAgency, request)
        appointment = _appointment(given.pop("agency"), given)
        assert appointment is not None, "the serializer asks for an agency"
        actions.appoint_agency(program_uid=program_uid, appointment=appointment, **self.asker(request))
        return self.shown(shapes.ProgramOut, request, queries.program(program_uid))


class Indicators(View):
    """What a programme counts."""

    serializer_class = shapes.ProgramOut

    @extend_schema(
        operation_id="programs_add_indicator",
        request=shapes.ProgramIndicator,
        responses={201: shapes.ProgramOut},
        parameters=[ONCE],
    )
    def post(self, request: Request, program_uid: UUID) -> Response:
        """Name something more that the programme counts."""
        terms = IndicatorTerms(**self.given(shapes.ProgramIndicator, request))
        actions.add_indicator(program_uid=program_uid, terms=terms, **self.asker(request))
        return self.shown(shapes.ProgramOut, request, queries.program(program_uid), 201)


class RuleSets(View):
    """Versions of programmes' rules: published ones for everybody, drafts for their desks."""

    queryset = RuleSet.objects.none()
    serializer_class = shapes.RuleSetOut

    @extend_schema(
        operation_id="rule_sets_list",
        responses=shapes.RuleSetOut(many=True),
        parameters=[OpenApiParameter("program", OpenApiTypes.UUID, description="Only of this programme.")],
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Versions of rules that you may see."""
        found = queries.rule_sets_visible_to(self.actor(request))
        given = self.given(shapes.OfProgram, request, query=True)
        if given["program"] is not None:
            found = found.filter(program__uid=given["program"])
        return self.listed(shapes.RuleSetOut, request, found)

    @extend_schema(
        operation_id="rule_sets_draft",
        request=shapes.RuleSetIn,
        responses={201: shapes.RuleSetDetail},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Keep a text (TOML or JSON) as the programme's next version. Every fault in it is answered with its path."""
        given = self.given(shapes.RuleSetIn, request)
        rule_set = actions.draft_rule_set(program_uid=given["program"], text=given["text"], **self.asker(request))
        response = shown_rule_set(self, request, rule_set.uid, 201)
        response["Location"] = reverse("api:rule-set", args=[rule_set.uid])
        return response


class OneRuleSet(View):
    """A version of a programme's rules."""

    serializer_class = shapes.RuleSetDetail

    @extend_schema(operation_id="rule_sets_read", responses=shapes.RuleSetDetail, auth=[])
    def get(self, request: Request, rule_set_uid: UUID) -> Response:
        """One version, clause by clause, with its canonical text."""
        return shown_rule_set(self, request, rule_set_uid)


class PublishRuleSet(View):
    """Publishing a version."""

    serializer_class = shapes.RuleSetDetail

    @extend_schema(operation_id="rule_sets_publish", request=None, responses=shapes.RuleSetDetail, parameters=[ONCE])
    def post(self, request: Request, rule_set_uid: UUID) -> Response:
        """Make a version final: calls can pin it, and nobody can change it any more."""
        actions.publish_rule_set(rule_set_uid=rule_set_uid, **self.asker(request))
        return shown_rule_set(self, request, rule_set_uid)


def shown_rule_set(view: View, request: Request, uid: UUID, status: int = 200) -> Response:
    """One version, clause by clause."""
    rule_set = queries.rule_set(uid, view.actor(request))
    rule_set.clauses = describe(queries.policy_of(rule_set))  # type: ignore[attr-defined]  # for the serializer
    return view.shown(shapes.RuleSetDetail, request, rule_set, status)


def _appointment(agency_uid: UUID | None, delegation: dict[str, Any] | None) -> AgencyTerms | None:
    if agency_uid is None:
        return None
    given = delegation or {}
    return AgencyTerms(agency_uid=agency_uid, **{**given, "powers": tuple(given.get("powers", ()))})
