"""Files of an appeal over the API: those beside it, and the documents of the proposal in dispute."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import NotFound
from reviews import actions, queries
from reviews.api import appeal_shapes as shapes
from reviews.api.appeals import AppealView
from reviews.api.base import ONCE
from reviews.appeal_showing import paper_for, sight_of
from reviews.queries.appeal_files import appeal_file
from reviews.views.judging import download_of

BYTES = {(200, "application/octet-stream"): OpenApiTypes.BINARY}


class AppealFiles(AppealView):
    """Files beside an appeal."""

    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(
        operation_id="appeal_file_attach",
        request={"multipart/form-data": shapes.AppealFileIn},
        responses={201: shapes.AppealDetail},
    )
    def post(self, request: Request, appeal_uid: UUID) -> Response:
        """Put a file beside your appeal, until it is admitted."""
        upload = self.given(shapes.AppealFileIn, request)["file"]
        response = self.did(request, appeal_uid, actions.attach_to_appeal, upload=upload)
        response.status_code = 201
        return response


class OneAppealFile(AppealView):
    """A file beside an appeal."""

    @extend_schema(operation_id="appeal_file_download", responses=BYTES)
    def get(self, request: Request, appeal_uid: UUID, file_uid: UUID) -> FileResponse:
        """Download a file of an appeal that you may see. That a judge took it along is on the record."""
        found = appeal_file(file_uid, self.actor(request))
        if found.appeal.uid != appeal_uid:
            raise NotFound.because("http.not_found")
        sight = sight_of(queries.appeal_page(appeal_uid, self.actor(request)), self.actor(request))
        if sight.reads_papers:
            actions.note_appeal_paper_taken(appeal_uid=appeal_uid, name=found.file.name, **self.asker(request))
        return download_of(found.file)

    @extend_schema(operation_id="appeal_file_remove", request=None, responses={204: None}, parameters=[ONCE])
    def delete(self, request: Request, appeal_uid: UUID, file_uid: UUID) -> Response:
        """Take a file back before you file the appeal."""
        actions.remove_from_appeal(appeal_uid=appeal_uid, file_uid=file_uid, **self.asker(request))
        return Response(status=204)


class AppealPaper(AppealView):
    """A document of the proposal in dispute."""

    @extend_schema(operation_id="appeal_paper_download", responses=BYTES)
    def get(self, request: Request, appeal_uid: UUID, attachment_uid: UUID) -> FileResponse:
        """Download a document of the proposal whose appeal you judge. It is on the record."""
        stored = paper_for(appeal_uid, attachment_uid, self.actor(request))
        actions.note_appeal_paper_taken(appeal_uid=appeal_uid, name=stored.name, **self.asker(request))
        return download_of(stored)
