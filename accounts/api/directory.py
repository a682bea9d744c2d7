"""People, organisations and regions over the API."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions, queries
from accounts.api import serializers as shapes
from accounts.api.base import IF_MATCH, ONCE, Q, View, answered
from accounts.http import asked
from core.http import required_version
from core.refusals import NotFound
from core.wording import SEOUL

KIND = OpenApiParameter("kind", OpenApiTypes.STR, OpenApiParameter.QUERY)
REGION = OpenApiParameter("region", OpenApiTypes.STR, OpenApiParameter.QUERY, description="A region's code.")


class Regions(View):
    serializer_class = shapes.RegionOut
    pagination_class = None

    @extend_schema(operation_id="regions_list", responses=shapes.RegionOut(many=True))
    def get(self, request: Request) -> Response:
        """The regions as they stand today, in their usual order."""
        regions = queries.regions_on(asked(request).at.astimezone(SEOUL).date())
        return Response(shapes.RegionOut(regions, many=True).data)


class Organizations(View):
    serializer_class = shapes.OrganizationOut

    @extend_schema(
        operation_id="organizations_list", responses=shapes.OrganizationOut(many=True), parameters=[Q, KIND, REGION]
    )
    def get(self, request: Request) -> Response:
        """Who takes part, oldest entry first."""
        asked_for = {name: request.query_params.get(name, "") for name in ("q", "kind", "region")}
        return self.page(queries.search_organizations(**asked_for), shapes.OrganizationOut)

    @extend_schema(
        operation_id="organizations_add",
        request=shapes.OrganizationIn,
        responses={201: shapes.OrganizationOut},
        parameters=[ONCE],
    )
    def post(self, request: Request) -> Response:
        """Enter an organisation."""
        made = actions.add_organization(**self.given(shapes.OrganizationIn, request), **self.asker(request))
        response = answered(shapes.OrganizationOut, made, status=201, version=made.version)
        response["Location"] = reverse("api:organization", args=[made.uid])
        return response


class OneOrganization(View):
    serializer_class = shapes.OrganizationOut

    @extend_schema(operation_id="organizations_read", responses=shapes.OrganizationOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """An organisation, its version as ETag."""
        row = queries.organizations().filter(uid=uid).first()
        if row is None:
            raise NotFound.because("http.not_found")
        return answered(shapes.OrganizationOut, row, version=row.version)

    @extend_schema(
        operation_id="organizations_change",
        request=shapes.OrganizationChange,
        responses=shapes.OrganizationOut,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Change names, region or business number."""
        changed = actions.change_organization(
            organization_uid=uid,
            version=required_version(request),
            **self.given(shapes.OrganizationChange, request),
            **self.asker(request),
        )
        return answered(shapes.OrganizationOut, changed, version=changed.version)


class Successor(View):
    serializer_class = shapes.SuccessorIn

    @extend_schema(
        operation_id="organizations_name_successor",
        request=shapes.SuccessorIn,
        responses=shapes.OrganizationOut,
        parameters=[ONCE],
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Let another organisation take over."""
        row = actions.name_successor(
            organization_uid=uid, **self.given(shapes.SuccessorIn, request), **self.asker(request)
        )
        return answered(shapes.OrganizationOut, row, version=row.version)


class People(View):
    serializer_class = shapes.PersonOut

    @extend_schema(operation_id="people_list", responses=shapes.PersonOut(many=True), parameters=[Q])
    def get(self, request: Request) -> Response:
        """Those whom you may see: all for who administers or oversees, else your own organisations' people."""
        found = queries.search_people(self.actor(request), q=request.query_params.get("q", ""))
        return self.page(found, shapes.PersonOut)

    @extend_schema(
        operation_id="people_add", request=shapes.PersonIn, responses={201: shapes.PersonOut}, parameters=[ONCE]
    )
    def post(self, request: Request) -> Response:
        """Enter a person."""
        made = actions.add_person(**self.given(shapes.PersonIn, request), **self.asker(request))
        response = answered(shapes.PersonOut, made, status=201, version=made.version)
        response["Location"] = reverse("api:person", args=[made.uid])
        return response


class OnePerson(View):
    serializer_class = shapes.PersonOut

    @extend_schema(operation_id="people_read", responses=shapes.PersonOut)
    def get(self, request: Request, uid: UUID) -> Response:
        """A person, the version as ETag."""
        row = queries.people(self.actor(request)).filter(uid=uid).first()
        if row is None:
            raise NotFound.because("http.not_found")
        return answered(shapes.PersonOut, row, version=row.version)

    @extend_schema(
        operation_id="people_change",
        request=shapes.PersonIn,
        responses=shapes.PersonOut,
        parameters=[ONCE, IF_MATCH],
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Change names, number or organisation."""
        changed = actions.change_person(
            person_uid=uid,
            version=required_version(request),
            **self.given(shapes.PersonIn, request),
            **self.asker(request),
        )
        return answered(shapes.PersonOut, changed, version=changed.version)


class Account(View):
    serializer_class = shapes.AccountIn

    @extend_schema(
        operation_id="people_open_account", request=shapes.AccountIn, responses={204: None}, parameters=[ONCE]
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Open an account for a person, who is invited by e-mail."""
        actions.open_account(person_uid=uid, **self.given(shapes.AccountIn, request), **self.asker(request))
        return Response(status=204)
