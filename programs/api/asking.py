"""Whom a commissioned call asks, and the files beside its guideline, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from programs import actions, queries
from programs.api.base import ONCE, View
from programs.models import Call, CallFile
from programs.views.asking import download_of


class AskedRegions(serializers.Serializer[Any]):
    """The regions that a commissioned call asks, by code; null asks every region that the rules let in."""

    regions = serializers.ListField(
        child=serializers.CharField(max_length=20), allow_null=True, allow_empty=True, max_length=40
    )


class AskedRegionsOut(serializers.Serializer[Any]):
    """What a call asks: null while a draft leaves it at every region that the rules let in."""

    regions = serializers.ListField(child=serializers.CharField(), allow_null=True, source="asked_regions")


class CallFileOut(serializers.ModelSerializer[CallFile]):
    """A file that goes with a call's guideline."""

    name = serializers.CharField(source="file.name")
    size_bytes = serializers.IntegerField(source="file.size_bytes")
    sha256 = serializers.CharField(source="file.sha256")

    class Meta:
        model = CallFile
        fields = ("uid", "title_ko", "title_en", "name", "size_bytes", "sha256", "added_at")


class CallFileIn(serializers.Serializer[Any]):
    """A file with its name in both languages."""

    title_ko = serializers.CharField(max_length=120)
    title_en = serializers.CharField(max_length=120, allow_blank=True, default="")
    file = serializers.FileField()


class Regions(View):
    """The regions that a draft asks."""

    serializer_class = AskedRegions
    queryset = Call.objects.none()

    @extend_schema(operation_id="calls_ask_regions", request=AskedRegions, responses=AskedRegionsOut, parameters=[ONCE])
    def put(self, request: Request, call_uid: UUID) -> Response:
        """Name the regions whose governments a commissioned call asks for a plan."""
        given = self.given(AskedRegions, request)
        call = actions.ask_regions(call_uid=call_uid, regions=given["regions"], **self.asker(request))
        return Response(AskedRegionsOut(call).data)


class Files(View):
    """The files that go with a call's guideline."""

    serializer_class = CallFileOut
    pagination_class = None  # type: ignore[assignment]  # at most 20
    parser_classes = (JSONParser, MultiPartParser)
    queryset = CallFile.objects.none()

    @extend_schema(operation_id="calls_files", responses=CallFileOut(many=True), auth=[])
    def get(self, request: Request, call_uid: UUID) -> Response:
        """Every file of a call that you may see."""
        call = queries.call(call_uid, self.actor(request))
        return Response(CallFileOut(queries.files_of(call), many=True).data)

    @extend_schema(
        operation_id="calls_attach_file",
        request={"multipart/form-data": CallFileIn},
        responses={201: CallFileOut},
        parameters=[ONCE],
    )
    def post(self, request: Request, call_uid: UUID) -> Response:
        """Put a file beside the guideline of a draft."""
        given = self.given(CallFileIn, request)
        upload = given.pop("file")
        file = actions.attach_to_call(call_uid=call_uid, upload=upload, **given, **self.asker(request))
        return Response(CallFileOut(file).data, status=201)


class OneFile(View):
    """A file of a call."""

    serializer_class = CallFileOut
    queryset = CallFile.objects.none()

    @extend_schema(operation_id="calls_fetch_file", responses=OpenApiTypes.BINARY, auth=[])
    def get(self, request: Request, file_uid: UUID) -> FileResponse:
        """Download it."""
        return download_of(queries.call_file(file_uid, self.actor(request)))

    @extend_schema(operation_id="calls_remove_file", responses={204: None}, parameters=[ONCE])
    def delete(self, request: Request, file_uid: UUID) -> Response:
        """Take it away from a draft."""
        actions.remove_from_call(file_uid=file_uid, **self.asker(request))
        return Response(status=204)
