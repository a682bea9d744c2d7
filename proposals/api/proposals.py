"""Proposals over the API: list, begin, read, change the titles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.http import Pages, required_version
from core.refusals import require
from proposals import actions, queries
from proposals.api import serializers as shapes
from proposals.api.base import IF_MATCH, ONCE, View, answered
from proposals.filters import ProposalFilter


class Proposals(View):
    """The proposals that the asker may see."""

    serializer_class = shapes.ProposalRow
    pagination_class = Pages
    filter_backends = (DjangoFilterBackend,)
    filterset_class = ProposalFilter

    @extend_schema(operation_id="proposals_list", responses=shapes.ProposalRow(many=True))
    def get(self, request: Request) -> Response:
        """Your own, and those that were handed in to your office; oldest first."""
        actor = self.actor(request)
        require(actor.is_known, "list")
        page = list(self.paginate_queryset(self.filter_queryset(queries.listed(actor))) or ())
        context = {"actor": actor, "members": queries.memberships(actor, page)}
        return self.get_paginated_response(shapes.ProposalRow(page, many=True, context=context).data)

    @extend_schema(
        operation_id="proposals_start",
        request=shapes.ProposalIn,
        responses={201: shapes.ProposalDetail},
        parameters=[ONCE],
        filters=False,
    )
    def post(self, request: Request) -> Response:
        """Begin a proposal for your institution."""
        given = self.given(shapes.ProposalIn, request)
        proposal = actions.start_proposal(
            call_uid=given["call"],
            lead_organization_uid=given["lead_organization"],
            title_ko=given["title_ko"],
            title_en=given["title_en"],
            despite=given["despite"],
            **self.asker(request),
        )
        response = _detail(self, request, proposal.uid, 201)
        response["Location"] = reverse("api:proposal", args=[proposal.uid])
        return response


class OneProposal(View):
    """A proposal."""

    serializer_class = shapes.ProposalDetail

    @extend_schema(operation_id="proposals_read", responses=shapes.ProposalDetail)
    def get(self, request: Request, proposal_uid: UUID) -> Response:
        """The working copy for its consortium, what was handed in for everybody else."""
        return _detail(self, request, proposal_uid)

    @extend_schema(
        operation_id="proposals_change",
        request=shapes.ProposalChange,
        responses=shapes.ProposalDetail,
        parameters=[ONCE, IF_MATCH],
    )
    def patch(self, request: Request, proposal_uid: UUID) -> Response:
        """Change titles and sector; what is left out stays."""
        given = self.given(shapes.ProposalChange, request, partial=True)
        proposal = queries.page(proposal_uid, self.actor(request))
        standing = {name: getattr(proposal, name) for name in ("title_ko", "title_en", "sector")}
        version = required_version(request)
        if version is None:
            version = proposal.basics_version
        terms: dict[str, Any] = {**standing, **given}
        actions.change_basics(proposal_uid=proposal_uid, version=version, **terms, **self.asker(request))
        return _detail(self, request, proposal_uid)


def _detail(view: View, request: Request, proposal_uid: UUID, status: int = 200) -> Response:
    proposal, content, working = view.read(request, proposal_uid)
    shown = {
        "uid": proposal.uid,
        "number": proposal.number,
        "state": proposal.state,
        "working_copy": working,
        "receipt": proposal.submission,
        "content": content,
    }
    version = proposal.basics_version if working else None
    return answered(shapes.ProposalDetail, shown, status=status, version=version)
