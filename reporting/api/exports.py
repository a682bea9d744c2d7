"""Exports over the API: ask, follow, fetch, stop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import asked
from accounts.models import ACCOUNT_LANGUAGES
from core.http import OneAnswerAKey
from core.models import JOB
from core.sheets import WRITERS
from reporting import actions
from reporting.api.views import Reading
from reporting.queries import exports
from reporting.views.exports import download


class ExportIn(serializers.Serializer[Any]):
    """Which list, under which conditions (as in its address: `call=ris-2004&state=submitted`), as what."""

    list = serializers.ChoiceField(choices=exports.LISTS)
    conditions = serializers.CharField(required=False, allow_blank=True, max_length=2_000, default="")
    form = serializers.ChoiceField(choices=sorted(WRITERS))
    language = serializers.ChoiceField(choices=ACCOUNT_LANGUAGES, default="ko")


class ExportOut(serializers.Serializer[Any]):
    """How far an export is. `percent` grows to 100; `rows` and `size_bytes` stand when it is done."""

    uid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=JOB.states)
    percent = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    rows = serializers.IntegerField(source="result.rows", default=None, allow_null=True)
    size_bytes = serializers.IntegerField(source="result.size_bytes", default=None, allow_null=True)


class Exports(OneAnswerAKey, Reading):
    """Your exports."""

    serializer_class = ExportOut

    @extend_schema(operation_id="exports_list", responses=ExportOut(many=True))
    def get(self, request: Request) -> Response:
        """Your last hundred, the newest first."""
        return self.shown(ExportOut, request, exports.of(self.actor(request))[:100], many=True)

    @extend_schema(operation_id="exports_ask", request=ExportIn, responses={202: ExportOut})
    def post(self, request: Request) -> Response:
        """Ask for a list as a file. A worker makes it; follow its percent at `Location`."""
        given = ExportIn(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        job = actions.ask_for_export(
            kind=values["list"],
            conditions=values["conditions"],
            form=values["form"],
            language=values["language"],
            by=self.actor(request),
            at=asked(request).at,
        )
        answer = self.shown(ExportOut, request, job)
        answer.status_code = 202
        answer["Location"] = reverse("api:export", args=[job.uid])
        return answer


class OneExport(Reading):
    """An export of yours."""

    serializer_class = ExportOut

    @extend_schema(operation_id="exports_read", responses=ExportOut)
    def get(self, request: Request, job_uid: UUID) -> Response:
        """How far it is."""
        return self.shown(ExportOut, request, exports.own(job_uid, self.actor(request)))


class StopExport(OneAnswerAKey, Reading):
    """Stop an export of yours."""

    serializer_class = ExportOut

    @extend_schema(operation_id="exports_stop", request=None, responses=ExportOut)
    def post(self, request: Request, job_uid: UUID) -> Response:
        """Stop one that is not made yet."""
        job = actions.stop_export(job_uid=job_uid, by=self.actor(request), at=asked(request).at)
        job.refresh_from_db()
        return self.shown(ExportOut, request, job)


class ExportFile(Reading):
    """The file of an export of yours."""

    @extend_schema(operation_id="exports_file", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, job_uid: UUID) -> FileResponse:
        """The file, for a week after it was made."""
        return download(exports.own(job_uid, self.actor(request)))
