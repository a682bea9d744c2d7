"""Files of a proposal over the API."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from proposals import actions, queries
from proposals.api import serializers as shapes
from proposals.api.base import ONCE, View, answered


class Files(View):
    """The documents."""

    serializer_class = shapes.ProposalFile
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="proposal_files_list", responses=shapes.ProposalFile(many=True))
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """Every file."""
        return answered(shapes.ProposalFile, self.read(request, proposal_uid)[1]["files"], many=True)

    @extend_schema(
        operation_id="proposal_file_attach",
        request={"multipart/form-data": shapes.ProposalFileIn},
        responses={201: shapes.ProposalFile(many=True)},
    )
    def post(self, request: Request, proposal_uid: UUID) -> Response:
        """Attach a file as one of the documents that the programme asks for."""
        given = self.given(shapes.ProposalFileIn, request)
        actions.attach_file(
            proposal_uid=proposal_uid,
            document=given["document"],
            upload=given["file"],
            **self.asker(request),
        )
        content = self.read(request, proposal_uid)[1]
        return answered(shapes.ProposalFile, content["files"], many=True, status=201)


class OneFile(View):
    """A file."""

    @extend_schema(operation_id="proposal_file_remove", request=None, responses={204: None}, parameters=[ONCE])
    def delete(self, request: Request, attachment_uid: UUID) -> Response:
        """Take a file out of the working copy; what was handed in with it keeps it."""
        actions.remove_file(attachment_uid=attachment_uid, **self.asker(request))
        return Response(status=204)


class FileContent(View):
    """The bytes of a file."""

    @extend_schema(
        operation_id="proposal_file_download",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, attachment_uid: UUID) -> FileResponse:
        """Download a file."""
        file = queries.attachment(attachment_uid, self.actor(request)).file
        response = FileResponse(
            file.content.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response
