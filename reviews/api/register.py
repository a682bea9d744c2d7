"""The register of experts over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import Pages
from core.refusals import RuleBroken
from core.sheets import sheet
from reviews import actions, queries, rules
from reviews.api import judges as shapes
from reviews.api.base import ONCE, View, shown
from reviews.classification import classification
from reviews.models import Expert
from reviews.register_rows import as_row


class Experts(View):
    """The register."""

    pagination_class = Pages
    queryset = Expert.objects.none()
    serializer_class = shapes.JudgeDetail

    @extend_schema(operation_id="experts_list", parameters=[shapes.JudgeQuery], responses=shapes.JudgeDetail(many=True))
    def get(self, request: Request) -> Response:
        """Experts by words of their names and keywords, by a programme's field, by classification and by region."""
        asked = self.given(shapes.JudgeQuery, request, query=True)
        return self.listed(shapes.JudgeDetail, queries.with_posts(queries.experts(self.actor(request), **asked)))

    @extend_schema(
        operation_id="experts_register", request=shapes.JudgeIn, responses={201: shapes.JudgeDetail}, parameters=[ONCE]
    )
    def post(self, request: Request) -> Response:
        """Put a person on the register, or change what it knows of him."""
        given = self.given(shapes.JudgeIn, request)
        asker = self.asker(request)
        profile = _profile(given["profile"], asker) if "profile" in given else None
        expert = actions.register_expert(
            person_uid=given["person"],
            fields=given["fields_known"],
            max_cases=given["max_cases"],
            profile=profile,
            **asker,
        )
        return shown(shapes.JudgeDetail, queries.expert_page(expert.uid, self.actor(request)), status=201)


def _profile(given: dict[str, Any], asker: dict[str, Any]) -> rules.Profile:
    """Raises RuleBroken for a region or an institution that is not known."""
    regions = {region.code: region.pk for region in queries.regions_now(asker["at"])}
    if given["region"] is not None and given["region"] not in regions:
        raise RuleBroken.because("import.region_unknown", field="profile.region", value=given["region"])
    wanted = {one["organization"] for one in given["history"]}
    known = queries.institutions_by_uid(wanted)
    for uid in sorted(wanted - known.keys()):
        raise RuleBroken.because("import.institution_unknown", field="profile.history", value=str(uid))
    return shapes.profile_in(given, regions.get(given["region"]), known)


class OneExpert(View):
    """An expert of the register."""

    serializer_class = shapes.JudgeRecord

    @extend_schema(operation_id="experts_read", responses=shapes.JudgeRecord)
    def get(self, request: Request, expert_uid: UUID) -> Response:
        """All that the register holds of him, and his service so far."""
        expert = queries.expert_page(expert_uid, self.actor(request))
        service = queries.services([expert.pk])[expert.pk]
        return Response({**shapes.JudgeDetail(expert).data, "service": shapes.ServiceOut(service).data})


class ExpertsTable(View):
    """The register as a table."""

    serializer_class = shapes.JudgeTaken

    @extend_schema(
        operation_id="experts_table",
        parameters=[shapes.JudgeQuery],
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.STR)},
    )
    def get(self, request: Request) -> HttpResponse:
        """The register, or what is asked for of it, as CSV."""
        asked = self.given(shapes.JudgeQuery, request, query=True)
        found = queries.with_posts(queries.experts(self.actor(request), **asked))
        return sheet("experts", rules.COLUMNS, map(as_row, found))

    @extend_schema(
        operation_id="experts_import", request=shapes.JudgeTable, responses=shapes.JudgeTaken, parameters=[ONCE]
    )
    def post(self, request: Request) -> Response:
        """Take a table of experts: every row, or where one has a fault, none; each fault with its row and column."""
        given = self.given(shapes.JudgeTable, request)
        taken = actions.import_experts(content=given["csv"].encode(), **self.asker(request))
        return shown(shapes.JudgeTaken, taken)


class ScienceFields(View):
    """The national classification of science and technology."""

    serializer_class = shapes.ScienceFieldOut

    @extend_schema(operation_id="science_fields_list", responses=shapes.ScienceFieldOut(many=True))
    def get(self, request: Request) -> Response:
        """Sections and fields by code, in order."""
        return shown(shapes.ScienceFieldOut, classification().by_code.values(), many=True)
