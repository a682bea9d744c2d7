"""Offices, appointments and delegations over the API."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions, queries
from accounts.api import serializers as shapes
from accounts.api.base import ONCE, Q, View, answered
from accounts.http import asked
from accounts.models import Office
from core.refusals import NotFound
from core.wording import SEOUL

ROLE = OpenApiParameter("role", OpenApiTypes.STR, OpenApiParameter.QUERY)
VACANT = OpenApiParameter("vacant", OpenApiTypes.BOOL, OpenApiParameter.QUERY, description="Only the vacant ones.")


def _today(request: Request) -> date:
    return asked(request).at.astimezone(SEOUL).date()


def _office(request: Request, uid: UUID) -> Office:
    office = queries.all_offices(_today(request)).filter(uid=uid).first()
    if office is None:
        raise NotFound.because("http.not_found")
    return office


class Offices(View):
    serializer_class = shapes.DeskOut

    @extend_schema(operation_id="offices_list", responses=shapes.DeskOut(many=True), parameters=[Q, ROLE, VACANT])
    def get(self, request: Request) -> Response:
        """Open offices and who holds them today, oldest first."""
        wanted = request.query_params
        found = queries.search_offices(
            _today(request),
            q=wanted.get("q", ""),
            role=wanted.get("role", ""),
            vacant=wanted.get("vacant", "").lower() in {"true", "1"},
        )
        page = self.paginate_queryset(found.order_by("id")) or []
        return self.get_paginated_response(shapes.DeskOut(queries.desks(page), many=True).data)

    @extend_schema(
        operation_id="offices_open", request=shapes.OfficeIn, responses={201: shapes.DeskOut}, parameters=[ONCE]
    )
    def post(self, request: Request) -> Response:
        """Open an office; it is vacant."""
        made = actions.open_office(**self.given(shapes.OfficeIn, request), **self.asker(request))
        response = answered(shapes.DeskOut, queries.desks([_office(request, made.uid)])[0], status=201)
        response["Location"] = reverse("api:office", args=[made.uid])
        return response


class OneOffice(View):
    serializer_class = shapes.DeskOut

    @extend_schema(operation_id="offices_read", responses=shapes.DeskOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """An office as it stands today."""
        return answered(shapes.DeskOut, queries.desks([_office(request, uid)])[0])


class CloseOffice(View):
    serializer_class = shapes.ReasonIn

    @extend_schema(operation_id="offices_close", request=shapes.ReasonIn, responses=shapes.DeskOut, parameters=[ONCE])
    def post(self, request: Request, uid: UUID) -> Response:
        """Close an office for good."""
        actions.close_office(office_uid=uid, **self.given(shapes.ReasonIn, request), **self.asker(request))
        return answered(shapes.DeskOut, queries.desks([_office(request, uid)])[0])


class Appointments(View):
    serializer_class = shapes.AppointmentOut
    pagination_class = None

    @extend_schema(operation_id="appointments_list", responses=shapes.AppointmentOut(many=True))
    def get(self, request: Request, uid: UUID) -> Response:
        """Everybody who holds, held or will hold the office, the latest first."""
        rows = queries.appointments_in(_office(request, uid))
        return Response(shapes.AppointmentOut(rows, many=True).data)

    @extend_schema(
        operation_id="appointments_add",
        request=shapes.AppointmentIn,
        responses={201: shapes.AppointmentOut},
        parameters=[ONCE],
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Appoint a holder, or somebody who acts for him."""
        given = self.given(shapes.AppointmentIn, request)
        made = actions.appoint(office_uid=uid, **given, **self.asker(request))
        return answered(shapes.AppointmentOut, made, status=201)


class EndAppointment(View):
    serializer_class = shapes.EndIn

    @extend_schema(
        operation_id="appointments_end", request=shapes.EndIn, responses=shapes.AppointmentOut, parameters=[ONCE]
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """End an appointment from a day on."""
        given = self.given(shapes.EndIn, request)
        return answered(
            shapes.AppointmentOut, actions.end_appointment(appointment_uid=uid, **given, **self.asker(request))
        )


class Delegations(View):
    serializer_class = shapes.DelegationOut

    @extend_schema(operation_id="delegations_list", responses=shapes.DelegationOut(many=True), parameters=[Q])
    def get(self, request: Request) -> Response:
        """Those that concern you, oldest first."""
        q = request.query_params.get("q", "")
        found = queries.search_delegations(self.actor(request), _today(request), q=q)
        return self.page(found, shapes.DelegationOut)

    @extend_schema(
        operation_id="delegations_add",
        request=shapes.DelegationIn,
        responses={201: shapes.DelegationOut},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Let an agency act for a ministry."""
        made = actions.delegate(**self.given(shapes.DelegationIn, request), **self.asker(request))
        response = answered(shapes.DelegationOut, made, status=201)
        response["Location"] = reverse("api:delegation", args=[made.uid])
        return response


class OneDelegation(View):
    serializer_class = shapes.DelegationOut

    @extend_schema(operation_id="delegations_read", responses=shapes.DelegationOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """A delegation."""
        row = queries.delegations(self.actor(request)).filter(uid=uid).first()
        if row is None:
            raise NotFound.because("http.not_found")
        return answered(shapes.DelegationOut, row)


class EndDelegation(View):
    serializer_class = shapes.EndIn

    @extend_schema(
        operation_id="delegations_end", request=shapes.EndIn, responses=shapes.DelegationOut, parameters=[ONCE]
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Take a delegation back from a day on."""
        given = self.given(shapes.EndIn, request)
        return answered(
            shapes.DelegationOut, actions.end_delegation(delegation_uid=uid, **given, **self.asker(request))
        )
